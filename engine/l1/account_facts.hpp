#pragma once

#include "l1/fee_policy.hpp"
#include "l1/transactions.hpp"

#include <map>
#include <optional>
#include <vector>

namespace aw::l1 {

/// What L1 said of an account at one moment.
struct AccountFacts {
    std::uint64_t head = 0; ///< block number
    Hash headHash;
    std::uint64_t safe = 0; ///< number of the newest block that is not expected to leave the chain
    GasPrice price;
    std::uint64_t nonceLatest = 0;  ///< transactions of the account in blocks
    std::uint64_t noncePending = 0; ///< and those in the pool that follow without a gap
    /// Of the hashes that were asked for and answered; nothing: in no block.
    std::map<Hash, std::optional<Receipt>> receipts;
    /// Hashes of the blocks that were asked for; nothing: there is no such block.
    std::map<std::uint64_t, std::optional<Hash>> blocks;
    /// Whether chain or pool has a transaction that was asked for.
    std::map<Hash, bool> known;
    std::int64_t nowMs = 0;     ///< this machine's system clock: an endpoint cannot move it
    std::uint64_t steadyMs = 0; ///< this machine's steady clock
};

/// What AccountFacts are to answer beside what they always do.
struct AccountQuestions {
    std::vector<Hash> receipts;
    std::vector<std::uint64_t> blocks;
    std::vector<Hash> known;
};

} // namespace aw::l1
