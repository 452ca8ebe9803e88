#include "verifier/verifier.hpp"

#include "base/bytes.hpp"
#include "base/protocol.hpp"
#include "crypto/keccak.hpp"

#include <utility>

namespace aw::verifier {
namespace {

/// Puts what the replay of segments shows together into L2 blocks (B-1 to B-3).
class BlockAssembler {
public:
    BlockAssembler(const transition::BatchContext& context, std::uint64_t latestMs, const ChainPoint& before)
        : m_context(context)
        , m_latestMs(latestMs)
        , m_last(before.block)
        , m_lastHash(before.blockHash)
        , m_undo(before.state) {}

    /// A record was applied; `now` is the state after it.
    void observe(const codec::Record& record, const transition::RecordResult& result,
                 const state::State& now) {
        m_records.push_back(record);
        if (result.tx) m_txs.push_back(result.tx->tx);
        if (std::holds_alternative<codec::ForcedRecord>(record))
            m_forced.push_back({now.inboxCursor() - 1, m_txs.size()});
        if (const auto* end = std::get_if<codec::BlockEndRecord>(&record)) endBlock(end->ticks, now);
    }

    /// The segment is at its end, these are its transactions: its blocks learn their hashes.
    void endSegment(const std::vector<transition::ExecutedTransaction>& txs) {
        m_executed.insert(m_executed.end(), txs.begin(), txs.end());
    }

    /// The batch is at its end: what did not end before ends with it (B-3). The blocks, with their hashes.
    std::vector<AnchoredBlock> endBatch(const state::State& now) {
        if (!m_records.empty()) {
            m_records.emplace_back(codec::BlockEndRecord{0});
            endBlock(0, now);
        }
        auto executed = m_executed.begin();
        for (auto& block : m_blocks) {
            Bytes leaves;
            for (auto& tx : block.txs) {
                tx.executed = *executed++;
                base::append(leaves, tx.executed.leaf.view());
            }
            block.header.parentHash = m_lastHash;
            block.header.txsHash = crypto::keccak256(leaves);
            block.hash = m_lastHash = transition::blockHash(block.header);
            m_last = block.header;
        }
        return std::move(m_blocks);
    }

    /// To be told of every change.
    state::UndoBuilder& undo() { return m_undo; }
    const transition::BlockHeader& last() const { return m_last; }
    const Hash& lastHash() const { return m_lastHash; }

private:
    void endBlock(std::uint64_t ticks, const state::State& now) {
        const auto& previous = m_blocks.empty() ? m_last : m_blocks.back().header;
        AnchoredBlock block;
        block.header = {.number = previous.number + 1,
                        .parentHash = {},
                        .timeMs = timeAfter(previous.timeMs, ticks),
                        .stateRoot = now.root(),
                        .baseFeeWei = m_context.baseFeeWei,
                        .feeAccount = m_context.feeAccount,
                        .txCount = static_cast<std::uint32_t>(m_txs.size()),
                        .txsHash = {}};
        // The ticks that count: so the records give this block in any later batch too.
        m_records.back() = codec::BlockEndRecord{(block.header.timeMs - previous.timeMs) / protocol::kTickMs};
        block.records = std::exchange(m_records, {});
        block.undo = m_undo.take();
        block.inboxAfter = now.inboxCursor();
        for (auto& tx : std::exchange(m_txs, {}))
            block.txs.push_back({std::move(tx), {}});
        block.forced = std::exchange(m_forced, {});
        m_blocks.push_back(std::move(block));
        m_undo = state::UndoBuilder(now);
    }

    /// B-2.
    std::uint64_t timeAfter(std::uint64_t lastMs, std::uint64_t ticks) const {
        const auto room = (m_latestMs - std::min(m_latestMs, lastMs)) / protocol::kTickMs;
        return lastMs + std::min(ticks, room) * protocol::kTickMs;
    }

    const transition::BatchContext& m_context;
    std::uint64_t m_latestMs; ///< no block is later
    transition::BlockHeader m_last;
    Hash m_lastHash;
    std::vector<AnchoredBlock> m_blocks;
    std::vector<transition::ExecutedTransaction> m_executed; ///< of all blocks, in order
    // Of the block that has not ended yet:
    state::UndoBuilder m_undo;
    std::vector<codec::Record> m_records;
    std::vector<codec::Transaction> m_txs;
    std::vector<AnchoredBlock::Forced> m_forced;
};

/// Why the segment that was replayed is wrong, if it is.
std::optional<FraudReason> reasonOf(const transition::SegmentResult& result,
                                    const transition::Segment& segment, bool last,
                                    const transition::BatchHeader& header) {
    if (result.broken) return FraudReason::rule;
    if (result.postRoot != segment.postRoot) return FraudReason::postRoot;
    if (result.txRoot != segment.txRoot) return FraudReason::txRoot;
    if (last && (result.finalCursor != header.inboxAfter || segment.postRoot != header.postStateRoot))
        return FraudReason::cursor;
    return std::nullopt;
}

/// What a segment holds by its bytes alone, up to a record that does not decode (T-1).
void countRecords(const transition::BatchHeader& header, const transition::Segment& segment,
                  SegmentVerdict& verdict) {
    verdict.records = verdict.txs = 0;
    codec::RecordReader reader(segment.records, header.feeTemplate);
    while (!reader.atEnd()) {
        const auto record = reader.next();
        if (!record) return;
        ++verdict.records;
        if (std::holds_alternative<codec::TransferRecord>(*record)) ++verdict.txs;
    }
}

/// Counts what no replay has counted: the segments from a wrong one on. They stand on L1 all the same, and
/// a roll-back takes their transactions back too.
void countUnreplayed(VerifiedBatch& batch) {
    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        auto& verdict = batch.verdicts[i];
        if (verdict.agrees) continue;
        countRecords(batch.header, batch.segments[i], verdict);
        batch.txCount += verdict.txs;
    }
}

Result<VerifiedBatch> decodeBatch(const transition::BatchHeader& header, const Hash& hash, ByteView data) {
    auto segments = transition::decodeSegments(data);
    if (!segments) return segments.error();
    std::vector<Hash> leaves;
    for (const auto& segment : *segments)
        leaves.push_back(transition::segmentLeaf(segment));
    if (transition::segmentsHash(leaves) != header.segmentsHash)
        return Error{ErrorCode::batchOtherData, "The data of batch " + std::to_string(header.number) +
                                                    " are not those that its header commits to (A-2)."};
    VerifiedBatch batch;
    batch.header = header;
    batch.hash = hash;
    batch.segments = std::move(*segments);
    for (const auto& segment : batch.segments)
        batch.verdicts.push_back({.claimedRoot = segment.postRoot,
                                  .ownRoot = {},
                                  .bytes = static_cast<std::uint32_t>(segment.records.size())});
    return batch;
}

} // namespace

ChainPoint genesisPoint(std::uint64_t deployedAtMs) {
    ChainPoint genesis;
    genesis.block.timeMs = deployedAtMs / protocol::kTickMs * protocol::kTickMs;
    genesis.block.stateRoot = genesis.state.root();
    genesis.block.txsHash = crypto::keccak256(ByteView{});
    genesis.blockHash = transition::blockHash(genesis.block);
    return genesis;
}

Result<VerifiedBatch> describeBatch(const transition::BatchHeader& header, const Hash& hash, ByteView data) {
    auto batch = decodeBatch(header, hash, data);
    if (!batch) return batch.error();
    countUnreplayed(*batch);
    return batch;
}

Result<Verification> verifyBatch(const ChainPoint& before, const transition::BatchHeader& header,
                                 const Hash& hash, ByteView data, const BatchContext& judged) {
    auto described = decodeBatch(header, hash, data);
    if (!described) return described.error();
    Verification done{.batch = std::move(*described), .after = before};
    auto& batch = done.batch;
    batch.recomputed = true;

    const auto context = header.context(judged.l2ChainId, judged.tokens);
    auto state = before.state;
    BlockAssembler blocks(context, judged.l1TimeMs + protocol::kMaxAheadMs, before);
    const auto observe = [&](const codec::Record& record, const transition::RecordResult& result,
                             const state::State& now) { blocks.observe(record, result, now); };
    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        const auto& segment = batch.segments[i];
        const bool last = i + 1 == batch.segments.size();
        const auto result =
            transition::replaySegment(segment.records, context, state, judged.inbox, observe, &blocks.undo());
        blocks.endSegment(result.txs);
        auto& verdict = batch.verdicts[i];
        verdict.replayed = true;
        verdict.records = static_cast<std::uint32_t>(result.recordCount);
        verdict.txs = static_cast<std::uint32_t>(result.txs.size());
        verdict.ownRoot = result.broken ? Hash{} : result.postRoot;
        batch.inboxEntries += result.inboxConsumed;
        if (const auto reason = reasonOf(result, segment, last, header)) {
            batch.fraud = Fraud{.segment = static_cast<std::uint32_t>(i),
                                .reason = *reason,
                                .rule = result.broken,
                                .claimedRoot = segment.postRoot,
                                .ownRoot = verdict.ownRoot};
            countUnreplayed(batch);
            return done;
        }
        verdict.agrees = true;
        batch.txCount += verdict.txs;
    }
    batch.blocks = blocks.endBatch(state);
    done.after = {std::move(state), blocks.last(), blocks.lastHash()};
    return done;
}

} // namespace aw::verifier
