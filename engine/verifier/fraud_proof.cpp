#include "verifier/fraud_proof.hpp"

#include "crypto/keccak.hpp"

namespace aw::verifier {

Result<FraudProof> buildFraudProof(const state::State& before, const VerifiedBatch& batch,
                                   std::uint64_t l2ChainId, const state::TokenList& tokens,
                                   const transition::InboxReader& inbox) {
    if (!batch.fraud)
        return Error{ErrorCode::challengeAgrees,
                     "Batch " + std::to_string(batch.header.number) +
                         " agrees with the own replay in every root; there is nothing "
                         "to prove."};
    FraudProof proof;
    proof.batchHash = batch.hash;
    auto& call = proof.call;
    call.header = batch.header;
    call.index = batch.fraud->segment;
    for (const auto& segment : batch.segments)
        call.segmentLeaves.push_back(transition::segmentLeaf(segment));
    const auto& segment = batch.segments[call.index];
    call.postRoot = segment.postRoot;
    call.txRoot = segment.txRoot;
    call.records = segment.records;
    if (call.index > 0) {
        const auto& previous = batch.segments[call.index - 1];
        call.previous = {previous.postRoot, previous.txRoot, crypto::keccak256(previous.records)};
    }
    const auto context = batch.header.context(l2ChainId, tokens);
    auto state = before;
    for (std::uint32_t i = 0; i < call.index; ++i)
        transition::replaySegment(batch.segments[i].records, context, state, inbox);
    call.witness = transition::buildWitness(segment.records, context, state, inbox).encode();
    return proof;
}

} // namespace aw::verifier
