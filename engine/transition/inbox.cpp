#include "base/protocol.hpp"
#include "transition/rules.hpp"

namespace aw::transition {
namespace {

using codec::SkipReason;

/// T-11, T-12, T-33, T-13.
RecordResult applyDeposit(const codec::DepositRecord& record, const state::StateView& view,
                          const state::Deposit& deposit) {
    if (record.account) {
        const auto account = view.account(*record.account);
        if (!account || account->owner != deposit.owner || account->token != deposit.token)
            return broken(Rule::inboxAccount);
    } else {
        if (view.accountCount() >= kMaxAccounts) return broken(Rule::inboxNewAccount);
        if (const auto known = view.find(deposit.owner, deposit.token))
            return brokenBy(Rule::hiddenAccount, *known);
    }
    DiffBuilder changes(view);
    auto& credited =
        record.account ? changes.account(*record.account) : changes.append(deposit.owner, deposit.token);
    if (!credit(credited.balance, U256(deposit.amount))) return broken(Rule::inboxBalance);
    return {.broken = std::nullopt, .diff = changes.take(1, 0), .tx = std::nullopt, .hidden = std::nullopt};
}

/// T-16: whether what the accounts hold lets it be executed. `held`: the account of the token, where it is
/// looked at.
bool isExecutable(const state::ForcedTransaction& forced, const state::Account& sender,
                  const state::Account* held, std::uint64_t baseFeeWei) {
    if (sender.nonce != forced.nonce || forced.maxFeeWei < baseFeeWei) return false;
    const auto fee = feeOf(forced.gas(), forced.maxFeeWei, forced.tipWei, baseFeeWei);
    const bool token = forced.token != 0;
    if (U256(sender.balance) < fee + (token ? U256(0) : U256(forced.amount))) return false;
    const auto* const payer = token ? held : &sender;
    if (!payer) return true;
    auto withdrawn = payer->withdrawn;
    return payer->balance >= forced.amount &&
           (!forced.isWithdrawal() || credit(withdrawn, U256(forced.amount)));
}

/// T-14, T-20, T-30, T-15, T-17, T-16. The accounts are read in the order in which L1 reads them.
RecordResult applySkippedForced(const codec::SkippedForcedRecord& record, const BatchContext& context,
                                const state::StateView& view, const state::ForcedTransaction& forced) {
    const bool ofToken = record.why == SkipReason::noTokenAccount || record.why == SkipReason::byTokenAccount;
    if (ofToken && forced.token == 0) return broken(Rule::inboxKind);
    std::optional<AccountIndex> known;
    if (record.why == SkipReason::noSender) {
        known = view.find(forced.sender, 0);
    } else {
        const auto sender = view.account(record.sender);
        if (!sender || sender->token != 0) return broken(Rule::sender);
        std::optional<state::Account> held;
        if (record.why == SkipReason::byTokenAccount) {
            held = view.account(record.tokenAccount);
            if (!held || held->token == 0 || held->owner != sender->owner) return broken(Rule::tokenAccount);
        }
        if (sender->owner != forced.sender || (held && held->token != forced.token))
            return broken(Rule::forcedAccounts);
        if (record.why == SkipReason::noTokenAccount)
            known = view.find(forced.sender, forced.token);
        else if (isExecutable(forced, *sender, held ? &*held : nullptr, context.baseFeeWei))
            return broken(Rule::leftOut);
    }
    if (known) return brokenBy(Rule::hiddenFromSender, *known);
    return {.broken = std::nullopt,
            .diff = {.changes = {}, .inboxConsumed = 1, .txs = 0},
            .tx = std::nullopt,
            .hidden = std::nullopt};
}

/// T-14, then what a user transaction that says the same would have to keep.
RecordResult applyForced(const codec::ForcedRecord& record, const BatchContext& context,
                         const state::StateView& view, const state::ForcedTransaction& forced) {
    const bool withdrawal = std::holds_alternative<codec::WithdrawalTarget>(record.recipient);
    if (record.tokenAccount.has_value() != (forced.token != 0) || withdrawal != forced.isWithdrawal())
        return broken(Rule::inboxKind);
    codec::TransferRecord same{
        .sender = record.sender,
        .tokenAccount = record.tokenAccount,
        .recipient = forced.recipient,
        .amount = forced.amount,
        .fees = {.gasLimit = forced.gasLimit, .maxFeeWei = forced.maxFeeWei, .tipWei = forced.tipWei}};
    if (withdrawal) same.recipient = codec::WithdrawalTarget{};
    if (const auto* index = std::get_if<AccountIndex>(&record.recipient)) same.recipient = *index;
    return applyTransfer(same, context, view, &forced);
}

} // namespace

RecordResult applyInbox(const codec::Record& record, const BatchContext& context,
                        const state::StateView& view, const state::InboxEntry* entry) {
    if (view.inboxCursor() >= context.inboxAfter || !entry) return broken(Rule::inboxCursor);
    if (const auto* deposit = std::get_if<codec::DepositRecord>(&record)) {
        const auto* const said = std::get_if<state::Deposit>(entry);
        return said ? applyDeposit(*deposit, view, *said) : broken(Rule::inboxKind);
    }
    const auto* const forced = std::get_if<state::ForcedTransaction>(entry);
    if (!forced) return broken(Rule::inboxKind);
    if (const auto* leftOut = std::get_if<codec::SkippedForcedRecord>(&record))
        return applySkippedForced(*leftOut, context, view, *forced);
    return applyForced(std::get<codec::ForcedRecord>(record), context, view, *forced);
}

} // namespace aw::transition
