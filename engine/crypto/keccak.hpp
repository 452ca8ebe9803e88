#pragma once

#include "base/types.hpp"

#include <initializer_list>
#include <string_view>

namespace aw::crypto {

/// keccak-256 as Ethereum uses it (padding 0x01, not SHA-3).
Hash keccak256(ByteView data);

/// Hash of the concatenation of several pieces.
Hash keccak256(std::initializer_list<ByteView> pieces);

/// Hashes count = out.size() inputs of `length` bytes each, which stand one after another in `inputs`;
/// several at a time where the processor can and they are of one block (length <= 135), the fastest of 65
/// bytes. Throws std::invalid_argument where inputs.size() != out.size() * length.
void keccak256Many(ByteView inputs, std::size_t length, std::span<Hash> out);

/// Hashes inputs of any lengths, several at a time as keccak256Many. Throws std::invalid_argument where
/// inputs.size() != out.size().
void keccak256Each(std::span<const ByteView> inputs, std::span<Hash> out);

/// How inputs are hashed: one at a time by plain code or with the instructions of BMI2, 4 at a time (256-bit
/// registers) or 8 (512-bit registers).
enum class KeccakLevel { plain, bmi2, avx2, avx512 };

/// The best level of this machine, which keccak256Many uses.
KeccakLevel keccakLevel();

/// Every level that this machine has, plain first.
std::vector<KeccakLevel> keccakLevels();

/// Name of the enumerator.
std::string_view keccakLevelName(KeccakLevel level);

/// As keccak256Many and keccak256Each, at a level of keccakLevels(): for tests and benchmarks. Throws
/// std::invalid_argument at another level.
void keccak256ManyAt(KeccakLevel level, ByteView inputs, std::size_t length, std::span<Hash> out);
void keccak256EachAt(KeccakLevel level, std::span<const ByteView> inputs, std::span<Hash> out);

} // namespace aw::crypto
