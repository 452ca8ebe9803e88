#pragma once

#include <cstddef>
#include <cstdint>

/// The levels of keccak256Many above plain. AW_KECCAK_VECTORS is defined where they are compiled: on x86-64.
/// Arguments as of hashLanes, `count` is not 0.
namespace aw::crypto {

void keccak256ManyAvx2(const std::uint8_t* inputs, std::size_t length, std::size_t count, std::uint8_t* out);
void keccak256ManyAvx512(const std::uint8_t* inputs, std::size_t length, std::size_t count,
                         std::uint8_t* out);

} // namespace aw::crypto
