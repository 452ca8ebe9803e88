#include "node/derivation.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

#include <algorithm>

namespace aw::node {

namespace {

const log::Logger kLog("derivation");
constexpr std::chrono::milliseconds kRetry{1000};
/// Events that are kept in one write, at most.
constexpr std::size_t kMostTogether = 4096;
/// An answer that L1 gives to nobody any more may be of a block that was replaced.
constexpr int kL1Tries = 5;
/// How far to go back where L1 has left something out: so many blocks, and twice as many each time.
constexpr std::uint64_t kFirstBack = 8;
constexpr unsigned kMostDoublings = 40;

// What L1 said before, and what it says now, are not of one chain that was told whole.
bool isMisfit(const Error& error) {
    return error.code == ErrorCode::chainBatchOrder || error.code == ErrorCode::chainInboxGap ||
           error.code == ErrorCode::derivationGap;
}

store::StoredL1Event rowOf(const l1::L1Event& event, const l1::L1Log& log) {
    const bool isBatch = std::holds_alternative<l1::BatchSubmitted>(event.body);
    return {.block = event.blockNumber,
            .logIndex = event.logIndex,
            .txHash = event.txHash,
            .address = log.address,
            .topics = log.topics,
            .data = isBatch ? Bytes() : log.data}; // the batch has them
}

/// Whether nothing of the chain follows from it, or an entry of the inbox alone. A deposit is two such
/// events.
bool isEntryOrNote(const l1::L1Event& event) {
    return !std::holds_alternative<l1::TransactionForced>(event.body) &&
           !std::holds_alternative<l1::TokenRegistered>(event.body) &&
           !std::holds_alternative<l1::BatchSubmitted>(event.body) &&
           !std::holds_alternative<l1::RolledBack>(event.body);
}

const l1::L1Block* blockOf(const l1::L1Update& update, std::uint64_t number) {
    const auto found = std::ranges::lower_bound(update.newBlocks, number, {}, &l1::L1Block::number);
    return found != update.newBlocks.end() && found->number == number ? &*found : nullptr;
}

} // namespace

Result<void> Derivation::resume() {
    const auto progress = m.store.l1Progress();
    if (!progress) return progress.error();
    const auto cursor = m.store.l1Cursor();
    if (!cursor) return cursor.error();
    m_progress.from = m_progress.at = std::max(*progress, m.runtime.config().deployment.deployedAtBlock);
    if (!*cursor || (*cursor)->number <= *progress) return {};
    return m.chain.rewindL1(*progress);
}

Result<void> Derivation::goBack(std::uint64_t failedAt, std::uint64_t source) {
    if (!m_misfit) return resume();
    m.l1.noteAnswer(false, m_misfit->detail);
    m.l1.rpc()->distrust(source, *m_misfit);
    m_misfitAt = std::max(m_misfitAt, failedAt);
    if (++m_misfits == 1) return resume();
    const auto far = kFirstBack << std::min(m_misfits - 2, kMostDoublings);
    const auto deployedAt = m.runtime.config().deployment.deployedAtBlock;
    const auto least = deployedAt - std::min<std::uint64_t>(deployedAt, 1);
    const auto last = std::max(m_progress.at - std::min(m_progress.at, far), least);
    kLog.warn("L1 is read again: it had left something out",
              {{"operator", m.runtime.config().name}, {"after", last}});
    if (const auto done = m.chain.rewindL1(last); !done) return done;
    return resume();
}

std::unique_ptr<l1::Follower> Derivation::follower() const {
    l1::FollowerOptions options;
    options.startBlock = m.runtime.config().deployment.deployedAtBlock;
    options.poll = m.runtime.config().l1Poll;
    options.chainId = m.runtime.config().l1ChainId;
    options.older = [&store = m.store](std::uint64_t last, std::size_t count) {
        return store.l1Blocks(last, count);
    };
    if (const auto progress = m.store.l1Progress(); progress && *progress != 0) {
        options.next = *progress + 1;
        if (auto known = m.store.l1Blocks(*progress, l1::kReorgDepth)) options.known = std::move(*known);
    }
    return std::make_unique<l1::Follower>(m.l1.rpc(), m.runtime.contracts(), std::move(options));
}

bool Derivation::isTransient(const Error& error) {
    if (isStoreFailure(error.code)) m.disk.note(error);
    return error.code == ErrorCode::storeFull || error.code == ErrorCode::storeIo ||
           error.code == ErrorCode::storeReadOnly || isL1Failure(error.code);
}

Task<void> Derivation::run() {
    auto following = follower();
    while (!m.runtime.isStopped()) {
        const auto source = m.l1.rpc()->source();
        auto step = co_await following->step();
        if (m.runtime.isStopped()) co_return;
        m.l1.noteAnswer(step.has_value(), step ? "" : step.error().detail);
        if (step && *step) {
            m_rows.clear();
            m_at = 0;
            m_reorgTaken = false;
            m_receipts.clear();
            m_misfit.reset();
            const auto update = std::move(**step);
            const bool taken = co_await take(update);
            if (taken && m_progress.at >= m_misfitAt) m_misfits = 0;
            if (taken) continue;
            if (m.runtime.isStopped()) co_return;
            // What does not fit together is read again.
            const auto again = goBack(update.next() - 1, source);
            m.disk.note(again);
            if (again) m.listener.onL1Rewound(m_progress.at);
            following = follower();
        }
        // After a restart L1 may have nothing new.
        if (step && !*step && !m.l1.isSynced()) co_await takeNothing();
        const auto pause = step && !*step ? m.runtime.config().l1Poll : kRetry;
        const bool running = co_await m.runtime.sleep(pause);
        if (!running) co_return;
    }
}

Task<void> Derivation::takeNothing() {
    const auto last = m.store.l1Cursor();
    if (!last || !*last) co_return;
    m_progress.head = m_progress.at = (*last)->number;
    m.l1.noteHeads({&**last, 1});
    co_await m.listener.onStep(true);
}

Task<bool> Derivation::take(const l1::L1Update& update) {
    for (std::size_t i = 0; i < update.events.size(); ++i)
        m_rows.push_back(rowOf(update.events[i], update.logs[i]));
    for (int tries = 1;; ++tries) {
        const auto read = co_await readReceipts(update);
        Result<void> done = read;
        if (done && update.reorgedTo && !m_reorgTaken) {
            done = takeReorg(*update.reorgedTo);
            m_reorgTaken = done.has_value();
        }
        // Beside the strand: a block may be on its way to the disk.
        if (done) {
            auto keeping = keep([&] { return m.store.addL1(update.newBlocks, {}); });
            done = co_await std::move(keeping);
        }
        while (done && m_at < update.events.size()) {
            auto next = takeNext(update);
            done = co_await std::move(next);
            if (m.runtime.isStopped()) co_return false;
        }
        if (done) {
            auto keeping = keep([&] { return m.store.setL1Progress(update.next() - 1); });
            done = co_await std::move(keeping);
        }
        if (m.runtime.isStopped()) co_return false;
        if (done) break;
        kLog.warn("what L1 says could not be taken", done.error());
        if (isMisfit(done.error())) m_misfit = done.error();
        if (!isTransient(done.error())) co_return false;
        if (base::isL1Failure(done.error().code) && tries >= kL1Tries) co_return false;
        const bool running = co_await m.runtime.sleep(kRetry);
        if (!running) co_return false;
    }
    m_progress.at = update.next() - 1;
    m_progress.head = update.headNumber;
    m.l1.noteHeads(update.newBlocks);
    co_await m.listener.onStep(m_progress.at >= update.headNumber);
    co_return !m.runtime.isStopped();
}

Task<Result<void>> Derivation::keep(std::function<Result<void>()> write) {
    auto writing = base::runOnPool(m_worker, std::move(write));
    auto written = co_await std::move(writing);
    co_return written;
}

Task<Result<void>> Derivation::readReceipts(const l1::L1Update& update) {
    std::vector<Hash> missing;
    for (const auto& event : update.events)
        if (std::holds_alternative<l1::BatchSubmitted>(event.body) && !m_receipts.contains(event.txHash))
            missing.push_back(event.txHash);
    if (missing.empty()) co_return Result<void>();
    auto receipts = co_await l1::receipts(m.l1.rpc(), missing);
    if (!receipts) co_return receipts.error();
    for (auto& receipt : *receipts)
        m_receipts.emplace(receipt.txHash, std::move(receipt));
    co_return Result<void>();
}

Result<void> Derivation::takeReorg(std::uint64_t lastKept) {
    const auto lost = m.store.l1Events(lastKept + 1, std::numeric_limits<std::int64_t>::max());
    if (!lost) return lost.error();
    const auto txsBefore = m.chain.head().state.txCount();
    if (const auto done = m.chain.rewindL1(lastKept); !done) return done;
    m.l1.noteReorg(lastKept);
    m.listener.onL1Rewound(lastKept);
    const auto& name = m.runtime.config().name;
    if (!lost->empty())
        m.runtime.emit(api::EventCode::l1Reorg, {{"operator", name}, {"block", std::to_string(lastKept)}});
    const auto txsAfter = m.chain.head().state.txCount();
    if (txsAfter < txsBefore)
        m.runtime.emit(api::EventCode::rewound, {{"operator", name},
                                                 {"block", std::to_string(m.chain.head().block.number)},
                                                 {"txs", std::to_string(txsBefore - txsAfter)}});
    return {};
}

Task<Result<void>> Derivation::takeNext(const l1::L1Update& update) {
    const auto& event = update.events[m_at];
    const auto& row = m_rows[m_at];
    auto count = std::size_t{1};
    Result<void> done;
    if (isEntryOrNote(event)) {
        while (m_at + count < update.events.size() && count < kMostTogether &&
               isEntryOrNote(update.events[m_at + count]))
            ++count;
        done = takeRun(update, count);
    } else if (const auto* forced = std::get_if<l1::TransactionForced>(&event.body)) {
        done = m.chain.addForced(row, forced->index, forced->signature);
    } else if (const auto* token = std::get_if<l1::TokenRegistered>(&event.body)) {
        const auto next = m.chain.tokens().count() + 1;
        if (token->token > next)
            co_return Error{ErrorCode::derivationGap, "L1 shows token " + std::to_string(token->token) +
                                                          " where token " + std::to_string(next) +
                                                          " is next."};
        done = m.chain.addToken(row, token->token, token->address);
        if (done) m.listener.onToken(token->token, token->address);
    } else if (std::holds_alternative<l1::BatchSubmitted>(event.body)) {
        auto batch = takeBatch(update, row);
        done = co_await std::move(batch);
    } else if (const auto* rolledBack = std::get_if<l1::RolledBack>(&event.body)) {
        done = m.chain.rollBack(rolledBack->number, row);
        if (done) m.listener.onRolledBack(*rolledBack, event);
    }
    if (!done) co_return done;
    for (std::size_t i = 0; i < count; ++i)
        m.listener.onEvent(update.events[m_at + i]);
    m_at += count;
    co_return done;
}

Result<void> Derivation::takeRun(const l1::L1Update& update, std::size_t count) {
    std::vector<ShownEntry> entries;
    for (auto at = m_at; at < m_at + count; ++at) {
        const auto* entry = std::get_if<l1::EntryAppended>(&update.events[at].body);
        if (!entry) continue;
        const auto next = m.chain.inbox().count() + entries.size();
        if (entry->index != next)
            return Error{ErrorCode::derivationGap, "L1 shows inbox entry " + std::to_string(entry->index) +
                                                       " where entry " + std::to_string(next) + " is next."};
        const auto* deposit = std::get_if<state::Deposit>(&entry->entry);
        if (deposit && deposit->token > m.chain.tokens().count())
            return Error{ErrorCode::derivationGap, "L1 shows a deposit of token " +
                                                       std::to_string(deposit->token) +
                                                       ", which it has not registered."};
        entries.push_back({update.events[at].blockNumber, entry->entry});
    }
    return m.chain.addInboxEntries(std::span(m_rows).subspan(m_at, count), entries);
}

Task<Result<void>> Derivation::takeBatch(const l1::L1Update& update, const store::StoredL1Event& row) {
    const auto& event = update.events[m_at];
    const auto& submitted = std::get<l1::BatchSubmitted>(event.body);
    const auto* block = blockOf(update, event.blockNumber);
    if (!block) co_return Error{ErrorCode::derivationGap, "The L1 block of a batch is missing."};
    AnchoredBatch anchored{.header = submitted.header,
                           .hash = submitted.batchHash,
                           .data = submitted.data,
                           .l1TxHash = event.txHash,
                           .l1Block = event.blockNumber,
                           .l1LogIndex = event.logIndex,
                           .l1BlockHash = event.blockHash,
                           .timeMs = block->timeMs};
    if (const auto receipt = m_receipts.find(event.txHash); receipt != m_receipts.end()) {
        anchored.gasUsed = receipt->second.gasUsed;
        anchored.costWei = static_cast<Wei>(receipt->second.feeWei());
    }
    std::optional<Chain::Judging::Judged> judged;
    if (const auto judging = m.chain.judging(anchored)) {
        std::function<Chain::Judging::Judged()> work = [&] { return judging->run(anchored); };
        auto running = base::runOnPool(m_worker, std::move(work));
        judged = co_await std::move(running);
        if (m.runtime.isStopped()) co_return Error{ErrorCode::nodeStopped, "This operator is stopped."};
    }
    const Chain::Candidates candidates = [this]() -> Result<std::vector<TxPtr>> {
        return m.listener.candidates();
    };
    const auto added = m.chain.addBatch(anchored, row, candidates, std::move(judged));
    if (!added) co_return added.error();
    m.listener.onBatch(*added, anchored);
    co_return Result<void>();
}

} // namespace aw::node
