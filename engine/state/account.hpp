#pragma once

#include "base/types.hpp"

namespace aw::state {

/// S-1.
struct Account {
    Address owner;
    std::uint32_t token = 0;
    std::uint64_t nonce = 0;
    Wei balance;
    Wei exited; ///< cumulative amount withdrawn to L1
    bool operator==(const Account&) const = default;
};

/// Leaves and nodes are hashed over as many bytes: a domain and 64 more.
inline constexpr std::size_t kHashInputSize = 65;
using HashInput = std::span<std::uint8_t, kHashInputSize>;

/// What S-2 hashes.
void writeLeafInput(const Account& account, HashInput out);
/// What S-3 hashes where left and right are not both 0.
void writeNodeInput(const Hash& left, const Hash& right, HashInput out);

/// S-2.
Hash leafHash(const Account& account);
/// S-3.
Hash nodeHash(const Hash& left, const Hash& right);
/// S-4.
Hash stateRoot(const Hash& treeRoot, std::uint64_t accountCount, std::uint64_t inboxCursor);

} // namespace aw::state
