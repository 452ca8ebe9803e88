#include "rules_fixture.hpp"
#include "values.hpp"

#include <QTest>

#include <array>

using namespace aw;
using namespace aw::test;
using namespace aw::transition;

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
        const state::InboxEntry entry =
            state::Deposit{.owner = aliceKey().address(), .token = 3, .amount = 7};
        const auto state = after(DepositRecord{.account = AccountIndex{Who::tokenOfAlice}}, kContext, &entry);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther + 7);
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
        QCOMPARE(state.accountCount(), std::uint64_t{Who::count});
    }

    void depositToANewAccount() {
        const state::InboxEntry entry = state::Deposit{.owner = someone(0x77), .token = 9, .amount = 7};
        const auto state = after(DepositRecord{}, kContext, &entry);
        const state::Account expected{
            .owner = someone(0x77), .token = 9, .nonce = 0, .balance = 7, .withdrawn = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
    }

    void t10CursorBelowInboxAfter() {
        const state::InboxEntry entry = state::Deposit{.owner = someone(0x77), .token = 0, .amount = 7};
        auto context = kContext;
        QCOMPARE(brokenBy(DepositRecord{}, context, &entry), "ok");
        QCOMPARE(brokenBy(DepositRecord{}, context, nullptr), "T-10");
        context.inboxAfter = 0;
        QCOMPARE(brokenBy(DepositRecord{}, context, &entry), "T-10");
    }

    void t11DepositGoesToItsOwnersAccount() {
        const state::InboxEntry entry =
            state::Deposit{.owner = aliceKey().address(), .token = 0, .amount = 7};
        const auto to = [](std::uint32_t index) { return DepositRecord{.account = AccountIndex{index}}; };
        QCOMPARE(brokenBy(to(Who::alice), kContext, &entry), "ok");
        QCOMPARE(brokenBy(to(Who::bob), kContext, &entry), "T-11");
        QCOMPARE(brokenBy(to(Who::tokenOfAlice), kContext, &entry), "T-11");
        QCOMPARE(brokenBy(to(Who::count), kContext, &entry), "T-11");
    }

    void t12NewAccountNeedsRoom() {
        const auto state = makeState();
        const CrowdedView view(state);
        const state::InboxEntry entry = state::Deposit{.owner = someone(0x77), .token = 0, .amount = 7};
        QVERIFY(applyRecord(DepositRecord{}, kContext, view, &entry).broken == Rule::inboxNewAccount);
        QVERIFY(!applyRecord(DepositRecord{}, kContext, state, &entry).broken);
    }

    void t13DepositKeepsTheBalanceBelowTheLimit() {
        state::Deposit deposit{.owner = someone(0x02), .token = 0, .amount = 10};
        state::InboxEntry entry = deposit;
        const DepositRecord record{.account = AccountIndex{Who::full}};
        QCOMPARE(brokenBy(record, kContext, &entry), "ok");
        deposit.amount = 11;
        entry = deposit;
        QCOMPARE(brokenBy(record, kContext, &entry), "T-13");
    }

    void t33ADepositAppendsNoSecondAccount() {
        const state::InboxEntry entry = state::Deposit{.owner = someone(0xb0), .token = kToken, .amount = 7};
        QCOMPARE(brokenBy(DepositRecord{}, kContext, &entry), "T-33");
        const auto state = makeState();
        QVERIFY(applyRecord(DepositRecord{}, kContext, state, &entry).hidden ==
                AccountIndex{Who::tokenOfBob});
        // Of another token the owner has none.
        const state::InboxEntry other = state::Deposit{.owner = someone(0xb0), .token = 1, .amount = 7};
        QCOMPARE(brokenBy(DepositRecord{}, kContext, &other), "ok");
        // T-12 comes first.
        const CrowdedView view(state);
        QVERIFY(applyRecord(DepositRecord{}, kContext, view, &entry).broken == Rule::inboxNewAccount);
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
            .owner = someone(0x77), .token = 0, .nonce = 0, .balance = 1000, .withdrawn = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QVERIFY(balanceOf(state, Who::alice) == kEther - 1000 - kFee);
    }

    void exitCountsOnTheSender() {
        const auto state = after(exitOf(Who::alice, 1000));
        QVERIFY(state.account({Who::alice})->withdrawn == 1000);
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
    }

    void t22NewRecipientCanBePaidAndHasRoom() {
        QCOMPARE(brokenBy(toNew(Who::alice, someone(0x77), 1)), "ok");
        QCOMPARE(brokenBy(toNew(Who::alice, protocol::kWithdrawalAddress, 1)), "T-22");
        const auto state = makeState();
        const CrowdedView view(state);
        const auto outcome = applyRecord(toNew(Who::alice, someone(0x77), 1), kContext, view, nullptr);
        QVERIFY(outcome.broken == Rule::newRecipient);
        // A known recipient needs no room.
        QVERIFY(!applyRecord(transfer(Who::alice, Who::bob, 1), kContext, view, nullptr).broken);
    }

    void t33ATransferAppendsNoSecondAccount() {
        QCOMPARE(brokenBy(toNew(Who::alice, someone(0xb0), 1)), "T-33");
        QCOMPARE(brokenBy(toNew(Who::alice, aliceKey().address(), 1)), "T-33");
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 1), someone(0xb0))), "T-33");
        // Only with ETH, or with another token: the account of this one is new.
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 1), someone(0x01))), "ok");
        // It comes before T-23.
        auto context = kContext;
        context.feeAccount = {Who::count};
        QCOMPARE(brokenBy(toNew(Who::alice, someone(0xb0), 1), context), "T-33");
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
    }

    void t29NothingReachesTheLimit() {
        QCOMPARE(brokenBy(transfer(Who::alice, Who::full, 10)), "ok");
        QCOMPARE(brokenBy(transfer(Who::alice, Who::full, 11)), "T-29");
        QCOMPARE(brokenBy(exitOf(Who::full, 10)), "ok");
        QCOMPARE(brokenBy(exitOf(Who::full, 11)), "T-29");
        auto context = kContext;
        context.feeAccount = {Who::full};
        QCOMPARE(brokenBy(transfer(Who::alice, Who::bob, 1), context), "T-29");
        // The full account pays first, so that what comes back to it fits.
        QCOMPARE(brokenBy(transfer(Who::full, Who::full, kEther), context), "ok");
        QCOMPARE(brokenBy(transfer(Who::full, Who::bob, 0), context), "ok");
        QCOMPARE(brokenBy(transfer(Who::full, Who::full, kEther)), "ok");
        // Amount and fee together are too much for an account that has room for either.
        auto state = makeState();
        auto roomy = *state.account({Who::full});
        const auto fee = Wei(21000) * kGwei;
        roomy.balance = kMax128 - fee;
        state.apply({.changes = {{{Who::full}, roomy}}});
        const auto both = [&](const Wei& amount) {
            return applyRecord(transfer(Who::alice, Who::full, amount), context, state, nullptr).broken;
        };
        QVERIFY(!both(0));
        QVERIFY(both(1) == Rule::overflow);
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
        const std::array targets{someone(0xb0), someone(0x77), protocol::kWithdrawalAddress};
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
        if (kind % 3 == 2) record.recipient = WithdrawalTarget{};
        record.fees = {.gasLimit = 77'000, .maxFeeWei = 3 * kGwei, .tipWei = 9};
        const auto signature = aliceKey().sign(codec::signingHash(tx));
        const auto outcome = applyRecord(record, kContext, makeState(), nullptr);
        QVERIFY(outcome.tx);
        QVERIFY(outcome.tx->tx == tx);
        const auto executed = withHashes(std::array{*outcome.tx}).front();
        QCOMPARE(hexOf(executed.signingHash), hexOf(codec::signingHash(tx)));
        QVERIFY(crypto::recover(executed.signingHash, signature).value() == executed.sender);
        QVERIFY(executed.leaf == codec::txLeaf(executed.signingHash, aliceKey().address()));
        const std::array gas{21000, 21000, 30000, 30000, 30000, 39000};
        QVERIFY(outcome.tx->feeWei == Wei(gas[static_cast<std::size_t>(kind)]) * (kGwei + 9));
    }

    void rulesHaveNamesAndTexts() {
        QCOMPARE(ruleName(Rule::decodable), std::string("T-1"));
        QCOMPARE(ruleName(Rule::overflow), std::string("T-29"));
        for (const unsigned number : {1U,  2U,  3U,  10U, 11U, 12U, 13U, 14U, 15U, 16U, 17U, 20U, 21U,
                                      22U, 23U, 24U, 25U, 26U, 27U, 28U, 29U, 30U, 31U, 32U, 33U})
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
