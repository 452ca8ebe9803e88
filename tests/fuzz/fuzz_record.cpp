#include "codec/record.hpp"
#include "fuzz.hpp"

using namespace aw;
using namespace aw::codec;

/// The records of a segment, one after another. What is decoded is encoded in no more bytes, and decoded to
/// the same again.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr FeeTemplate kTemplate{.maxFeeWei = 2'000'000'000, .tipWei = 0};
    RecordReader reader(ByteView(data, size), kTemplate);
    while (!reader.atEnd()) {
        const auto start = reader.offset();
        const auto record = reader.next();
        if (!record) {
            fuzz::require(reader.offset() == start);
            return 0;
        }
        fuzz::require(reader.offset() > start && reader.offset() <= size);
        fuzz::require(indexBits(*record) <= reader.bits());
        Bytes encoded{static_cast<std::uint8_t>(reader.bits())};
        encodeRecord(*record, kTemplate, reader.bits(), encoded);
        fuzz::require(encoded.size() - 1 <= reader.offset() - start);
        RecordReader again(encoded, kTemplate);
        const auto same = again.next();
        fuzz::require(same && *same == *record && again.atEnd());
    }
    return 0;
}
