#pragma once

#include "base/result.hpp"

#include <cstdint>

namespace aw::lab {

/// Bytes of this process that are in memory now (the resident set). Error "bench.no-memory-figure" where the
/// system does not tell.
Result<std::uint64_t> residentBytes();

} // namespace aw::lab
