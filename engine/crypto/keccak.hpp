#pragma once

#include "base/types.hpp"

#include <initializer_list>
#include <string_view>

namespace aw::crypto {

/// keccak-256 as Ethereum uses it (padding 0x01, not SHA-3).
Hash keccak256(ByteView data);

/// Hash of the concatenation of several pieces.
Hash keccak256(std::initializer_list<ByteView> pieces);

/// Hashes count = out.size() inputs of `length` bytes each (length <= 135: one block), which stand one after
/// another in `inputs`; several at a time where the processor can. Longer inputs are hashed one by one.
/// The caller guarantees inputs.size() == out.size() * length.
void keccak256Many(ByteView inputs, std::size_t length, std::span<Hash> out);

/// How many inputs keccak256Many takes at a time: 1, 4 (256-bit registers) or 8 (512-bit registers).
enum class KeccakLevel { plain, avx2, avx512 };

/// The best level of this machine, which keccak256Many uses.
KeccakLevel keccakLevel();

/// Every level that this machine has, plain first.
std::vector<KeccakLevel> keccakLevels();

/// Name of the enumerator.
std::string_view keccakLevelName(KeccakLevel level);

/// As keccak256Many, at a level of keccakLevels(): for tests and benchmarks. Throws std::invalid_argument at
/// another level.
void keccak256ManyAt(KeccakLevel level, ByteView inputs, std::size_t length, std::span<Hash> out);

} // namespace aw::crypto
