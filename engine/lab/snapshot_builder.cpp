#include "lab/snapshot_builder.hpp"

#include "base/hex.hpp"
#include "lab/sampler.hpp"
#include "operators/operator_set.hpp"

#include <algorithm>

namespace aw::lab {

namespace {

constexpr double kTransferGasOnL1 = 21'000;

std::string rpcUrlOf(const LocalNode& node) { return "http://127.0.0.1:" + std::to_string(node.rpcPort); }

const api::Operator* ownEntry(const LocalNode& node) {
    for (const auto& shown : node.view->operators)
        if (shown.address == node.address) return &shown;
    return nullptr;
}

} // namespace

const LocalNode* observerOf(const std::vector<LocalNode>& nodes, const Address& viewpoint) {
    const LocalNode* best = nullptr;
    int bestRank = 0;
    for (const auto& node : nodes) {
        if (!node.view) continue;
        const auto* own = ownEntry(node);
        // A node that still reads L1 sees an old world; one that L1 put out watches a world without it.
        const int rank = !node.view->synced                                      ? 1
                         : node.address == viewpoint                             ? 4
                         : own && own->status == api::OperatorStatus::registered ? 3
                                                                                 : 2;
        if (rank <= bestRank) continue;
        best = &node;
        bestRank = rank;
    }
    return best;
}

SnapshotBuilder::SnapshotBuilder(RollupInfo rollup, std::vector<LocalNode> nodes,
                                 std::map<Address, std::string> names)
    : m_rollup(std::move(rollup))
    , m_nodes(std::move(nodes))
    , m_names(std::move(names)) {}

const LocalNode* SnapshotBuilder::nodeOf(const Address& address) const {
    const auto found = std::find_if(m_nodes.begin(), m_nodes.end(),
                                    [&](const LocalNode& node) { return node.address == address; });
    return found == m_nodes.end() ? nullptr : &*found;
}

std::string SnapshotBuilder::nameOf(const Address& address) const {
    if (const auto* node = nodeOf(address)) return node->name;
    if (const auto found = m_names.find(address); found != m_names.end()) return found->second;
    return base::toHex(address.view()).substr(0, 10);
}

api::Snapshot SnapshotBuilder::build(const Address& viewpoint) const {
    api::Snapshot snapshot;
    addRollup(snapshot);
    if (const auto* node = nodeOf(viewpoint); node && node->view) addView(snapshot, *node);
    addOperators(snapshot);
    return snapshot;
}

void SnapshotBuilder::addRollup(api::Snapshot& snapshot) const {
    const auto& addresses = m_rollup.deployment.addresses;
    const auto& parameters = m_rollup.deployment.parameters;
    snapshot.l1 = {.client = m_rollup.l1Client,
                   .endpoint = m_rollup.l1Endpoint,
                   .chainId = m_rollup.l1ChainId,
                   .l2ChainId = parameters.l2ChainId,
                   .rollup = addresses.rollup,
                   .operators = addresses.operators,
                   .inbox = addresses.inbox,
                   .bridge = addresses.bridge,
                   .fraud = addresses.fraud,
                   .demands = addresses.demands,
                   .promises = addresses.promises};
    snapshot.parameters = {.challengeWindowBlocks = parameters.challengeWindowBlocks,
                           .epochBlocks = parameters.epochBlocks,
                           .heartbeatBlocks = parameters.heartbeatBlocks,
                           .minBondWei = parameters.minBondWei,
                           .minBidWei = parameters.minBidWei,
                           .maxBidWei = parameters.maxBidWei,
                           .rewardBps = parameters.rewardBps,
                           .silencePenaltyBps = parameters.silencePenaltyBps};
}

void SnapshotBuilder::addView(api::Snapshot& snapshot, const LocalNode& node) const {
    const auto& view = *node.view;
    snapshot.viewpoint = node.address;
    snapshot.l1.connected = view.l1Connected;
    snapshot.l1.blockTimeMs = view.l1BlockTimeMs;
    snapshot.heads = view.heads;
    snapshot.clock = view.clock;
    snapshot.operators = view.operators;
    snapshot.batches = view.batches;
    snapshot.blocks = view.blocks;
    snapshot.challenges = view.challenges;
    snapshot.l1Txs = view.l1Txs;
    snapshot.l1Account = view.l1Account;
    snapshot.pending = view.pending;
    snapshot.filling = view.filling;
    snapshot.totalTxs = view.totalTxs;
    snapshot.rpcUrl = rpcUrlOf(node);
    for (auto& batch : snapshot.batches)
        batch.operatorName = nameOf(batch.operatorAddress);
    for (auto& challenge : snapshot.challenges)
        challenge.accusedName = nameOf(challenge.accused);
    const auto per = perTransfer(view);
    snapshot.bytesPerTransfer = per.bytes;
    snapshot.gasPerTransfer = per.gas;
    snapshot.gainOverL1 = per.gas > 0 ? kTransferGasOnL1 / per.gas : 0;
}

void SnapshotBuilder::addOperators(api::Snapshot& snapshot) const {
    auto& operators = snapshot.operators;
    // One that has a new key and is not registered yet is nowhere on L1.
    for (const auto& node : m_nodes)
        if (!operators.empty() && std::none_of(operators.begin(), operators.end(), [&](const auto& shown) {
                return shown.address == node.address;
            }))
            operators.push_back({.name = node.name, .address = node.address});
    std::uint64_t bestHead = 0;
    for (const auto& node : m_nodes)
        if (node.view) bestHead = std::max(bestHead, node.view->heads.latest.number);
    for (auto& shown : operators) {
        shown.name = nameOf(shown.address);
        const auto* node = nodeOf(shown.address);
        if (!node) continue;
        shown.local = true;
        shown.rpcUrl = rpcUrlOf(*node);
        shown.running = node->view != nullptr;
        if (!shown.running) {
            shown.ready = false;
            shown.notReady = api::NotReady::stopped;
            continue;
        }
        // What a node knows best of itself.
        if (const auto* own = ownEntry(*node)) {
            shown.l1BalanceWei = own->l1BalanceWei;
            shown.l2Head = own->l2Head;
            shown.pendingHeld = own->pendingHeld;
            shown.batchesHeld = own->batchesHeld;
            shown.batchesKnown = own->batchesKnown;
            shown.feedPeers = own->feedPeers;
            shown.derivedL1Block = own->derivedL1Block;
            shown.seenL1Block = own->seenL1Block;
            shown.notReady = own->notReady;
        }
        shown.lagBlocks = bestHead - std::min(bestHead, shown.l2Head);
        if (!shown.notReady && shown.lagBlocks > operators::kReadyLagBlocks)
            shown.notReady = api::NotReady::lagging;
        shown.ready = !shown.notReady;
        if (!shown.current) {
            ++snapshot.backups;
            continue;
        }
        snapshot.pendingHolders = node->view->pendingHolders;
        snapshot.confirmMsP99 = node->view->confirmMsP99;
        snapshot.filling = node->view->filling;
    }
}

} // namespace aw::lab
