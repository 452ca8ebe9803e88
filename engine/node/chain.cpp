#include "node/chain.hpp"

#include "base/assert.hpp"
#include "crypto/keccak.hpp"
#include "node/chain_rows.hpp"
#include "state/snapshot_file.hpp"

#include <algorithm>
#include <ranges>

/// Blocks: appended, dropped, gone back over.
namespace aw::node {

namespace {

/// Blocks that are read at a time.
constexpr std::uint64_t kChunk = 128;
/// Transactions of a sender among which one without a signature is looked for.
constexpr std::uint64_t kNewest = 256;

UnanchoredBlock summaryOf(const sequencer::SealedBlock& block, std::size_t recordBytes) {
    return {.number = block.header.number,
            .timeMs = block.header.timeMs,
            .txs = block.header.txCount,
            .baseFeeWei = block.header.baseFeeWei,
            .feeAccount = block.header.feeAccount,
            .recordBytes = recordBytes,
            .records = block.records.size(),
            .inboxAfter = block.inboxAfter};
}

} // namespace

bool Chain::isInChain(std::uint64_t block, const Hash& hash) const {
    if (block == m_head.block.number) return hash == m_head.blockHash;
    const auto row = m_store.block(block);
    return row && *row && (*row)->hash == hash;
}

Result<std::vector<sequencer::SealedBlock>> Chain::blocks(std::uint64_t first, std::uint64_t last) const {
    return readBlocks(m_store, first, last, m_head.state);
}

void Chain::tell(std::span<const sequencer::SealedBlock> blocks, std::uint64_t batch) {
    if (!m_observer) return;
    std::vector<ChainObserver::Appended> told;
    for (const auto& block : blocks) {
        auto view = std::make_shared<rpc::BlockView>();
        view->header = block.header;
        view->hash = block.hash;
        view->batch = batch;
        view->txs = shownTxs(block, m_inbox);
        if (const auto account = m_head.state.account(block.header.feeAccount))
            view->feeRecipient = account->owner;
        told.push_back({std::move(view), std::make_shared<const state::Undo>(block.undo)});
    }
    m_observer->onAppended(told, m_head.state);
}

std::shared_ptr<BlockWrite> Chain::beginAppend(sequencer::SealedBlock block, state::State after,
                                               BlockWrite::OnHead onHead) {
    settle();
    base::expects(block.header.parentHash == m_head.blockHash, "a block is appended to the head");
    auto inbox = m_inbox.slice(m_head.state.inboxCursor(), block.inboxAfter);
    m_appending = std::make_shared<BlockWrite>(m_store, std::move(block), std::move(after), std::move(inbox),
                                               std::move(onHead));
    return m_appending;
}

Result<void> Chain::endAppend(BlockWrite& write) {
    write.write();
    if (std::exchange(write.m_taken, true)) return write.m_written;
    m_appending.reset();
    if (!write.m_written) return write.m_written;
    const auto& block = write.m_block;
    m_unanchored.push_back(summaryOf(block, write.m_recordBytes));
    m_head = {std::move(write.m_after), block.header, block.hash};
    tell({&block, 1}, 0);
    if (write.m_onHead) write.m_onHead(block);
    return {};
}

Result<void> Chain::append(sequencer::SealedBlock block, state::State after, BlockWrite::OnHead onHead) {
    const auto write = beginAppend(std::move(block), std::move(after), std::move(onHead));
    return endAppend(*write);
}

void Chain::settle() {
    // Who asked for it learns of a failure.
    if (const auto appending = m_appending) (void)endAppend(*appending);
}

Result<bool> Chain::showSignature(const codec::SignedTransaction& tx) {
    settle();
    const auto account = m_head.state.find(tx.sender, 0);
    const auto nonce = account ? m_head.state.account(*account)->nonce : 0;
    if (tx.tx.nonce >= nonce || nonce - tx.tx.nonce > kNewest) return false;
    // Each of them took a nonce, the last one the highest.
    const auto newest = m_store.txsOfSender(*account, std::nullopt, nonce - tx.tx.nonce);
    if (!newest) return newest.error();
    if (newest->size() != nonce - tx.tx.nonce) return false;
    auto [place, row] = newest->back();
    if (!row.hash.isZero()) return row.hash == tx.hash;
    if (crypto::keccak256(row.raw) != tx.signingHash) return false;
    row.hash = tx.hash;
    row.raw = tx.raw;
    const auto kept = m_store.setSigned(place, row);
    if (!kept) return kept.error();
    return true;
}

Result<FeedExecution> Chain::executionOf(FeedBlock block) {
    settle();
    const auto& header = block.header;
    if (header.parentHash != m_head.blockHash || header.number != m_head.block.number + 1)
        return Error{ErrorCode::feedNotNext, "L2 block " + std::to_string(header.number) +
                                                 " does not follow the head " +
                                                 std::to_string(m_head.block.number) + "."};
    const auto cursor = m_head.state.inboxCursor();
    auto inbox = m_inbox.slice(cursor, cursor + block.entries.size());
    return FeedExecution{.block = std::move(block),
                         .before = m_head,
                         .l2ChainId = m_config.l2ChainId,
                         .tokens = m_tokens,
                         .inbox = std::move(inbox)};
}

Result<void> Chain::goBack(ChainPoint& point, std::uint64_t lastKept) const {
    for (auto last = point.block.number; last > lastKept;) {
        const auto first = std::max(lastKept + 1, last >= kChunk ? last - kChunk + 1 : 1);
        const auto rows = m_store.blocks(first, last);
        if (!rows) return rows.error();
        if (rows->size() != last - first + 1 || rows->back().hash != point.blockHash)
            return Error{ErrorCode::storeCorrupt,
                         "L2 blocks are missing in the database below block " + std::to_string(last) +
                             ". Move the node's folder away and start again: it rebuilds "
                             "from L1."};
        for (const auto& row : std::ranges::reverse_view(*rows)) {
            const auto undo = state::decodeUndo(row.undo);
            if (!undo)
                return Error{ErrorCode::storeCorrupt, "What undoes L2 block " +
                                                          std::to_string(row.header.number) +
                                                          " is damaged in the database, or was pruned."};
            point.state.revert(*undo);
        }
        point.blockHash = rows->front().header.parentHash;
        last = first - 1;
        point.block.number = last;
    }
    if (point.block.number == 0) {
        point.block = verifier::genesisPoint(m_config.deployedAtMs).block;
    } else {
        const auto row = m_store.block(point.block.number);
        if (!row) return row.error();
        if (!*row)
            return Error{ErrorCode::storeCorrupt,
                         "L2 block " + std::to_string(point.block.number) + " is missing in the database."};
        point.block = (*row)->header;
    }
    return {};
}

Result<std::vector<TxPtr>> Chain::signedTxsAbove(std::uint64_t lastKept) const {
    std::vector<TxPtr> all;
    for (auto number = lastKept + 1; number <= m_head.block.number; ++number) {
        const auto rows = m_store.txsOf(number);
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            // A forced one comes back with its inbox entry.
            if (row.forced || row.hash.isZero()) continue;
            auto tx = txOf(row, m_head.state);
            if (!tx) return tx.error();
            all.push_back(std::move(*tx));
        }
    }
    return all;
}

store::Store::OwnerOf Chain::ownerOf() const {
    return [this](AccountIndex index) {
        const auto account = m_head.state.account(index);
        return account ? account->owner : Address{};
    };
}

void Chain::popUnanchored(std::uint64_t lastKept) {
    while (!m_unanchored.empty() && m_unanchored.back().number > lastKept)
        m_unanchored.pop_back();
}

Result<void> Chain::rewind(std::uint64_t lastKept) {
    settle();
    if (m_head.block.number <= lastKept) return {};
    const auto displaced = signedTxsAbove(lastKept);
    if (!displaced) return displaced.error();
    auto point = m_safe;
    if (m_safe.block.number != lastKept) {
        point = m_head;
        if (const auto back = goBack(point, lastKept); !back) return back;
    }
    if (const auto done = m_store.rewindBlocks(lastKept, ownerOf()); !done) return done;
    m_head = std::move(point);
    popUnanchored(lastKept);
    if (m_observer) m_observer->onRewound(lastKept, *displaced, m_head.state);
    return {};
}

Result<void> Chain::replayTo(ChainPoint& point, std::uint64_t last) const {
    while (point.block.number < last) {
        const auto first = point.block.number + 1;
        const auto rows = m_store.blocks(first, std::min(last, first + kChunk - 1));
        if (!rows) return rows.error();
        if (rows->empty() || rows->front().header.number != first)
            return Error{ErrorCode::chainDamaged,
                         "L2 block " + std::to_string(first) + " is missing in the database."};
        const auto inbox = inboxFrom(point.state.inboxCursor(), rows->back().inboxAfter);
        if (!inbox) return inbox.error();
        for (const auto& row : *rows) {
            const auto records = recordsOf(row);
            if (!records) return records.error();
            const Error damaged{
                ErrorCode::chainDamaged,
                "L2 block " + std::to_string(row.header.number) +
                    " of the database does not give the state that it states. Move the node's "
                    "folder away and start again: it rebuilds from L1."};
            if (row.header.parentHash != point.blockHash) return damaged;
            const transition::BatchContext context{.l2ChainId = m_config.l2ChainId,
                                                   .baseFeeWei = row.header.baseFeeWei,
                                                   .feeAccount = row.header.feeAccount,
                                                   .feeTemplate =
                                                       sequencer::templateFor(row.header.baseFeeWei),
                                                   .inboxAfter = std::numeric_limits<std::uint64_t>::max(),
                                                   .tokens = m_tokens.get()};
            for (const auto& record : *records) {
                const auto* entry =
                    codec::isInbox(record) ? inbox->entry(point.state.inboxCursor()) : nullptr;
                const auto result = transition::applyRecord(record, context, point.state, entry);
                if (result.broken) return damaged;
                point.state.apply(result.diff);
            }
            if (point.state.root() != row.header.stateRoot) return damaged;
            point.block = row.header;
            point.blockHash = row.hash;
        }
    }
    return {};
}

Chain::Checkpoint Chain::checkpoint() const {
    return {.block = m_safe.block.number,
            .blockHash = m_safe.blockHash,
            .state = m_safe.state,
            .file = m_config.directory / ("state-" + std::to_string(m_safe.block.number) + ".snapshot")};
}

Result<void> Chain::Checkpoint::write() const { return state::writeSnapshotFile(file, state); }

} // namespace aw::node
