#include "node/views.hpp"

#include "node/l1_account.hpp"

#include <algorithm>

namespace aw::node {

namespace {

/// L1 balance that a takeover needs: a few batches and their heartbeats.
const Wei kReserveWei = Wei(100'000'000'000'000'000ULL);
constexpr std::chrono::milliseconds kTick{100};
constexpr std::uint64_t kDocumentsEveryMs = 500;
constexpr std::uint64_t kShownBlocks = 64;

} // namespace

Views::Views(const Parts& parts)
    : m(parts)
    , m_view(std::make_shared<NodeView>()) {}

Task<void> Views::run() {
    auto documentsAtMs = m.runtime.steadyMs();
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(kTick);
        if (!running) break;
        if (m.runtime.takeTouched()) publish();
        if (m.runtime.steadyMs() - documentsAtMs >= kDocumentsEveryMs) {
            documentsAtMs = m.runtime.steadyMs();
            publishDocuments(*view());
        }
    }
}

void Views::addHeads(NodeView& view) const {
    const auto head = [](const transition::BlockHeader& header, const Hash& hash, std::int64_t seenAtMs) {
        return api::Head{header.number, hash, static_cast<std::int64_t>(header.timeMs), seenAtMs};
    };
    const auto& l1 = m.l1.head();
    view.heads.l1 = {l1.number, l1.hash, static_cast<std::int64_t>(l1.timeMs),
                     static_cast<std::int64_t>(m.l1.headSeenAtMs())};
    view.heads.latest = head(m.chain.head().block, m.chain.head().blockHash, m_latestSeenAtMs);
    view.heads.safe = head(m.chain.safe().block, m.chain.safe().blockHash, m_safeSeenAtMs);
    view.heads.finalized = head(m.finality.block(), m.finality.blockHash(), m.finality.seenAtMs());
    if (m.chain.tip().number > m.finality.batch()) {
        view.heads.challengeFirst = m.finality.batch() + 1;
        view.heads.challengeLast = m.chain.tip().number;
    }
    const auto& set = m.l1.operators();
    view.clock = {.epoch = set.epoch,
                  .epochStartBlock = operators::epochStart(m.l1.timing(), set.epoch),
                  .epochEndBlock = operators::epochStart(m.l1.timing(), set.epoch + 1),
                  .era = set.era,
                  .silentBlocks = set.silentBlocks,
                  .lastActionAt = set.lastActionAt};
}

void Views::addOwn(api::Operator& shown, const operators::OperatorState& listed, const NodeView& view) const {
    shown.name = m.runtime.config().name;
    shown.running = true;
    shown.l1BalanceWei = m.l1.ownBalanceWei();
    shown.l2Head = m.chain.head().block.number;
    shown.pendingHeld = m.pool.size();
    shown.batchesHeld = view.batchesHeld;
    shown.batchesKnown = view.batchesKnown;
    shown.feedPeers = view.feedPeers;
    const auto& progress = m.derivation.progress();
    shown.derivedL1Block = progress.at;
    shown.seenL1Block = std::max(progress.head, progress.at);
    const bool disputed = m.chain.disputed() != nullptr;
    const operators::Readiness readiness{.running = true,
                                         .eligible = listed.eligible,
                                         .l1Silent = m.l1.isSilent(),
                                         .syncing = !m.l1.isSynced(),
                                         .hasPeers = view.feedPeers > 0,
                                         .disputed = false,
                                         .batchesHeld = disputed ? 0 : view.batchesHeld,
                                         .batchesKnown = disputed ? 0 : view.batchesKnown,
                                         .lagBlocks = 0,
                                         .l1BalanceWei = m.l1.ownBalanceWei(),
                                         .diskRefused = m.disk.error().has_value()};
    shown.notReady = operators::notReady(readiness, kReserveWei);
    shown.ready = !shown.notReady;
}

void Views::addOperators(NodeView& view) const {
    const auto& set = m.l1.operators();
    for (const auto& listed : set.operators) {
        api::Operator shown{.address = listed.address,
                            .url = listed.url,
                            .status = listed.status,
                            .eligible = listed.eligible,
                            .current = listed.address == set.current,
                            .bondWei = listed.bondWei,
                            .claimableWei = listed.claimableWei,
                            .bidWei = listed.bidWei,
                            .nextBidWei = listed.nextBidWei,
                            .nextBidEpoch = listed.nextBidEpoch,
                            .eligibleFromEpoch = listed.eligibleFromEpoch,
                            .standsDownUntilEpoch = listed.standsDownUntilEpoch,
                            .lastBatch = listed.lastBatch};
        const auto lockedUntil = listed.lastBatchAt + m.runtime.parameters().challengeWindowBlocks;
        shown.bondLocked =
            listed.bondWei > 0 && (listed.status == api::OperatorStatus::registered ||
                                   (listed.lastBatchAt != 0 && lockedUntil >= m.l1.head().number));
        if (const auto rank = set.rankOf(listed.address)) {
            shown.rank = static_cast<std::uint32_t>(*rank);
            shown.mayActAtSilent = operators::mayActAfter(m.l1.timing(), *rank);
        }
        if (listed.address == m.runtime.address())
            addOwn(shown, listed, view);
        else
            shown.l2Head = m.peers.l2HeadOf(listed.address);
        view.operators.push_back(std::move(shown));
    }
}

void Views::addBlocks(NodeView& view) const {
    const auto last = m.chain.head().block.number;
    for (auto number = last > kShownBlocks ? last - kShownBlocks + 1 : 1; number <= last; ++number)
        if (const auto block = m.reader.block(number))
            view.blocks.push_back({number, block->hash, static_cast<std::int64_t>(block->header.timeMs),
                                   block->header.txCount, block->header.baseFeeWei, block->batch});
}

void Views::addFilling(NodeView& view) const {
    const auto waiting = m.batcher.waiting();
    view.filling.batch = m.chain.tip().number + 1;
    view.filling.txs = waiting.txs;
    view.filling.bytes = waiting.bytes;
    view.filling.submitting = m.batcher.isSubmitting();
    if (waiting.blocks == 0) return;
    const auto interval = m.runtime.config().anchorInterval.count();
    const auto oldestMs = static_cast<std::int64_t>(waiting.oldestMs);
    view.filling.anchorsAtMs = oldestMs + interval;
    const auto byTime = static_cast<double>(m.runtime.nowMs() - oldestMs) / static_cast<double>(interval);
    const auto byBytes =
        static_cast<double>(waiting.bytes) / static_cast<double>(m.runtime.config().batchLimits.maxBytes);
    view.filling.share = std::clamp(std::max(byTime, byBytes), 0.0, 1.0);
}

void Views::addL1Account(NodeView& view) const {
    const auto account = m.txManager.view();
    view.l1Txs = l1Transactions(*account, m.l1.head().number);
    view.l1Account = l1Account(*account, m.l1.ownBalanceWei(), m.batches.batches(), m.runtime.nowMs());
}

void Views::publish() {
    auto view = std::make_shared<NodeView>();
    view->version = ++m_version;
    addHeads(*view);
    view->feedPeers = m.peers.connected();
    view->batchesKnown = m.chain.tip().number;
    view->batchesHeld = m.chain.lastValidBatch();
    addOperators(*view);
    const auto& batches = m.batches.batches();
    view->batches.assign(batches.begin(), batches.end());
    addBlocks(*view);
    const auto& challenges = m.watchtower.challenges();
    view->challenges.assign(challenges.begin(), challenges.end());
    view->pending = m.pool.size();
    view->pendingHolders = m.ingress.acknowledgements().lastHolders();
    addFilling(*view);
    addL1Account(*view);
    view->totalTxs = m.chain.head().state.txCount();
    view->baseFeeWei = m.reader.baseFeeWei();
    view->synced = m.l1.isSynced();
    view->l1Connected = m.l1.isConnected();
    view->l1BlockTimeMs = m.l1.blockTimeMs();
    view->current = m.l1.isCurrent();
    view->disputed = m.chain.disputed() != nullptr;
    view->confirmMsP99 = m.pool.confirmMsP99();
    view->l1BalanceWei = m.l1.ownBalanceWei();
    std::atomic_store(&m_view, std::shared_ptr<const NodeView>(std::move(view)));
}

} // namespace aw::node
