#pragma once

#include "transition/segment.hpp"

/// Batches and their hashes, PROTOCOL.md section 7, and L2 blocks (B-1 to B-3).
namespace aw::transition {

/// IRollup.BatchHeader, member for member.
struct BatchHeader {
    Address rollup;
    std::uint64_t number = 0;
    Hash parentHash;
    Address operatorAddress;
    std::uint64_t era = 0;
    std::uint64_t baseFeeWei = 0;
    std::uint64_t l1BlockNumber = 0;
    Hash l1BlockHash;
    std::uint64_t submittedAt = 0;
    AccountIndex feeAccount;
    codec::FeeTemplate feeTemplate;
    std::uint64_t inboxBefore = 0;
    std::uint64_t inboxAfter = 0;
    Hash preStateRoot;
    Hash postStateRoot;
    Hash segmentsHash;
    std::uint32_t segmentCount = 0;
    Wei bondWei;

    bool operator==(const BatchHeader&) const = default;
    /// What its records share; `tokens` must outlive it.
    BatchContext context(std::uint64_t l2ChainId, const state::TokenList& tokens) const;
};

/// 32-byte words of an encoded header.
inline constexpr std::size_t kHeaderWords = 19;
///
Hash batchHash(const BatchHeader& header);
/// The 19 words of abi.encode(BatchHeader).
Bytes encodeHeader(const BatchHeader& header);
/// Error "batch.malformed-header".
Result<BatchHeader> decodeHeader(ByteView words);
/// Parent of batch 1.
Hash genesisHash(const Address& rollup, std::uint64_t l2ChainId);

/// One segment of A-1.
struct Segment {
    Hash postRoot;
    Hash txRoot;
    Bytes records;
    bool operator==(const Segment&) const = default;
};
///
Bytes encodeSegments(const std::vector<Segment>& segments);
/// Error "batch.malformed-data".
Result<std::vector<Segment>> decodeSegments(ByteView data);
///
Hash segmentLeaf(const Segment& segment);
Hash segmentsHash(const std::vector<Hash>& leaves);

/// Header of an L2 block.
struct BlockHeader {
    std::uint64_t number = 0;
    Hash parentHash;
    std::uint64_t timeMs = 0;
    Hash stateRoot;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount;
    std::uint32_t txCount = 0;
    Hash txsHash; ///< keccak-256 of the txLeafs joined
    bool operator==(const BlockHeader&) const = default;
};
/// B-3.
Hash blockHash(const BlockHeader& header);

} // namespace aw::transition
