#include "crypto/keccak.hpp"
#include "store/block_rows.hpp"
#include "store/parts.hpp"
#include "store/store.hpp"

#include <algorithm>

/// New L2 blocks, and what becomes known of them later.
namespace aw::store {

namespace {

Error invalid(const std::string& what) { return {ErrorCode::storeInvalid, what + ". Nothing was stored."}; }

/// What contradicts itself in a block that is to be added.
std::optional<Error> checkBlock(const StoredBlock& block, std::span<const BlockTx> txs) {
    const auto name = "L2 block " + std::to_string(block.header.number);
    if (transition::blockHash(block.header) != block.hash)
        return invalid("The hash given with " + name + " is not its header's");
    const auto ofUsers = std::ranges::count(txs, false, &BlockTx::forced);
    if (static_cast<std::uint64_t>(ofUsers) != block.header.txCount)
        return invalid(name + " comes with " + std::to_string(ofUsers) +
                       " transactions of users and states " + std::to_string(block.header.txCount));
    for (const auto* bytes : {&block.records, &block.undo})
        if (bytes->size() > kMaxPartsBytes)
            return invalid(name + " has more than " + std::to_string(kMaxPartsBytes) + " bytes");
    return {};
}

void insertBlock(Connection& connection, const StoredBlock& block, TxRange range,
                 std::uint64_t accountsBefore) {
    const auto& header = block.header;
    connection.exec("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", header.number,
                    block.hash, header.parentHash, header.timeMs, header.stateRoot, header.baseFeeWei,
                    header.feeAccount.value, header.txCount, header.txsHash, block.inboxAfter, block.l1Number,
                    block.l1Hash, range.first, range.count, accountsBefore);
    putParts(connection, kRecordParts, header.number, block.records);
    putParts(connection, kUndoParts, header.number, block.undo);
    if (block.batch != 0)
        connection.exec("INSERT OR REPLACE INTO block_batches VALUES (?, ?)", header.number, block.batch);
}

/// Enters keys in their order, in which the pages of an index follow each other.
void insertKeys(Connection& connection, const char* sql, std::vector<TxKey> keys) {
    std::ranges::sort(keys);
    for (const auto& key : keys)
        connection.exec(sql, key.key, key.id);
}

void insertTxs(Connection& connection, std::uint64_t firstId, std::span<const BlockTx> txs,
               std::span<const Hash> rawHashes) {
    std::vector<TxKey> hashes, senders, recipients;
    // Few are: what was accepted is in the journal, here is what lost its place in a block.
    const bool anyPending = connection.query("SELECT 1 FROM pending LIMIT 1").executeStep();
    for (std::size_t i = 0; i < txs.size(); ++i) {
        const auto& tx = txs[i];
        const auto id = firstId + i;
        connection.exec("INSERT INTO txs VALUES (?, ?, ?, ?, ?, ?, ?)", id, tx.raw, tx.sender.value,
                        tx.recipient.value, tx.token, kindOf(tx), markOf(tx, rawHashes[i]));
        senders.push_back({tx.sender.value, id});
        recipients.push_back({tx.recipient.value, id});
        if (tx.token != 0) connection.exec("INSERT INTO txs_of_tokens VALUES (?)", id);
        if (tx.hash.isZero()) continue;
        hashes.push_back({hashKey(tx.hash), id});
        if (anyPending) connection.exec("DELETE FROM pending WHERE hash = ?", tx.hash);
    }
    insertKeys(connection, "INSERT OR IGNORE INTO txs_by_hash VALUES (?, ?)", std::move(hashes));
    insertKeys(connection, "INSERT OR IGNORE INTO txs_by_sender VALUES (?, ?)", std::move(senders));
    insertKeys(connection, "INSERT OR IGNORE INTO txs_by_recipient VALUES (?, ?)", std::move(recipients));
}

void insertChanges(Connection& connection, std::uint64_t block, const state::Undo& undo,
                   std::span<const BlockTx> txs) {
    std::vector<std::uint32_t> parties;
    for (const auto& tx : txs) {
        parties.push_back(tx.sender.value);
        parties.push_back(tx.recipient.value);
    }
    for (const auto account : otherChanges(undo, std::move(parties)))
        connection.exec("INSERT OR IGNORE INTO other_changes VALUES (?, ?)", account, block);
    for (const auto& [token, supply] : undo.supplies)
        connection.exec("INSERT OR IGNORE INTO supply_changes VALUES (?, ?)", token, block);
}

} // namespace

Result<void> Store::appendBlock(const StoredBlock& block, std::span<const BlockTx> txs) {
    const auto blockNumber = block.header.number;
    if (auto wrong = checkBlock(block, txs)) return std::move(*wrong);
    std::vector<Hash> rawHashes;
    rawHashes.reserve(txs.size());
    for (const auto& tx : txs) {
        rawHashes.push_back(crypto::keccak256(tx.raw));
        if (!tx.hash.isZero() && tx.hash != rawHashes.back())
            return invalid("The hash given with transaction " + std::to_string(rawHashes.size() - 1) +
                           " of L2 block " + std::to_string(blockNumber) + " is not its bytes'");
    }
    state::Undo undo;
    if (!block.undo.empty()) {
        auto decoded = state::decodeUndo(block.undo);
        if (!decoded)
            return invalid("L2 block " + std::to_string(blockNumber) + ": " + decoded.error().detail);
        undo = std::move(*decoded);
    }
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        const auto ends = endsOf(connection);
        if (ends && ends->lastBlock + 1 != blockNumber)
            return Error{ErrorCode::storeNotNext, "L2 block " + std::to_string(blockNumber) +
                                                      " does not follow the last stored one, " +
                                                      std::to_string(ends->lastBlock) +
                                                      ". Nothing was stored."};
        const auto firstId = ends ? ends->nextTx : 0;
        insertBlock(connection, block, {firstId, txs.size()}, undo.accountCount);
        insertTxs(connection, firstId, txs, rawHashes);
        insertChanges(connection, blockNumber, undo, txs);
        if (block.undo.empty())
            setNumber(connection, kHistoryFrom, blockNumber);
        else if (!ends)
            setNumber(connection, kHistoryFrom, blockNumber - 1);
        return {};
    });
}

Result<void> Store::setBatchOf(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) {
    return m_connection->write([&]() -> Result<void> {
        if (batch == 0)
            m_connection->exec("DELETE FROM block_batches WHERE block BETWEEN ? AND ?", firstBlock,
                               upTo(lastBlock));
        else
            m_connection->exec("INSERT OR REPLACE INTO block_batches "
                               "SELECT number, ?3 FROM blocks WHERE number BETWEEN ?1 AND ?2",
                               firstBlock, upTo(lastBlock), batch);
        return {};
    });
}

Result<void> Store::setSigned(const TxPlace& place, const BlockTx& tx) {
    auto& connection = *m_connection;
    const auto name =
        "Transaction " + std::to_string(place.index) + " of L2 block " + std::to_string(place.block);
    const auto rawHash = crypto::keccak256(tx.raw);
    if (tx.hash != rawHash) return invalid("The hash given with " + name + " is not its bytes'");
    return connection.write([&]() -> Result<void> {
        const auto range = txRangeOf(connection, place.block);
        if (!range || place.index >= range->count) return invalid(name + " does not exist");
        const auto id = range->first + place.index;
        auto& row = connection.query("SELECT * FROM txs WHERE id = ?", id);
        const auto kept = row.executeStep() ? readTx(row) : std::nullopt;
        if (!kept) return connection.damaged(name);
        if (kept->hash == tx.hash) return {};
        if (!kept->hash.isZero()) return invalid(name + " has another signature already");
        if (kept->sender != tx.sender || kept->recipient != tx.recipient || kept->token != tx.token ||
            kept->forced != tx.forced)
            return invalid(name + " is between other accounts");
        connection.exec("UPDATE txs SET raw = ?2, kind = ?3, mark = ?4 WHERE id = ?1", id, tx.raw, kindOf(tx),
                        markOf(tx, rawHash));
        connection.exec("INSERT OR IGNORE INTO txs_by_hash VALUES (?, ?)", hashKey(tx.hash), id);
        connection.exec("DELETE FROM pending WHERE hash = ?", tx.hash);
        return {};
    });
}

} // namespace aw::store
