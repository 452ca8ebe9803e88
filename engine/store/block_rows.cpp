#include "store/block_rows.hpp"

#include "crypto/keccak.hpp"
#include "store/parts.hpp"

#include <algorithm>

namespace aw::store {

namespace {

constexpr std::uint8_t kSigned = 1, kForced = 2;

} // namespace

std::optional<TxRange> txRangeOf(Connection& connection, std::uint64_t block) {
    auto& row = connection.query("SELECT first_tx, tx_rows FROM blocks WHERE number = ?", block);
    if (!row.executeStep()) return {};
    return TxRange{number(row.getColumn(0)), number(row.getColumn(1))};
}

std::optional<Ends> endsOf(Connection& connection) {
    auto& last =
        connection.query("SELECT number, first_tx + tx_rows FROM blocks ORDER BY number DESC LIMIT 1");
    if (!last.executeStep()) return {};
    Ends ends{.lastBlock = number(last.getColumn(0)), .nextTx = number(last.getColumn(1))};
    auto& first = connection.query("SELECT min(number) FROM blocks");
    if (first.executeStep()) ends.firstBlock = number(first.getColumn(0));
    return ends;
}

std::uint64_t getNumber(Connection& connection, std::string_view key) {
    auto& row = connection.query("SELECT value FROM numbers WHERE key = ?", key);
    return row.executeStep() ? number(row.getColumn(0)) : 0;
}

void setNumber(Connection& connection, std::string_view key, std::uint64_t value) {
    connection.exec("INSERT INTO numbers VALUES (?, ?) "
                    "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    key, value);
}

std::uint8_t kindOf(const BlockTx& tx) {
    return static_cast<std::uint8_t>((tx.hash.isZero() ? 0 : kSigned) | (tx.forced ? kForced : 0));
}

std::int64_t markOf(const BlockTx& tx, const Hash& rawHash) {
    // Other bytes of the hash than those of its key. Odd multipliers: no column hides another's change.
    auto mark = base::readBigEndian<std::uint64_t>(rawHash.view().last(8));
    mark += tx.sender.value * 0x9e37'79b9'7f4a'7c15ULL;
    mark ^= tx.recipient.value * 0xbf58'476d'1ce4'e5b9ULL;
    mark += tx.token * 0x94d0'49bb'1331'11ebULL;
    mark ^= kindOf(tx) * 0xd6e8'feb8'6659'fd93ULL;
    mark ^= mark >> 32;
    // Signed, so that it takes 4 bytes.
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(mark));
}

std::optional<BlockTx> readTx(SQLite::Statement& row) {
    BlockTx tx;
    tx.raw = blob(row.getColumn(1));
    tx.sender.value = row.getColumn(2).getUInt();
    tx.recipient.value = row.getColumn(3).getUInt();
    tx.token = row.getColumn(4).getUInt();
    const auto kind = row.getColumn(5).getUInt();
    tx.forced = (kind & kForced) != 0;
    const auto rawHash = crypto::keccak256(tx.raw);
    if ((kind & kSigned) != 0) tx.hash = rawHash;
    if (kindOf(tx) != kind || markOf(tx, rawHash) != row.getColumn(6).getInt64()) return {};
    return tx;
}

Result<std::vector<BlockTx>> readTxs(Connection& connection, TxRange range) {
    auto& rows =
        connection.query("SELECT * FROM txs WHERE id >= ? AND id < ? ORDER BY id", range.first, range.end());
    std::vector<BlockTx> txs;
    while (rows.executeStep()) {
        auto tx = readTx(rows);
        if (!tx) return connection.damaged("a transaction");
        txs.push_back(std::move(*tx));
    }
    if (txs.size() != range.count) return connection.damaged("the table of transactions");
    return txs;
}

std::uint64_t hashKey(const Hash& hash) {
    return base::readBigEndian<std::uint64_t>(hash.view().first(8)) >> 16;
}

std::vector<std::uint32_t> otherChanges(const state::Undo& undo, std::vector<std::uint32_t> parties) {
    std::ranges::sort(parties);
    std::vector<std::uint32_t> others;
    for (const auto& before : undo.accounts)
        if (!std::ranges::binary_search(parties, before.index.value)) others.push_back(before.index.value);
    return others;
}

Result<Bytes> undoOf(Connection& connection, std::uint64_t block) {
    auto found = getParts(connection, kUndoParts, block);
    if (!found) return connection.damaged("what L2 block " + std::to_string(block) + " changed");
    return std::move(*found);
}

Result<std::optional<std::uint64_t>> findTx(Connection& connection, const Hash& hash) {
    auto& rows = connection.query(
        "SELECT t.* FROM txs_by_hash h CROSS JOIN txs t ON t.id = h.id WHERE h.key = ?", hashKey(hash));
    while (rows.executeStep()) {
        const auto tx = readTx(rows);
        if (!tx) return connection.damaged("a transaction");
        if (tx->hash == hash) return std::optional(number(rows.getColumn(0)));
    }
    return std::optional<std::uint64_t>();
}

} // namespace aw::store
