#include "codec/rlp.hpp"

#include "base/bytes.hpp"

#include <algorithm>
#include <bit>

namespace aw::codec::rlp {
namespace {

constexpr unsigned kMaxDepth = 16;
// A byte of input can become an item of some 60 bytes: bounded, so that a hostile message cannot take memory
// at sixty times its size.
constexpr std::size_t kMaxItems = 1 << 20;
constexpr std::size_t kUsualItems = 12; // fields of a transaction

/// Bytes that a number takes without leading zeros.
unsigned digitsOf(std::uint64_t value) { return (static_cast<unsigned>(std::bit_width(value)) + 7) / 8; }

void putDigits(std::uint64_t value, unsigned digits, Bytes& out) {
    for (auto i = digits; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

void encodeHead(std::uint8_t shortBase, std::size_t size, Bytes& out) {
    if (size < 56) {
        out.push_back(static_cast<std::uint8_t>(shortBase + size));
        return;
    }
    const auto digits = digitsOf(size);
    out.push_back(static_cast<std::uint8_t>(shortBase + 55 + digits));
    putDigits(size, digits, out);
}

Error truncated() { return {ErrorCode::rlpTruncated, "The RLP item is longer than the bytes given."}; }
Error notCanonical() {
    return {ErrorCode::rlpNotCanonical, "The RLP item is not in its one canonical form."};
}

class Parser {
public:
    /// Takes one item off the front of the bytes.
    Result<Item> item(ByteView& rest, unsigned depth) {
        if (rest.empty()) return truncated();
        if (depth > kMaxDepth)
            return Error{ErrorCode::rlpTooDeep, "The RLP lists are nested more than 16 deep."};
        if (++m_items > kMaxItems)
            return Error{ErrorCode::rlpTooManyItems, "The RLP bytes hold too many items."};
        const auto head = rest[0];
        if (head < 0x80) {
            const Item single{.isList = false, .payload = rest.first(1), .items = {}};
            rest = rest.subspan(1);
            return single;
        }
        const bool isList = head >= 0xc0;
        const std::size_t shortForm = head - (isList ? 0xc0U : 0x80U);
        rest = rest.subspan(1);
        auto size = shortForm;
        if (shortForm > 55) {
            const auto longSize = takeLongSize(rest, shortForm - 55);
            if (!longSize) return longSize.error();
            size = *longSize;
        }
        if (size > rest.size()) return truncated();
        Item result{.isList = isList, .payload = rest.first(size), .items = {}};
        rest = rest.subspan(size);
        if (!isList) {
            if (size == 1 && result.payload[0] < 0x80) return notCanonical();
            return result;
        }
        if (depth == 0) result.items.reserve(std::min<std::size_t>(size, kUsualItems));
        for (auto inner = result.payload; !inner.empty();) {
            auto child = item(inner, depth + 1);
            if (!child) return child.error();
            result.items.push_back(std::move(*child));
        }
        return result;
    }

private:
    static Result<std::size_t> takeLongSize(ByteView& rest, std::size_t digits) {
        if (digits > rest.size()) return truncated();
        if (rest[0] == 0) return notCanonical();
        std::size_t size = 0;
        for (std::size_t i = 0; i < digits; ++i)
            size = size << 8 | rest[i];
        rest = rest.subspan(digits);
        if (size < 56) return notCanonical();
        return size;
    }

    std::size_t m_items = 0;
};

} // namespace

void encodeString(ByteView bytes, Bytes& out) {
    if (bytes.size() == 1 && bytes[0] < 0x80) {
        out.push_back(bytes[0]);
        return;
    }
    encodeHead(0x80, bytes.size(), out);
    base::append(out, bytes);
}

void encodeNumber(std::uint64_t value, Bytes& out) {
    const auto digits = digitsOf(value);
    if (digits != 1 || value >= 0x80) out.push_back(static_cast<std::uint8_t>(0x80 + digits));
    putDigits(value, digits, out);
}

void encodeNumber(const U256& value, Bytes& out) {
    if ((value >> 64) == 0) return encodeNumber(static_cast<std::uint64_t>(value), out);
    const auto size = (static_cast<std::size_t>(msb(value)) + 8) / 8;
    out.push_back(static_cast<std::uint8_t>(0x80 + size));
    for (auto i = size; i-- > 0;)
        out.push_back(static_cast<std::uint8_t>((value >> (8 * i)) & 0xff));
}

void encodeListHead(std::size_t size, Bytes& out) { encodeHead(0xc0, size, out); }

void encodeList(ByteView encodedItems, Bytes& out) {
    encodeListHead(encodedItems.size(), out);
    base::append(out, encodedItems);
}

Result<ByteView> Item::digits() const {
    if (isList) return Error{ErrorCode::rlpNotAString, "A list stands where a number is expected."};
    if (!payload.empty() && payload[0] == 0)
        return Error{ErrorCode::rlpLeadingZero, "A number has leading zeros; its canonical form has none."};
    if (payload.size() > 32) return Error{ErrorCode::rlpTooLarge, "A number does not fit 256 bits."};
    return payload;
}

Result<U256> Item::number() const {
    const auto found = digits();
    if (!found) return found.error();
    return base::readU256(*found);
}

Result<std::uint64_t> Item::number64() const {
    const auto value = number();
    if (!value) return value.error();
    if (payload.size() > 8) return Error{ErrorCode::rlpTooLarge, "A number does not fit 64 bits."};
    return static_cast<std::uint64_t>(*value);
}

Result<Item> decode(ByteView bytes) {
    auto rest = bytes;
    auto item = Parser().item(rest, 0);
    if (!item) return item;
    if (!rest.empty())
        return Error{ErrorCode::rlpTrailingBytes,
                     std::to_string(rest.size()) + " bytes follow the RLP item."};
    return item;
}

} // namespace aw::codec::rlp
