#include "store/block_rows.hpp"
#include "store/parts.hpp"
#include "store/store.hpp"

/// L2 blocks, read.
namespace aw::store {

namespace {

enum class Extent { header, whole };

/// A row of `blocks` in the order of its columns, and the batch. Nothing where it is not what was written.
std::optional<StoredBlock> readBlock(SQLite::Statement& row) {
    StoredBlock block;
    auto& header = block.header;
    header.number = number(row.getColumn(0));
    block.hash = fixed<Hash>(row.getColumn(1));
    header.parentHash = fixed<Hash>(row.getColumn(2));
    header.timeMs = number(row.getColumn(3));
    header.stateRoot = fixed<Hash>(row.getColumn(4));
    header.baseFeeWei = number(row.getColumn(5));
    header.feeAccount.value = row.getColumn(6).getUInt();
    header.txCount = row.getColumn(7).getUInt();
    header.txsHash = fixed<Hash>(row.getColumn(8));
    block.inboxAfter = number(row.getColumn(9));
    block.l1Number = number(row.getColumn(10));
    block.l1Hash = fixed<Hash>(row.getColumn(11));
    block.batch = number(row.getColumn(12)); // NULL reads as 0
    if (transition::blockHash(header) != block.hash) return {};
    return block;
}

Result<std::vector<StoredBlock>> readBlocks(Connection& connection, std::uint64_t first, std::uint64_t last,
                                            Extent extent) {
    auto& rows = connection.query(
        "SELECT b.number, b.hash, b.parent_hash, b.time_ms, b.state_root, b.base_fee_wei, b.fee_account, "
        "b.tx_count, b.txs_hash, b.inbox_after, b.l1_number, b.l1_hash, x.batch "
        "FROM blocks b LEFT JOIN block_batches x ON x.block = b.number "
        "WHERE b.number BETWEEN ? AND ? ORDER BY b.number",
        first, upTo(last));
    std::vector<StoredBlock> blocks;
    while (rows.executeStep()) {
        auto block = readBlock(rows);
        if (!block) return connection.damaged("L2 block " + rows.getColumn(0).getString());
        if (extent == Extent::whole) {
            auto records = getParts(connection, kRecordParts, block->header.number);
            if (!records)
                return connection.damaged("the records of L2 block " + std::to_string(block->header.number));
            block->records = std::move(*records);
            auto undo = undoOf(connection, block->header.number);
            if (!undo) return undo.error();
            block->undo = std::move(*undo);
        }
        blocks.push_back(std::move(*block));
    }
    return blocks;
}

Result<std::optional<StoredBlock>> readOne(Connection& connection, std::uint64_t number) {
    auto found = readBlocks(connection, number, number, Extent::whole);
    if (!found) return found.error();
    return found->empty() ? std::optional<StoredBlock>() : std::optional(std::move(found->front()));
}

} // namespace

Result<std::optional<StoredBlock>> Reader::block(std::uint64_t blockNumber) const {
    return m_connection->read([&] { return readOne(*m_connection, blockNumber); });
}

Result<std::optional<StoredBlock>> Reader::blockByHash(const Hash& hash) const {
    return m_connection->read([&]() -> Result<std::optional<StoredBlock>> {
        auto& row = m_connection->query("SELECT number FROM blocks WHERE hash = ?", hash);
        if (!row.executeStep()) return std::optional<StoredBlock>();
        return readOne(*m_connection, number(row.getColumn(0)));
    });
}

Result<std::vector<StoredBlock>> Reader::blocks(std::uint64_t first, std::uint64_t last) const {
    return m_connection->read([&] { return readBlocks(*m_connection, first, last, Extent::whole); });
}

Result<std::vector<StoredBlock>> Reader::headers(std::uint64_t first, std::uint64_t last) const {
    return m_connection->read([&] { return readBlocks(*m_connection, first, last, Extent::header); });
}

Result<std::optional<std::uint64_t>> Reader::firstBlock() const {
    return m_connection->read([&]() -> Result<std::optional<std::uint64_t>> {
        const auto ends = endsOf(*m_connection);
        return ends ? std::optional(ends->firstBlock) : std::nullopt;
    });
}

Result<std::optional<std::uint64_t>> Reader::lastBlock() const {
    return m_connection->read([&]() -> Result<std::optional<std::uint64_t>> {
        const auto ends = endsOf(*m_connection);
        return ends ? std::optional(ends->lastBlock) : std::nullopt;
    });
}

} // namespace aw::store
