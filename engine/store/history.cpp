#include "store/block_rows.hpp"
#include "store/store.hpp"

#include <algorithm>

/// State of the past: what the blocks above undo.
namespace aw::store {

namespace {

/// What nobody changed any more is what it is now.
enum class Past { isNow, isKept };

Result<Past> lookBack(Connection& connection, std::uint64_t block) {
    const auto ends = endsOf(connection);
    if (!ends || block >= ends->lastBlock) return Past::isNow;
    if (const auto from = getNumber(connection, kHistoryFrom); block < from)
        return Error{ErrorCode::storePruned,
                     "The state of L2 block " + std::to_string(block) +
                         " is not kept any more. The oldest one that is: " + std::to_string(from) + "."};
    return Past::isKept;
}

Result<std::uint64_t> accountsBefore(Connection& connection, std::uint64_t block) {
    auto& row = connection.query("SELECT accounts_before FROM blocks WHERE number = ?", block);
    if (!row.executeStep()) return connection.damaged("the table of L2 blocks");
    return number(row.getColumn(0));
}

/// The block in which a transaction of an index stands: the first one with an id from `id` on.
std::optional<std::uint64_t> blockOfFirst(Connection& connection, const char* sql, AccountIndex account,
                                          std::uint64_t id) {
    auto& row = connection.query(sql, account.value, id);
    if (!row.executeStep()) return {};
    return number(row.getColumn(0));
}

/// The first block from `from` on that may have changed the account.
std::optional<std::uint64_t> nextChange(Connection& connection, AccountIndex account, std::uint64_t from) {
    const auto range = txRangeOf(connection, from);
    if (!range) return {};
    std::optional<std::uint64_t> first;
    const auto consider = [&](std::optional<std::uint64_t> block) {
        if (block && (!first || *block < *first)) first = block;
    };
    // The greatest of the blocks that begin at or below an id: those without transactions begin where the
    // next one does.
    consider(blockOfFirst(connection,
                          "SELECT b.number FROM blocks b WHERE b.first_tx <= "
                          "(SELECT min(id) FROM txs_by_sender WHERE account = ? AND id >= ?) "
                          "ORDER BY b.first_tx DESC, b.number DESC LIMIT 1",
                          account, range->first));
    consider(blockOfFirst(connection,
                          "SELECT b.number FROM blocks b WHERE b.first_tx <= "
                          "(SELECT min(id) FROM txs_by_recipient WHERE account = ? AND id >= ?) "
                          "ORDER BY b.first_tx DESC, b.number DESC LIMIT 1",
                          account, range->first));
    auto& other = connection.query("SELECT min(block) FROM other_changes WHERE account = ? AND block >= ?",
                                   account.value, from);
    if (other.executeStep() && !other.getColumn(0).isNull()) consider(number(other.getColumn(0)));
    return first;
}

Error damagedUndo(Connection& connection, std::uint64_t block) {
    return connection.damaged("what L2 block " + std::to_string(block) + " changed");
}

} // namespace

Result<std::optional<state::Account>> Reader::accountAt(AccountIndex account, std::uint64_t block) const {
    auto& connection = *m_connection;
    return connection.read([&]() -> Result<std::optional<state::Account>> {
        const auto past = lookBack(connection, block);
        if (!past) return past.error();
        if (*past == Past::isNow) return std::optional<state::Account>();
        const auto count = accountsBefore(connection, block + 1);
        if (!count) return count.error();
        if (account.value >= *count) return std::optional(state::Account{});
        for (auto changed = nextChange(connection, account, block + 1); changed;
             changed = nextChange(connection, account, *changed + 1)) {
            const auto undo = undoOf(connection, *changed);
            if (!undo) return undo.error();
            const auto before = state::findInUndo(*undo, account);
            if (!before) return damagedUndo(connection, *changed);
            if (*before)
                return std::optional(state::Account{.owner = {},
                                                    .token = 0,
                                                    .nonce = (*before)->nonce,
                                                    .balance = (*before)->balance,
                                                    .withdrawn = (*before)->withdrawn});
        }
        return std::optional<state::Account>();
    });
}

Result<std::optional<Wei>> Reader::supplyAt(std::uint32_t token, std::uint64_t block) const {
    auto& connection = *m_connection;
    return connection.read([&]() -> Result<std::optional<Wei>> {
        const auto past = lookBack(connection, block);
        if (!past) return past.error();
        if (*past == Past::isNow) return std::optional<Wei>();
        auto& row = connection.query("SELECT min(block) FROM supply_changes WHERE token = ? AND block > ?",
                                     token, block);
        if (!row.executeStep() || row.getColumn(0).isNull()) return std::optional<Wei>();
        const auto changed = number(row.getColumn(0));
        const auto bytes = undoOf(connection, changed);
        if (!bytes) return bytes.error();
        const auto undo = state::decodeUndo(*bytes);
        if (!undo) return damagedUndo(connection, changed);
        for (const auto& [number, supply] : undo->supplies)
            if (number == token) return std::optional(supply);
        return damagedUndo(connection, changed);
    });
}

Result<std::optional<std::uint64_t>> Reader::accountCountAt(std::uint64_t block) const {
    auto& connection = *m_connection;
    return connection.read([&]() -> Result<std::optional<std::uint64_t>> {
        const auto past = lookBack(connection, block);
        if (!past) return past.error();
        if (*past == Past::isNow) return std::optional<std::uint64_t>();
        const auto count = accountsBefore(connection, block + 1);
        if (!count) return count.error();
        return std::optional(*count);
    });
}

Result<std::uint64_t> Reader::historyFrom() const {
    return m_connection->read(
        [&]() -> Result<std::uint64_t> { return getNumber(*m_connection, kHistoryFrom); });
}

} // namespace aw::store
