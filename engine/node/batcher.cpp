#include "node/batcher.hpp"

#include "base/log.hpp"
#include "base/protocol.hpp"

#include <algorithm>

namespace aw::node {

namespace {
const log::Logger kLog("batcher");
constexpr std::chrono::milliseconds kTick{100}, kAfterFailure{1000};
/// How long the follower may take to show a batch that landed.
constexpr std::chrono::milliseconds kShow{10'000};
/// What a segment adds to its records.
constexpr std::size_t kSegmentOverhead = 2 + 32 + 32 + 1;
} // namespace

std::uint64_t Batcher::firstWaiting() const {
    const auto claimed = m_faults ? m_faults->lastClaimedBlock() : 0;
    return std::max(m.chain.safe().block.number, claimed) + 1;
}

Batcher::Waiting Batcher::waiting() const {
    Waiting waiting;
    std::size_t records = 0;
    const auto first = firstWaiting();
    for (const auto& block : m.chain.unanchored()) {
        if (block.number < first) continue;
        if (waiting.blocks++ == 0) waiting.oldestMs = block.timeMs;
        waiting.txs += block.txs;
        waiting.bytes += block.recordBytes;
        records += block.records;
    }
    waiting.bytes += (records + protocol::kSegmentRecords - 1) / protocol::kSegmentRecords * kSegmentOverhead;
    return waiting;
}

bool Batcher::isDue(const Waiting& waiting) {
    const auto now = m.runtime.steadyMs();
    if (waiting.blocks == 0) {
        m_waitingSinceMs = 0;
        return false;
    }
    if (m_waitingSinceMs == 0) m_waitingSinceMs = now;
    const auto interval = static_cast<std::uint64_t>(m.runtime.config().anchorInterval.count());
    return now - m_waitingSinceMs >= interval || waiting.bytes >= m.runtime.config().batchLimits.maxBytes ||
           m_hurry || m.sequencer.isHandingOver() || m.l1.handOverNear();
}

std::chrono::milliseconds Batcher::tick() const {
    // Nothing is due that L1 has not shown.
    return std::min(kTick, m.runtime.config().l1Poll);
}

Task<void> Batcher::run() {
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(tick());
        if (!running) break;
        if (!m.l1.mayAct()) continue;
        const bool isSilent = m.l1.operators().silentBlocks * 2 >= m.l1.timing().heartbeatBlocks &&
                              m_actedAtL1 < m.l1.operators().l1Block;
        // One at a time; but what L1 asks for a batch may be too much for hours, and a heartbeat costs
        // little.
        if (m.sequencer.isActive() && isDue(waiting()) && mayAnchor()) {
            m_submitting = true;
            m.runtime.spawn(anchor());
        } else if (!m.disk.error() && isSilent && !m_beating && (!m_submitting || isHeldUp())) {
            // P-9. Whoever cannot write stops responding, so that another one takes over.
            m_beating = true;
            m.runtime.spawn(heartbeat());
        }
    }
}

bool Batcher::mayAnchor() const {
    return !m_submitting && !m_beating && !m.txManager.view()->isUnderWay(api::L1TxKind::batch);
}

bool Batcher::isHeldUp() const {
    const auto view = m.txManager.view();
    return std::ranges::any_of(view->intents, [](const l1::Intent& intent) {
        return intent.kind == api::L1TxKind::batch && intent.state() == api::L1TxState::queued &&
               intent.problem;
    });
}

std::uint64_t Batcher::lastForBatch() const {
    const auto first = firstWaiting();
    auto last = m.chain.head().block.number;
    std::size_t bytes = 0;
    for (const auto& block : m.chain.unanchored()) {
        if (block.number < first) continue;
        bytes += block.recordBytes;
        last = block.number;
        if (bytes >= m.runtime.config().batchLimits.maxBytes) break;
    }
    return last;
}

Task<Result<anchor::BuiltBatch>> Batcher::build() {
    const auto* claimed = m_faults ? m_faults->claimedState() : nullptr;
    const auto before = claimed ? *claimed : m.chain.safe().state;
    const auto tamper = m_faults ? m_faults->tamper() : anchor::Tamper();
    const auto safeHash = m.chain.safe().blockHash;
    const auto tokens = m.chain.sharedTokens();
    const auto inbox = m.chain.inbox().slice(m.chain.inbox().first(), m.chain.inbox().count());
    const auto first = firstWaiting(), last = lastForBatch();
    Hash lastHash;
    std::function<Result<anchor::BuiltBatch>()> work =
        [&, reader = m.reader.shared_from_this(),
         limits = m.runtime.config().batchLimits]() -> Result<anchor::BuiltBatch> {
        const auto blocks = reader->recordedBlocks(first, last);
        if (!blocks) return blocks.error();
        if (!blocks->empty()) lastHash = blocks->back().hash;
        return anchor::buildBatch(before, *blocks, m.runtime.parameters().l2ChainId, *tokens, inbox.reader(),
                                  limits, tamper);
    };
    auto building = base::runOnPool(m_builder, std::move(work));
    auto built = co_await std::move(building);
    if (m.runtime.isStopped()) co_return Error{ErrorCode::nodeStopped, "This operator is stopped."};
    if (!built && isStoreFailure(built.error().code)) co_return built;
    if (m.chain.safe().blockHash != safeHash || !m.chain.isInChain(last, lastHash))
        co_return Error{ErrorCode::chainBatchOrder, "The chain has changed while the batch was made."};
    co_return built;
}

Task<void> Batcher::anchor() {
    m.runtime.touch();
    co_await anchorOnce();
    m_submitting = false;
    m.runtime.touch();
}

Task<void> Batcher::anchorOnce() {
    const auto firstBlock = firstWaiting();
    // It may change while the batch is under way, and is told of no batch but those that it made.
    const auto faults = m_faults;
    auto building = build();
    const auto built = co_await std::move(building);
    if (!built && (m.runtime.isStopped() || built.error().code == ErrorCode::chainBatchOrder)) co_return;
    if (!built) {
        kLog.error("no batch could be made", built.error());
        if (isStoreFailure(built.error().code))
            m.disk.note(built.error());
        else if (!m_faults)
            m.disk.note(m.chain.dropUnanchored());
        co_return;
    }
    const auto bound = m.l1.bindable(built->baseFeeWei, {.number = built->l1.number, .hash = built->l1.hash});
    if (!bound) {
        // L1 was away for long, or the bid has changed since: the same transactions, in blocks of now.
        kLog.warn("blocks are made anew: L1 takes no batch of their base fee any more",
                  {{"baseFee", built->baseFeeWei}, {"head", m.l1.head().number}});
        if (!m_faults) m.disk.note(m.chain.dropUnanchored());
        co_return;
    }
    if (bound->number < m.chain.tip().boundL1Block) co_return; // this endpoint is behind
    const l1::Submission submission{.parentHash = m.chain.tip().hash,
                                    .l1BlockNumber = bound->number,
                                    .l1BlockHash = bound->hash,
                                    .baseFeeWei = built->baseFeeWei,
                                    .feeAccount = built->feeAccount,
                                    .feeTemplate = built->feeTemplate,
                                    .inboxAfter = built->inboxAfter};
    const auto number = m.chain.tip().number + 1;
    l1::TransactionRequest request;
    request.data = l1::calls::submitBatch(submission, built->data);
    request.label = "batch " + std::to_string(number);
    request.kind = api::L1TxKind::batch;
    request.batch = number;
    request.lastUsefulBlock = bound->number + L1Watch::kBindableBlocks;
    const auto receipt = co_await send(std::move(request));
    if (receipt) {
        if (faults) faults->noteAnchored(built->after, firstBlock + built->blockCount - 1);
        m_actedAtL1 = receipt->blockNumber - 1;
        m_waitingSinceMs = 0;
        m_hurry = false;
        // The next one needs this one's hash, which the follower brings, unless L1 loses it meanwhile.
        for (auto left = kShow;
             left.count() > 0 && m.chain.tip().number < number && !m_hurry && !m.runtime.isStopped();
             left -= tick())
            co_await m.runtime.sleep(tick());
    } else if (receipt.error().code != ErrorCode::l1Dropped && !m.runtime.isStopped()) {
        m.runtime.emit(api::EventCode::anchorFailed, {{"operator", m.runtime.config().name},
                                                      {"batch", std::to_string(number)},
                                                      {"detail", receipt.error().detail}});
        // blocks of another bid never land; the same transactions, in blocks of now.
        if (receipt.error().detail.find("WrongBaseFee") != std::string::npos && !m_faults)
            m.disk.note(m.chain.dropUnanchored());
        co_await m.runtime.sleep(kAfterFailure);
    }
}

Task<void> Batcher::heartbeat() {
    m_actedAtL1 = m.l1.head().number;
    l1::TransactionRequest request;
    request.data = l1::calls::heartbeat();
    request.label = "heartbeat";
    request.kind = api::L1TxKind::heartbeat;
    const auto sent = co_await send(std::move(request));
    if (!sent)
        kLog.warn("a heartbeat failed", sent.error());
    else
        m_actedAtL1 = sent->blockNumber - 1;
    m_beating = false;
}

Task<Result<l1::Receipt>> Batcher::send(l1::TransactionRequest request) {
    request.to = m.runtime.contracts().rollup;
    request.perishable = true;
    auto receipt = co_await m.txManager.send(std::move(request));
    co_return receipt;
}

} // namespace aw::node
