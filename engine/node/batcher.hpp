#pragma once

#include "base/async.hpp"
#include "l1/tx_manager.hpp"
#include "node/sequencer.hpp"

namespace aw::node {

/// Anchors the blocks that this operator made on L1, and says by heartbeats that it is there. On the node's
/// strand, but for the work: batches are made on a thread of their own.
class Batcher {
public:
    struct Parts {
        Runtime& runtime;
        Disk& disk;
        Chain& chain;
        ChainReader& reader;
        L1Watch& l1;
        Sequencer& sequencer;
        l1::TxManager& txManager;
    };
    explicit Batcher(const Parts& parts)
        : m(parts) {}

    /// Anchors until the node stops.
    Task<void> run();
    /// What waits goes into the next batch without waiting longer: L1 has lost batches.
    void hurry() {
        m_hurry = true;
        m_actedAtL1 = 0;
    }
    bool isSubmitting() const { return m_submitting; }

    /// Blocks that wait for their batch, and what is estimated of it.
    struct Waiting {
        std::size_t blocks = 0;
        std::uint32_t txs = 0;
        std::size_t bytes = 0;      ///< of data, about
        std::uint64_t oldestMs = 0; ///< time of the first block; 0 where none waits
    };
    Waiting waiting() const;

    void setFaults(std::shared_ptr<Faults> faults) { m_faults = std::move(faults); }

private:
    Task<void> anchor();
    Task<void> anchorOnce();
    Task<void> heartbeat();
    /// To the rollup's contract; given up when L1 is reorganised ("l1.dropped").
    Task<Result<l1::Receipt>> send(l1::TransactionRequest request);
    /// Whether nothing is under way that a batch would follow, from before a restart either.
    bool mayAnchor() const;
    /// Whether the batch under way waits for a lower price, a new day or funds.
    bool isHeldUp() const;
    /// The next batch. Error "chain.batch-order" where the chain has changed meanwhile: another one is due.
    Task<Result<anchor::BuiltBatch>> build();
    /// The last block that may go into it.
    std::uint64_t lastForBatch() const;
    std::uint64_t firstWaiting() const;
    bool isDue(const Waiting& waiting);
    std::chrono::milliseconds tick() const;

    Parts m;
    std::shared_ptr<Faults> m_faults;
    bool m_submitting = false;
    bool m_beating = false; ///< a heartbeat is under way
    bool m_hurry = false;
    std::uint64_t m_actedAtL1 = 0;      ///< the last act is in a later block
    std::uint64_t m_waitingSinceMs = 0; ///< steady; 0 while nothing waits
    boost::asio::thread_pool m_builder{1};
};

} // namespace aw::node
