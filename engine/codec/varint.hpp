#pragma once

#include "base/bytes.hpp"

/// LEB128: seven bits a byte, the lowest first, the top bit set where another byte follows.
namespace aw::codec {

inline void putVarint(std::uint64_t value, Bytes& out) {
    for (; value >= 0x80; value >>= 7)
        out.push_back(static_cast<std::uint8_t>(value | 0x80));
    out.push_back(static_cast<std::uint8_t>(value));
}

/// Reads one of at most 64 bits in its shortest form; else the reader fails, and this is 0.
inline std::uint64_t readVarint(base::ByteReader& reader) {
    constexpr unsigned kMaxBytes = 10;
    std::uint64_t value = 0;
    for (unsigned i = 0; i < kMaxBytes && reader.ok(); ++i) {
        const auto digit = reader.number<std::uint8_t>();
        const unsigned shift = 7 * i;
        const std::uint64_t bits = digit & 0x7fU;
        if (!reader.ok() || bits << shift >> shift != bits) break;
        value |= bits << shift;
        if (digit >= 0x80) continue;
        if (digit == 0 && i != 0) break;
        return value;
    }
    reader.fail();
    return 0;
}

} // namespace aw::codec
