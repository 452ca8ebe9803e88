#include "node/node.hpp"

#include "base/clock.hpp"

#include <algorithm>

/// What a node shows of itself.
namespace aw::node {

namespace {

/// L1 balance that a takeover needs: a few batches and their heartbeats.
const Wei kReserveWei = Wei(100'000'000'000'000'000ULL);
constexpr std::int64_t kConfirmationWindowMs = 60'000;

double percentile99(const std::deque<std::pair<std::int64_t, double>>& samples) {
    if (samples.empty()) return 0;
    std::vector<double> values;
    values.reserve(samples.size());
    for (const auto& [when, value] : samples)
        values.push_back(value);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

} // namespace

std::shared_ptr<const NodeView> Node::view() const { return std::atomic_load(&m_view); }

boost::asio::awaitable<void> Node::viewLoop() {
    auto documentsAtMs = nowMs();
    for (bool running = true; running;) {
        running = co_await sleep(std::chrono::milliseconds(100));
        if (!running) break;
        if (m_viewChanged) {
            m_viewChanged = false;
            publishView();
        }
        if (nowMs() - documentsAtMs >= 500) {
            documentsAtMs = nowMs();
            publishDocuments(*view());
        }
    }
}

void Node::publishView() {
    const auto now = nowMs();
    while (!m_confirmations.empty() && m_confirmations.front().first + kConfirmationWindowMs < now)
        m_confirmations.pop_front();

    auto view = std::make_shared<NodeView>();
    view->version = ++m_viewVersion;
    const auto blockHead = [](const transition::BlockHeader& header, const Hash& hash,
                              std::int64_t seenAtMs) {
        return api::Head{header.number, hash, static_cast<std::int64_t>(header.timeMs), seenAtMs};
    };
    const auto& verifier = m_chain.verifier();
    view->heads.l1 = {m_l1Head.number, m_l1Head.hash, static_cast<std::int64_t>(m_l1Head.timeMs),
                      m_l1SeenAtMs};
    view->heads.latest = blockHead(m_chain.head(), m_chain.headHash(), m_latestSeenAtMs);
    view->heads.safe = blockHead(verifier.block(), verifier.blockHash(), m_safeSeenAtMs);
    view->heads.finalized = blockHead(m_finalHeader, m_finalHash, m_finalSeenAtMs);
    for (const auto& batch : m_batches) {
        if (batch.status != api::BatchStatus::window && batch.status != api::BatchStatus::disputed) continue;
        if (view->heads.challengeFirst == 0) view->heads.challengeFirst = batch.number;
        view->heads.challengeLast = batch.number;
    }
    view->clock = {.epoch = m_operatorSet.epoch,
                   .epochStartBlock = operators::epochStart(m_timing, m_operatorSet.epoch),
                   .epochEndBlock = operators::epochStart(m_timing, m_operatorSet.epoch + 1),
                   .era = m_operatorSet.era,
                   .silentBlocks = m_operatorSet.silentBlocks,
                   .lastActionAt = m_operatorSet.lastActionAt};

    std::uint32_t connected = 0;
    for (const auto& [who, peer] : m_peers)
        connected += peer.state.connected;
    view->feedPeers = connected;
    view->batchesKnown = verifier.tipNumber();
    view->batchesHeld = verifier.lastValidBatch();
    for (const auto& candidate : m_operatorSet.operators) {
        api::Operator shown{.address = candidate.address,
                            .url = candidate.url,
                            .status = candidate.status,
                            .eligible = candidate.eligible,
                            .current = candidate.address == m_operatorSet.current,
                            .bondWei = candidate.bondWei,
                            .claimableWei = candidate.claimableWei,
                            .bidWei = candidate.bidWei,
                            .nextBidWei = candidate.nextBidWei,
                            .nextBidEpoch = candidate.nextBidEpoch,
                            .eligibleFromEpoch = candidate.eligibleFromEpoch,
                            .standsDownUntilEpoch = candidate.standsDownUntilEpoch,
                            .lastBatch = candidate.lastBatch};
        const auto lockedUntil = candidate.lastBatchAt + m_config.deployment.parameters.challengeWindowBlocks;
        shown.bondLocked =
            candidate.bondWei > 0 && (candidate.status == api::OperatorStatus::registered ||
                                      (candidate.lastBatchAt != 0 && lockedUntil >= m_l1Head.number));
        if (const auto rank = m_operatorSet.rankOf(candidate.address)) {
            shown.rank = static_cast<std::uint32_t>(*rank);
            shown.mayActAtSilent = operators::mayActAfter(m_timing, *rank);
        }
        if (candidate.address == address()) {
            shown.name = m_config.name;
            shown.running = true;
            shown.l1BalanceWei = m_l1Balance;
            shown.l2Head = m_chain.head().number;
            shown.pendingHeld = m_pool.size() + m_displaced.size();
            shown.batchesHeld = view->batchesHeld;
            shown.batchesKnown = view->batchesKnown;
            shown.feedPeers = connected;
            const operators::Readiness readiness{.running = true,
                                                 .eligible = candidate.eligible,
                                                 .hasPeers = connected > 0,
                                                 .disputed = false,
                                                 .batchesHeld = verifier.disputed() ? 0 : view->batchesHeld,
                                                 .batchesKnown = verifier.disputed() ? 0 : view->batchesKnown,
                                                 .lagBlocks = 0,
                                                 .l1BalanceWei = m_l1Balance};
            shown.notReady = operators::notReady(readiness, kReserveWei);
            if (m_diskError && !shown.notReady) shown.notReady = api::NotReady::diskRefused;
            shown.ready = !shown.notReady;
        } else if (const auto peer = m_peers.find(candidate.address); peer != m_peers.end()) {
            shown.l2Head = peer->second.state.peerL2Head;
        }
        view->operators.push_back(std::move(shown));
    }
    view->batches.assign(m_batches.begin(), m_batches.end());
    const auto last = m_chain.head().number;
    for (auto number = last > 64 ? last - 63 : 1; number <= last; ++number)
        if (const auto* block = m_chain.block(number))
            view->blocks.push_back({number, block->hash, static_cast<std::int64_t>(block->header.timeMs),
                                    block->header.txCount, block->header.baseFeeWei, block->batch});
    view->challenges.assign(m_challenges.begin(), m_challenges.end());
    view->pending = m_pool.size() + m_displaced.size();
    view->pendingHolders = m_lastHolders;

    const auto waiting = blocksToAnchor();
    view->filling.batch = verifier.tipNumber() + 1;
    for (const auto& block : waiting)
        view->filling.txs += block.txCount();
    view->filling.bytes = anchor::estimateBytes(waiting);
    view->filling.submitting = m_submitting;
    if (!waiting.empty()) {
        const auto oldestMs = static_cast<std::int64_t>(waiting.front().header.timeMs);
        view->filling.anchorsAtMs = oldestMs + m_config.anchorInterval.count();
        const auto byTime =
            static_cast<double>(now - oldestMs) / static_cast<double>(m_config.anchorInterval.count());
        const auto byBytes =
            static_cast<double>(view->filling.bytes) / static_cast<double>(m_config.batchLimits.maxBytes);
        view->filling.share = std::clamp(std::max(byTime, byBytes), 0.0, 1.0);
    }
    view->totalTxs = m_chain.totalTxs();
    view->baseFeeWei = m_index.baseFeeWei();
    view->synced = m_synced;
    view->l1Connected = m_l1Connected;
    view->l1BlockTimeMs = m_l1BlockTimeMs;
    view->current = m_operatorSet.current == address();
    view->disputed = verifier.disputed() != nullptr;
    view->confirmMsP99 = percentile99(m_confirmations);
    view->l1BalanceWei = m_l1Balance;
    m_index.setHeads({m_chain.head().number, m_chain.safeBlock(), m_finalBlock});
    std::atomic_store(&m_view, std::shared_ptr<const NodeView>(std::move(view)));
}

void Node::publishDocuments(const NodeView& view) {
    const auto hex = [](const auto& fixed) { return boost::json::string(base::toHex(fixed.view())); };
    const auto head = [&](const api::Head& h) {
        return boost::json::object{{"number", h.number}, {"hash", hex(h.hash)}, {"timeMs", h.timeMs}};
    };

    auto documents = std::make_shared<ReadIndex::Documents>();
    boost::json::array operatorList;
    for (const auto& o : view.operators)
        operatorList.push_back(
            boost::json::object{{"address", hex(o.address)},
                                {"url", o.url},
                                {"status", api::name(o.status)},
                                {"eligible", o.eligible},
                                {"current", o.current},
                                {"rank", o.eligible ? boost::json::value(o.rank) : nullptr},
                                {"bondWei", o.bondWei.str()},
                                {"bidWei", o.bidWei},
                                {"nextBidWei", o.nextBidWei},
                                {"nextBidEpoch", o.nextBidEpoch},
                                {"lastBatch", o.lastBatch},
                                {"l2Head", o.l2Head}});
    documents->operators = operatorList;
    for (const auto& batch : view.batches)
        documents->batches[batch.number] = boost::json::object{{"number", batch.number},
                                                               {"hash", hex(batch.hash)},
                                                               {"operator", hex(batch.operatorAddress)},
                                                               {"era", batch.era},
                                                               {"l1Block", batch.l1Block},
                                                               {"l1Transaction", hex(batch.l1TxHash)},
                                                               {"transactions", batch.txs},
                                                               {"firstBlock", batch.firstBlock},
                                                               {"lastBlock", batch.lastBlock},
                                                               {"segments", batch.segments},
                                                               {"dataBytes", batch.dataBytes},
                                                               {"gasUsed", batch.gasUsed},
                                                               {"baseFeeWei", batch.baseFeeWei},
                                                               {"claimedRoot", hex(batch.claimedRoot)},
                                                               {"ownRoot", hex(batch.ownRoot)},
                                                               {"status", api::name(batch.status)},
                                                               {"finalAtL1Block", batch.finalAtL1Block}};
    Address current = m_operatorSet.current;
    documents->status =
        boost::json::object{{"operator", hex(address())},
                            {"name", m_config.name},
                            {"current", view.current},
                            {"currentOperator", hex(current)},
                            {"rollup", hex(m_config.deployment.addresses.rollup)},
                            {"l1", head(view.heads.l1)},
                            {"l1Connected", view.l1Connected},
                            {"latest", head(view.heads.latest)},
                            {"safe", head(view.heads.safe)},
                            {"finalized", head(view.heads.finalized)},
                            {"challenge", boost::json::object{{"first", view.heads.challengeFirst},
                                                              {"last", view.heads.challengeLast}}},
                            {"epoch", view.clock.epoch},
                            {"era", view.clock.era},
                            {"silentBlocks", view.clock.silentBlocks},
                            {"baseFeeWei", view.baseFeeWei},
                            {"pending", view.pending},
                            {"transactions", view.totalTxs},
                            {"batches", view.batchesKnown},
                            {"disputed", view.disputed},
                            {"feedPeers", view.feedPeers},
                            {"operators", operatorList}};
    documents->health.ok = m_synced && m_l1Connected && !view.disputed && !m_diskError;
    documents->health.detail = {{"synced", m_synced},
                                {"l1Connected", m_l1Connected},
                                {"disputed", view.disputed},
                                {"diskRefused", m_diskError ? m_diskError->detail : ""}};
    m_index.setDocuments(std::move(documents));
}

} // namespace aw::node
