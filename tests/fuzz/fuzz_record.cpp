#include "codec/record.hpp"
#include "fuzz.hpp"

using namespace aw;
using namespace aw::codec;

/// The records of a segment, one after another. What is decoded is encoded in no more bytes, and decoded to
/// the same again.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr FeeTemplate kTemplate{.gasLimit = 21000, .maxFeeWei = 2'000'000'000, .tipWei = 0};
    const ByteView segment(data, size);
    for (std::size_t offset = 0; offset < size;) {
        const auto start = offset;
        const auto record = decodeRecord(segment, offset, kTemplate);
        if (!record) {
            fuzz::require(offset == start);
            return 0;
        }
        fuzz::require(offset > start && offset <= size);
        Bytes encoded;
        encodeRecord(*record, kTemplate, encoded);
        fuzz::require(encoded.size() <= offset - start);
        std::size_t end = 0;
        const auto again = decodeRecord(encoded, end, kTemplate);
        fuzz::require(again && *again == *record && end == encoded.size());
    }
    return 0;
}
