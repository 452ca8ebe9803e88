#pragma once

#include "base/types.hpp"

#include <cstdint>
#include <string>

namespace aw::store {

/// Something that an operator wants done on L1. Times are milliseconds of the system clock.
struct StoredL1Intent {
    std::uint64_t id = 0; ///< rising; never used twice
    Address account;
    bool settled = false; ///< nothing becomes of it any more
    std::int64_t createdMs = 0;
    std::int64_t spentMs = 0; ///< when its receipt was noticed; 0 without one
    Wei costWei;              ///< of its receipt
    std::string document;     ///< the rest, of the node's own form
    Bytes data;               ///< call data; kept with the first put, forgotten once it is settled
    bool operator==(const StoredL1Intent&) const = default;
};

/// Fees that an operator paid on L1.
struct L1Spending {
    std::uint64_t id = 0; ///< of the intent
    std::int64_t spentMs = 0;
    Wei costWei;
    bool operator==(const L1Spending&) const = default;
};

} // namespace aw::store
