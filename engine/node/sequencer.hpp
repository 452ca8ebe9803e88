#pragma once

#include "base/async.hpp"
#include "node/faults.hpp"
#include "node/peers.hpp"
#include "sequencer/block_plan.hpp"

namespace aw::node {

/// Makes the L2 blocks while this operator is the current one. On the node's strand, but for the work: blocks
/// are executed and written on a thread of their own, while transactions go on coming in.
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
    /// Whether a block is on its way.
    bool isMaking() const { return m_making; }

    /// Makes blocks until the node stops.
    Task<void> run();

    void setFaults(std::shared_ptr<const Faults> faults) { m_faults = std::move(faults); }

private:
    bool mayBuild() const;
    /// While this thread waits for nothing else.
    void makeBlockNow();
    Task<void> makeBlock();
    /// What there is for the next block.
    sequencer::BlockPlan plan();
    /// What the block could not take: it waits, or never can be executed.
    void takeRefused(const std::vector<sequencer::PlannedBlock::Refused>& refused);
    void keepWaiting(const TxPtr& tx);
    void drop(const std::vector<std::pair<TxPtr, std::string>>& txs);
    BlockWrite::OnHead publishing();

    Parts m;
    std::shared_ptr<const Faults> m_faults;
    bool m_active = false;
    bool m_handingOver = false;
    bool m_making = false;
    boost::asio::thread_pool m_maker{1};
};

} // namespace aw::node
