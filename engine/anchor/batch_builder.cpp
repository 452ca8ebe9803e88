#include "anchor/batch_builder.hpp"

#include "base/protocol.hpp"

#include <algorithm>

namespace aw::anchor {

namespace {

constexpr std::size_t kSegmentOverhead = 2 + 32 + 32;

/// Bits of an account index that all records of the blocks get along with.
unsigned indexBits(std::span<const sequencer::SealedBlock> blocks) {
    unsigned bits = 1;
    for (const auto& block : blocks)
        for (const auto& record : block.records)
            bits = std::max(bits, codec::indexBits(record));
    return bits;
}

/// The records of blocks, encoded and cut into segments.
class SegmentCutter {
public:
    SegmentCutter(const codec::FeeTemplate& feeTemplate, unsigned indexBits)
        : m_feeTemplate(feeTemplate)
        , m_indexBits(indexBits) {}

    void add(const codec::Record& record) {
        Bytes bytes;
        codec::encodeRecord(record, m_feeTemplate, m_indexBits, bytes);
        const auto indexes = codec::indexCount(record);
        if (m_segments.empty() || m_records == protocol::kSegmentRecords ||
            m_indexes + indexes > protocol::kSegmentIndexes ||
            m_segments.back().size() + bytes.size() > protocol::kMaxSegmentBytes) {
            m_segments.push_back({static_cast<std::uint8_t>(m_indexBits)});
            m_records = 0;
            m_indexes = 0;
            ++m_size;
        }
        m_segments.back().insert(m_segments.back().end(), bytes.begin(), bytes.end());
        m_size += bytes.size();
        ++m_records;
        m_indexes += indexes;
    }

    std::size_t size() const { return m_size + m_segments.size() * kSegmentOverhead; }
    std::size_t count() const { return m_segments.size(); }
    std::vector<Bytes>& segments() { return m_segments; }

private:
    codec::FeeTemplate m_feeTemplate;
    unsigned m_indexBits;
    std::vector<Bytes> m_segments;
    std::size_t m_records = 0; ///< of the last segment
    std::size_t m_indexes = 0; ///< of the last segment
    std::size_t m_size = 0;
};

} // namespace

std::size_t estimateBytes(std::span<const sequencer::SealedBlock> blocks) {
    if (blocks.empty()) return 0;
    SegmentCutter cutter(sequencer::templateFor(blocks.front().header.baseFeeWei), indexBits(blocks));
    for (const auto& block : blocks)
        for (const auto& record : block.records)
            cutter.add(record);
    return cutter.size();
}

Result<BuiltBatch> buildBatch(const state::State& before, std::span<const sequencer::SealedBlock> blocks,
                              std::uint64_t l2ChainId, const state::TokenList& tokens,
                              const transition::InboxReader& inbox, const BatchLimits& limits,
                              const Tamper& tamper) {
    if (blocks.empty()) return Error{ErrorCode::anchorNothing, "There is no L2 block to anchor."};
    const auto& first = blocks.front().header;
    BuiltBatch batch;
    batch.baseFeeWei = first.baseFeeWei;
    batch.feeAccount = first.feeAccount;
    batch.feeTemplate = sequencer::templateFor(first.baseFeeWei);

    SegmentCutter cutter(batch.feeTemplate, indexBits(blocks));
    for (const auto& block : blocks) {
        if (block.header.baseFeeWei != first.baseFeeWei || block.header.feeAccount != first.feeAccount) break;
        auto grown = cutter;
        for (const auto& record : block.records)
            grown.add(record);
        const bool fits = grown.size() <= limits.maxBytes && grown.count() <= protocol::kMaxSegments;
        if (!fits && batch.blockCount > 0) break;
        cutter = std::move(grown);
        ++batch.blockCount;
        batch.txCount += block.txCount();
        batch.l1 = block.l1;
        batch.inboxAfter = block.inboxAfter;
    }

    const transition::BatchContext context{.l2ChainId = l2ChainId,
                                           .baseFeeWei = batch.baseFeeWei,
                                           .feeAccount = batch.feeAccount,
                                           .feeTemplate = batch.feeTemplate,
                                           .inboxAfter = batch.inboxAfter,
                                           .tokens = &tokens};
    batch.after = before;
    const auto tampered = cutter.count() / 2;
    for (std::size_t i = 0; i < cutter.count(); ++i) {
        if (tamper && i == tampered) tamper(batch.after);
        auto& records = cutter.segments()[i];
        const auto replayed = transition::replaySegment(records, context, batch.after, inbox);
        if (replayed.broken)
            return Error{ErrorCode::anchorRule,
                         "Record " + std::to_string(replayed.brokenAt) + " of segment " + std::to_string(i) +
                             " breaks " + transition::ruleName(*replayed.broken) + "; nothing was anchored."};
        batch.segments.push_back({replayed.postRoot, replayed.txRoot, std::move(records)});
    }
    batch.data = transition::encodeSegments(batch.segments);
    return batch;
}

} // namespace aw::anchor
