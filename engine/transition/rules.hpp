#pragma once

#include "transition/transition.hpp"

#include <algorithm>

/// What the rules of user transactions and of inbox records share; for this folder alone.
namespace aw::transition {

inline constexpr std::uint64_t kMaxAccounts = std::uint64_t{1} << 32;

/// Adds; false where the sum does not fit, and then nothing is changed.
inline bool credit(Wei& amount, const U256& added) {
    const U256 sum = U256(amount) + added;
    if ((sum >> 128) != 0) return false;
    amount = static_cast<Wei>(sum);
    return true;
}

/// The accounts that a record changes; payer, recipient and fee account may be one and the same.
class DiffBuilder {
public:
    explicit DiffBuilder(const state::StateView& view)
        : m_view(view) {
        m_diff.changes.reserve(4);
    }

    /// The account as changed so far. The index is below the count, or of an account appended here.
    state::Account& account(AccountIndex index) {
        const auto found = std::ranges::find(m_diff.changes, index, &state::Diff::Change::index);
        if (found != m_diff.changes.end()) return found->account;
        return add(index, *m_view.account(index));
    }
    /// The next account; at most one in a record.
    state::Account& append(const Address& owner, std::uint32_t token) {
        return add({static_cast<std::uint32_t>(m_view.accountCount())},
                   {.owner = owner, .token = token, .nonce = 0, .balance = 0, .withdrawn = 0});
    }
    state::Diff take(std::uint64_t inboxConsumed, std::uint64_t txs) {
        m_diff.inboxConsumed = inboxConsumed;
        m_diff.txs = txs;
        return std::move(m_diff);
    }

private:
    state::Account& add(AccountIndex index, const state::Account& account) {
        return m_diff.changes.emplace_back(state::Diff::Change{index, account}).account;
    }

    const state::StateView& m_view;
    state::Diff m_diff;
};

inline RecordResult broken(Rule rule) {
    return {.broken = rule, .diff = {}, .tx = std::nullopt, .hidden = std::nullopt};
}
/// T-17, T-33: an account exists that the record says does not.
inline RecordResult brokenBy(Rule rule, AccountIndex hidden) {
    return {.broken = rule, .diff = {}, .tx = std::nullopt, .hidden = hidden};
}

/// T-28: what a transaction pays for its gas.
inline U256 feeOf(std::uint64_t gas, std::uint64_t maxFeeWei, std::uint64_t tipWei,
                  std::uint64_t baseFeeWei) {
    return U256(gas) * std::min(U256(maxFeeWei), U256(baseFeeWei) + tipWei);
}

/// T-20 to T-33: a user transaction; with `forced`, the forced transaction of that inbox entry, of which the
/// record says the same.
RecordResult applyTransfer(const codec::TransferRecord& record, const BatchContext& context,
                           const state::StateView& view, const state::ForcedTransaction* forced);

/// T-10 to T-17, and the rules of user transactions for a forced one.
RecordResult applyInbox(const codec::Record& record, const BatchContext& context,
                        const state::StateView& view, const state::InboxEntry* entry);

} // namespace aw::transition
