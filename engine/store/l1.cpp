#include "store/block_rows.hpp"
#include "store/parts.hpp"
#include "store/store.hpp"

#include <algorithm>

/// What L1 said: blocks and events, and how far it was read.
namespace aw::store {

namespace {

/// Columns number, hash, parent_hash, time_ms.
L1Block readL1Block(SQLite::Statement& row) {
    return {number(row.getColumn(0)), fixed<Hash>(row.getColumn(1)), fixed<Hash>(row.getColumn(2)),
            number(row.getColumn(3))};
}

std::optional<L1Block> newestL1Block(Connection& connection) {
    auto& row = connection.query(
        "SELECT number, hash, parent_hash, time_ms FROM l1_blocks ORDER BY number DESC LIMIT 1");
    if (!row.executeStep()) return {};
    return readL1Block(row);
}

Bytes joined(const std::vector<Hash>& topics) {
    Bytes bytes;
    for (const auto& topic : topics)
        base::append(bytes, topic.view());
    return bytes;
}

std::vector<Hash> split(ByteView bytes) {
    std::vector<Hash> topics;
    for (; bytes.size() >= Hash::kSize; bytes = bytes.subspan(Hash::kSize))
        topics.push_back(Hash::from(bytes.first(Hash::kSize)));
    return topics;
}

std::vector<std::uint64_t> batchRowsAbove(Connection& connection, std::uint64_t l1Block) {
    auto& rows = connection.query("SELECT id FROM batches WHERE l1_block > ?", l1Block);
    std::vector<std::uint64_t> ids;
    while (rows.executeStep())
        ids.push_back(number(rows.getColumn(0)));
    return ids;
}

} // namespace

Result<void> Store::addL1(std::span<const L1Block> blocks, std::span<const StoredL1Event> events) {
    if (blocks.empty() && events.empty()) return {};
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        for (const auto& block : blocks)
            connection.exec("INSERT OR REPLACE INTO l1_blocks VALUES (?, ?, ?, ?)", block.number, block.hash,
                            block.parentHash, block.timeMs);
        for (const auto& event : events) {
            auto& known = connection.query("SELECT 1 FROM l1_blocks WHERE number = ?", event.block);
            if (!known.executeStep())
                return Error{ErrorCode::storeInvalid, "An event is of L1 block " +
                                                          std::to_string(event.block) +
                                                          ", which is not stored. Nothing was stored."};
            connection.exec("INSERT OR REPLACE INTO l1_events VALUES (?, ?, ?, ?, ?, ?)", event.block,
                            event.logIndex, event.txHash, event.address, joined(event.topics), event.data);
        }
        return {};
    });
}

Result<void> Store::rewindL1(std::uint64_t lastKept) {
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        const auto kept = upTo(lastKept);
        connection.exec("DELETE FROM l1_blocks WHERE number > ?", kept);
        connection.exec("DELETE FROM l1_events WHERE block > ?", kept);
        connection.exec("DELETE FROM inbox WHERE l1_block > ?", kept);
        connection.exec("DELETE FROM tokens WHERE l1_block > ?", kept);
        connection.exec("DELETE FROM demands WHERE l1_block > ?", kept);
        connection.exec("UPDATE demands SET settled_at = NULL WHERE settled_at > ?", kept);
        // Before others are in the chain again: a number stands there once.
        for (const auto row : batchRowsAbove(connection, kept))
            removeParts(connection, kBatchParts, row, row);
        connection.exec("DELETE FROM batches WHERE l1_block > ?", kept);
        connection.exec(
            "UPDATE batches SET rolled_back_at = 0 WHERE rolled_back_at <> 0 AND rolled_back_at > ?", kept);
        if (getNumber(connection, kL1Progress) > lastKept) setNumber(connection, kL1Progress, lastKept);
        return {};
    });
}

Result<std::optional<L1Block>> Store::l1Cursor() const {
    return m_connection->read(
        [&]() -> Result<std::optional<L1Block>> { return newestL1Block(*m_connection); });
}

Result<std::vector<L1Block>> Store::l1Blocks(std::uint64_t last, std::size_t count) const {
    return m_connection->read([&]() -> Result<std::vector<L1Block>> {
        auto& rows = m_connection->query("SELECT number, hash, parent_hash, time_ms FROM l1_blocks "
                                         "WHERE number <= ? ORDER BY number DESC LIMIT ?",
                                         upTo(last), upTo(count));
        std::vector<L1Block> blocks;
        while (rows.executeStep())
            blocks.push_back(readL1Block(rows));
        std::ranges::reverse(blocks);
        return blocks;
    });
}

Result<std::vector<StoredL1Event>> Store::l1Events(std::uint64_t first, std::uint64_t last) const {
    return m_connection->read([&]() -> Result<std::vector<StoredL1Event>> {
        auto& rows =
            m_connection->query("SELECT block, log_index, tx_hash, address, topics, data FROM l1_events "
                                "WHERE block BETWEEN ? AND ? ORDER BY block, log_index",
                                first, upTo(last));
        std::vector<StoredL1Event> events;
        while (rows.executeStep())
            events.push_back({number(rows.getColumn(0)), number(rows.getColumn(1)),
                              fixed<Hash>(rows.getColumn(2)), fixed<Address>(rows.getColumn(3)),
                              split(blobView(rows.getColumn(4))), blob(rows.getColumn(5))});
        return events;
    });
}

Result<void> Store::setL1Progress(std::uint64_t l1Number) {
    return m_connection->write([&]() -> Result<void> {
        if (l1Number > getNumber(*m_connection, kL1Progress)) setNumber(*m_connection, kL1Progress, l1Number);
        return {};
    });
}

Result<std::uint64_t> Store::l1Progress() const {
    return m_connection->read(
        [&]() -> Result<std::uint64_t> { return getNumber(*m_connection, kL1Progress); });
}

} // namespace aw::store
