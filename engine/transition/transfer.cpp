#include "base/protocol.hpp"
#include "transition/rules.hpp"

#include <limits>

namespace aw::transition {
namespace {

/// What moves, and where the signature says it goes.
struct ResolvedTransfer {
    std::uint32_t token = 0;
    Address tokenAddress; ///< L1 address of a token
    Wei held;             ///< the payer's balance of the token
    Address recipient;
};

/// T-30: fills in the token.
std::optional<Rule> resolveToken(const codec::TransferRecord& record, const state::StateView& view,
                                 const Address& owner, ResolvedTransfer& movement) {
    if (!record.tokenAccount) return std::nullopt;
    const auto account = view.account(*record.tokenAccount);
    if (!account || account->token == 0 || account->owner != owner) return Rule::tokenAccount;
    movement.token = account->token;
    movement.held = account->balance;
    return std::nullopt;
}

/// T-15 of a forced transaction, T-31 of a user's.
std::optional<Rule> checkOrigin(const state::Account& sender, const BatchContext& context,
                                const state::ForcedTransaction* forced, ResolvedTransfer& movement) {
    if (forced) {
        const bool same = sender.owner == forced->sender && sender.nonce == forced->nonce &&
                          movement.token == forced->token;
        return same ? std::nullopt : std::optional(Rule::forcedAccounts);
    }
    if (movement.token == 0) return std::nullopt;
    const auto address = context.tokens ? context.tokens->address(movement.token) : std::nullopt;
    if (!address) return Rule::tokenRegistered;
    movement.tokenAddress = *address;
    return std::nullopt;
}

/// T-21 and T-22: fills in the recipient.
std::optional<Rule> resolveRecipient(const codec::TransferRecord& record, const state::StateView& view,
                                     const state::ForcedTransaction* forced, ResolvedTransfer& movement) {
    if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) {
        const auto account = view.account(*index);
        if (!account || account->token != movement.token || account->owner == protocol::kWithdrawalAddress ||
            (forced && account->owner != forced->recipient))
            return Rule::recipient;
        movement.recipient = account->owner;
    } else if (const auto* address = std::get_if<Address>(&record.recipient)) {
        if (*address == protocol::kWithdrawalAddress || view.accountCount() >= kMaxAccounts)
            return Rule::newRecipient;
        movement.recipient = *address;
    } else {
        movement.recipient = protocol::kWithdrawalAddress;
    }
    return std::nullopt;
}

/// T-24 to T-27.
std::optional<Rule> checkTerms(const codec::FeeFields& fees, std::uint64_t gas, std::uint64_t baseFeeWei,
                               std::uint64_t nonce) {
    if (fees.gasLimit < gas) return Rule::gasLimit;
    if (fees.maxFeeWei < baseFeeWei) return Rule::maxFee;
    if (fees.tipWei > fees.maxFeeWei) return Rule::tip;
    if (nonce == std::numeric_limits<std::uint64_t>::max()) return Rule::nonce;
    return std::nullopt;
}

/// The transaction that the sender signed.
codec::Transaction signedTransaction(const codec::TransferRecord& record, const BatchContext& context,
                                     std::uint64_t nonce, const ResolvedTransfer& movement) {
    codec::Transaction tx{.chainId = context.l2ChainId,
                          .nonce = nonce,
                          .tipWei = record.fees.tipWei,
                          .maxFeeWei = record.fees.maxFeeWei,
                          .gasLimit = record.fees.gasLimit,
                          .to = movement.recipient,
                          .value = record.amount};
    if (movement.token != 0) {
        tx.to = movement.tokenAddress;
        tx.value = 0;
        tx.token = {.recipient = movement.recipient, .amount = record.amount};
    }
    return tx;
}

} // namespace

// The accounts are read in the order in which L1 reads them, so that a witness which lacks one is malformed
// here exactly where it is there.
RecordResult applyTransfer(const codec::TransferRecord& record, const BatchContext& context,
                           const state::StateView& view, const state::ForcedTransaction* forced) {
    const auto sender = view.account(record.sender);
    if (!sender || sender->token != 0) return broken(Rule::sender);
    ResolvedTransfer movement;
    if (const auto rule = resolveToken(record, view, sender->owner, movement)) return broken(*rule);
    if (const auto rule = checkOrigin(*sender, context, forced, movement)) return broken(*rule);
    if (const auto rule = resolveRecipient(record, view, forced, movement)) return broken(*rule);
    if (const auto* owner = std::get_if<Address>(&record.recipient))
        if (const auto known = view.find(*owner, movement.token))
            return brokenBy(Rule::hiddenAccount, *known);
    const auto feeAccount = view.account(context.feeAccount);
    if (!feeAccount || feeAccount->token != 0) return broken(Rule::feeAccount);
    if (const auto rule = checkTerms(record.fees, record.gas(), context.baseFeeWei, sender->nonce))
        return broken(*rule);

    const bool token = record.tokenAccount.has_value();
    const auto feeWei = feeOf(record.gas(), record.fees.maxFeeWei, record.fees.tipWei, context.baseFeeWei);
    if (U256(sender->balance) < feeWei + (token ? U256(0) : U256(record.amount)))
        return broken(Rule::balance);
    if (token && movement.held < record.amount) return broken(Rule::tokenBalance);

    DiffBuilder changes(view);
    auto& feePayer = changes.account(record.sender);
    feePayer.balance -= static_cast<Wei>(feeWei);
    ++feePayer.nonce;
    auto& payer = token ? changes.account(*record.tokenAccount) : feePayer;
    payer.balance -= record.amount;
    if (record.isWithdrawal()) {
        if (!credit(payer.withdrawn, U256(record.amount))) return broken(Rule::overflow);
    } else if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) {
        if (!credit(changes.account(*index).balance, U256(record.amount))) return broken(Rule::overflow);
    } else {
        changes.append(movement.recipient, movement.token).balance = record.amount;
    }
    if (!credit(changes.account(context.feeAccount).balance, feeWei)) return broken(Rule::overflow);

    RecordResult outcome{.broken = std::nullopt,
                         .diff = changes.take(forced ? 1 : 0, forced ? 0 : 1),
                         .tx = std::nullopt,
                         .hidden = std::nullopt};
    if (!forced)
        outcome.tx = UserTransaction{.tx = signedTransaction(record, context, sender->nonce, movement),
                                     .sender = sender->owner,
                                     .feeWei = static_cast<Wei>(feeWei)};
    return outcome;
}

} // namespace aw::transition
