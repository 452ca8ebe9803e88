#pragma once

#include "base/types.hpp"

namespace aw::test {

/// Bytes that look random and are the same for the same kind and seed.
template<class Fixed>
Fixed bytesOf(std::uint64_t kind, std::uint64_t seed) {
    Fixed result;
    std::uint64_t state = kind * 0x9e3779b97f4a7c15ull + seed * 0xbf58476d1ce4e5b9ull + 1;
    for (auto& byte : result.bytes) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return result;
}

/// An amount of ETH, to nine places.
inline Wei eth(double amount) { return Wei(static_cast<std::uint64_t>(amount * 1e9)) * 1'000'000'000u; }

} // namespace aw::test
