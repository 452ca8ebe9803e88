#pragma once

#include "node/batch_log.hpp"
#include "node/derivation.hpp"
#include "node/node_view.hpp"
#include "node/operator_acts.hpp"

namespace aw::node {

/// What a node shows of itself: a NodeView whenever something changed, at most ten times a second, and the
/// documents of its RPC. On the node's strand; view() from any thread.
class Views {
public:
    struct Parts {
        Runtime& runtime;
        Disk& disk;
        Chain& chain;
        ChainReader& reader;
        PendingPool& pool;
        Ingress& ingress;
        L1Watch& l1;
        Peers& peers;
        Sequencer& sequencer;
        Batcher& batcher;
        Watchtower& watchtower;
        Finality& finality;
        BatchLog& batches;
        Derivation& derivation;
        l1::TxManager& txManager;
    };
    explicit Views(const Parts& parts);

    std::shared_ptr<const NodeView> view() const { return std::atomic_load(&m_view); }
    /// Publishes until the node stops.
    Task<void> run();
    /// The block was appended just now / its batch was seen on L1.
    void noteLatest() { m_latestSeenAtMs = m.runtime.nowMs(); }
    void noteSafe() { m_safeSeenAtMs = m.runtime.nowMs(); }

private:
    void publish();
    void publishDocuments(const NodeView& view);
    void addHeads(NodeView& view) const;
    void addOperators(NodeView& view) const;
    void addBlocks(NodeView& view) const;
    void addFilling(NodeView& view) const;
    void addL1Account(NodeView& view) const;
    void addOwn(api::Operator& shown, const operators::OperatorState& listed, const NodeView& view) const;

    Parts m;
    std::int64_t m_latestSeenAtMs = 0, m_safeSeenAtMs = 0;
    std::uint64_t m_version = 0;
    std::shared_ptr<const boost::json::object> m_l1Document;
    std::pair<std::shared_ptr<const l1::AccountView>, std::uint64_t> m_l1DocumentOf; ///< and L1's head
    std::shared_ptr<const NodeView> m_view; ///< by std::atomic_load and std::atomic_store
};

/// The document of rollup_getBatch.
boost::json::value batchDocument(const store::StoredBatch& row, std::uint64_t finalBatch,
                                 std::uint64_t finalAtL1Block);

} // namespace aw::node
