#pragma once

#include "api/codes.hpp"
#include "base/result.hpp"
#include "l1/fee_policy.hpp"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Something that an account wants done on L1: one payload, one nonce, however often it is signed. Values.
namespace aw::l1 {

using api::L1TxKind;
using api::L1TxState;

/// A signed version of an intent. All of them have its nonce; L1 takes at most one.
struct Attempt {
    Hash hash;
    Fees fees;
    std::int64_t signedAtMs = 0; ///< system clock
    bool operator==(const Attempt&) const = default;
};

/// The block of L1 that holds an attempt.
struct Inclusion {
    Hash txHash;
    std::uint64_t block = 0;
    Hash blockHash;
    bool success = false;
    std::uint64_t gasUsed = 0;
    U256 gasPriceWei;             ///< effectiveGasPrice of the receipt
    std::int64_t noticedAtMs = 0; ///< system clock
    Wei costWei() const { return static_cast<Wei>(gasPriceWei * gasUsed); }
    bool operator==(const Inclusion&) const = default;
};

struct Intent {
    std::uint64_t id = 0; ///< rising; never used twice
    L1TxKind kind = L1TxKind::other;
    std::string label;         ///< for logs and errors: "batch 12"
    std::uint64_t batch = 0;   ///< that it is about; 0 for none
    std::optional<Address> to; ///< nothing: creates a contract
    Wei value;
    std::shared_ptr<const Bytes> data = std::make_shared<const Bytes>(); ///< empty once it is settled
    std::size_t dataBytes = 0;
    /// Harmless when it lands twice, and of no use over other L1 blocks than those that it was made for.
    bool perishable = false;
    std::optional<std::uint64_t> lastUsefulBlock; ///< L1 block; of no use in a later one
    std::int64_t createdAtMs = 0;                 ///< system clock

    std::uint64_t gasLimit = 0; ///< 0 while it was not estimated
    std::optional<std::uint64_t> nonce;
    std::vector<Attempt> attempts; ///< oldest first
    bool accepted = false;         ///< L1's pool has taken one of them
    std::optional<Inclusion> inclusion;
    std::uint32_t reorgs = 0;      ///< how often it left L1
    std::uint64_t cancelledBy = 0; ///< id of the cancellation that is to take its nonce
    bool unwanted = false;         ///< whoever waited for it was told that it is given up
    /// failed or cancelled: nothing is to be done for it, unless a reorganisation brings it back.
    std::optional<L1TxState> end;
    bool settled = false;         ///< nothing becomes of it any more
    std::optional<Error> problem; ///< why it waits, or why it failed

    L1TxState state() const;
    bool isSigned() const { return !attempts.empty(); }
};

/// Whether an intent that was never signed is still wanted after a restart. Batches, heartbeats, answers and
/// what hands over or challenges are asked for anew by who needs them; what a user asked for stays.
bool outlivesRestart(L1TxKind kind);

/// Where an account's intents are kept. Called on the executor of the TxManager; each call is on the disk
/// when it returns.
class IntentJournal {
public:
    /// Fees that were paid.
    struct Spending {
        std::uint64_t id = 0;  ///< of the intent
        std::int64_t atMs = 0; ///< Inclusion::noticedAtMs
        Wei costWei;
        bool operator==(const Spending&) const = default;
    };
    struct Kept {
        std::vector<Intent> intents;     ///< all that are not settled and the newest that are, by id
        std::vector<Spending> spendings; ///< since the given time, of all
        std::uint64_t lastId = 0;        ///< highest ever given
    };
    virtual ~IntentJournal() = default;
    /// Errors: those of the store.
    virtual Result<Kept> load(std::int64_t spentSinceMs) = 0;
    /// Adds, or replaces those with the same ids: all of them, or none where it fails.
    virtual Result<void> put(std::span<const Intent> intents) = 0;
};

/// Keeps nothing: for accounts of tests and of the Lab's bank, whose transactions end with the process.
class NoJournal final : public IntentJournal {
public:
    Result<Kept> load(std::int64_t) override { return Kept{}; }
    Result<void> put(std::span<const Intent>) override { return {}; }
};

} // namespace aw::l1
