#include "transition/batch.hpp"

#include "base/bytes.hpp"
#include "base/protocol.hpp"
#include "codec/abi.hpp"
#include "crypto/keccak.hpp"

#include <limits>

namespace aw::transition {
namespace {

constexpr std::uint8_t kBlockDomain = 0x04;
constexpr std::uint8_t kSegmentDomain = 0x07;

Error malformedData(std::size_t offset, std::string_view what) {
    return {ErrorCode::batchMalformedData, "The batch data is malformed at byte " + std::to_string(offset) +
                                               " (A-14): " + std::string(what) + "."};
}

} // namespace

BatchContext BatchHeader::context(std::uint64_t l2ChainId, const state::TokenList& tokens) const {
    return {.l2ChainId = l2ChainId,
            .baseFeeWei = baseFeeWei,
            .feeAccount = feeAccount,
            .feeTemplate = feeTemplate,
            .inboxAfter = inboxAfter,
            .tokens = &tokens};
}

Bytes encodeHeader(const BatchHeader& header) {
    return codec::abi::Encoder()
        .address(header.rollup)
        .number(header.number)
        .hash(header.parentHash)
        .address(header.operatorAddress)
        .number(header.era)
        .number(header.baseFeeWei)
        .number(header.l1BlockNumber)
        .hash(header.l1BlockHash)
        .number(header.submittedAt)
        .number(header.feeAccount.value)
        .number(header.feeTemplate.maxFeeWei)
        .number(header.feeTemplate.tipWei)
        .number(header.inboxBefore)
        .number(header.inboxAfter)
        .hash(header.preStateRoot)
        .hash(header.postStateRoot)
        .hash(header.segmentsHash)
        .number(header.segmentCount)
        .number(U256(header.bondWei))
        .encoded();
}

Result<BatchHeader> decodeHeader(ByteView words) {
    const Error malformed{ErrorCode::batchMalformedHeader,
                          "The bytes are no batch header of 19 words (A-3)."};
    if (words.size() != kHeaderWords * 32) return malformed;
    codec::abi::Decoder decoder(words);
    BatchHeader header;
    header.rollup = decoder.address();
    header.number = decoder.number64();
    header.parentHash = decoder.hash();
    header.operatorAddress = decoder.address();
    header.era = decoder.number64();
    header.baseFeeWei = decoder.number64();
    header.l1BlockNumber = decoder.number64();
    header.l1BlockHash = decoder.hash();
    header.submittedAt = decoder.number64();
    const auto feeAccount = decoder.number64();
    header.feeTemplate.maxFeeWei = decoder.number64();
    header.feeTemplate.tipWei = decoder.number64();
    header.inboxBefore = decoder.number64();
    header.inboxAfter = decoder.number64();
    header.preStateRoot = decoder.hash();
    header.postStateRoot = decoder.hash();
    header.segmentsHash = decoder.hash();
    const auto segmentCount = decoder.number64();
    header.bondWei = decoder.number128();
    constexpr auto kMax32 = std::numeric_limits<std::uint32_t>::max();
    if (!decoder.ok() || feeAccount > kMax32 || segmentCount > kMax32) return malformed;
    header.feeAccount.value = static_cast<std::uint32_t>(feeAccount);
    header.segmentCount = static_cast<std::uint32_t>(segmentCount);
    return header;
}

Hash batchHash(const BatchHeader& header) { return crypto::keccak256(encodeHeader(header)); }

Hash genesisHash(const Address& rollup, std::uint64_t l2ChainId) {
    Bytes number;
    base::appendBigEndian(number, l2ChainId);
    return crypto::keccak256({rollup.view(), number});
}

Bytes encodeSegments(const std::vector<Segment>& segments) {
    Bytes data;
    for (const auto& segment : segments) {
        base::appendBigEndian(data, static_cast<std::uint16_t>(segment.records.size()));
        base::append(data, segment.postRoot.view());
        base::append(data, segment.txRoot.view());
        base::append(data, segment.records);
    }
    return data;
}

Result<std::vector<Segment>> decodeSegments(ByteView data) {
    base::ByteReader reader(data);
    std::vector<Segment> segments;
    while (reader.left() > 0) {
        const auto offset = data.size() - reader.left();
        if (segments.size() == protocol::kMaxSegments) return malformedData(offset, "more than 256 segments");
        const auto length = reader.number<std::uint16_t>();
        Segment segment;
        segment.postRoot = reader.fixed<Hash>();
        segment.txRoot = reader.fixed<Hash>();
        const auto records = reader.take(length);
        if (!reader.ok()) return malformedData(offset, "the segment is cut off");
        if (length == 0 || length > protocol::kMaxSegmentBytes)
            return malformedData(offset, "a segment has 1 to 6144 bytes");
        if (segment.postRoot.isZero()) return malformedData(offset, "the state root is zero");
        segment.records.assign(records.begin(), records.end());
        segments.push_back(std::move(segment));
    }
    if (segments.empty()) return malformedData(0, "there is no segment");
    return segments;
}

Hash segmentLeaf(const Segment& segment) {
    const auto recordsHash = crypto::keccak256(segment.records);
    return crypto::keccak256(
        {ByteView(&kSegmentDomain, 1), segment.postRoot.view(), segment.txRoot.view(), recordsHash.view()});
}

Hash segmentsHash(const std::vector<Hash>& leaves) {
    Bytes joined;
    for (const auto& leaf : leaves)
        base::append(joined, leaf.view());
    return crypto::keccak256(joined);
}

Hash blockHash(const BlockHeader& header) {
    Bytes bytes{kBlockDomain};
    base::appendBigEndian(bytes, header.number);
    base::append(bytes, header.parentHash.view());
    base::appendBigEndian(bytes, header.timeMs);
    base::append(bytes, header.stateRoot.view());
    base::appendBigEndian(bytes, header.baseFeeWei);
    base::appendBigEndian(bytes, header.feeAccount.value);
    base::appendBigEndian(bytes, header.txCount);
    base::append(bytes, header.txsHash.view());
    return crypto::keccak256(bytes);
}

} // namespace aw::transition
