#pragma once

#include "verifier/verifier.hpp"

namespace aw::verifier {

/// IFraud.BadSegmentProof without its salt.
struct BadSegmentProof {
    transition::BatchHeader header;
    Hash batchHash;
    std::vector<Hash> segmentLeaves;
    std::uint32_t index = 0;
    std::optional<transition::Segment> previous; ///< the segment before; none for index 0
    transition::Segment segment;
    state::Witness witness;
};

/// Builds the proof against a disputed batch from the state before it. Errors "challenge.unknown-batch",
/// "challenge.agrees" (own replay agrees with the batch), "challenge.follows-wrong" (the batch stands on a
/// wrong one: challenge that one).
Result<BadSegmentProof> buildBadSegmentProof(const Verifier& verifier, std::uint64_t number,
                                             std::uint64_t l2ChainId, const transition::InboxReader& inbox);

/// F-3.
Hash commitment(const Address& challenger, const Hash& batchHash, std::uint32_t segment, const Hash& salt);

/// Calls of IFraud.
Bytes encodeCommit(const Hash& commitment);
Bytes encodeProveBadSegment(const BadSegmentProof& proof, const Hash& salt);
Bytes encodeCheckBadSegment(const BadSegmentProof& proof);

} // namespace aw::verifier
