#include "crypto/keccak.hpp"
#include "store/block_rows.hpp"
#include "store/pending_rows.hpp"
#include "store/store.hpp"

/// Pending transactions. A sequence may be negative: there is always room before the first.
namespace aw::store {

namespace {

constexpr const char* kInsert = "INSERT INTO pending (sequence, hash, raw, sender) VALUES (?, ?, ?, ?) "
                                "ON CONFLICT (hash) DO UPDATE SET sequence = excluded.sequence";

std::int64_t sequenceOf(Connection& connection, const char* sql) {
    auto& row = connection.query(sql);
    return row.executeStep() ? row.getColumn(0).getInt64() : 0;
}

/// Columns hash, raw, sender. Nothing where the row is not what was written.
std::optional<PendingTx> readPending(SQLite::Statement& row) {
    PendingTx tx{fixed<Hash>(row.getColumn(0)), blob(row.getColumn(1)), fixed<Address>(row.getColumn(2))};
    if (crypto::keccak256(tx.raw) != tx.hash) return {};
    return tx;
}

std::optional<Error> checkHashes(std::span<const PendingTx> txs) {
    for (const auto& tx : txs)
        if (crypto::keccak256(tx.raw) != tx.hash)
            return Error{ErrorCode::storeInvalid,
                         "The hash given with a pending transaction is not its bytes'. Nothing was stored."};
    return {};
}

} // namespace

void putPendingFirst(Connection& connection, std::span<const PendingTx> txs) {
    auto sequence = sequenceOf(connection, "SELECT coalesce(min(sequence), 1) FROM pending") -
                    static_cast<std::int64_t>(txs.size());
    for (const auto& tx : txs)
        connection.exec(kInsert, sequence++, tx.hash, tx.raw, tx.sender);
}

Result<void> Store::addPending(std::span<const PendingTx> txs) {
    if (auto wrong = checkHashes(txs)) return std::move(*wrong);
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        auto sequence = sequenceOf(connection, "SELECT coalesce(max(sequence), 0) FROM pending");
        for (const auto& tx : txs) {
            const auto included = findTx(connection, tx.hash);
            if (!included) return included.error();
            if (*included) continue;
            if (connection.exec("INSERT INTO pending (sequence, hash, raw, sender) VALUES (?, ?, ?, ?) "
                                "ON CONFLICT (hash) DO NOTHING",
                                sequence + 1, tx.hash, tx.raw, tx.sender) > 0)
                ++sequence;
        }
        return {};
    });
}

Result<void> Store::addPendingFirst(std::span<const PendingTx> txs) {
    if (auto wrong = checkHashes(txs)) return std::move(*wrong);
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        std::vector<PendingTx> added;
        for (const auto& tx : txs) {
            const auto included = findTx(connection, tx.hash);
            if (!included) return included.error();
            if (!*included) added.push_back(tx);
        }
        putPendingFirst(connection, added);
        return {};
    });
}

Result<void> Store::dropPending(std::span<const Hash> hashes) {
    return m_connection->write([&]() -> Result<void> {
        for (const auto& hash : hashes)
            m_connection->exec("DELETE FROM pending WHERE hash = ?", hash);
        return {};
    });
}

Result<std::vector<PendingTx>> Store::pending() const {
    return m_connection->read([&]() -> Result<std::vector<PendingTx>> {
        auto& rows = m_connection->query("SELECT hash, raw, sender FROM pending ORDER BY sequence");
        std::vector<PendingTx> txs;
        while (rows.executeStep()) {
            auto tx = readPending(rows);
            if (!tx) return m_connection->damaged("a pending transaction");
            txs.push_back(std::move(*tx));
        }
        return txs;
    });
}

Result<std::optional<PendingTx>> Reader::pendingTx(const Hash& hash) const {
    return m_connection->read([&]() -> Result<std::optional<PendingTx>> {
        auto& row = m_connection->query("SELECT hash, raw, sender FROM pending WHERE hash = ?", hash);
        if (!row.executeStep()) return std::optional<PendingTx>();
        auto tx = readPending(row);
        if (!tx) return m_connection->damaged("a pending transaction");
        return tx;
    });
}

} // namespace aw::store
