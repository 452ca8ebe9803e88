#include "node/batch_log.hpp"

#include "node/batch_document.hpp"

namespace aw::node {

api::BatchStatus BatchLog::statusOf(std::uint64_t number) const {
    return number <= m_finality.batch() ? api::BatchStatus::final : api::BatchStatus::window;
}

api::Batch BatchLog::shown(const store::StoredBatch& row) const {
    const auto& header = row.header;
    api::Batch batch{.number = header.number,
                     .hash = row.hash,
                     .parentHash = header.parentHash,
                     .operatorAddress = header.operatorAddress,
                     .era = header.era,
                     .l1Block = row.l1Block,
                     .l1TxHash = row.l1TxHash,
                     .timeMs = static_cast<std::int64_t>(row.timeMs),
                     .baseFeeWei = header.baseFeeWei,
                     .txs = row.txCount,
                     .dataBytes = row.dataBytes,
                     .gasUsed = row.gasUsed,
                     .costWei = row.costWei,
                     .preRoot = header.preStateRoot,
                     .claimedRoot = header.postStateRoot,
                     .finalAtL1Block = m_finality.finalAt(header)};
    readDocument(row.verdictDetail, batch);
    if (row.verdict == store::Verdict::good && row.lastL2Block >= row.firstL2Block) {
        batch.firstBlock = row.firstL2Block;
        batch.lastBlock = row.lastL2Block;
    }
    batch.status = row.rolledBackAt != 0                 ? api::BatchStatus::rolledBack
                   : row.verdict == store::Verdict::good ? statusOf(header.number)
                                                         : api::BatchStatus::disputed;
    // What stands on a wrong batch is not wrong itself, as far as anybody knows.
    if (batch.status == api::BatchStatus::disputed && row.verdict == store::Verdict::unknown)
        batch.status = api::BatchStatus::window;
    return batch;
}

Result<void> BatchLog::load() {
    const auto rows = m_store.newestBatches(kShown);
    if (!rows) return rows.error();
    m_batches.clear();
    for (const auto& row : *rows)
        m_batches.push_back(shown(row));
    return {};
}

void BatchLog::add(const Hash& batchHash) {
    const auto row = m_store.batchByHash(batchHash);
    if (!row || !*row) return;
    m_batches.push_back(shown(**row));
    while (m_batches.size() > kShown)
        m_batches.pop_front();
}

void BatchLog::refresh() {
    for (auto& batch : m_batches) {
        const bool settled =
            batch.status == api::BatchStatus::window || batch.status == api::BatchStatus::final;
        if (settled) batch.status = statusOf(batch.number);
    }
}

} // namespace aw::node
