#include "base/hex.hpp"
#include "store/connection.hpp"
#include "store/store.hpp"

/// The inbox, the tokens, and the demands of L1.
namespace aw::store {

namespace {

Error invalid(const std::string& what) { return {ErrorCode::storeInvalid, what + ". Nothing was stored."}; }

} // namespace

Result<void> Store::addInboxEntry(std::uint64_t index, std::uint64_t l1Block, ByteView entry) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        auto& row = connection.query("SELECT coalesce(max(number) + 1, 0) FROM inbox");
        const auto next = row.executeStep() ? number(row.getColumn(0)) : 0;
        if (index > next)
            return invalid("Inbox entry " + std::to_string(index) +
                           " does not follow the last one; the next is " + std::to_string(next));
        connection.exec("INSERT INTO inbox VALUES (?, ?, ?, x'') ON CONFLICT (number) DO UPDATE SET "
                        "raw = iif(entry = excluded.entry, raw, x''), "
                        "l1_block = excluded.l1_block, entry = excluded.entry",
                        index, l1Block, entry);
        return {};
    });
}

Result<void> Store::setForcedSignature(std::uint64_t index, ByteView rawTx) {
    return m_connection->write([&]() -> Result<void> {
        if (m_connection->exec("UPDATE inbox SET raw = ? WHERE number = ?", rawTx, index) == 0)
            return invalid("There is no inbox entry " + std::to_string(index));
        return {};
    });
}

Result<std::vector<StoredInboxEntry>> Store::inbox(std::uint64_t first, std::uint64_t count) const {
    return m_connection->read([&]() -> Result<std::vector<StoredInboxEntry>> {
        auto& rows = m_connection->query("SELECT number, l1_block, entry, raw FROM inbox WHERE number >= ? "
                                         "ORDER BY number LIMIT ?",
                                         first, count);
        std::vector<StoredInboxEntry> entries;
        while (rows.executeStep()) {
            entries.push_back({number(rows.getColumn(0)), number(rows.getColumn(1)), blob(rows.getColumn(2)),
                               blob(rows.getColumn(3))});
            if (entries.back().index != first + entries.size() - 1) return m_connection->damaged("the inbox");
        }
        return entries;
    });
}

Result<std::uint64_t> Store::inboxCount() const {
    return m_connection->read([&]() -> Result<std::uint64_t> {
        auto& row = m_connection->query("SELECT coalesce(max(number) + 1, 0) FROM inbox");
        return row.executeStep() ? number(row.getColumn(0)) : std::uint64_t{0};
    });
}

Result<void> Store::addToken(std::uint32_t tokenNumber, std::uint64_t l1Block, const Address& address) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        auto& row = connection.query("SELECT coalesce(max(number), 0) + 1 FROM tokens");
        const auto next = row.executeStep() ? number(row.getColumn(0)) : 1;
        if (tokenNumber == 0 || tokenNumber > next)
            return invalid("Token " + std::to_string(tokenNumber) +
                           " does not follow the last one; the next is " + std::to_string(next));
        connection.exec("INSERT INTO tokens (number, l1_block, address) VALUES (?, ?, ?) "
                        "ON CONFLICT (number) DO UPDATE SET l1_block = excluded.l1_block, "
                        "name = iif(address = excluded.address, name, NULL), "
                        "symbol = iif(address = excluded.address, symbol, NULL), "
                        "decimals = iif(address = excluded.address, decimals, NULL), "
                        "address = excluded.address",
                        tokenNumber, l1Block, address);
        return {};
    });
}

Result<void> Store::setTokenMetadata(const Address& address, const TokenMetadata& metadata) {
    return m_connection->write([&]() -> Result<void> {
        if (m_connection->exec("UPDATE tokens SET name = ?, symbol = ?, decimals = ? WHERE address = ?",
                               metadata.name, metadata.symbol, metadata.decimals, address) == 0)
            return invalid("There is no token " + base::toHex(address.view()));
        return {};
    });
}

Result<std::vector<StoredToken>> Store::tokens() const {
    return m_connection->read([&]() -> Result<std::vector<StoredToken>> {
        auto& rows = m_connection->query(
            "SELECT number, l1_block, address, name, symbol, decimals FROM tokens ORDER BY number");
        std::vector<StoredToken> tokens;
        while (rows.executeStep()) {
            StoredToken token{.number = rows.getColumn(0).getUInt(),
                              .l1Block = number(rows.getColumn(1)),
                              .address = fixed<Address>(rows.getColumn(2)),
                              .metadata = {}};
            if (!rows.getColumn(3).isNull())
                token.metadata = {.name = blob(rows.getColumn(3)),
                                  .symbol = blob(rows.getColumn(4)),
                                  .decimals = blob(rows.getColumn(5))};
            tokens.push_back(std::move(token));
            if (tokens.back().number != tokens.size()) return m_connection->damaged("the list of tokens");
        }
        return tokens;
    });
}

Result<void> Store::putDemand(const StoredDemand& demand) {
    return m_connection->write([&]() -> Result<void> {
        m_connection->exec("INSERT INTO demands (id, batch, l1_block, overdue_after, document) "
                           "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, "
                           "l1_block = excluded.l1_block, overdue_after = excluded.overdue_after, "
                           "document = excluded.document",
                           demand.id, demand.batch, demand.l1Block, demand.overdueAfter, demand.document);
        return {};
    });
}

Result<std::vector<StoredDemand>> Store::openDemands() const {
    return m_connection->read([&]() -> Result<std::vector<StoredDemand>> {
        auto& rows = m_connection->query("SELECT id, batch, l1_block, overdue_after, document FROM demands "
                                         "WHERE settled_at IS NULL ORDER BY id");
        std::vector<StoredDemand> demands;
        while (rows.executeStep())
            demands.push_back({number(rows.getColumn(0)), number(rows.getColumn(1)),
                               number(rows.getColumn(2)), number(rows.getColumn(3)),
                               rows.getColumn(4).getString()});
        return demands;
    });
}

Result<void> Store::settleDemand(std::uint64_t id, std::uint64_t l1Block) {
    return m_connection->write([&]() -> Result<void> {
        if (m_connection->exec("UPDATE demands SET settled_at = ? WHERE id = ?", l1Block, id) == 0)
            return invalid("There is no demand " + std::to_string(id));
        return {};
    });
}

} // namespace aw::store
