#pragma once

#include "base/types.hpp"

#include <concepts>

/// Big-endian integers and joined bytes, as PROTOCOL.md writes them.
namespace aw::base {

/// Appends bytes.
inline void append(Bytes& out, ByteView bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

/// Appends an unsigned integer at its full width, big-endian.
template<std::unsigned_integral Integer>
void appendBigEndian(Bytes& out, Integer value) {
    for (std::size_t i = sizeof(Integer); i-- > 0;)
        out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Appends the 16 bytes of a u128, big-endian.
inline void appendBigEndian(Bytes& out, const U128& value) {
    appendBigEndian(out, static_cast<std::uint64_t>(value >> 64));
    appendBigEndian(out, static_cast<std::uint64_t>(value));
}

/// Appends the 32 bytes of a u256, big-endian.
inline void appendBigEndian(Bytes& out, const U256& value) {
    appendBigEndian(out, static_cast<U128>(value >> 128));
    appendBigEndian(out, static_cast<U128>(value));
}

/// Reads an unsigned integer of exactly sizeof(Integer) bytes; the caller guarantees the size.
template<std::unsigned_integral Integer>
Integer readBigEndian(ByteView bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof(Integer); ++i)
        value = value << 8 | bytes[i];
    return static_cast<Integer>(value);
}

/// Reads a u256 of at most 32 bytes.
inline U256 readU256(ByteView bytes) {
    U256 value;
    if (!bytes.empty()) boost::multiprecision::import_bits(value, bytes.begin(), bytes.end());
    return value;
}

/// Reads a u128 of 16 bytes; the caller guarantees the size.
inline U128 readU128(ByteView bytes) {
    return U128(readBigEndian<std::uint64_t>(bytes.first(8))) << 64 |
           readBigEndian<std::uint64_t>(bytes.subspan(8, 8));
}

/// Reads values one after another from bytes; after the first read past the end, or fail(), ok() is false and
/// all values are zero.
class ByteReader {
public:
    explicit ByteReader(ByteView bytes)
        : m_rest(bytes) {}

    /// The next `size` bytes; empty where fewer are left.
    ByteView take(std::size_t size) {
        if (!m_ok || m_rest.size() < size) {
            m_ok = false;
            return {};
        }
        const auto taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    template<std::unsigned_integral Integer>
    Integer number() {
        const auto bytes = take(sizeof(Integer));
        return m_ok ? readBigEndian<Integer>(bytes) : Integer{0};
    }
    U128 number128() {
        const auto bytes = take(16);
        return m_ok ? readU128(bytes) : U128(0);
    }
    template<class Fixed>
    Fixed fixed() {
        const auto bytes = take(Fixed::kSize);
        return m_ok ? Fixed::from(bytes) : Fixed{};
    }

    /// What was read does not make sense: as if the bytes had ended.
    void fail() { m_ok = false; }

    std::size_t left() const { return m_rest.size(); }
    bool ok() const { return m_ok; }

private:
    ByteView m_rest;
    bool m_ok = true;
};

} // namespace aw::base
