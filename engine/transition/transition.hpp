#pragma once

#include "codec/record.hpp"
#include "codec/transaction.hpp"
#include "state/state_view.hpp"
#include "state/token_list.hpp"
#include "state/witness.hpp"

#include <optional>

/// The pure state transition, PROTOCOL.md section 6. No clock, file, socket, log or randomness.
namespace aw::transition {

/// The first rule that a record breaks; the values are the numbers of PROTOCOL.md, section 6 says in which
/// order they are checked.
enum class Rule : std::uint16_t {
    decodable = 1,
    recordLimit = 2,
    indexLimit = 3,
    inboxCursor = 10,
    inboxAccount = 11,
    inboxNewAccount = 12,
    inboxBalance = 13,
    inboxKind = 14,
    forcedAccounts = 15,
    notSkippable = 16,
    hiddenFromSender = 17,
    sender = 20,
    recipient = 21,
    newRecipient = 22,
    feeAccount = 23,
    gasLimit = 24,
    maxFee = 25,
    tip = 26,
    nonce = 27,
    balance = 28,
    overflow = 29,
    tokenAccount = 30,
    tokenRegistered = 31,
    tokenBalance = 32,
    hiddenAccount = 33,
};

/// "T-28" and an English sentence.
std::string ruleName(Rule rule);
std::string_view ruleText(Rule rule);

/// What all records of a batch share.
struct BatchContext {
    std::uint64_t l2ChainId = 0;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount;
    codec::FeeTemplate feeTemplate;
    std::uint64_t inboxAfter = 0;
    const state::TokenList* tokens = nullptr; ///< of L1 (D-3), which outlives this; nullptr: none
    bool operator==(const BatchContext&) const = default;
};

/// A user transaction that was executed, as its sender signed it.
struct UserTransaction {
    codec::Transaction tx;
    Address sender;
    Wei feeWei;
};

/// A user transaction as L1 sees it.
struct ExecutedTransaction {
    Hash signingHash; ///< X-1
    Address sender;
    Hash leaf; ///< X-2
    Wei feeWei;
};

/// What a record did, or the rule it broke.
struct RecordResult {
    std::optional<Rule> broken;
    state::Diff diff;
    std::optional<UserTransaction> tx;  ///< not of a forced transaction
    std::optional<AccountIndex> hidden; ///< the account that exists, where T-17 or T-33 is broken
};

/// Applies one record over a view. `entry` is the inbox entry at the view's cursor; nullptr where there is
/// none (then an inbox record breaks T-10).
RecordResult applyRecord(const codec::Record& record, const BatchContext& context,
                         const state::StateView& view, const state::InboxEntry* entry);

/// Makes the hashes of many transactions at a time.
std::vector<ExecutedTransaction> withHashes(std::span<const UserTransaction> txs);

/// 0 for no leaves; at most kSegmentRecords leaves.
Hash txRoot(const std::vector<Hash>& txLeaves);

} // namespace aw::transition
