#pragma once

#include "base/bytes.hpp"

#include <array>

/// Numbers in as few bytes as they need, as snapshots and undos are written; for this folder alone.
namespace aw::state {

/// Big-endian without zeros in front.
class ShortNumber {
public:
    explicit ShortNumber(const U128& value) {
        auto low = static_cast<std::uint64_t>(value);
        auto high = static_cast<std::uint64_t>(value >> 64);
        for (; low != 0 || high != 0; low = low >> 8 | high << 56, high >>= 8)
            m_bytes[--m_first] = static_cast<std::uint8_t>(low);
    }
    std::uint8_t size() const { return static_cast<std::uint8_t>(m_bytes.size() - m_first); }
    ByteView view() const { return ByteView(m_bytes).subspan(m_first); }

private:
    std::array<std::uint8_t, 16> m_bytes{};
    std::size_t m_first = 16;
};

/// A byte that counts the bytes, and these.
inline void appendShortNumber(Bytes& out, const U128& value) {
    const ShortNumber number(value);
    out.push_back(number.size());
    base::append(out, number.view());
}

/// A number of exactly `size` bytes, the first not 0; else the reader fails.
inline U128 readShortNumber(base::ByteReader& reader, std::size_t size) {
    const auto bytes = reader.take(size);
    if (!bytes.empty() && bytes.front() == 0) reader.fail();
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    for (const auto byte : bytes) {
        high = high << 8 | low >> 56;
        low = low << 8 | byte;
    }
    return high == 0 ? U128(low) : U128(high) << 64 | low;
}

/// What appendShortNumber() wrote, of at most `most` bytes; else the reader fails.
inline U128 readCountedNumber(base::ByteReader& reader, std::size_t most) {
    const auto size = reader.number<std::uint8_t>();
    if (size > most) reader.fail();
    return readShortNumber(reader, size);
}

} // namespace aw::state
