#pragma once

#include "base/types.hpp"

namespace aw::l1 {

/// What an ERC-20 contract answered to name(), symbol() and decimals(), ABI-encoded as it came; empty for
/// what it does not tell. Contracts differ in how they encode a name, so that it is passed on unread.
struct TokenMetadata {
    Bytes name, symbol, decimals;
};

} // namespace aw::l1
