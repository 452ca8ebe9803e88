#pragma once

#include "base/assert.hpp"
#include "base/overloaded.hpp"
#include "transition/transition.hpp"

#include <algorithm>
#include <variant>

/// What the rules of user transactions and of inbox records share; for this folder alone.
namespace aw::transition {

inline constexpr std::uint64_t kMaxAccounts = std::uint64_t{1} << 32;

/// Adds; false where the sum does not fit, and then nothing is changed.
inline bool credit(Wei& amount, const Wei& added) {
    const Wei sum = amount + added; // modulo 2^128
    if (sum < added) return false;
    amount = sum;
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
        const auto before = m_view.account(index);
        base::expects(before.has_value(), "the account is there");
        return add(index, *before);
    }
    /// The next account; at most one in a record.
    state::Account& append(const Address& owner, std::uint32_t token) {
        base::expects(m_view.accountCount() < kMaxAccounts, "the state has room for another account");
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

/// T-28: what a transaction pays for its gas.
inline U256 feeOf(std::uint64_t gas, std::uint64_t maxFeeWei, std::uint64_t tipWei,
                  std::uint64_t baseFeeWei) {
    return U256(gas) * std::min(U256(maxFeeWei), U256(baseFeeWei) + tipWei);
}

/// Why a record is invalid.
struct Refusal {
    Rule rule;
    std::optional<AccountIndex> hidden = std::nullopt; ///< T-17, T-33: the account that exists
};
inline RecordResult refused(const Refusal& refusal) {
    return {.broken = refusal.rule, .diff = {}, .tx = std::nullopt, .hidden = refusal.hidden};
}

/// A transfer that keeps T-20 to T-33 over a view, and what was found out about it there.
struct ValidTransfer {
    AccountIndex sender;     ///< the ETH account, which pays the fee
    AccountIndex payer;      ///< of the amount: the account of the token, or the sender's
    std::uint32_t token = 0; ///< that moves
    Address tokenAddress;    ///< L1 address of a token; not of a forced transaction
    Address recipient;       ///< whom the signature names
    std::variant<AccountIndex, Address, codec::WithdrawalTarget> target; ///< as in the record
    AccountIndex feeAccount;
    Wei amount;
    Wei feeWei;
    Address senderOwner;
    std::uint64_t nonce = 0;
};

/// Checks T-20 to T-33 of a user transaction; with `forced`, T-15 and those of the forced transaction of that
/// inbox entry, of which the record says the same. Changes nothing.
std::variant<ValidTransfer, Refusal> validateTransfer(const codec::TransferRecord& record,
                                                      const BatchContext& context,
                                                      const state::StateView& view,
                                                      const state::ForcedTransaction* forced);

/// What a valid transfer changes, in the order that section 6 says. Guaranteed by the caller: it was
/// validated over this very view.
DiffBuilder executeTransfer(const ValidTransfer& transfer, const state::StateView& view);

// One function for each kind of record but the end of a block.

/// T-20 to T-33.
RecordResult applyTransfer(const codec::TransferRecord& record, const BatchContext& context,
                           const state::StateView& view);
/// T-10, T-14, T-11 to T-13, T-33.
RecordResult applyDeposit(const codec::DepositRecord& record, const BatchContext& context,
                          const state::StateView& view, const state::InboxEntry* entry);
/// T-10, T-14, T-20, T-30, T-15, T-17, T-16.
RecordResult applySkippedForced(const codec::SkippedForcedRecord& record, const BatchContext& context,
                                const state::StateView& view, const state::InboxEntry* entry);
/// T-10, T-14, then what a user transaction that says the same would have to keep.
RecordResult applyForced(const codec::ForcedRecord& record, const BatchContext& context,
                         const state::StateView& view, const state::InboxEntry* entry);

} // namespace aw::transition
