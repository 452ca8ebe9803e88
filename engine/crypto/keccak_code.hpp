#pragma once

#include "crypto/keccak.hpp"

/// The code of one level of keccak-256 (KeccakLevel): functions over plain bytes, since the levels above
/// plain are compiled for processors that not every machine has.
namespace aw::crypto {

struct KeccakCode {
    /// Hashes `count` inputs that stand one after another to `out`, 32 bytes each.
    using Hash = void(const std::uint8_t* inputs, std::size_t count, std::uint8_t* out);

    std::size_t lanes = 1; ///< inputs that are hashed side by side
    Hash* tree = nullptr;  ///< inputs of kTreeInput bytes
    Hash* block = nullptr; ///< inputs of one block with their padding: kKeccakRate bytes
    /// Keccak-f[1600] on the 25 words of one state. nullptr where the level has more than one lane.
    void (*permute)(std::uint64_t* state) = nullptr;
};

/// The code of a level that this machine has.
const KeccakCode& keccakCode(KeccakLevel level);
/// The best code for one input alone.
const KeccakCode& keccakCodeOfOne();

extern const KeccakCode kKeccakPlain;
#ifdef AW_KECCAK_LEVELS
// Defined on x86-64.
extern const KeccakCode kKeccakBmi2;
extern const KeccakCode kKeccakAvx2;
extern const KeccakCode kKeccakAvx512;
#endif

} // namespace aw::crypto
