#include "codec/rlp.hpp"
#include "fuzz.hpp"

#include <algorithm>

using namespace aw;
using namespace aw::codec;

namespace {

Bytes encodeAgain(const rlp::Item& item) {
    Bytes out;
    if (!item.isList) {
        rlp::encodeString(item.payload, out);
        return out;
    }
    Bytes items;
    for (const auto& child : item.items) {
        const auto encoded = encodeAgain(child);
        items.insert(items.end(), encoded.begin(), encoded.end());
    }
    rlp::encodeList(items, out);
    return out;
}

void readNumbers(const rlp::Item& item) {
    if (const auto number = item.number(); number && !item.isList) {
        Bytes out;
        rlp::encodeNumber(*number, out);
        Bytes same;
        rlp::encodeString(item.payload, same);
        fuzz::require(out == same);
    }
    if (const auto number = item.number64()) fuzz::require(*item.number() == *number);
    for (const auto& child : item.items)
        readNumbers(child);
}

} // namespace

/// What is accepted is the one encoding of what it says.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView bytes(data, size);
    const auto item = rlp::decode(bytes);
    if (!item) return 0;
    const auto again = encodeAgain(*item);
    fuzz::require(std::ranges::equal(again, bytes));
    readNumbers(*item);
    return 0;
}
