#include "node/finality.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

namespace aw::node {

namespace {

const log::Logger kLog("finality");
/// Blocks whose states wallets may ask for in any case.
constexpr std::uint64_t kHistoryBlocks = ChainReader::kRecentBlocks;
/// L1 blocks for which what became final can still be gone back over: no reorg that is followed is deeper.
constexpr std::uint64_t kSettledBlocks = l1::kReorgDepth;
/// Blocks that are pruned at a time: the rest waits for the next step of L1.
constexpr std::uint64_t kMostPruned = 4096;

/// The number of the block so many below; 0 where there are fewer.
constexpr std::uint64_t less(std::uint64_t block, std::uint64_t count) {
    return block - std::min(block, count);
}
constexpr std::chrono::milliseconds kCheckEvery{5'000};
constexpr std::uint64_t kCheckpointEveryMs = 600'000;
/// Blocks that are executed at a time while others wait.
constexpr std::uint64_t kChunk = 256;

} // namespace

std::uint64_t Finality::finalAt(const transition::BatchHeader& header) const {
    return header.submittedAt + m.runtime.parameters().challengeWindowBlocks + 1;
}

Result<void> Finality::setFinal(const store::StoredBatch* row) {
    m_batch = row ? row->header.number : 0;
    m_block = {};
    m_blockHash = {};
    if (row && row->lastL2Block != 0) {
        const auto block = m.store.block(row->lastL2Block);
        if (!block) return block.error();
        if (*block) {
            m_block = (*block)->header;
            m_blockHash = (*block)->hash;
        }
    }
    m_seenAtMs = m.runtime.nowMs();
    m.reader.setFinalized(m_block.number);
    m.runtime.touch();
    return {};
}

Result<void> Finality::settle() {
    const auto head = m.l1.head().number;
    // A reorg may have taken back what was final on a short window.
    while (m_batch != 0) {
        const auto row = m.store.batch(m_batch);
        if (!row) return row.error();
        if (*row && finalAt((*row)->header) <= head && m_batch <= m.chain.lastValidBatch()) break;
        std::optional<store::StoredBatch> before;
        if (m_batch > 1) {
            auto read = m.store.batch(m_batch - 1);
            if (!read) return read.error();
            before = std::move(*read);
        }
        if (const auto set = setFinal(before ? &*before : nullptr); !set) return set;
    }
    // They become final in their order. Most often the next one is not, or is the only one; after a start and
    // while catching up there are many, and the last of them is searched for.
    const auto before = m_batch;
    std::optional<store::StoredBatch> found;
    for (auto low = m_batch, high = m.chain.lastValidBatch(); low < high;) {
        const auto number = found ? low + (high - low + 1) / 2 : low + 1;
        auto row = m.store.batch(number);
        if (!row) return row.error();
        if (!*row || finalAt((*row)->header) > head || m.watchtower.overdueBelow(number, head)) {
            high = number - 1;
        } else {
            low = number;
            found = std::move(*row);
        }
    }
    if (found)
        if (const auto set = setFinal(&*found); !set) return set;
    // What is read of the past is no news.
    for (auto number = before + 1; m.l1.isSynced() && number <= m_batch; ++number)
        m.runtime.emit(api::EventCode::batchFinal, {{"batch", std::to_string(number)}});
    return prune();
}

Result<std::uint64_t> Finality::settledBlock() const {
    for (auto number = m_batch; number > 0; --number) {
        const auto row = m.store.batch(number);
        if (!row) return row.error();
        if (*row && finalAt((*row)->header) + kSettledBlocks <= m.l1.head().number)
            return (*row)->lastL2Block;
    }
    return std::uint64_t{0};
}

Result<void> Finality::prune() {
    const auto& config = m.runtime.config();
    if (config.archive && config.keptBlocks == 0) return {};
    const auto settled = settledBlock();
    if (!settled) return settled.error();
    if (const auto done = config.archive ? Result<void>() : pruneHistory(*settled); !done) return done;
    return config.keptBlocks != 0 ? pruneBlocks(*settled) : Result<void>();
}

Result<void> Finality::pruneHistory(std::uint64_t settled) {
    // Behind what is settled and what wallets may ask for.
    const auto from = m.store.historyFrom();
    if (!from) return from.error();
    const auto below =
        std::min({settled, less(m.chain.head().block.number, kHistoryBlocks), *from + kMostPruned});
    return below < *from + kHistoryBlocks ? Result<void>() : m.store.pruneHistory(below);
}

Result<void> Finality::pruneBlocks(std::uint64_t settled) {
    const auto first = m.store.firstBlock();
    if (!first) return first.error();
    // States of the past are reached from it.
    const auto checkpoint = m.chain.checkpointUpTo(settled);
    if (!checkpoint) return checkpoint.error();
    const auto kept = std::max<std::uint64_t>(m.runtime.config().keptBlocks, kHistoryBlocks);
    const auto from = first->value_or(0);
    const auto below = std::min({*checkpoint, less(m.chain.head().block.number, kept), from + kMostPruned});
    return below < from + kHistoryBlocks ? Result<void>() : m.store.pruneBlocks(below);
}

Task<void> Finality::run() {
    auto lastMs = m.runtime.steadyMs();
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(kCheckEvery);
        if (!running || !m.l1.isSynced() || m.disk.error()) continue;
        const auto txs = m.chain.txsSinceCheckpoint();
        const bool old = txs > 0 && m.runtime.steadyMs() - lastMs >= kCheckpointEveryMs;
        if (!old && txs < m.runtime.config().checkpointTxs) continue;
        co_await checkpointOnce();
        lastMs = m.runtime.steadyMs();
    }
}

Task<void> Finality::checkpointOnce() {
    const auto checkpoint = std::make_shared<const Chain::Checkpoint>(m.chain.checkpoint());
    // Named: GCC 12 destroys a lambda that is a temporary of the co_await twice, and with it the checkpoint.
    auto write = [checkpoint] { return checkpoint->write(); };
    auto writing = base::runOnPool(m_writer, std::move(write));
    const auto written = co_await std::move(writing);
    if (m.runtime.isStopped()) co_return;
    if (!written) {
        kLog.warn("a checkpoint of the state could not be written", written.error());
        co_return;
    }
    m.disk.note(m.chain.checkpointWritten(*checkpoint, m_block.number));
}

Task<Result<const ChainPoint*>> Finality::finalPoint() {
    const auto wanted = m_block.number;
    const auto checkpoint = m.chain.checkpointUpTo(wanted);
    if (!checkpoint) co_return checkpoint.error();
    if (!m_point || m_point->block.number > wanted || m_point->block.number < *checkpoint ||
        !m.chain.isInChain(m_point->block.number, m_point->blockHash)) {
        auto point = m.chain.pointBefore(wanted);
        if (!point) co_return point.error();
        m_point = std::move(*point);
    }
    while (m_point->block.number < wanted) {
        if (const auto done = m.chain.replayTo(*m_point, std::min(wanted, m_point->block.number + kChunk));
            !done)
            co_return done.error();
        co_await boost::asio::post(m.runtime.strand(), boost::asio::use_awaitable);
        if (!m_point)
            co_return Error{ErrorCode::withdrawNoFinalBatch, "L1 was reorganised meanwhile; try again."};
    }
    co_return &*m_point;
}

std::string Finality::whenFinal(AccountIndex index, const Wei& claimed) const {
    for (auto number = m_batch + 1; number <= m.chain.lastValidBatch(); ++number) {
        const auto row = m.store.batch(number);
        if (!row || !*row) break;
        const auto then = m.store.accountAt(index, (*row)->lastL2Block);
        if (!then) break;
        const auto withdrawn = *then ? (*then)->withdrawn : m.chain.head().state.account(index)->withdrawn;
        if (withdrawn > claimed)
            return "batch " + std::to_string(number) + " holds it and is final at L1 block " +
                   std::to_string(finalAt((*row)->header));
    }
    return "it is not on L1 yet";
}

Task<Result<WithdrawalProof>> Finality::proveWithdrawal(Address owner, Address token) {
    const auto who = base::toHex(owner.view());
    const auto number = token == Address{} ? std::optional(0U) : m.chain.tokens().find(token);
    if (!number)
        co_return Error{ErrorCode::withdrawNoToken, "No token is registered with the bridge at the address " +
                                                        base::toHex(token.view()) + "."};
    const std::string unit = token == Address{} ? " wei" : " units of the token";
    if (m_batch == 0)
        co_return Error{ErrorCode::withdrawNoFinalBatch,
                        "No batch is final yet; withdrawals are paid against final batches."};
    const auto latest = m.chain.head().state.find(owner, *number);
    if (!latest)
        co_return Error{ErrorCode::withdrawNoAccount, "The address " + who + " has no account on layer 2."};
    const auto withdrawnAtHead = m.chain.head().state.account(*latest)->withdrawn;
    const auto claimed = co_await m.l1.contracts().claimed(*latest);
    if (!claimed) co_return claimed.error();

    const auto final = m_batch;
    const auto row = m.store.batch(final);
    if (!row) co_return row.error();
    const auto point = co_await finalPoint();
    if (!point) co_return point.error();
    const auto& state = (*point)->state;
    const auto index = state.find(owner, *number);
    const auto account = index ? *state.account(*index) : state::Account{};
    if (!*row || (*point)->block.number != (*row)->lastL2Block)
        co_return Error{ErrorCode::withdrawNoFinalBatch, "L1 was reorganised meanwhile; try again."};
    if (account.withdrawn <= *claimed) {
        if (withdrawnAtHead <= *claimed)
            co_return Error{ErrorCode::withdrawNothing,
                            "There is nothing to pay to " + who + ": it withdrew " + withdrawnAtHead.str() +
                                unit + " in all, and L1 has paid " + claimed->str() + unit + "."};
        co_return Error{ErrorCode::withdrawNotFinal,
                        "The withdrawal of " + who + " is not final: " + whenFinal(*latest, *claimed) + "."};
    }
    WithdrawalProof proof{.header = (*row)->header, .account = {}, .due = account.withdrawn - *claimed};
    proof.account = {.index = *index,
                     .owner = account.owner,
                     .token = account.token,
                     .nonce = account.nonce,
                     .balance = account.balance,
                     .withdrawn = account.withdrawn,
                     .accountCount = state.accountCount(),
                     .inboxCursor = state.inboxCursor(),
                     .txCount = state.txCount(),
                     .siblings = state.proof(*index)};
    co_return proof;
}

Task<Result<PaidWithdrawal>> Finality::claimWithdrawal(Address owner, Address token) {
    const auto proof = co_await proveWithdrawal(owner, token);
    if (!proof) co_return proof.error();
    l1::TransactionRequest request;
    request.to = m.runtime.contracts().bridge;
    request.data = l1::calls::withdraw(proof->header, proof->account);
    request.label = "pay a withdrawal";
    request.kind = api::L1TxKind::withdrawal;
    const auto receipt = co_await m.txManager.send(std::move(request));
    if (!receipt) co_return receipt.error();
    co_return PaidWithdrawal{proof->due, receipt->txHash, receipt->gasUsed};
}

} // namespace aw::node
