#include "base/bytes.hpp"
#include "codec/abi.hpp"
#include "crypto/keccak.hpp"
#include "l1/contracts.hpp"

#include <limits>

namespace aw::l1 {

using codec::abi::Decoder;
using codec::abi::Encoder;

namespace {

constexpr const char* kSubmitBatch =
    "submitBatch((bytes32,uint64,bytes32,uint64,uint32,uint64,uint64,uint64),bytes)";

std::string withHeader(const char* before, const char* after) {
    return std::string(before) + std::string(kBatchHeaderType) + after;
}

/// The header's words as a static tuple.
Encoder headerTuple(const transition::BatchHeader& header) {
    const auto words = transition::encodeHeader(header);
    Encoder tuple;
    for (std::size_t at = 0; at < words.size(); at += Hash::kSize)
        tuple.hash(Hash::from(ByteView(words).subspan(at, Hash::kSize)));
    return tuple;
}

Encoder fraudArguments(const BadSegmentProof& proof) {
    Encoder opening;
    opening.hash(proof.previous.postRoot).hash(proof.previous.txRoot).hash(proof.previous.recordsHash);
    Encoder tuple;
    tuple.staticTuple(headerTuple(proof.header))
        .hashes(proof.segmentLeaves)
        .number(proof.index)
        .staticTuple(opening)
        .hash(proof.postRoot)
        .hash(proof.txRoot)
        .bytes(proof.records)
        .bytes(proof.witness)
        .hash(proof.salt);
    Encoder arguments;
    arguments.dynamicTuple(tuple);
    return arguments;
}

std::string fraudSignature(const char* name) {
    return withHeader((std::string(name) + "((").c_str(),
                      ",bytes32[],uint32,(bytes32,bytes32,bytes32),bytes32,bytes32,bytes,bytes,bytes32))");
}

} // namespace

namespace calls {

Bytes submitBatch(const Submission& submission, ByteView data) {
    Encoder tuple;
    tuple.hash(submission.parentHash)
        .number(submission.l1BlockNumber)
        .hash(submission.l1BlockHash)
        .number(submission.baseFeeWei)
        .number(submission.feeAccount.value)
        .number(submission.feeTemplate.maxFeeWei)
        .number(submission.feeTemplate.tipWei)
        .number(submission.inboxAfter);
    Encoder arguments;
    return arguments.staticTuple(tuple).bytes(data).call(kSubmitBatch);
}

Bytes heartbeat() { return Encoder().call("heartbeat()"); }

Bytes registerOperator(std::uint64_t bidWei, std::string_view url) {
    return Encoder().number(bidWei).text(url).call("register(uint64,string)");
}

Bytes setBid(std::uint64_t bidWei) { return Encoder().number(bidWei).call("setBid(uint64)"); }

Bytes leave() { return Encoder().call("leave()"); }

Bytes stepDown() { return Encoder().call("stepDown()"); }

Bytes releaseBond() { return Encoder().call("releaseBond()"); }

Bytes claim() { return Encoder().call("claim()"); }

Bytes deposit(const Address& to) { return Encoder().address(to).call("deposit(address)"); }

Bytes registerToken(const Address& token) { return Encoder().address(token).call("registerToken(address)"); }

Bytes depositToken(const Address& token, const Address& to, const Wei& amount) {
    return Encoder()
        .address(token)
        .address(to)
        .number(U256(amount))
        .call("depositToken(address,address,uint256)");
}

Bytes withdraw(const transition::BatchHeader& header, const AccountProof& proof) {
    Encoder account;
    account.number(proof.index.value)
        .address(proof.owner)
        .number(proof.token)
        .number(proof.nonce)
        .number(U256(proof.balance))
        .number(U256(proof.withdrawn))
        .number(proof.accountCount)
        .number(proof.inboxCursor)
        .number(proof.txCount);
    for (const auto& sibling : proof.siblings)
        account.hash(sibling);
    Encoder arguments;
    return arguments.staticTuple(headerTuple(header))
        .staticTuple(account)
        .call(
            withHeader("withdraw(",
                       ",(uint32,address,uint32,uint64,uint128,uint128,uint64,uint64,uint64,bytes32[32]))"));
}

Bytes commitFraud(const Hash& commitment) { return Encoder().hash(commitment).call("commit(bytes32)"); }

Bytes proveBadSegment(const BadSegmentProof& proof) {
    return fraudArguments(proof).call(fraudSignature("proveBadSegment"));
}

Bytes checkBadSegment(const BadSegmentProof& proof) {
    return fraudArguments(proof).call(fraudSignature("checkBadSegment"));
}

Bytes answerDemand(std::uint64_t id, const Signature& signature) {
    Hash r;
    Hash s;
    std::copy_n(signature.bytes.begin(), Hash::kSize, r.bytes.begin());
    std::copy_n(signature.bytes.begin() + Hash::kSize, Hash::kSize, s.bytes.begin());
    return Encoder()
        .number(id)
        .number(signature.bytes[2 * Hash::kSize])
        .hash(r)
        .hash(s)
        .call("answer(uint64,(uint8,bytes32,bytes32))");
}

Bytes isFinal(const transition::BatchHeader& header) {
    return headerTuple(header).call(withHeader("isFinal(", ")"));
}

Bytes isInChain(const transition::BatchHeader& header) {
    return headerTuple(header).call(withHeader("isInChain(", ")"));
}

} // namespace calls

Hash fraudCommitment(const Address& challenger, const Hash& subject, const Hash& salt) {
    return crypto::keccak256(Encoder().address(challenger).hash(subject).hash(salt).encoded());
}

Hash segmentSubject(const Hash& batchHash, std::uint32_t segment, ByteView witness) {
    return crypto::keccak256(
        Encoder().hash(batchHash).number(segment).hash(crypto::keccak256(witness)).encoded());
}

} // namespace aw::l1
