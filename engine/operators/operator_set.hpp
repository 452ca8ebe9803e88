#pragma once

#include "api/codes.hpp"
#include "base/types.hpp"

#include <optional>
#include <string>
#include <vector>

/// The competition of the operators as L1 defines it (PROTOCOL.md section 9), computed from what L1 says.
namespace aw::operators {

using api::OperatorStatus;

/// An operator as L1 knows it; bids are wei per L2 gas.
struct OperatorState {
    Address address;
    OperatorStatus status = OperatorStatus::none;
    bool eligible = false; ///< in the current epoch
    Wei bondWei;
    Wei claimableWei;
    std::uint64_t bidWei = 0;
    std::uint64_t nextBidWei = 0;
    std::uint64_t nextBidEpoch = 0;
    std::uint64_t eligibleFromEpoch = 0;
    std::uint64_t leavesAtEpoch = 0;
    std::uint64_t standsDownUntilEpoch = 0;
    std::uint32_t order = 0;
    std::uint64_t lastBatch = 0;
    std::uint64_t lastBatchAt = 0;
    std::string url;
    bool operator==(const OperatorState&) const = default;
};

/// The fixed times of a deployment, in L1 blocks.
struct Timing {
    std::uint64_t deployedAt = 0;
    std::uint64_t epochBlocks = 1;
    std::uint64_t heartbeatBlocks = 1;
};

/// The competition at one L1 block.
struct OperatorSet {
    std::uint64_t l1Block = 0;
    std::uint64_t epoch = 0;
    std::uint64_t era = 0;
    std::uint64_t silentBlocks = 0;
    std::uint64_t lastActionAt = 0;
    Address current;                      ///< zero where nobody is eligible
    std::vector<OperatorState> operators; ///< in order of registration

    const OperatorState* find(const Address& address) const;
    /// Eligible operators in rank order (O-2).
    std::vector<const OperatorState*> ladder() const;
    /// Position on the ladder; nullopt where not eligible.
    std::optional<std::size_t> rankOf(const Address& address) const;
};

std::uint64_t epochOf(const Timing& timing, std::uint64_t l1Block);
/// First L1 block of an epoch.
std::uint64_t epochStart(const Timing& timing, std::uint64_t epoch);

/// Blocks of silence after which the candidate at a position may act (O-3); 0 for the first.
std::uint64_t mayActAfter(const Timing& timing, std::size_t position);

/// Who will be first on the ladder in the epoch after the competition's, if nothing else happens; zero for
/// nobody.
Address firstOfNextEpoch(const OperatorSet& operatorSet);

/// The bid of an candidate in an epoch not before the competition's.
std::uint64_t bidInEpoch(const OperatorState& candidate, std::uint64_t epoch);

/// What a backup must have to be offered for failover.
struct Readiness {
    bool running = false;
    bool eligible = false;
    bool l1Silent = false;
    bool syncing = false;
    bool hasPeers = false;
    bool disputed = false;
    std::uint64_t batchesHeld = 0, batchesKnown = 0;
    std::uint64_t lagBlocks = 0; ///< L2 blocks
    Wei l1BalanceWei;
    bool diskRefused = false;
};

/// L2 blocks that a backup may be behind; a second at the usual 200 ms a block.
inline constexpr std::uint64_t kReadyLagBlocks = 5;

/// The first thing that is missing; nullopt where it is ready. `reserveWei` is the L1 balance that a takeover
/// needs.
std::optional<api::NotReady> notReady(const Readiness& readiness, const Wei& reserveWei);

} // namespace aw::operators
