#include "store/parts.hpp"
#include "store/store.hpp"

#include <algorithm>

/// Batches on L1.
namespace aw::store {

namespace {

/// Columns in the order of the schema. Nothing where the row is not what was written.
std::optional<StoredBatch> readBatch(SQLite::Statement& row) {
    StoredBatch batch;
    batch.hash = fixed<Hash>(row.getColumn(2));
    const auto header = transition::decodeHeader(blobView(row.getColumn(3)));
    if (!header || transition::batchHash(*header) != batch.hash || header->number != number(row.getColumn(1)))
        return {};
    batch.header = *header;
    batch.l1TxHash = fixed<Hash>(row.getColumn(4));
    batch.l1Block = number(row.getColumn(5));
    batch.l1LogIndex = number(row.getColumn(6));
    batch.l1BlockHash = fixed<Hash>(row.getColumn(7));
    batch.timeMs = number(row.getColumn(8));
    batch.verdict = static_cast<Verdict>(row.getColumn(9).getInt());
    batch.verdictDetail = row.getColumn(10).getString();
    batch.firstL2Block = number(row.getColumn(11));
    batch.lastL2Block = number(row.getColumn(12));
    batch.txCount = row.getColumn(13).getUInt();
    batch.dataBytes = number(row.getColumn(14));
    batch.gasUsed = number(row.getColumn(15));
    const auto cost = blobView(row.getColumn(16));
    if (cost.size() != 16) return {};
    batch.costWei = base::readU128(cost);
    batch.rolledBackAt = number(row.getColumn(17));
    return batch;
}

Result<std::vector<StoredBatch>> readAll(Connection& connection, SQLite::Statement& rows) {
    std::vector<StoredBatch> batches;
    while (rows.executeStep()) {
        auto batch = readBatch(rows);
        if (!batch) return connection.damaged("batch " + rows.getColumn(1).getString());
        batches.push_back(std::move(*batch));
    }
    return batches;
}

Result<std::optional<StoredBatch>> readOne(Connection& connection, SQLite::Statement& rows) {
    auto found = readAll(connection, rows);
    if (!found) return found.error();
    return found->empty() ? std::optional<StoredBatch>() : std::optional(std::move(found->front()));
}

std::optional<std::uint64_t> rowOf(Connection& connection, const Hash& hash) {
    auto& row = connection.query("SELECT id FROM batches WHERE hash = ?", hash);
    if (!row.executeStep()) return {};
    return number(row.getColumn(0));
}

std::optional<std::uint64_t> lastInChain(Connection& connection) {
    auto& row = connection.query("SELECT max(number) FROM batches WHERE rolled_back_at = 0");
    if (!row.executeStep() || row.getColumn(0).isNull()) return {};
    return number(row.getColumn(0));
}

Bytes amountOf(const Wei& wei) {
    Bytes bytes;
    base::appendBigEndian(bytes, wei);
    return bytes;
}

Error unknownBatch() {
    return {ErrorCode::storeInvalid, "There is no batch with this hash. Nothing was stored."};
}

} // namespace

Result<void> Store::putBatch(const StoredBatch& batch) {
    const auto name = "Batch " + std::to_string(batch.header.number);
    if (transition::batchHash(batch.header) != batch.hash)
        return Error{ErrorCode::storeInvalid,
                     "The hash given with " + name + " is not its header's. Nothing was stored."};
    if (batch.data.size() > kMaxPartsBytes)
        return Error{ErrorCode::storeInvalid, name + " has more than " + std::to_string(kMaxPartsBytes) +
                                                  " bytes. Nothing was stored."};
    auto& connection = *m_connection;
    return connection.write([&]() -> Result<void> {
        auto row = rowOf(connection, batch.hash);
        const auto last = lastInChain(connection);
        if (!row && batch.rolledBackAt == 0 && last && *last + 1 != batch.header.number)
            return Error{ErrorCode::storeNotNext, name + " does not follow the last one in the chain, " +
                                                      std::to_string(*last) + ". Nothing was stored."};
        if (!row) {
            auto& next = connection.query("SELECT coalesce(max(id), 0) + 1 FROM batches");
            row = next.executeStep() ? number(next.getColumn(0)) : 1;
        }
        connection.exec(
            "INSERT INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (hash) DO UPDATE SET l1_tx_hash = excluded.l1_tx_hash, "
            "l1_block = excluded.l1_block, l1_log_index = excluded.l1_log_index, "
            "l1_block_hash = excluded.l1_block_hash, time_ms = excluded.time_ms, verdict = excluded.verdict, "
            "verdict_detail = excluded.verdict_detail, first_l2_block = excluded.first_l2_block, "
            "last_l2_block = excluded.last_l2_block, tx_count = excluded.tx_count, "
            "data_bytes = excluded.data_bytes, gas_used = excluded.gas_used, cost_wei = excluded.cost_wei",
            *row, batch.header.number, batch.hash, transition::encodeHeader(batch.header), batch.l1TxHash,
            batch.l1Block, batch.l1LogIndex, batch.l1BlockHash, batch.timeMs,
            static_cast<std::uint8_t>(batch.verdict), batch.verdictDetail, batch.firstL2Block,
            batch.lastL2Block, batch.txCount, batch.dataBytes, batch.gasUsed, amountOf(batch.costWei),
            batch.rolledBackAt);
        if (batch.data.empty()) return {};
        removeParts(connection, kBatchParts, *row, *row);
        putParts(connection, kBatchParts, *row, batch.data);
        return {};
    });
}

Result<void> Store::setVerdict(const Hash& batchHash, Verdict verdict, std::string_view detail) {
    return m_connection->write([&]() -> Result<void> {
        if (m_connection->exec("UPDATE batches SET verdict = ?, verdict_detail = ? WHERE hash = ?",
                               static_cast<std::uint8_t>(verdict), detail, batchHash) == 0)
            return unknownBatch();
        return {};
    });
}

Result<void> Store::rollBackBatches(std::uint64_t batchNumber, std::uint64_t l1Block) {
    return m_connection->write([&]() -> Result<void> {
        m_connection->exec("UPDATE batches SET rolled_back_at = ? WHERE rolled_back_at = 0 AND number >= ?",
                           l1Block, batchNumber);
        return {};
    });
}

Result<std::optional<StoredBatch>> Reader::batch(std::uint64_t batchNumber) const {
    return m_connection->read([&] {
        return readOne(*m_connection,
                       m_connection->query("SELECT * FROM batches WHERE number = ? AND rolled_back_at = 0",
                                           batchNumber));
    });
}

Result<std::optional<StoredBatch>> Reader::batchByHash(const Hash& hash) const {
    return m_connection->read([&] {
        return readOne(*m_connection, m_connection->query("SELECT * FROM batches WHERE hash = ?", hash));
    });
}

Result<std::vector<StoredBatch>> Reader::batches(std::uint64_t first, std::uint64_t last) const {
    return m_connection->read([&] {
        return readAll(*m_connection,
                       m_connection->query("SELECT * FROM batches WHERE number BETWEEN ? AND ? "
                                           "AND rolled_back_at = 0 ORDER BY number",
                                           first, upTo(last)));
    });
}

Result<std::vector<StoredBatch>> Reader::newestBatches(std::size_t count) const {
    return m_connection->read([&]() -> Result<std::vector<StoredBatch>> {
        auto found =
            readAll(*m_connection, m_connection->query("SELECT * FROM batches ORDER BY l1_block DESC, "
                                                       "l1_log_index DESC LIMIT ?",
                                                       upTo(count)));
        if (found) std::ranges::reverse(*found);
        return found;
    });
}

Result<std::optional<std::uint64_t>> Reader::lastBatch() const {
    return m_connection->read(
        [&]() -> Result<std::optional<std::uint64_t>> { return lastInChain(*m_connection); });
}

Result<Bytes> Reader::batchData(const Hash& batchHash) const {
    return m_connection->read([&]() -> Result<Bytes> {
        const auto row = rowOf(*m_connection, batchHash);
        if (!row) return Bytes();
        auto data = getParts(*m_connection, kBatchParts, *row);
        if (!data) return m_connection->damaged("the data of a batch");
        return std::move(*data);
    });
}

} // namespace aw::store
