#include "base/protocol.hpp"
#include "transition/rules.hpp"

namespace aw::transition {
namespace {

using codec::SkipReason;
using Recipient = decltype(codec::TransferRecord::recipient);

/// T-10, and T-14 as far as it tells deposits from forced transactions: the entry, of the kind that the
/// record is for.
template<class Kind>
std::variant<const Kind*, Refusal> entryOf(const BatchContext& context, const state::StateView& view,
                                           const state::InboxEntry* entry) {
    if (view.inboxCursor() >= context.inboxAfter || !entry) return Refusal{Rule::inboxCursor};
    const auto* const kind = std::get_if<Kind>(entry);
    if (!kind) return Refusal{Rule::inboxKind};
    return kind;
}

/// T-11, T-12, T-33, T-13.
RecordResult applyChecked(const codec::DepositRecord& record, const state::StateView& view,
                          const state::Deposit& deposit) {
    if (record.account) {
        const auto account = view.account(*record.account);
        if (!account || account->owner != deposit.owner || account->token != deposit.token)
            return refused({Rule::inboxAccount});
    } else {
        if (view.accountCount() >= kMaxAccounts) return refused({Rule::inboxNewAccount});
        if (const auto known = view.find(deposit.owner, deposit.token))
            return refused({Rule::hiddenAccount, *known});
    }
    DiffBuilder changes(view);
    auto& credited =
        record.account ? changes.account(*record.account) : changes.append(deposit.owner, deposit.token);
    if (!credit(credited.balance, deposit.amount)) return refused({Rule::inboxBalance});
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
    return payer->balance >= forced.amount && (!forced.isWithdrawal() || credit(withdrawn, forced.amount));
}

/// T-14, T-20, T-30, T-15, T-17, T-16. The accounts are read in the order in which L1 reads them.
RecordResult applyChecked(const codec::SkippedForcedRecord& record, const BatchContext& context,
                          const state::StateView& view, const state::ForcedTransaction& forced) {
    const bool ofToken = record.why == SkipReason::noTokenAccount || record.why == SkipReason::byTokenAccount;
    if (ofToken && forced.token == 0) return refused({Rule::inboxKind});
    std::optional<AccountIndex> known;
    if (record.why == SkipReason::noSender) {
        known = view.find(forced.sender, 0);
    } else {
        const auto sender = view.account(record.sender);
        if (!sender || sender->token != 0) return refused({Rule::sender});
        std::optional<state::Account> held;
        if (record.why == SkipReason::byTokenAccount) {
            held = view.account(record.tokenAccount);
            if (!held || held->token == 0 || held->owner != sender->owner)
                return refused({Rule::tokenAccount});
        }
        if (sender->owner != forced.sender || (held && held->token != forced.token))
            return refused({Rule::forcedAccounts});
        if (record.why == SkipReason::noTokenAccount)
            known = view.find(forced.sender, forced.token);
        else if (isExecutable(forced, *sender, held ? &*held : nullptr, context.baseFeeWei))
            return refused({Rule::notSkippable});
    }
    if (known) return refused({Rule::hiddenFromSender, *known});
    return {.broken = std::nullopt,
            .diff = {.changes = {}, .inboxConsumed = 1, .txs = 0},
            .tx = std::nullopt,
            .hidden = std::nullopt};
}

/// T-14, then what a user transaction that says the same would have to keep.
RecordResult applyChecked(const codec::ForcedRecord& record, const BatchContext& context,
                          const state::StateView& view, const state::ForcedTransaction& forced) {
    const bool withdrawal = std::holds_alternative<codec::WithdrawalTarget>(record.recipient);
    if (record.tokenAccount.has_value() != (forced.token != 0) || withdrawal != forced.isWithdrawal())
        return refused({Rule::inboxKind});
    codec::TransferRecord same{
        .sender = record.sender,
        .tokenAccount = record.tokenAccount,
        .recipient = std::visit(
            base::Overloaded{[](const AccountIndex& index) -> Recipient { return index; },
                             [&](const codec::NewTarget&) -> Recipient { return forced.recipient; },
                             [](const codec::WithdrawalTarget& l1) -> Recipient { return l1; }},
            record.recipient),
        .amount = forced.amount,
        .fees = {.gasLimit = forced.gasLimit, .maxFeeWei = forced.maxFeeWei, .tipWei = forced.tipWei}};
    const auto checked = validateTransfer(same, context, view, &forced);
    if (const auto* refusal = std::get_if<Refusal>(&checked)) return refused(*refusal);
    return {.broken = std::nullopt,
            .diff = executeTransfer(std::get<ValidTransfer>(checked), view).take(1, 0),
            .tx = std::nullopt,
            .hidden = std::nullopt};
}

} // namespace

RecordResult applyDeposit(const codec::DepositRecord& record, const BatchContext& context,
                          const state::StateView& view, const state::InboxEntry* entry) {
    const auto deposit = entryOf<state::Deposit>(context, view, entry);
    if (const auto* refusal = std::get_if<Refusal>(&deposit)) return refused(*refusal);
    return applyChecked(record, view, *std::get<const state::Deposit*>(deposit));
}

RecordResult applySkippedForced(const codec::SkippedForcedRecord& record, const BatchContext& context,
                                const state::StateView& view, const state::InboxEntry* entry) {
    const auto forced = entryOf<state::ForcedTransaction>(context, view, entry);
    if (const auto* refusal = std::get_if<Refusal>(&forced)) return refused(*refusal);
    return applyChecked(record, context, view, *std::get<const state::ForcedTransaction*>(forced));
}

RecordResult applyForced(const codec::ForcedRecord& record, const BatchContext& context,
                         const state::StateView& view, const state::InboxEntry* entry) {
    const auto forced = entryOf<state::ForcedTransaction>(context, view, entry);
    if (const auto* refusal = std::get_if<Refusal>(&forced)) return refused(*refusal);
    return applyChecked(record, context, view, *std::get<const state::ForcedTransaction*>(forced));
}

} // namespace aw::transition
