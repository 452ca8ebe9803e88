#pragma once

#include "base/types.hpp"

namespace aw::state {

/// S-1.
struct Account {
    Address owner;
    std::uint32_t token = 0;
    std::uint64_t nonce = 0;
    Wei balance;
    Wei withdrawn; ///< cumulative amount withdrawn to L1
    bool operator==(const Account&) const = default;
};

/// Leaves and nodes are hashed over as many bytes: a prefix of their own and 64 more.
inline constexpr std::uint8_t kLeafPrefix = 0x00;
inline constexpr std::uint8_t kNodePrefix = 0x01;

/// What S-2 hashes after the prefix.
using LeafFields = std::array<std::uint8_t, 64>;
LeafFields leafFields(const Account& account);

/// S-2.
Hash leafHash(const Account& account);
/// S-3.
Hash nodeHash(const Hash& left, const Hash& right);
/// S-4.
Hash stateRoot(const Hash& treeRoot, std::uint64_t accountCount, std::uint64_t inboxCursor,
               std::uint64_t txCount);

} // namespace aw::state
