#pragma once

#include "l1/contracts.hpp"
#include "verifier/verifier.hpp"

namespace aw::verifier {

/// A proof against a batch that is disputed here.
struct FraudProof {
    Hash batchHash;
    l1::BadSegmentProof call; ///< its salt is still zero
};

/// Builds the proof from the state before the batch. Errors "challenge.unknown-batch", "challenge.agrees"
/// (the own replay agrees with the batch), "challenge.follows-wrong" (the batch stands on a wrong one:
/// challenge that one).
Result<FraudProof> buildFraudProof(const Verifier& verifier, std::uint64_t number, std::uint64_t l2ChainId,
                                   const state::TokenList& tokens, const transition::InboxReader& inbox);

} // namespace aw::verifier
