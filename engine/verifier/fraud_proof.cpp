#include "verifier/fraud_proof.hpp"

#include "codec/abi.hpp"
#include "crypto/keccak.hpp"

namespace aw::verifier {

namespace {

/// IFraud.BadSegmentProof as the ABI names it.
const std::string kProofType = "((address,uint64,bytes32,address,uint64,uint64,uint64,bytes32,uint64,uint32,"
                               "uint64,uint64,uint64,uint64,uint64,"
                               "bytes32,bytes32,bytes32,uint32,uint128),bytes32[],uint32,(bytes32,bytes32,"
                               "bytes32),bytes32,bytes32,bytes,bytes,"
                               "bytes32)";

codec::abi::Encoder headerTuple(const transition::BatchHeader& header) {
    codec::abi::Encoder tuple;
    tuple.address(header.rollup)
        .number(header.number)
        .hash(header.parentHash)
        .address(header.operatorAddress)
        .number(header.era)
        .number(header.baseFeeWei)
        .number(header.l1BlockNumber)
        .hash(header.l1BlockHash)
        .number(header.submittedAt)
        .number(header.feeAccount.value)
        .number(header.feeTemplate.gasLimit)
        .number(header.feeTemplate.maxFeeWei)
        .number(header.feeTemplate.tipWei)
        .number(header.inboxBefore)
        .number(header.inboxAfter)
        .hash(header.preStateRoot)
        .hash(header.postStateRoot)
        .hash(header.segmentsHash)
        .number(header.segmentCount)
        .number(U256(header.bondWei));
    return tuple;
}

Bytes encodeCall(const std::string& function, const BadSegmentProof& proof, const Hash& salt) {
    codec::abi::Encoder opening;
    if (proof.previous)
        opening.hash(proof.previous->postRoot)
            .hash(proof.previous->txRoot)
            .hash(crypto::keccak256(proof.previous->records));
    else
        opening.hash({}).hash({}).hash({});
    codec::abi::Encoder tuple;
    tuple.staticTuple(headerTuple(proof.header))
        .hashes(proof.segmentLeaves)
        .number(proof.index)
        .staticTuple(opening)
        .hash(proof.segment.postRoot)
        .hash(proof.segment.txRoot)
        .bytes(proof.segment.records)
        .bytes(proof.witness.encode())
        .hash(salt);
    return codec::abi::Encoder().dynamicTuple(tuple).call(function + "(" + kProofType + ")");
}

} // namespace

Result<BadSegmentProof> buildBadSegmentProof(const Verifier& verifier, std::uint64_t number,
                                             std::uint64_t l2ChainId, const transition::InboxReader& inbox) {
    const auto name = "Batch " + std::to_string(number);
    const auto* batch = verifier.find(number);
    if (!batch)
        return Error{"challenge.unknown-batch",
                     name + " is not among the batches that can still be challenged."};
    if (!batch->recomputed) {
        const auto* wrong = verifier.disputed();
        return Error{"challenge.follows-wrong", name + " stands on a wrong batch; challenge batch " +
                                                    std::to_string(wrong->header.number) + "."};
    }
    if (!batch->fraud)
        return Error{"challenge.agrees",
                     name + " agrees with the own replay in every root; there is nothing to prove."};

    BadSegmentProof proof;
    proof.header = batch->header;
    proof.batchHash = batch->hash;
    proof.index = batch->fraud->segment;
    for (const auto& segment : batch->segments)
        proof.segmentLeaves.push_back(transition::segmentLeaf(segment));
    proof.segment = batch->segments[proof.index];
    if (proof.index > 0) proof.previous = batch->segments[proof.index - 1];

    const auto context = batch->header.context(l2ChainId);
    auto before = *verifier.stateBefore(number);
    for (std::uint32_t i = 0; i < proof.index; ++i)
        transition::replaySegment(batch->segments[i].records, context, before, inbox);
    proof.witness = transition::buildWitness(proof.segment.records, context, before, inbox);
    return proof;
}

Hash commitment(const Address& challenger, const Hash& batchHash, std::uint32_t segment, const Hash& salt) {
    codec::abi::Encoder tuple;
    tuple.address(challenger).hash(batchHash).number(segment).hash(salt);
    return crypto::keccak256(tuple.encoded());
}

Bytes encodeCommit(const Hash& commitment) {
    return codec::abi::Encoder().hash(commitment).call("commit(bytes32)");
}

Bytes encodeProveBadSegment(const BadSegmentProof& proof, const Hash& salt) {
    return encodeCall("proveBadSegment", proof, salt);
}

Bytes encodeCheckBadSegment(const BadSegmentProof& proof) { return encodeCall("checkBadSegment", proof, {}); }

} // namespace aw::verifier
