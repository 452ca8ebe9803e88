#pragma once

#include "l1/contracts.hpp"
#include "verifier/verifier.hpp"

namespace aw::verifier {

/// A proof against a batch that is disputed here.
struct FraudProof {
    Hash batchHash;
    l1::BadSegmentProof call; ///< its salt is still zero
};

/// Builds the proof from the state before the batch. Error "challenge.agrees" (the own replay agrees with the
/// batch, or it was not recomputed). Pure.
Result<FraudProof> buildFraudProof(const state::State& before, const VerifiedBatch& batch,
                                   std::uint64_t l2ChainId, const state::TokenList& tokens,
                                   const transition::InboxReader& inbox);

} // namespace aw::verifier
