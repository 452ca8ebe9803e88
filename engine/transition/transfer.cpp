#include "base/protocol.hpp"
#include "transition/rules.hpp"

#include <limits>

namespace aw::transition {
namespace {

/// What moves, and where the signature says it goes.
struct ResolvedTransfer {
    std::uint32_t token = 0;
    Address tokenAddress; ///< L1 address of a token
    Wei payerBalance;     ///< of what moves
    Wei payerWithdrawn;
    Address recipient;
    Wei recipientBalance; ///< of a known recipient
};

/// T-30: fills in the token.
std::optional<Rule> resolveToken(const codec::TransferRecord& record, const state::StateView& view,
                                 const Address& owner, ResolvedTransfer& moved) {
    if (!record.tokenAccount) return std::nullopt;
    const auto account = view.account(*record.tokenAccount);
    if (!account || account->token == 0 || account->owner != owner) return Rule::tokenAccount;
    moved.token = account->token;
    moved.payerBalance = account->balance;
    moved.payerWithdrawn = account->withdrawn;
    return std::nullopt;
}

/// T-15 of a forced transaction, T-31 of a user's.
std::optional<Rule> checkOrigin(const state::Account& sender, const BatchContext& context,
                                const state::ForcedTransaction* forced, ResolvedTransfer& moved) {
    if (forced) {
        const bool same =
            sender.owner == forced->sender && sender.nonce == forced->nonce && moved.token == forced->token;
        return same ? std::nullopt : std::optional(Rule::forcedAccounts);
    }
    if (moved.token == 0) return std::nullopt;
    const auto address = context.tokens ? context.tokens->address(moved.token) : std::nullopt;
    if (!address) return Rule::tokenRegistered;
    moved.tokenAddress = *address;
    return std::nullopt;
}

/// T-21 and T-22: fills in the recipient.
std::optional<Rule> resolveRecipient(const codec::TransferRecord& record, const state::StateView& view,
                                     const state::ForcedTransaction* forced, ResolvedTransfer& moved) {
    const auto known = [&](AccountIndex index) -> std::optional<Rule> {
        const auto account = view.account(index);
        if (!account || account->token != moved.token || account->owner == protocol::kWithdrawalAddress ||
            (forced && account->owner != forced->recipient))
            return Rule::recipient;
        moved.recipient = account->owner;
        moved.recipientBalance = account->balance;
        return std::nullopt;
    };
    const auto fresh = [&](const Address& owner) -> std::optional<Rule> {
        if (owner == protocol::kWithdrawalAddress || view.accountCount() >= kMaxAccounts)
            return Rule::newRecipient;
        moved.recipient = owner;
        return std::nullopt;
    };
    const auto onL1 = [&](const codec::WithdrawalTarget&) -> std::optional<Rule> {
        moved.recipient = protocol::kWithdrawalAddress;
        return std::nullopt;
    };
    return std::visit(base::Overloaded{known, fresh, onL1}, record.recipient);
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

/// T-29. What leaves an account is known to be there (T-28, T-32) and leaves it first.
bool overflows(const ValidTransfer& transfer, const ResolvedTransfer& moved, const Wei& feeBalance) {
    const auto fits = [&](AccountIndex index, Wei balance) {
        if (index == transfer.payer) balance -= transfer.amount;
        if (index == transfer.sender) balance -= transfer.feeWei;
        const auto* const known = std::get_if<AccountIndex>(&transfer.target);
        return (!known || *known != index || credit(balance, transfer.amount)) &&
               (index != transfer.feeAccount || credit(balance, transfer.feeWei));
    };
    if (!fits(transfer.feeAccount, feeBalance)) return true;
    return std::visit(
        base::Overloaded{[&](const AccountIndex& index) { return !fits(index, moved.recipientBalance); },
                         [](const Address&) { return false; },
                         [&](const codec::WithdrawalTarget&) {
                             auto withdrawn = moved.payerWithdrawn;
                             return !credit(withdrawn, transfer.amount);
                         }},
        transfer.target);
}

/// The transaction that the sender signed.
codec::Transaction signedTransaction(const ValidTransfer& transfer, const codec::FeeFields& fees,
                                     const BatchContext& context) {
    codec::Transaction tx{.chainId = context.l2ChainId,
                          .nonce = transfer.nonce,
                          .tipWei = fees.tipWei,
                          .maxFeeWei = fees.maxFeeWei,
                          .gasLimit = fees.gasLimit,
                          .to = transfer.recipient,
                          .value = transfer.amount};
    if (transfer.token != 0) {
        tx.to = transfer.tokenAddress;
        tx.value = 0;
        tx.token = {.recipient = transfer.recipient, .amount = transfer.amount};
    }
    return tx;
}

/// Adds what was checked to fit (T-29).
void creditChecked(Wei& amount, const Wei& added) {
    [[maybe_unused]] const bool fits = credit(amount, added);
    base::expects(fits, "the transfer was validated over this state");
}

} // namespace

// The accounts are read in the order in which L1 reads them, so that a witness which lacks one is malformed
// here exactly where it is there.
std::variant<ValidTransfer, Refusal> validateTransfer(const codec::TransferRecord& record,
                                                      const BatchContext& context,
                                                      const state::StateView& view,
                                                      const state::ForcedTransaction* forced) {
    const auto sender = view.account(record.sender);
    if (!sender || sender->token != 0) return Refusal{Rule::sender};
    ResolvedTransfer moved{.payerBalance = sender->balance, .payerWithdrawn = sender->withdrawn};
    if (const auto rule = resolveToken(record, view, sender->owner, moved)) return Refusal{*rule};
    if (const auto rule = checkOrigin(*sender, context, forced, moved)) return Refusal{*rule};
    if (const auto rule = resolveRecipient(record, view, forced, moved)) return Refusal{*rule};
    if (const auto* owner = std::get_if<Address>(&record.recipient))
        if (const auto known = view.find(*owner, moved.token)) return Refusal{Rule::hiddenAccount, *known};
    const auto feeAccount = view.account(context.feeAccount);
    if (!feeAccount || feeAccount->token != 0) return Refusal{Rule::feeAccount};
    if (const auto rule = checkTerms(record.fees, record.gas(), context.baseFeeWei, sender->nonce))
        return Refusal{*rule};

    const bool token = record.tokenAccount.has_value();
    const auto fee = feeOf(record.gas(), record.fees.maxFeeWei, record.fees.tipWei, context.baseFeeWei);
    if (U256(sender->balance) < fee + (token ? U256(0) : U256(record.amount))) return Refusal{Rule::balance};
    if (token && moved.payerBalance < record.amount) return Refusal{Rule::tokenBalance};
    const ValidTransfer transfer{.sender = record.sender,
                                 .payer = token ? *record.tokenAccount : record.sender,
                                 .token = moved.token,
                                 .tokenAddress = moved.tokenAddress,
                                 .recipient = moved.recipient,
                                 .target = record.recipient,
                                 .feeAccount = context.feeAccount,
                                 .amount = record.amount,
                                 .feeWei = static_cast<Wei>(fee),
                                 .senderOwner = sender->owner,
                                 .nonce = sender->nonce};
    if (overflows(transfer, moved, feeAccount->balance)) return Refusal{Rule::overflow};
    return transfer;
}

DiffBuilder executeTransfer(const ValidTransfer& transfer, const state::StateView& view) {
    DiffBuilder changes(view);
    auto& sender = changes.account(transfer.sender);
    base::expects(sender.balance >= transfer.feeWei && sender.nonce == transfer.nonce,
                  "the transfer was validated over this state");
    sender.balance -= transfer.feeWei;
    ++sender.nonce;
    auto& payer = changes.account(transfer.payer);
    base::expects(payer.balance >= transfer.amount, "the transfer was validated over this state");
    payer.balance -= transfer.amount;
    std::visit(
        base::Overloaded{
            [&](const AccountIndex& index) {
                creditChecked(changes.account(index).balance, transfer.amount);
            },
            [&](const Address& owner) { changes.append(owner, transfer.token).balance = transfer.amount; },
            [&](const codec::WithdrawalTarget&) { creditChecked(payer.withdrawn, transfer.amount); }},
        transfer.target);
    creditChecked(changes.account(transfer.feeAccount).balance, transfer.feeWei);
    return changes;
}

RecordResult applyTransfer(const codec::TransferRecord& record, const BatchContext& context,
                           const state::StateView& view) {
    const auto checked = validateTransfer(record, context, view, nullptr);
    if (const auto* refusal = std::get_if<Refusal>(&checked)) return refused(*refusal);
    const auto& transfer = std::get<ValidTransfer>(checked);
    return {.broken = std::nullopt,
            .diff = executeTransfer(transfer, view).take(0, 1),
            .tx = UserTransaction{.tx = signedTransaction(transfer, record.fees, context),
                                  .sender = transfer.senderOwner,
                                  .feeWei = transfer.feeWei},
            .hidden = std::nullopt};
}

} // namespace aw::transition
