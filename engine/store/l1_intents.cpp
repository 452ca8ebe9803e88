#include "store/connection.hpp"
#include "store/store.hpp"

#include <algorithm>

/// What operators want done on L1.
namespace aw::store {

namespace {

Bytes amountOf(const Wei& wei) {
    Bytes bytes;
    base::appendBigEndian(bytes, wei);
    return bytes;
}

/// Columns: id, account, settled, created_ms, spent_ms, cost_wei, document, data.
std::optional<StoredL1Intent> readIntent(SQLite::Statement& row) {
    StoredL1Intent intent;
    intent.id = number(row.getColumn(0));
    intent.account = fixed<Address>(row.getColumn(1));
    intent.settled = row.getColumn(2).getInt() != 0;
    intent.createdMs = row.getColumn(3).getInt64();
    intent.spentMs = row.getColumn(4).getInt64();
    const auto cost = blobView(row.getColumn(5));
    if (cost.size() != 16) return {};
    intent.costWei = base::readU128(cost);
    intent.document = row.getColumn(6).getString();
    intent.data = blob(row.getColumn(7));
    return intent;
}

} // namespace

Result<void> Store::putL1Intents(std::span<const StoredL1Intent> intents) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        for (const auto& intent : intents) {
            connection.exec("INSERT INTO l1_intents VALUES (?, ?, ?, ?, ?, ?, ?) "
                            "ON CONFLICT (id) DO UPDATE SET settled = excluded.settled, "
                            "spent_ms = excluded.spent_ms, cost_wei = excluded.cost_wei, "
                            "document = excluded.document",
                            intent.id, intent.account, std::uint64_t{intent.settled}, intent.createdMs,
                            intent.spentMs, amountOf(intent.costWei), intent.document);
            if (intent.settled)
                connection.exec("DELETE FROM l1_intent_data WHERE id = ?", intent.id);
            else if (!intent.data.empty())
                connection.exec("INSERT INTO l1_intent_data VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
                                intent.id, intent.data);
        }
        return {};
    });
}

Result<std::vector<StoredL1Intent>> Store::l1Intents(const Address& account, std::size_t settled) const {
    auto& connection = *m_connection;
    return connection.read([&]() -> Result<std::vector<StoredL1Intent>> {
        auto& rows = connection.query(
            "SELECT i.id, account, settled, created_ms, spent_ms, cost_wei, document, d.data "
            "FROM l1_intents i LEFT JOIN l1_intent_data d ON d.id = i.id WHERE account = ?1 AND (settled = 0 "
            "OR i.id IN (SELECT id FROM l1_intents WHERE account = ?1 AND settled = 1 ORDER BY id DESC "
            "LIMIT ?2)) ORDER BY i.id",
            account, upTo(settled));
        std::vector<StoredL1Intent> intents;
        while (rows.executeStep()) {
            auto intent = readIntent(rows);
            if (!intent) return connection.damaged("L1 transaction " + rows.getColumn(0).getString());
            intents.push_back(std::move(*intent));
        }
        return intents;
    });
}

Result<std::vector<L1Spending>> Store::l1Spendings(const Address& account, std::int64_t sinceMs) const {
    auto& connection = *m_connection;
    return connection.read([&]() -> Result<std::vector<L1Spending>> {
        auto& rows = connection.query("SELECT id, spent_ms, cost_wei FROM l1_intents WHERE spent_ms > 0 "
                                      "AND spent_ms >= ? AND account = ? ORDER BY spent_ms",
                                      sinceMs, account);
        std::vector<L1Spending> spendings;
        while (rows.executeStep()) {
            const auto cost = blobView(rows.getColumn(2));
            if (cost.size() != 16)
                return connection.damaged("L1 transaction " + rows.getColumn(0).getString());
            spendings.push_back(
                {number(rows.getColumn(0)), rows.getColumn(1).getInt64(), base::readU128(cost)});
        }
        return spendings;
    });
}

Result<std::uint64_t> Store::lastL1Intent() const {
    return m_connection->read([&]() -> Result<std::uint64_t> {
        auto& row = m_connection->query("SELECT coalesce(max(id), 0) FROM l1_intents");
        return row.executeStep() ? number(row.getColumn(0)) : std::uint64_t{0};
    });
}

Result<void> Store::pruneL1Intents(std::size_t kept, std::int64_t createdBeforeMs) {
    return m_connection->write([&]() -> Result<void> {
        m_connection->exec("DELETE FROM l1_intents WHERE settled = 1 AND created_ms < ? "
                           "AND id <= (SELECT max(id) FROM l1_intents) - ?",
                           createdBeforeMs, upTo(kept));
        return {};
    });
}

} // namespace aw::store
