#pragma once

#include "base/types.hpp"

#include <initializer_list>

namespace aw::crypto {

/// keccak-256 as Ethereum uses it (padding 0x01, not SHA-3).
Hash keccak256(ByteView data);

/// Hash of the concatenation of several pieces.
Hash keccak256(std::initializer_list<ByteView> pieces);

} // namespace aw::crypto
