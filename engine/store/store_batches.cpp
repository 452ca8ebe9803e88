#include "store/database.hpp"

/// Batches on L1.
namespace aw::store {

namespace {

/// Columns in the order of the schema. Nothing where the row is not what was written.
std::optional<StoredBatch> readBatch(SQLite::Statement& row) {
    StoredBatch batch;
    batch.hash = fixed<Hash>(row.getColumn(1));
    const auto header = transition::decodeHeader(blob(row.getColumn(2)));
    if (!header || transition::batchHash(*header) != batch.hash || header->number != number(row.getColumn(0)))
        return {};
    batch.header = *header;
    batch.l1TxHash = fixed<Hash>(row.getColumn(3));
    batch.l1Block = number(row.getColumn(4));
    batch.data = blob(row.getColumn(5));
    batch.verdict = static_cast<Verdict>(row.getColumn(6).getInt());
    batch.verdictDetail = row.getColumn(7).getString();
    batch.lastL2Block = number(row.getColumn(8));
    return batch;
}

} // namespace

Result<void> Store::putBatch(const StoredBatch& batch) {
    return m_impl->write([&]() -> Result<void> {
        auto& put = m_impl->prepared("INSERT OR REPLACE INTO batches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        bindTo(put, 1, batch.header.number);
        bindTo(put, 2, batch.hash.view());
        bindTo(put, 3, transition::encodeHeader(batch.header));
        bindTo(put, 4, batch.l1TxHash.view());
        bindTo(put, 5, batch.l1Block);
        bindTo(put, 6, batch.data);
        put.bind(7, static_cast<int>(batch.verdict));
        put.bind(8, batch.verdictDetail);
        bindTo(put, 9, batch.lastL2Block);
        put.exec();
        return {};
    });
}

Result<void> Store::setVerdict(std::uint64_t batchNumber, Verdict verdict, std::string_view detail) {
    return m_impl->write([&]() -> Result<void> {
        auto& update =
            m_impl->prepared("UPDATE batches SET verdict = ?, verdict_detail = ? WHERE number = ?");
        update.bind(1, static_cast<int>(verdict));
        update.bind(2, std::string(detail));
        bindTo(update, 3, batchNumber);
        update.exec();
        return {};
    });
}

Result<std::optional<StoredBatch>> Store::batch(std::uint64_t batchNumber) const {
    auto found = batches(batchNumber, batchNumber);
    if (!found) return found.error();
    return found->empty() ? std::optional<StoredBatch>() : std::optional(std::move(found->front()));
}

Result<std::optional<StoredBatch>> Store::batchByHash(const Hash& hash) const {
    return m_impl->read([&]() -> Result<std::optional<StoredBatch>> {
        auto& row = m_impl->prepared("SELECT * FROM batches WHERE hash = ?");
        bindTo(row, 1, hash.view());
        if (!row.executeStep()) return std::optional<StoredBatch>();
        auto found = readBatch(row);
        if (!found) return m_impl->damaged("a batch");
        return found;
    });
}

Result<std::vector<StoredBatch>> Store::batches(std::uint64_t first, std::uint64_t last) const {
    return m_impl->read([&]() -> Result<std::vector<StoredBatch>> {
        auto& rows = m_impl->prepared("SELECT * FROM batches WHERE number BETWEEN ? AND ? ORDER BY number");
        bindTo(rows, 1, first);
        bindTo(rows, 2, last);
        std::vector<StoredBatch> result;
        while (rows.executeStep()) {
            auto found = readBatch(rows);
            if (!found) return m_impl->damaged("batch " + rows.getColumn(0).getString());
            result.push_back(std::move(*found));
        }
        return result;
    });
}

Result<std::optional<std::uint64_t>> Store::lastBatch() const {
    return m_impl->read([&]() -> Result<std::optional<std::uint64_t>> {
        auto& row = m_impl->prepared("SELECT max(number) FROM batches");
        if (!row.executeStep() || row.getColumn(0).isNull()) return std::optional<std::uint64_t>();
        return std::optional(number(row.getColumn(0)));
    });
}

Result<void> Store::deleteBatchesAbove(std::uint64_t above) {
    return m_impl->write([&]() -> Result<void> {
        auto& remove = m_impl->prepared("DELETE FROM batches WHERE number > ?");
        bindTo(remove, 1, above);
        remove.exec();
        return {};
    });
}

} // namespace aw::store
