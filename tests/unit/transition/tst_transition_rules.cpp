#include "base/protocol.hpp"
#include "codec/transaction.hpp"
#include "crypto/keys.hpp"
#include "state/state.hpp"
#include "transition/transition.hpp"
#include "values.hpp"

#include <QTest>

#include <array>
#include <limits>
#include <map>

using namespace aw;
using namespace aw::transition;
using codec::ExitTarget;
using codec::InboxRecord;
using codec::Record;
using codec::TransferRecord;
using test::hexOf;

namespace {

constexpr std::uint64_t kGwei = 1'000'000'000;
const Wei kEther = Wei(1'000'000'000) * kGwei;
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();
const Wei kMax128 = std::numeric_limits<Wei>::max();

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
constexpr std::uint32_t kToken = 3;

const crypto::SecretKey& aliceKey() {
    static const auto key = crypto::SecretKey::derive("alice", 0);
    return key;
}

Address someone(std::uint8_t number) {
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
    std::optional<state::Account> account(AccountIndex index) const override {
        return m_state.account(index);
    }

private:
    const state::State& m_state;
};

state::State makeState() {
    state::State state;
    const auto add = [&](const Address& owner, std::uint32_t token, std::uint64_t nonce, const Wei& balance,
                         const Wei& exited) {
        state.apply(
            {.changes =
                 {{{static_cast<std::uint32_t>(state.accountCount())},
                   {.owner = owner, .token = token, .nonce = nonce, .balance = balance, .exited = exited}}},
             .inboxConsumed = 0});
    };
    add(someone(0xfe), 0, 0, 0, 0);
    add(aliceKey().address(), 0, 5, kEther, 0);
    add(someone(0xb0), 0, 0, kEther, 0);
    add(aliceKey().address(), kToken, 0, kEther, 0);
    add(protocol::kExitAddress, 0, 0, 0, 0);
    add(someone(0x01), 0, kMax64, kEther, 0);
    add(someone(0x02), 0, 0, kMax128 - 10, kMax128 - 10);
    add(someone(0xb0), kToken, 0, 100, 0);
    add(aliceKey().address(), 1, 0, 100, 0);
    add(someone(0x02), kToken, 0, kMax128 - 10, kMax128 - 10);
    add(protocol::kExitAddress, kToken, 0, 0, 0);
    add(aliceKey().address(), 4, 0, 100, 0);
    return state;
}

const state::TokenList kTokens({someone(0xa1), someone(0xa2), someone(0xa3)});

constexpr BatchContext kContext{.l2ChainId = 817001,
                                .baseFeeWei = kGwei,
                                .feeAccount = {Who::fees},
                                .feeTemplate = {.maxFeeWei = 2 * kGwei, .tipWei = 0},
                                .inboxAfter = 1,
                                .tokens = &kTokens};

TransferRecord transfer(std::uint32_t from, std::uint32_t to, const Wei& amount) {
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
TransferRecord exitOf(std::uint32_t from, const Wei& amount) {
    return redirected(transfer(from, 0, amount), ExitTarget{});
}
TransferRecord toNew(std::uint32_t from, const Address& to, const Wei& amount) {
    return redirected(transfer(from, 0, amount), to);
}
/// Alice's, of the token that most have.
TransferRecord tokenTransfer(std::uint32_t to, const Wei& amount, std::uint32_t account = Who::tokenOfAlice,
                             std::uint32_t from = Who::alice) {
    auto record = transfer(from, to, amount);
    record.tokenAccount = AccountIndex{account};
    record.fees.gasLimit = record.gas();
    return record;
}

/// Name of the rule that the record breaks; "ok" where it breaks none.
QString brokenBy(const Record& record, const BatchContext& context = kContext,
                 const state::InboxEntry* entry = nullptr) {
    const auto state = makeState();
    const auto outcome = applyRecord(record, context, state, entry);
    if (outcome.broken) {
        // A record that breaks a rule does nothing.
        if (!outcome.diff.changes.empty() || outcome.diff.inboxConsumed != 0 || outcome.tx)
            return "has an effect";
        return QString::fromStdString(ruleName(*outcome.broken));
    }
    return "ok";
}

state::State after(const Record& record, const BatchContext& context = kContext,
                   const state::InboxEntry* entry = nullptr) {
    auto state = makeState();
    const auto outcome = applyRecord(record, context, state, entry);
    if (outcome.broken) throw std::logic_error("the record breaks " + ruleName(*outcome.broken));
    state.apply(outcome.diff);
    return state;
}

Wei balanceOf(const state::State& state, std::uint32_t index) { return state.account({index})->balance; }

const Wei kFee = Wei(21000) * kGwei;

} // namespace

class TestTransitionRules : public QObject {
    Q_OBJECT

private slots:
    void endOfBlockHasNoEffect() {
        const auto state = makeState();
        const auto outcome = applyRecord(codec::BlockEndRecord{.ticks = 5}, kContext, state, nullptr);
        QVERIFY(!outcome.broken && !outcome.tx);
        QVERIFY(outcome.diff.changes.empty() && outcome.diff.inboxConsumed == 0);
    }

    void depositToAnExistingAccount() {
        const state::InboxEntry entry{.owner = aliceKey().address(), .token = 3, .amount = 7};
        const auto state = after(InboxRecord{.account = AccountIndex{Who::tokenOfAlice}}, kContext, &entry);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther + 7);
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
        QCOMPARE(state.accountCount(), std::uint64_t{Who::count});
    }

    void depositToANewAccount() {
        const state::InboxEntry entry{.owner = someone(0x77), .token = 9, .amount = 7};
        const auto state = after(InboxRecord{}, kContext, &entry);
        const state::Account expected{
            .owner = someone(0x77), .token = 9, .nonce = 0, .balance = 7, .exited = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
    }

    void t10CursorBelowInboxAfter() {
        const state::InboxEntry entry{.owner = someone(0x77), .token = 0, .amount = 7};
        auto context = kContext;
        QCOMPARE(brokenBy(InboxRecord{}, context, &entry), "ok");
        QCOMPARE(brokenBy(InboxRecord{}, context, nullptr), "T-10");
        context.inboxAfter = 0;
        QCOMPARE(brokenBy(InboxRecord{}, context, &entry), "T-10");
    }

    void t11DepositGoesToItsOwnersAccount() {
        const state::InboxEntry entry{.owner = aliceKey().address(), .token = 0, .amount = 7};
        const auto to = [](std::uint32_t index) { return InboxRecord{.account = AccountIndex{index}}; };
        QCOMPARE(brokenBy(to(Who::alice), kContext, &entry), "ok");
        QCOMPARE(brokenBy(to(Who::bob), kContext, &entry), "T-11");
        QCOMPARE(brokenBy(to(Who::tokenOfAlice), kContext, &entry), "T-11");
        QCOMPARE(brokenBy(to(Who::count), kContext, &entry), "T-11");
    }

    void t12NewAccountNeedsRoom() {
        const auto state = makeState();
        const CrowdedView view(state);
        const state::InboxEntry entry{.owner = someone(0x77), .token = 0, .amount = 7};
        QVERIFY(applyRecord(InboxRecord{}, kContext, view, &entry).broken == Rule::inboxNewAccount);
        QVERIFY(!applyRecord(InboxRecord{}, kContext, state, &entry).broken);
    }

    void t13DepositKeepsTheBalanceBelowTheLimit() {
        state::InboxEntry entry{.owner = someone(0x02), .token = 0, .amount = 10};
        const InboxRecord record{.account = AccountIndex{Who::full}};
        QCOMPARE(brokenBy(record, kContext, &entry), "ok");
        entry.amount = 11;
        QCOMPARE(brokenBy(record, kContext, &entry), "T-13");
    }

    void transferMovesValueAndFee() {
        const auto state = after(transfer(Who::alice, Who::bob, 1000));
        QVERIFY(balanceOf(state, Who::alice) == kEther - 1000 - kFee);
        QVERIFY(balanceOf(state, Who::bob) == kEther + 1000);
        QVERIFY(balanceOf(state, Who::fees) == kFee);
        QCOMPARE(state.account({Who::alice})->nonce, std::uint64_t{6});
        QCOMPARE(state.account({Who::bob})->nonce, std::uint64_t{0});
    }

    void transferToANewAccount() {
        const auto state = after(toNew(Who::alice, someone(0x77), 1000));
        const state::Account expected{
            .owner = someone(0x77), .token = 0, .nonce = 0, .balance = 1000, .exited = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QVERIFY(balanceOf(state, Who::alice) == kEther - 1000 - kFee);
    }

    void exitCountsOnTheSender() {
        const auto state = after(exitOf(Who::alice, 1000));
        QVERIFY(state.account({Who::alice})->exited == 1000);
        QVERIFY(balanceOf(state, Who::alice) == kEther - 1000 - Wei(30000) * kGwei);
        QVERIFY(balanceOf(state, Who::fees) == Wei(30000) * kGwei);
    }

    void onesOwnRecipientAndFeeAccount() {
        QVERIFY(balanceOf(after(transfer(Who::alice, Who::alice, 1000)), Who::alice) == kEther - kFee);
        auto context = kContext;
        context.feeAccount = {Who::alice};
        const auto state = after(transfer(Who::alice, Who::alice, 1000), context);
        QVERIFY(balanceOf(state, Who::alice) == kEther);
        QCOMPARE(state.account({Who::alice})->nonce, std::uint64_t{6});
        // The fee account as the recipient.
        QVERIFY(balanceOf(after(transfer(Who::alice, Who::fees, 1000)), Who::fees) == kFee + 1000);
    }

    void feeIsGasTimesMinOfMaxFeeAndBaseFeePlusTip() {
        const auto feeOf = [](std::uint64_t maxFeeWei, std::uint64_t tipWei) {
            auto record = transfer(Who::alice, Who::bob, 0);
            record.fees.maxFeeWei = maxFeeWei;
            record.fees.tipWei = tipWei;
            return balanceOf(after(record), Who::fees);
        };
        QVERIFY(feeOf(kGwei, 0) == kFee);
        QVERIFY(feeOf(5 * kGwei, 0) == kFee);
        QVERIFY(feeOf(5 * kGwei, 3) == kFee + 3 * 21000);
        QVERIFY(feeOf(kGwei + 2, 3) == kFee + 2 * 21000);
        // base fee + tip of 65 bits
        auto rich = transfer(Who::full, Who::bob, 0);
        rich.fees.maxFeeWei = kMax64;
        rich.fees.tipWei = kMax64;
        QVERIFY(balanceOf(after(rich), Who::fees) == Wei(kMax64) * 21000);
    }

    void tokenTransferMovesTokensAndPaysTheFeeInEth() {
        const auto state = after(tokenTransfer(Who::tokenOfBob, 1000));
        const Wei fee = Wei(30000) * kGwei;
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther - 1000);
        QVERIFY(balanceOf(state, Who::tokenOfBob) == 1100);
        QVERIFY(balanceOf(state, Who::alice) == kEther - fee);
        QVERIFY(balanceOf(state, Who::fees) == fee);
        QCOMPARE(state.account({Who::alice})->nonce, std::uint64_t{6});
        QCOMPARE(state.account({Who::tokenOfAlice})->nonce, std::uint64_t{0});
        QVERIFY(balanceOf(state, Who::bob) == kEther);
    }

    void tokenTransferToANewAccount() {
        const auto state = after(redirected(tokenTransfer(0, 1000), someone(0x77)));
        const state::Account expected{
            .owner = someone(0x77), .token = kToken, .nonce = 0, .balance = 1000, .exited = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther - 1000);
    }

    void tokenExitCountsOnTheTokensAccount() {
        const auto state = after(redirected(tokenTransfer(0, 1000), ExitTarget{}));
        QVERIFY(state.account({Who::tokenOfAlice})->exited == 1000);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther - 1000);
        QVERIFY(state.account({Who::alice})->exited == 0);
        QVERIFY(balanceOf(state, Who::fees) == Wei(39000) * kGwei);
    }

    void onesOwnTokenRecipientAndFeeAccount() {
        QVERIFY(balanceOf(after(tokenTransfer(Who::tokenOfAlice, 1000)), Who::tokenOfAlice) == kEther);
        auto context = kContext;
        context.feeAccount = {Who::alice};
        const auto state = after(tokenTransfer(Who::tokenOfBob, 1000), context);
        QVERIFY(balanceOf(state, Who::alice) == kEther);
        QCOMPARE(state.account({Who::alice})->nonce, std::uint64_t{6});
    }

    void t20SenderIsAnEthAccount() {
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1)), "ok");
        QCOMPARE(brokenBy(transfer(Who::count, Who::bob, 1)), "T-20");
        QCOMPARE(brokenBy(transfer(Who::tokenOfAlice, Who::bob, 1)), "T-20");
    }

    void t21RecipientIsAnAccountOfWhatMoves() {
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1)), "ok");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::count, 1)), "T-21");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::tokenOfAlice, 1)), "T-21");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::atExitAddress, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::bob, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::otherTokenOfAlice, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenAtExitAddress, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::count, 1)), "T-21");
    }

    void t22NewRecipientCanBePaidAndHasRoom() {
        QCOMPARE(brokenBy(toNew(Who::alice, someone(0x77), 1)), "ok");
        QCOMPARE(brokenBy(toNew(Who::alice, protocol::kExitAddress, 1)), "T-22");
        const auto state = makeState();
        const CrowdedView view(state);
        const auto outcome = applyRecord(toNew(Who::alice, someone(0x77), 1), kContext, view, nullptr);
        QVERIFY(outcome.broken == Rule::newRecipient);
        // A known recipient needs no room.
        QVERIFY(!applyRecord(transfer(Who::alice, Who::bob, 1), kContext, view, nullptr).broken);
    }

    void t23FeeAccountIsAnEthAccountBeforeTheRecord() {
        auto context = kContext;
        context.feeAccount = {Who::tokenOfAlice};
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1), context), "T-23");
        context.feeAccount = {Who::count};
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1), context), "T-23");
        // Not even where the record itself would append it.
        QCOMPARE(brokenBy(toNew(Who::alice, someone(0x77), 1), context), "T-23");
        context.feeAccount = {Who::worn};
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1), context), "ok");
    }

    void t24GasLimitCoversTheKind() {
        auto record = transfer(Who::alice, Who::bob, 1);
        record.fees.gasLimit = 20999;
        QCOMPARE(brokenBy(record), "T-24");
        auto exit = exitOf(Who::alice, 1);
        QCOMPARE(brokenBy(exit), "ok");
        exit.fees.gasLimit = 29999;
        QCOMPARE(brokenBy(exit), "T-24");
        auto token = tokenTransfer(Who::tokenOfBob, 1);
        QCOMPARE(token.fees.gasLimit, std::uint64_t{30000});
        token.fees.gasLimit = 29999;
        QCOMPARE(brokenBy(token), "T-24");
        auto tokenExit = redirected(token, ExitTarget{});
        QCOMPARE(tokenExit.fees.gasLimit, std::uint64_t{39000});
        QCOMPARE(brokenBy(tokenExit), "ok");
        tokenExit.fees.gasLimit = 38999;
        QCOMPARE(brokenBy(tokenExit), "T-24");
    }

    void t25MaxFeeCoversTheBaseFee() {
        auto record = transfer(Who::alice, Who::bob, 1);
        record.fees.maxFeeWei = kGwei;
        QCOMPARE(brokenBy(record), "ok");
        record.fees.maxFeeWei = kGwei - 1;
        QCOMPARE(brokenBy(record), "T-25");
    }

    void t26TipIsNotAboveMaxFee() {
        auto record = transfer(Who::alice, Who::bob, 1);
        record.fees.tipWei = record.fees.maxFeeWei;
        QCOMPARE(brokenBy(record), "ok");
        ++record.fees.tipWei;
        QCOMPARE(brokenBy(record), "T-26");
    }

    void t27NonceIsNotUsedUp() {
        QCOMPARE(brokenBy(transfer(Who::worn, Who::bob, 1)), "T-27");
        QCOMPARE(brokenBy(transfer(Who::bob, Who::worn, 1)), "ok");
    }

    void t28BalanceCoversValueAndFee() {
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, kEther - kFee)), "ok");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, kEther - kFee + 1)), "T-28");
        // value + fee of more than 128 bits
        QCOMPARE(brokenBy(transfer(Who::full, Who::bob, kMax128)), "T-28");
        QCOMPARE(brokenBy(transfer(Who::fees, Who::fees, 0)), "T-28");
        // A token transfer needs ETH for the fee, however many tokens there are.
        auto dear = tokenTransfer(Who::tokenOfBob, 1);
        dear.fees.maxFeeWei = kMax64;
        dear.fees.tipWei = kMax64;
        QCOMPARE(brokenBy(dear), "T-28");
    }

    void t29NothingReachesTheLimit() {
        QCOMPARE(brokenBy(transfer(Who::alice, Who::full, 10)), "ok");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::full, 11)), "T-29");
        QCOMPARE(brokenBy(exitOf(Who::full, 10)), "ok");
        QCOMPARE(brokenBy(exitOf(Who::full, 11)), "T-29");
        auto context = kContext;
        context.feeAccount = {Who::full};
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1), context), "T-29");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfFull, 10)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfFull, 11)), "T-29");
        const auto fullExit = [](const Wei& amount) {
            return redirected(tokenTransfer(0, amount, Who::tokenOfFull, Who::full), ExitTarget{});
        };
        QCOMPARE(brokenBy(fullExit(10)), "ok");
        QCOMPARE(brokenBy(fullExit(11)), "T-29");
        // The full account pays first, so that what comes back to it fits.
        QCOMPARE(brokenBy(transfer(Who::full, Who::full, kEther), context), "ok");
    }

    void t30TheTokensAccountIsTheSenders() {
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1, Who::tokenOfBob)), "T-30");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1, Who::count)), "T-30");
        // Nor may ETH move as if it were a token.
        QCOMPARE(brokenBy(tokenTransfer(Who::bob, 1, Who::alice)), "T-30");
    }

    void t31TheTokenIsRegistered() {
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 1, Who::otherTokenOfAlice), someone(0x77))), "ok");
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 1, Who::unknownTokenOfAlice), someone(0x77))), "T-31");
        auto context = kContext;
        context.tokens = nullptr;
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1), context), "T-31");
    }

    void t32TheTokensBalanceCoversTheAmount() {
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, kEther)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, kEther + 1)), "T-32");
        // ETH does not make up for tokens.
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 101, Who::otherTokenOfAlice), ExitTarget{})), "T-32");
    }

    void theFirstRuleBrokenByATokenTransferIsNamed() {
        auto record = tokenTransfer(Who::count, kMax128, Who::tokenOfBob, Who::count);
        record.fees = {.gasLimit = 0, .maxFeeWei = 0, .tipWei = 1};
        auto context = kContext;
        context.feeAccount = {Who::count};
        context.tokens = nullptr;
        QCOMPARE(brokenBy(record, context), "T-20");
        record.sender = {Who::alice};
        QCOMPARE(brokenBy(record, context), "T-30");
        record.tokenAccount = AccountIndex{Who::tokenOfAlice};
        QCOMPARE(brokenBy(record, context), "T-31");
        context.tokens = &kTokens;
        QCOMPARE(brokenBy(record, context), "T-21");
        record.recipient = AccountIndex{Who::tokenOfFull};
        QCOMPARE(brokenBy(record, context), "T-23");
        context.feeAccount = {Who::fees};
        QCOMPARE(brokenBy(record, context), "T-24");
        record.fees = {.gasLimit = 30000, .maxFeeWei = kMax64, .tipWei = kMax64};
        QCOMPARE(brokenBy(record, context), "T-28");
        record.fees = {.gasLimit = 30000, .maxFeeWei = kGwei, .tipWei = 0};
        QCOMPARE(brokenBy(record, context), "T-32");
        record.amount = 11;
        QCOMPARE(brokenBy(record, context), "T-29");
        record.amount = 10;
        QCOMPARE(brokenBy(record, context), "ok");
    }

    void theFirstRuleBrokenIsNamed() {
        auto record = transfer(Who::count, Who::count, kMax128);
        record.fees = {.gasLimit = 0, .maxFeeWei = 0, .tipWei = 1};
        auto context = kContext;
        context.feeAccount = {Who::count};
        QCOMPARE(brokenBy(record, context), "T-20");
        record.sender = {Who::worn};
        QCOMPARE(brokenBy(record, context), "T-21");
        record.recipient = AccountIndex{Who::full};
        QCOMPARE(brokenBy(record, context), "T-23");
        context.feeAccount = {Who::fees};
        QCOMPARE(brokenBy(record, context), "T-24");
        record.fees.gasLimit = 21000;
        QCOMPARE(brokenBy(record, context), "T-25");
        context.baseFeeWei = 0;
        QCOMPARE(brokenBy(record, context), "T-26");
        record.fees.maxFeeWei = 1;
        QCOMPARE(brokenBy(record, context), "T-27");
        record.sender = {Who::alice};
        QCOMPARE(brokenBy(record, context), "T-28");
        record.amount = 11;
        QCOMPARE(brokenBy(record, context), "T-29");
        record.amount = 10;
        QCOMPARE(brokenBy(record, context), "ok");
    }

    // What the sender signed can be rebuilt from the record and the state before it.
    void x1x2SigningHashIsThatOfTheWallet_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("known recipient") << 0;
        QTest::newRow("new recipient") << 1;
        QTest::newRow("exit") << 2;
        QTest::newRow("token to a known recipient") << 3;
        QTest::newRow("token to a new recipient") << 4;
        QTest::newRow("token exit") << 5;
    }
    void x1x2SigningHashIsThatOfTheWallet() {
        QFETCH(const int, kind);
        const bool token = kind >= 3;
        const std::array targets{someone(0xb0), someone(0x77), protocol::kExitAddress};
        const auto to = targets[static_cast<std::size_t>(kind % 3)];
        codec::Transaction tx{.chainId = 817001,
                              .nonce = 5,
                              .tipWei = 9,
                              .maxFeeWei = 3 * kGwei,
                              .gasLimit = 77'000,
                              .to = to,
                              .value = 12345};
        if (token) {
            tx.to = *kTokens.address(kToken);
            tx.value = 0;
            tx.token = {.recipient = to, .amount = 12345};
        }
        auto record = token ? tokenTransfer(Who::tokenOfBob, 12345) : transfer(Who::alice, Who::bob, 12345);
        if (kind % 3 == 1) record.recipient = someone(0x77);
        if (kind % 3 == 2) record.recipient = ExitTarget{};
        record.fees = {.gasLimit = 77'000, .maxFeeWei = 3 * kGwei, .tipWei = 9};
        const auto signature = aliceKey().sign(codec::signingHash(tx));
        const auto outcome = applyRecord(record, kContext, makeState(), nullptr);
        QVERIFY(outcome.tx);
        QCOMPARE(hexOf(outcome.tx->signingHash), hexOf(codec::signingHash(tx)));
        QVERIFY(crypto::recover(outcome.tx->signingHash, signature).value() == outcome.tx->sender);
        QVERIFY(outcome.tx->leaf == codec::txLeaf(outcome.tx->signingHash, aliceKey().address()));
        const std::array gas{21000, 21000, 30000, 30000, 30000, 39000};
        QVERIFY(outcome.tx->feeWei == Wei(gas[static_cast<std::size_t>(kind)]) * (kGwei + 9));
    }

    void rulesHaveNamesAndTexts() {
        QCOMPARE(ruleName(Rule::decodable), std::string("T-1"));
        QCOMPARE(ruleName(Rule::overflow), std::string("T-29"));
        for (const unsigned number :
             {1U, 2U, 10U, 11U, 12U, 13U, 20U, 21U, 22U, 23U, 24U, 25U, 26U, 27U, 28U, 29U, 30U, 31U, 32U})
            QVERIFY(!ruleText(static_cast<Rule>(number)).empty());
        QVERIFY(ruleText(static_cast<Rule>(99)).empty());
    }

    void x3TxRoot() {
        QVERIFY(txRoot({}).isZero());
        std::vector<Hash> leaves(3);
        for (std::uint8_t i = 0; i < 3; ++i)
            leaves[i].bytes[0] = static_cast<std::uint8_t>(i + 1);
        auto expected =
            state::nodeHash(state::nodeHash(leaves[0], leaves[1]), state::nodeHash(leaves[2], {}));
        for (int height = 2; height < 6; ++height)
            expected = state::nodeHash(expected, {});
        QCOMPARE(hexOf(txRoot(leaves)), hexOf(expected));
        leaves.resize(64);
        leaves[63].bytes[31] = 1;
        QVERIFY(txRoot(leaves) != expected);
    }
};

QTEST_APPLESS_MAIN(TestTransitionRules)
#include "tst_transition_rules.moc"
