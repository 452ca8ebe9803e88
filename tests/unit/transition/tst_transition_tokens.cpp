#include "rules_fixture.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;

/// The rules of section 6 where a token moves.
class TestTransitionTokens : public QObject {
    Q_OBJECT

private slots:
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
            .owner = someone(0x77), .token = kToken, .nonce = 0, .balance = 1000, .withdrawn = 0};
        QVERIFY(*state.account({Who::count}) == expected);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther - 1000);
    }

    void tokenExitCountsOnTheTokensAccount() {
        const auto state = after(redirected(tokenTransfer(0, 1000), WithdrawalTarget{}));
        QVERIFY(state.account({Who::tokenOfAlice})->withdrawn == 1000);
        QVERIFY(balanceOf(state, Who::tokenOfAlice) == kEther - 1000);
        QVERIFY(state.account({Who::alice})->withdrawn == 0);
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

    void t21TheRecipientIsAnAccountOfTheToken() {
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfBob, 1)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::bob, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::otherTokenOfAlice, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenAtExitAddress, 1)), "T-21");
        QCOMPARE(brokenBy(tokenTransfer(Who::count, 1)), "T-21");
    }

    void t24TheGasLimitCoversATokensKind() {
        auto token = tokenTransfer(Who::tokenOfBob, 1);
        QCOMPARE(token.fees.gasLimit, std::uint64_t{30000});
        token.fees.gasLimit = 29999;
        QCOMPARE(brokenBy(token), "T-24");
        auto tokenExit = redirected(token, WithdrawalTarget{});
        QCOMPARE(tokenExit.fees.gasLimit, std::uint64_t{39000});
        QCOMPARE(brokenBy(tokenExit), "ok");
        tokenExit.fees.gasLimit = 38999;
        QCOMPARE(brokenBy(tokenExit), "T-24");
    }

    void t28TheFeeIsPaidInEth() {
        // A token transfer needs ETH for the fee, however many tokens there are.
        auto dear = tokenTransfer(Who::tokenOfBob, 1);
        dear.fees.maxFeeWei = kMax64;
        dear.fees.tipWei = kMax64;
        QCOMPARE(brokenBy(dear), "T-28");
    }

    void t29NoAmountOfTokensReachesTheLimit() {
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfFull, 10)), "ok");
        QCOMPARE(brokenBy(tokenTransfer(Who::tokenOfFull, 11)), "T-29");
        const auto fullExit = [](const Wei& amount) {
            return redirected(tokenTransfer(0, amount, Who::tokenOfFull, Who::full), WithdrawalTarget{});
        };
        QCOMPARE(brokenBy(fullExit(10)), "ok");
        QCOMPARE(brokenBy(fullExit(11)), "T-29");
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
        QCOMPARE(brokenBy(redirected(tokenTransfer(0, 101, Who::otherTokenOfAlice), WithdrawalTarget{})),
                 "T-32");
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
};

QTEST_APPLESS_MAIN(TestTransitionTokens)
#include "tst_transition_tokens.moc"
