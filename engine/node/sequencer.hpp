#pragma once

#include "node/faults.hpp"
#include "node/peers.hpp"

namespace aw::node {

/// Makes the L2 blocks while this operator is the current one. On the node's strand.
class Sequencer {
public:
    struct Parts {
        Runtime& runtime;
        store::Store& store;
        store::PendingJournal& journal;
        Disk& disk;
        Chain& chain;
        PendingPool& pool;
        L1Watch& l1;
        Peers& peers;
    };
    explicit Sequencer(const Parts& parts)
        : m(parts) {}

    /// Begins or ends to make blocks, as L1 says. To be called whenever something of that has changed.
    void evaluate();
    /// Ends at once; evaluate() begins again.
    void pause();
    bool isActive() const { return m_active; }

    /// While it hands over it makes no more blocks.
    void setHandingOver(bool handingOver) { m_handingOver = handingOver; }
    bool isHandingOver() const { return m_handingOver; }

    /// Makes blocks until the node stops.
    Task<void> run();

    void setFaults(std::shared_ptr<const Faults> faults) { m_faults = std::move(faults); }

private:
    bool mayBuild() const;
    void makeBlock();
    /// Executes what waits; the transactions that can be executed later only.
    std::deque<TxPtr> execute(sequencer::BlockExecutor& executor, const state::State& draft);
    void keepWaiting(const std::deque<TxPtr>& later);
    void drop(const TxPtr& tx, const std::string& reason);

    Parts m;
    std::shared_ptr<const Faults> m_faults;
    bool m_active = false;
    bool m_handingOver = false;
    std::vector<Hash> m_dropped; ///< by the block that is being made
};

} // namespace aw::node
