#include "store/connection.hpp"
#include "store/store.hpp"

/// Facts, fences and documents of the node.
namespace aw::store {

namespace {

std::uint64_t fenceOf(Connection& connection, std::string_view key) {
    auto& row = connection.query("SELECT value FROM fences WHERE key = ?", key);
    return row.executeStep() ? number(row.getColumn(0)) : 0;
}

} // namespace

Result<void> Store::setMeta(std::string_view key, std::string_view value) {
    return m_connection->write([&]() -> Result<void> {
        m_connection->exec(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key,
            value);
        return {};
    });
}

Result<std::optional<std::string>> Store::meta(std::string_view key) const {
    return m_connection->read([&]() -> Result<std::optional<std::string>> {
        auto& row = m_connection->query("SELECT value FROM meta WHERE key = ?", key);
        if (!row.executeStep()) return std::optional<std::string>();
        return std::optional(row.getColumn(0).getString());
    });
}

Result<std::uint64_t> Store::raiseFence(std::string_view key, std::uint64_t value) {
    // Compared here and not in SQL, whose numbers are signed.
    return m_connection->write([&]() -> Result<std::uint64_t> {
        const auto before = fenceOf(*m_connection, key);
        if (before >= value) return before;
        m_connection->exec("INSERT INTO fences VALUES (?, ?) "
                           "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                           key, value);
        return value;
    });
}

Result<std::uint64_t> Store::fence(std::string_view key) const {
    return m_connection->read([&]() -> Result<std::uint64_t> { return fenceOf(*m_connection, key); });
}

Result<void> Store::putDocument(std::string_view kind, std::string_view key, std::string_view text) {
    return m_connection->write([&]() -> Result<void> {
        m_connection->exec("INSERT INTO documents (kind, key, text) VALUES (?, ?, ?) "
                           "ON CONFLICT (kind, key) DO UPDATE SET text = excluded.text",
                           kind, key, text);
        return {};
    });
}

Result<std::vector<std::pair<std::string, std::string>>> Store::documents(std::string_view kind) const {
    return m_connection->read([&]() -> Result<std::vector<std::pair<std::string, std::string>>> {
        auto& rows =
            m_connection->query("SELECT key, text FROM documents WHERE kind = ? ORDER BY sequence", kind);
        std::vector<std::pair<std::string, std::string>> documents;
        while (rows.executeStep())
            documents.emplace_back(rows.getColumn(0).getString(), rows.getColumn(1).getString());
        return documents;
    });
}

} // namespace aw::store
