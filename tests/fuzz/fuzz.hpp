#pragma once

#include "base/types.hpp"

#include <cstdlib>
#include <string_view>

/// Shared by the fuzz targets. Each defines LLVMFuzzerTestOneInput, which libFuzzer calls with bytes of its
/// own.
namespace aw::fuzz {

/// What must hold for every input; the fuzzer reports an input for which it does not.
inline void require(bool holds) {
    if (!holds) std::abort();
}

inline std::string_view textOf(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

} // namespace aw::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
