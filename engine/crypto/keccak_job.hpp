#pragma once

#include <cstdint>

namespace aw::crypto {

/// 64 bytes that are hashed after a prefix, and where the 32 bytes of the hash go. Both belong to the caller.
struct KeccakJob {
    const std::uint8_t* input;
    std::uint8_t* out;
};

} // namespace aw::crypto
