#include "crypto/keccak.hpp"
#include "store/database.hpp"

/// Transactions of users.
namespace aw::store {

namespace {

// Columns in the order of the schema.
StoredTx readTx(SQLite::Statement& row) {
    StoredTx tx;
    tx.sequence = number(row.getColumn(0));
    tx.hash = fixed<Hash>(row.getColumn(1));
    tx.signingHash = fixed<Hash>(row.getColumn(2));
    tx.raw = blob(row.getColumn(3));
    tx.sender = fixed<Address>(row.getColumn(4));
    tx.nonce = number(row.getColumn(5));
    tx.status = static_cast<TxStatus>(row.getColumn(6).getInt());
    tx.block = number(row.getColumn(7));
    tx.index = row.getColumn(8).getUInt();
    return tx;
}

} // namespace

Result<std::uint64_t> Store::addPending(const StoredTx& tx) {
    return m_impl->write([&]() -> Result<std::uint64_t> {
        auto& put = m_impl->prepared(
            "INSERT INTO txs (hash, signing_hash, raw, sender, nonce, status) VALUES (?, ?, ?, ?, ?, 0) "
            "ON CONFLICT (hash) DO UPDATE SET status = 0 WHERE status = 2");
        bindTo(put, 1, tx.hash.view());
        bindTo(put, 2, tx.signingHash.view());
        bindTo(put, 3, tx.raw);
        bindTo(put, 4, tx.sender.view());
        bindTo(put, 5, tx.nonce);
        put.exec();
        auto& row = m_impl->prepared("SELECT sequence FROM txs WHERE hash = ?");
        bindTo(row, 1, tx.hash.view());
        if (!row.executeStep()) return m_impl->damaged("the table of transactions");
        return number(row.getColumn(0));
    });
}

Result<void> Store::drop(const Hash& hash) {
    return m_impl->write([&]() -> Result<void> {
        auto& update = m_impl->prepared("UPDATE txs SET status = 2 WHERE hash = ? AND status = 0");
        bindTo(update, 1, hash.view());
        update.exec();
        return {};
    });
}

Result<std::optional<StoredTx>> Store::tx(const Hash& hash) const {
    return m_impl->read([&]() -> Result<std::optional<StoredTx>> {
        auto& row = m_impl->prepared("SELECT * FROM txs WHERE hash = ?");
        bindTo(row, 1, hash.view());
        if (!row.executeStep()) return std::optional<StoredTx>();
        auto found = readTx(row);
        if (crypto::keccak256(found.raw) != found.hash) return m_impl->damaged("a transaction");
        return std::optional(std::move(found));
    });
}

Result<std::optional<StoredTx>> Store::txBySigningHash(const Hash& signingHash) const {
    return m_impl->read([&]() -> Result<std::optional<StoredTx>> {
        auto& row = m_impl->prepared(
            "SELECT * FROM txs WHERE signing_hash = ? ORDER BY status = 1 DESC, sequence LIMIT 1");
        bindTo(row, 1, signingHash.view());
        if (!row.executeStep()) return std::optional<StoredTx>();
        auto found = readTx(row);
        if (crypto::keccak256(found.raw) != found.hash) return m_impl->damaged("a transaction");
        return std::optional(std::move(found));
    });
}

Result<std::optional<TxPlace>> Store::place(const Hash& hash) const {
    return m_impl->read([&]() -> Result<std::optional<TxPlace>> {
        auto& row = m_impl->prepared("SELECT block, position FROM txs WHERE hash = ? AND status = 1");
        bindTo(row, 1, hash.view());
        if (!row.executeStep()) return std::optional<TxPlace>();
        return std::optional(TxPlace{number(row.getColumn(0)), row.getColumn(1).getUInt()});
    });
}

Result<std::vector<StoredTx>> Store::pending() const {
    return m_impl->read([&]() -> Result<std::vector<StoredTx>> {
        auto& rows = m_impl->prepared("SELECT * FROM txs WHERE status = 0 ORDER BY sequence");
        std::vector<StoredTx> txs;
        while (rows.executeStep()) {
            txs.push_back(readTx(rows));
            if (crypto::keccak256(txs.back().raw) != txs.back().hash) return m_impl->damaged("a transaction");
        }
        return txs;
    });
}

} // namespace aw::store
