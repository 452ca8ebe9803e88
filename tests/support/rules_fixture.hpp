#pragma once

#include "base/protocol.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"
#include "state/state.hpp"
#include "transition/transition.hpp"

#include <QString>

#include <limits>
#include <stdexcept>

/// A small state to break the rules of a transaction over.
namespace aw::test {

using codec::DepositRecord;
using codec::Record;
using codec::TransferRecord;
using codec::WithdrawalTarget;
using transition::BatchContext;

inline constexpr std::uint64_t kGwei = 1'000'000'000;
inline const Wei kEther = Wei(1'000'000'000) * kGwei;
inline constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();
inline const Wei kMax128 = std::numeric_limits<Wei>::max();

/// Accounts of the fixture.
enum Who : std::uint32_t {
    fees,
    alice,
    bob,
    tokenOfAlice,
    atExitAddress,
    worn,
    full,
    tokenOfBob,
    otherTokenOfAlice,
    tokenOfFull,
    tokenAtExitAddress,
    unknownTokenOfAlice,
    count
};
inline constexpr std::uint32_t kToken = 3;

inline const crypto::SecretKey& aliceKey() {
    static const auto key = crypto::SecretKey::derive("alice", 0);
    return key;
}

inline Address someone(std::uint8_t number) {
    Address address;
    address.bytes.fill(number);
    return address;
}

/// A view whose account count can be claimed to be the largest.
class CrowdedView final : public state::StateView {
public:
    explicit CrowdedView(const state::State& state)
        : m_state(state) {}
    std::uint64_t accountCount() const override { return std::uint64_t{1} << 32; }
    std::uint64_t inboxCursor() const override { return m_state.inboxCursor(); }
    std::uint64_t txCount() const override { return m_state.txCount(); }
    std::optional<AccountIndex> find(const Address& owner, std::uint32_t token) const override {
        return m_state.find(owner, token);
    }
    std::optional<state::Account> account(AccountIndex index) const override {
        return m_state.account(index);
    }

private:
    const state::State& m_state;
};

inline state::State makeState() {
    state::State state;
    const auto add = [&](const Address& owner, std::uint32_t token, std::uint64_t nonce, const Wei& balance,
                         const Wei& withdrawn) {
        state.apply({.changes = {{{static_cast<std::uint32_t>(state.accountCount())},
                                  {.owner = owner,
                                   .token = token,
                                   .nonce = nonce,
                                   .balance = balance,
                                   .withdrawn = withdrawn}}},
                     .inboxConsumed = 0});
    };
    add(someone(0xfe), 0, 0, 0, 0);
    add(aliceKey().address(), 0, 5, kEther, 0);
    add(someone(0xb0), 0, 0, kEther, 0);
    add(aliceKey().address(), kToken, 0, kEther, 0);
    add(protocol::kWithdrawalAddress, 0, 0, 0, 0);
    add(someone(0x01), 0, kMax64, kEther, 0);
    add(someone(0x02), 0, 0, kMax128 - 10, kMax128 - 10);
    add(someone(0xb0), kToken, 0, 100, 0);
    add(aliceKey().address(), 1, 0, 100, 0);
    add(someone(0x02), kToken, 0, kMax128 - 10, kMax128 - 10);
    add(protocol::kWithdrawalAddress, kToken, 0, 0, 0);
    add(aliceKey().address(), 4, 0, 100, 0);
    return state;
}

inline const state::TokenList kTokens({someone(0xa1), someone(0xa2), someone(0xa3)});

inline constexpr BatchContext kContext{.l2ChainId = 817001,
                                       .baseFeeWei = kGwei,
                                       .feeAccount = {Who::fees},
                                       .feeTemplate = {.maxFeeWei = 2 * kGwei, .tipWei = 0},
                                       .inboxAfter = 1,
                                       .tokens = &kTokens};

inline TransferRecord transfer(std::uint32_t from, std::uint32_t to, const Wei& amount) {
    return {.sender = {from},
            .recipient = AccountIndex{to},
            .amount = amount,
            .fees = {.gasLimit = 21000, .maxFeeWei = 2 * kGwei, .tipWei = 0}};
}
/// The same with another recipient and the gas limit that it takes.
template<class Recipient>
TransferRecord redirected(TransferRecord record, const Recipient& recipient) {
    record.recipient = recipient;
    record.fees.gasLimit = record.gas();
    return record;
}
inline TransferRecord exitOf(std::uint32_t from, const Wei& amount) {
    return redirected(transfer(from, 0, amount), WithdrawalTarget{});
}
inline TransferRecord toNew(std::uint32_t from, const Address& to, const Wei& amount) {
    return redirected(transfer(from, 0, amount), to);
}
/// Alice's, of the token that most have.
inline TransferRecord tokenTransfer(std::uint32_t to, const Wei& amount,
                                    std::uint32_t account = Who::tokenOfAlice,
                                    std::uint32_t from = Who::alice) {
    auto record = transfer(from, to, amount);
    record.tokenAccount = AccountIndex{account};
    record.fees.gasLimit = record.gas();
    return record;
}

/// Name of the rule that the record breaks; "ok" where it breaks none.
inline QString brokenBy(const Record& record, const BatchContext& context = kContext,
                        const state::InboxEntry* entry = nullptr) {
    const auto state = makeState();
    const auto outcome = transition::applyRecord(record, context, state, entry);
    if (outcome.broken) {
        // A record that breaks a rule does nothing.
        if (!outcome.diff.changes.empty() || outcome.diff.inboxConsumed != 0 || outcome.diff.txs != 0 ||
            outcome.tx)
            return "has an effect";
        return QString::fromStdString(transition::ruleName(*outcome.broken));
    }
    return "ok";
}

inline state::State after(const Record& record, const BatchContext& context = kContext,
                          const state::InboxEntry* entry = nullptr) {
    auto state = makeState();
    const auto outcome = transition::applyRecord(record, context, state, entry);
    if (outcome.broken) throw std::logic_error("the record breaks " + transition::ruleName(*outcome.broken));
    state.apply(outcome.diff);
    return state;
}

inline Wei balanceOf(const state::State& state, std::uint32_t index) {
    return state.account({index})->balance;
}

inline const Wei kFee = Wei(21000) * kGwei;

} // namespace aw::test
