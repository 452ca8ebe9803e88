#include "node/views.hpp"

#include "base/hex.hpp"
#include "node/health_document.hpp"

#include "node/document_fields.hpp"
#include "node/l1_account.hpp"
#include <algorithm>

/// The documents of rollup_*, of /health and of eth_syncing.
namespace aw::node {

namespace json = boost::json;

namespace {

json::object headDocument(const api::Head& head) {
    return {{"number", head.number}, {"hash", hex(head.hash)}, {"timeMs", head.timeMs}};
}

json::object operatorDocument(const api::Operator& o) {
    return {{"address", hex(o.address)},     {"url", o.url},
            {"status", api::name(o.status)}, {"eligible", o.eligible},
            {"current", o.current},          {"rank", o.eligible ? json::value(o.rank) : nullptr},
            {"bondWei", o.bondWei.str()},    {"bidWei", o.bidWei},
            {"nextBidWei", o.nextBidWei},    {"nextBidEpoch", o.nextBidEpoch},
            {"lastBatch", o.lastBatch},      {"l2Head", o.l2Head}};
}

} // namespace

json::value batchDocument(const store::StoredBatch& row, std::uint64_t finalBatch,
                          std::uint64_t finalAtL1Block) {
    const auto& header = row.header;
    const bool valid = row.verdict == store::Verdict::good;
    const auto status = row.rolledBackAt != 0                  ? api::BatchStatus::rolledBack
                        : row.verdict == store::Verdict::fraud ? api::BatchStatus::disputed
                        : valid && header.number <= finalBatch ? api::BatchStatus::final
                                                               : api::BatchStatus::window;
    const bool holdsBlocks = valid && row.lastL2Block >= row.firstL2Block;
    return json::object{{"number", header.number},
                        {"hash", hex(row.hash)},
                        {"operator", hex(header.operatorAddress)},
                        {"era", header.era},
                        {"l1Block", row.l1Block},
                        {"l1Transaction", hex(row.l1TxHash)},
                        {"transactions", row.txCount},
                        {"firstBlock", holdsBlocks ? row.firstL2Block : 0},
                        {"lastBlock", holdsBlocks ? row.lastL2Block : 0},
                        {"segments", header.segmentCount},
                        {"dataBytes", row.dataBytes},
                        {"gasUsed", row.gasUsed},
                        {"baseFeeWei", header.baseFeeWei},
                        {"claimedRoot", hex(header.postStateRoot)},
                        {"ownRoot", hex(valid ? header.postStateRoot : Hash{})},
                        {"status", api::name(status)},
                        {"finalAtL1Block", finalAtL1Block}};
}

void Views::publishDocuments(const NodeView& view) {
    auto documents = std::make_shared<ChainReader::Documents>();
    json::array operators;
    for (const auto& o : view.operators)
        operators.push_back(operatorDocument(o));
    documents->operators = operators;
    documents->status = json::object{
        {"operator", hex(m.runtime.address())},
        {"name", m.runtime.config().name},
        {"current", view.current},
        {"currentOperator", hex(m.l1.operators().current)},
        {"rollup", hex(m.runtime.contracts().rollup)},
        {"l1", headDocument(view.heads.l1)},
        {"l1Connected", view.l1Connected},
        {"l1Silent", m.l1.isSilent()},
        {"latest", headDocument(view.heads.latest)},
        {"safe", headDocument(view.heads.safe)},
        {"finalized", headDocument(view.heads.finalized)},
        {"challenge", json::object{{"first", view.heads.challengeFirst}, {"last", view.heads.challengeLast}}},
        {"epoch", view.clock.epoch},
        {"era", view.clock.era},
        {"silentBlocks", view.clock.silentBlocks},
        {"baseFeeWei", view.baseFeeWei},
        {"pending", view.pending},
        {"transactions", view.totalTxs},
        {"batches", view.batchesKnown},
        {"disputed", view.disputed},
        {"feedPeers", view.feedPeers},
        {"operators", operators}};
    const auto& progress = m.derivation.progress();
    if (!view.synced)
        documents->syncing = rpc::Syncing{.startingBlock = progress.from,
                                          .currentBlock = progress.at,
                                          .highestBlock = std::max(progress.head, progress.at)};
    const auto l1SeenAtMs = static_cast<std::int64_t>(m.l1.headSeenAtMs());
    documents->health =
        healthDocument({.synced = view.synced,
                        .l1Connected = view.l1Connected,
                        .l1Silent = m.l1.isSilent(),
                        .disputed = view.disputed,
                        .diskRefused = m.disk.error() ? std::optional(m.disk.error()->code) : std::nullopt,
                        .l1Head = view.heads.l1.number,
                        .l2Head = view.heads.latest.number,
                        .l1NewsMs = static_cast<std::uint64_t>(
                            std::max<std::int64_t>(0, l1SeenAtMs == 0 ? 0 : m.runtime.nowMs() - l1SeenAtMs)),
                        .l1SilenceLimitMs = m.l1.silenceLimitMs(),
                        .pending = view.pending});
    documents->writtenAtMs = m.runtime.steadyMs();
    // Hundreds of transactions are not told anew while they are the same.
    auto told = std::pair(m.txManager.view(), view.heads.l1.number);
    if (view.l1Account && (!m_l1Document || told != m_l1DocumentOf)) {
        m_l1Document = std::make_shared<const json::object>(l1Document(view.l1Txs, *view.l1Account));
        m_l1DocumentOf = std::move(told);
    }
    documents->l1Transactions = m_l1Document;
    documents->finalBatch = m.finality.batch();
    documents->peers = view.feedPeers;
    m.reader.setDocuments(std::move(documents));
}

} // namespace aw::node
