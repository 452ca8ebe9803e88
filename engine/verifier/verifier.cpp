#include "verifier/verifier.hpp"

#include "base/bytes.hpp"
#include "base/overloaded.hpp"
#include "base/protocol.hpp"
#include "crypto/keccak.hpp"

#include <utility>

namespace aw::verifier {
namespace {

/// Puts what the replay of segments shows together into L2 blocks (B-1 to B-3).
class BlockAssembler {
public:
    BlockAssembler(const transition::BatchContext& context, std::uint64_t latestMs,
                   const transition::BlockHeader& last, const Hash& lastHash, const state::State& before)
        : m_context(context)
        , m_latestMs(latestMs)
        , m_last(last)
        , m_lastHash(lastHash)
        , m_undo(before) {}

    /// To be told of every change before it is made.
    state::UndoBuilder& undo() { return m_undo; }

    /// A record was applied.
    void observe(const codec::Record& record, const transition::RecordResult& result,
                 const state::State& now) {
        m_open = true;
        if (result.tx) {
            ++m_txsSeen;
            ++m_blockTxs;
        }
        const auto keep = [&] { m_records.push_back(record); };
        std::visit(base::Overloaded{[&](const codec::BlockEndRecord& end) { noteEnd(end.ticks, now); },
                                    [&](const codec::DepositRecord&) { keep(); },
                                    [&](const codec::SkippedForcedRecord&) { keep(); },
                                    [&](const codec::ForcedRecord&) {
                                        keep();
                                        m_forced.push_back({now.inboxCursor() - 1, m_blockTxs});
                                    },
                                    [&](const codec::TransferRecord&) { keep(); }},
                   record);
    }

    /// The segment is at its end, these are its transactions: appends the blocks that ended in it.
    void endSegment(const std::vector<transition::ExecutedTransaction>& txs,
                    std::vector<AnchoredBlock>& blocks) {
        auto next = txs.begin();
        for (auto& end : std::exchange(m_ends, {})) {
            const auto past = txs.begin() + static_cast<std::ptrdiff_t>(end.txsBefore);
            m_txs.insert(m_txs.end(), next, past);
            next = past;
            blocks.push_back(endBlock(std::move(end)));
        }
        m_txs.insert(m_txs.end(), next, txs.end());
        m_txsSeen = 0;
    }

    /// The batch is at its end: what did not end before ends with it (B-3).
    void endBatch(const state::State& after, std::vector<AnchoredBlock>& blocks) {
        if (!m_open) return;
        noteEnd(0, after);
        endSegment({}, blocks);
    }

    const transition::BlockHeader& last() const { return m_last; }
    const Hash& lastHash() const { return m_lastHash; }

private:
    struct End {
        std::uint64_t ticks = 0;
        Hash stateRoot;
        std::size_t txsBefore = 0; ///< transactions of the segment
        std::uint64_t inboxAfter = 0;
        std::vector<AnchoredBlock::Forced> forced;
        std::vector<codec::Record> records; ///< without the end record
        state::Undo undo;
    };

    /// The block ends here; which transactions it has is known at the end of the segment.
    void noteEnd(std::uint64_t ticks, const state::State& now) {
        m_ends.push_back({.ticks = ticks,
                          .stateRoot = now.root(),
                          .txsBefore = m_txsSeen,
                          .inboxAfter = now.inboxCursor(),
                          .forced = std::exchange(m_forced, {}),
                          .records = std::exchange(m_records, {}),
                          .undo = m_undo.take()});
        m_undo = state::UndoBuilder(now);
        m_blockTxs = 0;
        m_open = false;
    }

    AnchoredBlock endBlock(End end) {
        Bytes leaves;
        for (const auto& tx : m_txs)
            base::append(leaves, tx.leaf.view());
        const auto timeMs = timeAfter(end.ticks);
        end.records.emplace_back(codec::BlockEndRecord{(timeMs - m_last.timeMs) / protocol::kTickMs});
        m_last = {.number = m_last.number + 1,
                  .parentHash = m_lastHash,
                  .timeMs = timeMs,
                  .stateRoot = end.stateRoot,
                  .baseFeeWei = m_context.baseFeeWei,
                  .feeAccount = m_context.feeAccount,
                  .txCount = static_cast<std::uint32_t>(m_txs.size()),
                  .txsHash = crypto::keccak256(leaves)};
        m_lastHash = transition::blockHash(m_last);
        return {.header = m_last,
                .hash = m_lastHash,
                .records = std::move(end.records),
                .inboxAfter = end.inboxAfter,
                .undo = std::move(end.undo),
                .txs = std::exchange(m_txs, {}),
                .forced = std::move(end.forced)};
    }

    /// B-2.
    std::uint64_t timeAfter(std::uint64_t ticks) const {
        const auto room = m_latestMs - std::min(m_latestMs, m_last.timeMs);
        return m_last.timeMs +
               (ticks > room / protocol::kTickMs ? room / protocol::kTickMs : ticks) * protocol::kTickMs;
    }

    const transition::BatchContext& m_context;
    std::uint64_t m_latestMs; ///< no block is later
    transition::BlockHeader m_last;
    Hash m_lastHash;
    std::vector<transition::ExecutedTransaction> m_txs; ///< of the block that has not ended yet
    // Of the block that has not ended yet, beside m_txs, which follow at the end of a segment.
    std::vector<AnchoredBlock::Forced> m_forced;
    std::vector<codec::Record> m_records;
    std::size_t m_blockTxs = 0;
    state::UndoBuilder m_undo;
    bool m_open = false; ///< whether there is one
    std::vector<End> m_ends;
    std::size_t m_txsSeen = 0;
};

} // namespace

Verifier::Verifier(std::uint64_t l2ChainId, const Hash& genesisHash, std::uint64_t genesisTimeMs)
    : m_l2ChainId(l2ChainId)
    , m_genesisHash(genesisHash)
    , m_prunedHash(genesisHash) {
    m_block.timeMs = genesisTimeMs / protocol::kTickMs * protocol::kTickMs;
    m_block.stateRoot = m_state.root();
    m_block.txsHash = crypto::keccak256(ByteView{});
    m_blockHash = transition::blockHash(m_block);
}

std::uint64_t Verifier::tipNumber() const {
    return m_entries.empty() ? m_prunedNumber : m_entries.back().batch.header.number;
}

Hash Verifier::tipHash() const { return m_entries.empty() ? m_prunedHash : m_entries.back().batch.hash; }

std::uint64_t Verifier::tipL1Block() const {
    return m_entries.empty() ? m_prunedL1Block : m_entries.back().batch.header.l1BlockNumber;
}

const VerifiedBatch* Verifier::disputed() const {
    for (const auto& entry : m_entries)
        if (entry.batch.fraud) return &entry.batch;
    return nullptr;
}

const state::State& Verifier::state() const { return m_state; }
const transition::BlockHeader& Verifier::block() const { return m_block; }
Hash Verifier::blockHash() const { return m_blockHash; }

std::uint64_t Verifier::lastValidBatch() const {
    const auto* wrong = disputed();
    return wrong ? wrong->header.number - 1 : tipNumber();
}

const VerifiedBatch* Verifier::find(std::uint64_t number) const {
    if (m_entries.empty() || number < m_entries.front().batch.header.number || number > tipNumber())
        return nullptr;
    return &m_entries[number - m_entries.front().batch.header.number].batch;
}

const state::State* Verifier::stateBefore(std::uint64_t number) const {
    const auto* batch = find(number);
    if (!batch || !batch->recomputed) return nullptr;
    return &m_entries[number - m_entries.front().batch.header.number].before;
}

Result<const VerifiedBatch*> Verifier::add(const transition::BatchHeader& header, const Hash& hash,
                                           ByteView data, std::uint64_t l1TimeMs,
                                           const state::TokenList& tokens,
                                           const transition::InboxReader& inbox) {
    if (header.number != tipNumber() + 1 || header.parentHash != tipHash())
        return Error{"verifier.order", "Batch " + std::to_string(header.number) + " does not follow batch " +
                                           std::to_string(tipNumber()) + " that is known here."};
    auto segments = transition::decodeSegments(data);
    if (!segments) return segments.error();
    std::vector<Hash> leaves;
    for (const auto& segment : *segments)
        leaves.push_back(transition::segmentLeaf(segment));
    if (leaves.size() != header.segmentCount || transition::segmentsHash(leaves) != header.segmentsHash)
        return Error{"batch.other-data", "The data of batch " + std::to_string(header.number) +
                                             " are not those that its header on L1 commits to."};

    const bool onWrong = disputed() != nullptr;
    auto& entry = m_entries.emplace_back();
    entry.batch.header = header;
    entry.batch.hash = hash;
    entry.batch.segments = std::move(*segments);
    entry.batch.recomputed = !onWrong;
    entry.blockBefore = m_block;
    entry.blockHashBefore = m_blockHash;
    if (!onWrong) entry.before = m_state;
    verify(entry, l1TimeMs, tokens, inbox);
    return &entry.batch;
}

void Verifier::verify(Entry& entry, std::uint64_t l1TimeMs, const state::TokenList& tokens,
                      const transition::InboxReader& inbox) {
    auto& batch = entry.batch;
    for (const auto& segment : batch.segments) {
        SegmentVerdict verdict;
        verdict.claimedRoot = segment.postRoot;
        verdict.bytes = static_cast<std::uint32_t>(segment.records.size());
        batch.verdicts.push_back(verdict);
    }
    if (!batch.recomputed) return;

    const auto context = batch.header.context(m_l2ChainId, tokens);
    auto state = entry.before;
    BlockAssembler blocks(context, l1TimeMs + protocol::kMaxAheadMs, m_block, m_blockHash, state);
    const auto observe = [&](const codec::Record& record, const transition::RecordResult& recordResult,
                             const state::State& now) { blocks.observe(record, recordResult, now); };

    for (std::size_t i = 0; i < batch.segments.size(); ++i) {
        const auto& segment = batch.segments[i];
        const bool last = i + 1 == batch.segments.size();
        const auto result =
            transition::replaySegment(segment.records, context, state, inbox, observe, &blocks.undo());
        blocks.endSegment(result.txs, batch.blocks);
        auto& verdict = batch.verdicts[i];
        verdict.replayed = true;
        verdict.records = static_cast<std::uint32_t>(result.recordCount);
        verdict.txs = static_cast<std::uint32_t>(result.txs.size());
        verdict.ownRoot = result.broken ? Hash{} : result.postRoot;
        batch.txCount += verdict.txs;
        batch.inboxEntries += result.inboxConsumed;

        std::optional<FraudReason> reason;
        if (result.broken)
            reason = FraudReason::rule;
        else if (result.postRoot != segment.postRoot)
            reason = FraudReason::postRoot;
        else if (result.txRoot != segment.txRoot)
            reason = FraudReason::txRoot;
        else if (last && (result.finalCursor != batch.header.inboxAfter ||
                          segment.postRoot != batch.header.postStateRoot))
            reason = FraudReason::cursor;
        if (reason) {
            batch.fraud = Fraud{.segment = static_cast<std::uint32_t>(i),
                                .reason = *reason,
                                .rule = result.broken,
                                .claimedRoot = segment.postRoot,
                                .ownRoot = verdict.ownRoot};
            return;
        }
        verdict.agrees = true;
    }
    blocks.endBatch(state, batch.blocks);
    m_state = std::move(state);
    m_block = blocks.last();
    m_blockHash = blocks.lastHash();
}

Result<void> Verifier::rollBack(std::uint64_t number) {
    if (number > tipNumber()) return {};
    if (!find(number))
        return Error{"verifier.too-deep",
                     "Batch " + std::to_string(number) +
                         " is rolled back on L1, but its pre-state is no longer kept here."};
    while (tipNumber() >= number) {
        auto& entry = m_entries.back();
        if (entry.batch.recomputed) {
            m_state = std::move(entry.before);
            m_block = entry.blockBefore;
            m_blockHash = entry.blockHashBefore;
        }
        m_entries.pop_back();
    }
    return {};
}

void Verifier::prune(std::uint64_t number) {
    while (!m_entries.empty() && m_entries.front().batch.header.number < number &&
           !m_entries.front().batch.fraud) {
        const auto& batch = m_entries.front().batch;
        m_prunedNumber = batch.header.number;
        m_prunedHash = batch.hash;
        m_prunedL1Block = batch.header.l1BlockNumber;
        m_entries.pop_front();
    }
}

} // namespace aw::verifier
