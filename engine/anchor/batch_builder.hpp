#pragma once

#include "sequencer/block.hpp"
#include "transition/batch.hpp"

#include <functional>
#include <span>

namespace aw::anchor {

/// What a batch may hold.
struct BatchLimits {
    std::size_t maxBytes = 96 * 1024; ///< of data; L1 transactions are bounded by 128 KiB
};

/// A batch ready for submission, and the state it claims.
struct BuiltBatch {
    std::size_t blockCount = 0; ///< leading blocks that went in
    std::uint32_t txCount = 0;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount;
    codec::FeeTemplate feeTemplate;
    sequencer::L1Reference l1;
    std::uint64_t inboxAfter = 0;
    std::vector<transition::Segment> segments;
    Bytes data; ///< A-1
    state::State after;
};

/// For the Lab's faults: called once before the segment in the middle, may change the state that is claimed.
using Tamper = std::function<void(state::State&)>;

/// Cuts leading blocks of one base fee and fee account into segments of at most kSegmentRecords records, and
/// computes each one's roots from `before`. Blocks must be executable over `before` unless it was tampered
/// with. Errors "anchor.nothing" (no block), "anchor.rule" (a record breaks a rule over `before`).
Result<BuiltBatch> buildBatch(const state::State& before, std::span<const sequencer::SealedBlock> blocks,
                              std::uint64_t l2ChainId, const state::TokenList& tokens,
                              const transition::InboxReader& inbox, const BatchLimits& limits,
                              const Tamper& tamper = {});

/// Bytes of data that the blocks would take, without roots being computed.
std::size_t estimateBytes(std::span<const sequencer::SealedBlock> blocks);

} // namespace aw::anchor
