#pragma once

#include "api/values.hpp"

namespace aw::node {

/// What a node publishes of itself: the parts of api::Snapshot that one node can know. Immutable.
struct NodeView {
    std::uint64_t version = 0;
    api::Heads heads;
    api::Clock clock;
    std::vector<api::Operator>
        operators; ///< in order of registration; readiness filled in for this node alone
    std::vector<api::Batch> batches;
    std::vector<api::Block> blocks;
    std::vector<api::Challenge> challenges;
    std::vector<api::L1Transaction> l1Txs;
    std::optional<api::L1Account> l1Account;
    std::uint64_t pending = 0;
    std::uint32_t pendingHolders = 0;
    std::uint32_t feedPeers = 0;
    api::Filling filling;
    std::uint64_t totalTxs = 0; ///< executed since the genesis, as far as this node knows
    std::uint64_t batchesHeld = 0, batchesKnown = 0;
    std::uint64_t baseFeeWei = 0;
    bool synced = false; ///< L1 was read to its head once
    bool l1Connected = false;
    std::uint64_t l1BlockTimeMs = 0;
    bool current = false;
    bool disputed = false;
    double confirmMsP99 = 0;
    Wei l1BalanceWei;
};

} // namespace aw::node
