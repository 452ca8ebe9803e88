#include "rules_fixture.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace aw::transition;
using codec::ForcedRecord;
using codec::NewTarget;
using codec::SkippedForcedRecord;
using codec::SkipReason;
using state::ForcedTransaction;
using state::InboxEntry;

namespace {

/// Alice's, to somebody, of ETH.
ForcedTransaction forced(const Address& recipient, const Wei& amount) {
    ForcedTransaction tx{.sender = aliceKey().address(),
                         .nonce = 5,
                         .tipWei = 0,
                         .maxFeeWei = 2 * kGwei,
                         .gasLimit = 0,
                         .token = 0,
                         .recipient = recipient,
                         .amount = amount};
    tx.gasLimit = tx.gas();
    return tx;
}
ForcedTransaction ofToken(const Address& recipient, const Wei& amount, std::uint32_t token = kToken) {
    auto tx = forced(recipient, amount);
    tx.token = token;
    tx.gasLimit = tx.gas();
    return tx;
}

ForcedRecord toKnown(std::uint32_t recipient) {
    return {.sender = {Who::alice}, .recipient = AccountIndex{recipient}};
}
ForcedRecord toNobodyYet() { return {.sender = {Who::alice}, .recipient = NewTarget{}}; }
ForcedRecord toL1() { return {.sender = {Who::alice}, .recipient = WithdrawalTarget{}}; }
ForcedRecord withToken(ForcedRecord record, std::uint32_t account = Who::tokenOfAlice) {
    record.tokenAccount = AccountIndex{account};
    return record;
}
SkippedForcedRecord skipped(SkipReason why, std::uint32_t sender = Who::alice,
                            std::uint32_t tokenAccount = Who::tokenOfAlice) {
    SkippedForcedRecord record{.why = why};
    if (why != SkipReason::noSender) record.sender = {sender};
    if (why == SkipReason::byTokenAccount) record.tokenAccount = {tokenAccount};
    return record;
}

QString broken(const Record& record, const InboxEntry& entry, const BatchContext& context = kContext) {
    return brokenBy(record, context, &entry);
}
state::State done(const Record& record, const InboxEntry& entry) { return after(record, kContext, &entry); }

/// A nonce that the sender does not have.
ForcedTransaction stale(ForcedTransaction tx) {
    tx.nonce = 4;
    return tx;
}

const Address kBob = someone(0xb0);

} // namespace

/// Forced transactions (I-3) in section 6.
class TestTransitionForced : public QObject {
    Q_OBJECT

private slots:
    void whatIsExecutedHasTheEffectsOfAUserTransaction() {
        const auto state = done(toKnown(Who::bob), forced(kBob, 1000));
        const auto user = after(transfer(Who::alice, Who::bob, 1000));
        QVERIFY(state.treeRoot() == user.treeRoot());
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
        QCOMPARE(user.inboxCursor(), std::uint64_t{0});
    }

    void s4ItIsNotCounted() {
        QCOMPARE(done(toKnown(Who::bob), forced(kBob, 1000)).txCount(), std::uint64_t{0});
        QCOMPARE(after(transfer(Who::alice, Who::bob, 1000)).txCount(), std::uint64_t{1});
        const InboxEntry entry = forced(kBob, 1000);
        QVERIFY(!applyRecord(toKnown(Who::bob), kContext, makeState(), &entry).tx);
    }

    void everyTargetAndKind() {
        const auto toNew = done(toNobodyYet(), forced(someone(0x77), 1000));
        QVERIFY(toNew.account({Who::count})->owner == someone(0x77) && balanceOf(toNew, Who::count) == 1000);
        const auto exit = done(toL1(), forced(protocol::kWithdrawalAddress, 1000));
        QVERIFY(exit.account({Who::alice})->withdrawn == 1000);
        QVERIFY(balanceOf(exit, Who::fees) == Wei(30000) * kGwei);
        const auto token = done(withToken(toKnown(Who::tokenOfBob)), ofToken(kBob, 1000));
        QVERIFY(balanceOf(token, Who::tokenOfBob) == 1100 &&
                balanceOf(token, Who::fees) == 30000 * Wei(kGwei));
        const auto tokenToNew = done(withToken(toNobodyYet()), ofToken(someone(0x77), 1000));
        QCOMPARE(tokenToNew.account({Who::count})->token, kToken);
        const auto tokenExit = done(withToken(toL1()), ofToken(protocol::kWithdrawalAddress, 1000));
        QVERIFY(tokenExit.account({Who::tokenOfAlice})->withdrawn == 1000);
        QVERIFY(balanceOf(tokenExit, Who::fees) == Wei(39000) * kGwei);
    }

    void t10CursorBelowInboxAfter() {
        auto context = kContext;
        context.inboxAfter = 0;
        QCOMPARE(broken(toKnown(Who::bob), forced(kBob, 1), context), "T-10");
        QCOMPARE(broken(skipped(SkipReason::noSender), forced(kBob, 1), context), "T-10");
        QCOMPARE(brokenBy(toKnown(Who::bob), kContext, nullptr), "T-10");
    }

    void t14TheRecordIsOfTheKindOfTheEntry() {
        const InboxEntry deposit = state::Deposit{.owner = kBob, .token = 0, .amount = 1};
        QCOMPARE(broken(DepositRecord{.account = AccountIndex{Who::bob}}, forced(kBob, 1)), "T-14");
        QCOMPARE(broken(DepositRecord{}, forced(kBob, 1)), "T-14");
        QCOMPARE(broken(toKnown(Who::bob), deposit), "T-14");
        for (const auto why : {SkipReason::noSender, SkipReason::noTokenAccount, SkipReason::bySender,
                               SkipReason::byTokenAccount})
            QCOMPARE(broken(skipped(why), deposit), "T-14");
        // Tags of tokens are for tokens.
        QCOMPARE(broken(skipped(SkipReason::noTokenAccount), stale(forced(kBob, 1))), "T-14");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount), stale(forced(kBob, 1))), "T-14");
        QCOMPARE(broken(skipped(SkipReason::bySender), stale(ofToken(kBob, 1))), "ok");
        QCOMPARE(broken(toKnown(Who::bob), ofToken(kBob, 1)), "T-14");
        QCOMPARE(broken(withToken(toKnown(Who::tokenOfBob)), forced(kBob, 1)), "T-14");
        // Exits are exits.
        QCOMPARE(broken(toL1(), forced(kBob, 1)), "T-14");
        QCOMPARE(broken(toKnown(Who::bob), forced(protocol::kWithdrawalAddress, 1)), "T-14");
        QCOMPARE(broken(toNobodyYet(), forced(protocol::kWithdrawalAddress, 1)), "T-14");
    }

    void t20TheSenderIsAnEthAccount() {
        auto record = toKnown(Who::bob);
        record.sender = {Who::count};
        QCOMPARE(broken(record, forced(kBob, 1)), "T-20");
        record.sender = {Who::tokenOfAlice};
        QCOMPARE(broken(record, forced(kBob, 1)), "T-20");
        for (const auto why :
             {SkipReason::noTokenAccount, SkipReason::bySender, SkipReason::byTokenAccount}) {
            QCOMPARE(broken(skipped(why, Who::count), ofToken(kBob, 1)), "T-20");
            QCOMPARE(broken(skipped(why, Who::tokenOfAlice), ofToken(kBob, 1)), "T-20");
        }
    }

    void t30TheAccountOfTheTokenIsTheSenders() {
        for (const std::uint32_t account : {+Who::count, +Who::bob, +Who::alice, +Who::tokenOfBob}) {
            QCOMPARE(broken(withToken(toKnown(Who::tokenOfBob), account), ofToken(kBob, 1)), "T-30");
            QCOMPARE(
                broken(skipped(SkipReason::byTokenAccount, Who::alice, account), stale(ofToken(kBob, 1))),
                "T-30");
        }
    }

    void t15TheAccountsAreThoseOfTheEntry() {
        auto record = toKnown(Who::bob);
        record.sender = {Who::bob};
        QCOMPARE(broken(record, forced(kBob, 1)), "T-15");
        QCOMPARE(broken(toKnown(Who::bob), stale(forced(kBob, 1))), "T-15");
        QCOMPARE(broken(withToken(toKnown(Who::tokenOfBob), Who::otherTokenOfAlice), ofToken(kBob, 1)),
                 "T-15");
        QCOMPARE(broken(skipped(SkipReason::bySender, Who::bob), stale(forced(kBob, 1))), "T-15");
        QCOMPARE(broken(skipped(SkipReason::noTokenAccount, Who::bob), ofToken(kBob, 1, 9)), "T-15");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount, Who::bob, Who::tokenOfBob), ofToken(kBob, 1)),
                 "T-15");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount, Who::alice, Who::otherTokenOfAlice),
                        stale(ofToken(kBob, 1))),
                 "T-15");
    }

    void t31IsNotAskedOfIt() {
        auto context = kContext;
        context.tokens = nullptr;
        QCOMPARE(broken(withToken(toKnown(Who::tokenOfBob)), ofToken(kBob, 1), context), "ok");
    }

    void t21AKnownRecipientIsTheEntrys() {
        QCOMPARE(broken(toKnown(Who::count), forced(kBob, 1)), "T-21");
        QCOMPARE(broken(toKnown(Who::tokenOfBob), forced(kBob, 1)), "T-21");
        QCOMPARE(broken(toKnown(Who::fees), forced(kBob, 1)), "T-21");
        QCOMPARE(broken(withToken(toKnown(Who::bob)), ofToken(kBob, 1)), "T-21");
    }

    void t22t33ANewRecipientIsNew() {
        const auto state = makeState();
        const CrowdedView view(state);
        const InboxEntry entry = forced(someone(0x77), 1);
        QVERIFY(applyRecord(toNobodyYet(), kContext, view, &entry).broken == Rule::newRecipient);
        QCOMPARE(broken(toNobodyYet(), forced(kBob, 1)), "T-33");
        QCOMPARE(broken(withToken(toNobodyYet()), ofToken(kBob, 1)), "T-33");
        const InboxEntry toBob = forced(kBob, 1);
        QVERIFY(applyRecord(toNobodyYet(), kContext, state, &toBob).hidden == AccountIndex{Who::bob});
    }

    void t23ToT29AreThoseOfAUserTransaction() {
        auto context = kContext;
        context.feeAccount = {Who::count};
        QCOMPARE(broken(toKnown(Who::bob), forced(kBob, 1), context), "T-23");
        auto tx = forced(kBob, 1);
        tx.gasLimit = 20999;
        QCOMPARE(broken(toKnown(Who::bob), tx), "T-24");
        tx = forced(kBob, 1);
        tx.maxFeeWei = kGwei - 1;
        QCOMPARE(broken(toKnown(Who::bob), tx), "T-25");
        tx = forced(kBob, 1);
        tx.tipWei = tx.maxFeeWei + 1;
        QCOMPARE(broken(toKnown(Who::bob), tx), "T-26");
        tx = forced(kBob, 1);
        tx.sender = someone(0x01);
        tx.nonce = kMax64;
        auto worn = toKnown(Who::bob);
        worn.sender = {Who::worn};
        QCOMPARE(broken(worn, tx), "T-27");
        QCOMPARE(broken(toKnown(Who::bob), forced(kBob, kEther - kFee)), "ok");
        QCOMPARE(broken(toKnown(Who::bob), forced(kBob, kEther - kFee + 1)), "T-28");
        QCOMPARE(broken(withToken(toKnown(Who::tokenOfBob)), ofToken(kBob, kEther + 1)), "T-32");
        QCOMPARE(broken(toKnown(Who::full), forced(someone(0x02), 11)), "T-29");
    }

    void theFirstRuleBrokenIsNamed() {
        auto context = kContext;
        context.feeAccount = {Who::count};
        // T-15 before T-21, T-33 before T-23.
        QCOMPARE(broken(toKnown(Who::count), stale(forced(kBob, 1)), context), "T-15");
        QCOMPARE(broken(toKnown(Who::count), forced(kBob, 1), context), "T-21");
        QCOMPARE(broken(toNobodyYet(), forced(kBob, kMax128), context), "T-33");
        QCOMPARE(broken(toKnown(Who::bob), forced(kBob, kMax128), context), "T-23");
        // T-30 before T-15, T-15 before T-16.
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount, Who::bob, Who::count), ofToken(kBob, 1)), "T-30");
        QCOMPARE(broken(skipped(SkipReason::bySender, Who::bob), forced(kBob, 1)), "T-15");
    }

    void whatIsSkippedHasNoEffectButTheCursor() {
        const auto state = done(skipped(SkipReason::bySender), stale(forced(kBob, 1)));
        QVERIFY(state.treeRoot() == makeState().treeRoot());
        QCOMPARE(state.inboxCursor(), std::uint64_t{1});
        QCOMPARE(state.txCount(), std::uint64_t{0});
    }

    void t17WhoIsSaidToLackAnAccountLacksIt() {
        QCOMPARE(broken(skipped(SkipReason::noSender), forced(kBob, 1)), "T-17");
        auto stranger = forced(kBob, 1);
        stranger.sender = someone(0x77);
        QCOMPARE(broken(skipped(SkipReason::noSender), stranger), "ok");
        stranger.token = kToken;
        QCOMPARE(broken(skipped(SkipReason::noSender), stranger), "ok");
        QCOMPARE(broken(skipped(SkipReason::noTokenAccount), ofToken(kBob, 1)), "T-17");
        QCOMPARE(broken(skipped(SkipReason::noTokenAccount), ofToken(kBob, 1, 9)), "ok");
        const InboxEntry entry = ofToken(kBob, 1);
        const auto outcome = applyRecord(skipped(SkipReason::noTokenAccount), kContext, makeState(), &entry);
        QVERIFY(outcome.hidden == AccountIndex{Who::tokenOfAlice});
    }

    void t16WhatCanBeExecutedIsNotSkipped() {
        const auto bySender = skipped(SkipReason::bySender);
        QCOMPARE(broken(bySender, forced(kBob, 1)), "T-16");
        QCOMPARE(broken(bySender, forced(kBob, kEther - kFee)), "T-16");
        QCOMPARE(broken(bySender, forced(protocol::kWithdrawalAddress, 1)), "T-16");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount), ofToken(kBob, kEther)), "T-16");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount), ofToken(protocol::kWithdrawalAddress, 1)),
                 "T-16");
        // With this tag nobody looks at what the account of the token has.
        QCOMPARE(broken(bySender, ofToken(kBob, kEther + 1)), "T-16");
    }

    void t16EveryReasonOfTheEthAccount() {
        const auto bySender = skipped(SkipReason::bySender);
        QCOMPARE(broken(bySender, stale(forced(kBob, 1))), "ok");
        auto later = forced(kBob, 1);
        later.nonce = 6;
        QCOMPARE(broken(bySender, later), "ok");
        auto cheap = forced(kBob, 1);
        cheap.maxFeeWei = kGwei - 1;
        QCOMPARE(broken(bySender, cheap), "ok");
        QCOMPARE(broken(bySender, forced(kBob, kEther - kFee + 1)), "ok");
        QCOMPARE(broken(bySender, forced(kBob, kMax128)), "ok");
        // The fee alone, where a token moves.
        auto dear = ofToken(kBob, 1);
        dear.maxFeeWei = kMax64;
        dear.tipWei = kMax64;
        QCOMPARE(broken(bySender, dear), "ok");
        QCOMPARE(broken(skipped(SkipReason::byTokenAccount), dear), "ok");
        // What has left to L1.
        auto exit = forced(protocol::kWithdrawalAddress, 11);
        exit.sender = someone(0x02);
        exit.nonce = 0;
        QCOMPARE(broken(skipped(SkipReason::bySender, Who::full), exit), "ok");
        exit.amount = 10;
        QCOMPARE(broken(skipped(SkipReason::bySender, Who::full), exit), "T-16");
    }

    void t16EveryReasonOfTheAccountOfTheToken() {
        const auto byToken = skipped(SkipReason::byTokenAccount);
        QCOMPARE(broken(byToken, ofToken(kBob, kEther + 1)), "ok");
        QCOMPARE(broken(byToken, stale(ofToken(kBob, 1))), "ok");
        auto exit = ofToken(protocol::kWithdrawalAddress, 11);
        exit.sender = someone(0x02);
        exit.nonce = 0;
        const auto ofFull = skipped(SkipReason::byTokenAccount, Who::full, Who::tokenOfFull);
        QCOMPARE(broken(ofFull, exit), "ok");
        exit.amount = 10;
        QCOMPARE(broken(ofFull, exit), "T-16");
        // A transfer to somebody does not count on what has left.
        exit.recipient = kBob;
        exit.amount = 11;
        QCOMPARE(broken(ofFull, exit), "T-16");
    }
};

QTEST_APPLESS_MAIN(TestTransitionForced)
#include "tst_transition_forced.moc"
