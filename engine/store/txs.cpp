#include "store/block_rows.hpp"
#include "store/store.hpp"

/// Transactions of blocks, read.
namespace aw::store {

namespace {

/// Where ids stand. Those that are asked for one after another are mostly of the same block.
class Places {
public:
    explicit Places(Connection& connection)
        : m_connection(connection) {}

    std::optional<TxPlace> of(std::uint64_t id) {
        if (id < m_range.first || id >= m_range.end()) {
            // Blocks without transactions begin at the same id as the next one.
            auto& row = m_connection.query("SELECT number, first_tx, tx_rows FROM blocks WHERE first_tx <= ? "
                                           "ORDER BY first_tx DESC, number DESC LIMIT 1",
                                           id);
            if (!row.executeStep()) return {};
            m_block = number(row.getColumn(0));
            m_range = {number(row.getColumn(1)), number(row.getColumn(2))};
            if (id < m_range.first || id >= m_range.end()) return {};
        }
        return TxPlace{m_block, static_cast<std::uint32_t>(id - m_range.first)};
    }

private:
    Connection& m_connection;
    std::uint64_t m_block = 0;
    TxRange m_range;
};

/// The transactions of rows of txs, where they stand.
Result<std::vector<PlacedTx>> readPlaced(Connection& connection, SQLite::Statement& rows) {
    Places places(connection);
    std::vector<PlacedTx> txs;
    while (rows.executeStep()) {
        auto tx = readTx(rows);
        const auto place = places.of(number(rows.getColumn(0)));
        if (!tx || !place) return connection.damaged("a transaction");
        txs.push_back({*place, std::move(*tx)});
    }
    return txs;
}

/// The first id that is not below a place.
std::uint64_t idAt(Connection& connection, const TxPlace& place) {
    auto& row = connection.query("SELECT number, first_tx, tx_rows FROM blocks WHERE number >= ? "
                                 "ORDER BY number LIMIT 1",
                                 upTo(place.block));
    if (!row.executeStep()) return kEndOfNumbers;
    const TxRange range{number(row.getColumn(1)), number(row.getColumn(2))};
    if (number(row.getColumn(0)) != place.block) return range.first;
    return range.first + std::min<std::uint64_t>(place.index, range.count);
}

std::uint64_t idBefore(Connection& connection, const std::optional<TxPlace>& before) {
    return before ? idAt(connection, *before) : kEndOfNumbers;
}

} // namespace

Result<std::vector<BlockTx>> Reader::txsOf(std::uint64_t block) const {
    return m_connection->read([&]() -> Result<std::vector<BlockTx>> {
        const auto range = txRangeOf(*m_connection, block);
        if (!range) return std::vector<BlockTx>();
        return readTxs(*m_connection, *range);
    });
}

Result<std::optional<TxPlace>> Reader::place(const Hash& txHash) const {
    return m_connection->read([&]() -> Result<std::optional<TxPlace>> {
        const auto id = findTx(*m_connection, txHash);
        if (!id) return id.error();
        if (!*id) return std::optional<TxPlace>();
        const auto found = Places(*m_connection).of(**id);
        if (!found) return m_connection->damaged("the table of L2 blocks");
        return found;
    });
}

Result<std::optional<BlockTx>> Reader::tx(const TxPlace& place) const {
    return m_connection->read([&]() -> Result<std::optional<BlockTx>> {
        const auto range = txRangeOf(*m_connection, place.block);
        if (!range || place.index >= range->count) return std::optional<BlockTx>();
        auto& row = m_connection->query("SELECT * FROM txs WHERE id = ?", range->first + place.index);
        auto found = row.executeStep() ? readTx(row) : std::nullopt;
        if (!found)
            return m_connection->damaged("transaction " + std::to_string(place.index) + " of L2 block " +
                                         std::to_string(place.block));
        return found;
    });
}

// CROSS JOIN: the index says in which order the rows come. Its entries can be older than the rows (see the
// schema).
Result<std::vector<PlacedTx>> Reader::txsOfSender(AccountIndex account, std::optional<TxPlace> before,
                                                  std::size_t limit) const {
    return m_connection->read([&]() -> Result<std::vector<PlacedTx>> {
        auto& rows = m_connection->query("SELECT t.* FROM txs_by_sender k CROSS JOIN txs t "
                                         "ON t.id = k.id AND t.sender = k.account WHERE k.account = ? AND "
                                         "k.id < ? ORDER BY k.id DESC LIMIT ?",
                                         account.value, idBefore(*m_connection, before), upTo(limit));
        return readPlaced(*m_connection, rows);
    });
}

Result<std::vector<PlacedTx>> Reader::txsOfRecipient(AccountIndex account, std::optional<TxPlace> before,
                                                     std::size_t limit) const {
    return m_connection->read([&]() -> Result<std::vector<PlacedTx>> {
        auto& rows = m_connection->query("SELECT t.* FROM txs_by_recipient k CROSS JOIN txs t "
                                         "ON t.id = k.id AND t.recipient = k.account WHERE k.account = ? AND "
                                         "k.id < ? ORDER BY k.id DESC LIMIT ?",
                                         account.value, idBefore(*m_connection, before), upTo(limit));
        return readPlaced(*m_connection, rows);
    });
}

Result<std::vector<PlacedTx>> Reader::tokenTxs(std::uint64_t first, std::uint64_t last,
                                               std::size_t limit) const {
    return m_connection->read([&]() -> Result<std::vector<PlacedTx>> {
        const auto begin = idAt(*m_connection, {first, 0});
        const auto end = idAt(*m_connection, {upTo(last) + 1, 0});
        auto& rows = m_connection->query("SELECT t.* FROM txs_of_tokens k CROSS JOIN txs t ON t.id = k.id "
                                         "WHERE k.id >= ? AND k.id < ? ORDER BY k.id LIMIT ?",
                                         begin, end, upTo(limit));
        return readPlaced(*m_connection, rows);
    });
}

} // namespace aw::store
