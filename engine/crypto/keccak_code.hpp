#pragma once

#include "crypto/keccak_job.hpp"

#include <cstddef>

/// The code of one level of keccak-256, as functions over plain bytes. The levels above plain are compiled
/// for processors that not every machine has: see keccak_permutation.hpp about what this header may include.
namespace aw::crypto {

enum class KeccakLevel;

struct KeccakCode {
    std::size_t lanes = 1; ///< inputs that are hashed side by side
    /// Hashes inputs of `prefix` and 64 bytes.
    void (*prefixed)(std::uint8_t prefix, const KeccakJob* jobs, std::size_t count) = nullptr;
    /// Hashes inputs of one block, padded to kKeccakRate bytes each, to `out`, 32 bytes each; both stand one
    /// after another.
    void (*block)(const std::uint8_t* blocks, std::size_t count, std::uint8_t* out) = nullptr;
    /// Keccak-f[1600] on the 25 words of one state. nullptr where the level has more than one lane.
    void (*permute)(std::uint64_t* state) = nullptr;
};

/// The code of a level that this machine has.
const KeccakCode& keccakCode(KeccakLevel level);
/// The best code for one input alone.
const KeccakCode& keccakCodeOfOne();

extern const KeccakCode kKeccakPlain;
#ifdef AW_KECCAK_LEVELS
extern const KeccakCode kKeccakBmi2;
extern const KeccakCode kKeccakAvx2;
extern const KeccakCode kKeccakAvx512;
#endif

} // namespace aw::crypto
