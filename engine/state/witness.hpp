#pragma once

#include "base/result.hpp"
#include "state/account.hpp"
#include "state/inbox.hpp"

#include <vector>

namespace aw::state {

/// What L1 needs beside the records to replay a segment (PROTOCOL.md section 8).
struct Witness {
    struct Leaf {
        AccountIndex index;
        Account account;
        bool operator==(const Leaf&) const = default;
    };
    std::uint64_t preCount = 0;
    std::uint64_t preCursor = 0;
    std::uint64_t preTxCount = 0;
    std::vector<Leaf> leaves;        ///< strictly ascending index
    std::vector<InboxEntry> entries; ///< read by the replay, in order
    std::vector<Hash> siblings;

    bool operator==(const Witness&) const = default;
    Bytes encode() const;
    /// Error "witness.malformed". Never allocates by what the bytes claim.
    static Result<Witness> decode(ByteView bytes);
    /// Whether the leaves are as section 8 wants them, which decode() checks too. Error "witness.malformed".
    Result<void> check() const;
};

/// Roots of the tree before and after, folded from a witness (W-1, W-2).
struct FoldedRoots {
    Hash before;
    Hash after;
};
/// `after` holds the working leaves after the replay, same order as the working list of W-1.
/// Error "witness.malformed" (siblings missing or left over).
Result<FoldedRoots> foldWitness(const Witness& witness, const std::vector<Witness::Leaf>& after);

} // namespace aw::state
