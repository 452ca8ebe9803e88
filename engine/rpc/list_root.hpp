#pragma once

#include "base/types.hpp"

#include <span>
#include <vector>

namespace aw::rpc {

/// The root that Ethereum gives a list, as of a block's transactions: that of the Merkle-Patricia trie with
/// rlp(index) -> item for each (Yellow Paper, appendix D). No item may be empty.
Hash listRoot(std::span<const Bytes> items);

} // namespace aw::rpc
