#pragma once

#include "base/types.hpp"
#include "crypto/keccak_job.hpp"

#include <initializer_list>
#include <string_view>

namespace aw::crypto {

/// keccak-256 as Ethereum uses it (padding 0x01, not SHA-3).
Hash keccak256(ByteView data);

/// Hash of the concatenation of several pieces.
Hash keccak256(std::initializer_list<ByteView> pieces);

/// Hashes the inputs one by one or several at a time, as the processor can. Throws std::invalid_argument
/// where inputs.size() != out.size().
void keccak256Each(std::span<const ByteView> inputs, std::span<Hash> out);

/// Hashes `prefix` ‖ 64 bytes for each job: what leaves and nodes of the account tree have in common. No
/// job's input may be another's out.
void keccak256Prefixed(std::uint8_t prefix, std::span<const KeccakJob> jobs);

/// How inputs are hashed: one at a time by plain code or with the instructions of BMI2, 4 at a time (256-bit
/// registers) or 8 (512-bit registers).
enum class KeccakLevel { plain, bmi2, avx2, avx512 };

/// The best level of this machine, which the functions above use.
KeccakLevel keccakLevel();

/// Every level that this machine has, plain first.
std::vector<KeccakLevel> keccakLevels();

/// Name of the enumerator.
std::string_view keccakLevelName(KeccakLevel level);

/// As the functions above, at a level of keccakLevels(): for tests and benchmarks. Throws
/// std::invalid_argument at another level.
void keccak256EachAt(KeccakLevel level, std::span<const ByteView> inputs, std::span<Hash> out);
void keccak256PrefixedAt(KeccakLevel level, std::uint8_t prefix, std::span<const KeccakJob> jobs);

} // namespace aw::crypto
