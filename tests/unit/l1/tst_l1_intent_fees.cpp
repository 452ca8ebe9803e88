#include "book_scene.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::l1;
using aw::test::BookScene;
using aw::test::codeOf;
using aw::test::outcomeOf;

/// What things that are wanted on L1 may cost, and how they are sped up and taken back.
class TestL1IntentFees : public QObject {
    Q_OBJECT

private slots:
    void waitsWhileL1IsTooDear() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.facts.price.baseFeeWei = U256("1000000000000000000000000000000");
        for (int i = 0; i < 50; ++i) {
            scene.blocks(1);
            QCOMPARE(scene.pass(), std::size_t{0});
        }
        COMPARE_STATE(scene, id, queued);
        QCOMPARE(scene.problemOf(id), ErrorCode::l1txFeeCap);
        QVERIFY(!scene.book.find(id)->nonce);
        scene.facts.price.baseFeeWei = BookScene::kGwei;
        scene.book.setGas(id, 100'000, scene.facts.head);
        QCOMPARE(scene.pass(), std::size_t{1});
        COMPARE_STATE(scene, id, sent);
        QVERIFY(!scene.book.find(id)->problem);
    }

    void gasIsEstimatedAgainAfterAWait() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.facts.price.baseFeeWei = BookScene::kGwei * 10'000;
        scene.pass();
        scene.blocks(6);
        QVERIFY(scene.book.unestimated(scene.facts).empty()); // not before it can be paid
        scene.facts.price.baseFeeWei = BookScene::kGwei;
        QCOMPARE(scene.pass(), std::size_t{0});
        QCOMPARE(scene.book.unestimated(scene.facts), std::vector<std::uint64_t>{id});
        scene.book.refuse(id, {ErrorCode::l1Reverted, "no longer"});
        COMPARE_STATE(scene, id, failed);
        QVERIFY(!scene.book.isUnsettled());
    }

    void aDaysBudgetIsNotExceeded() {
        BookOptions options;
        options.caps.dayBudgetWei = Wei(1'000'000'000'000'000ULL); // 0.001 ETH
        BookScene scene(options);
        // 100,000 gas at up to 3 gwei: 0.0003 ETH each; routine has 0.00075 ETH.
        const auto first = scene.deposit(), second = scene.deposit(), third = scene.deposit();
        QCOMPARE(scene.pass(), std::size_t{2});
        COMPARE_STATE(scene, third, queued);
        QCOMPARE(scene.problemOf(third), ErrorCode::l1txBudget);
        // A heartbeat may use the rest.
        const auto heartbeat = scene.ask(L1TxKind::heartbeat, true);
        QCOMPARE(scene.pass(), std::size_t{1});
        COMPARE_STATE(scene, heartbeat, sent);
        // What was really paid is less: 50,000 gas at 2 gwei, 0.0001 ETH each.
        for (const auto id : {first, second, heartbeat})
            scene.mine(id);
        scene.pass();
        QCOMPARE(scene.book.spentDayWei(scene.facts.nowMs), Wei(300'000'000'000'000ULL));
        COMPARE_STATE(scene, third, sent);
        scene.mine(third);
        scene.pass();
        const auto fourth = scene.deposit(), fifth = scene.deposit();
        scene.pass();
        COMPARE_STATE(scene, fourth, sent);
        QCOMPARE(scene.problemOf(fifth), ErrorCode::l1txBudget);
        // The day moves on, by this machine's clock.
        scene.facts.nowMs += Spendings::kDayMs + 1;
        QCOMPARE(scene.pass(), std::size_t{1});
        COMPARE_STATE(scene, fifth, sent);
    }

    void aClockThatIsSetBackFreesNoBudget() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id);
        scene.pass();
        QVERIFY(scene.book.spentDayWei(scene.facts.nowMs - 10 * Spendings::kDayMs) > 0);
    }

    void aReceiptThatLiesCostsNoMoreThanWasSigned() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id);
        auto& receipt = scene.mined.begin()->second;
        receipt.gasUsed = UINT64_MAX;
        receipt.effectiveGasPriceWei = U256("1000000000000000000000000000000");
        scene.pass();
        QCOMPARE(scene.book.find(id)->inclusion->costWei(), Wei(300'000'000'000'000ULL));
    }

    void raisesTheFeesOfWhatIsStuck() {
        BookScene scene;
        const auto first = scene.deposit(), second = scene.deposit();
        scene.pass();
        scene.blocks(4);
        QCOMPARE(scene.pass(), std::size_t{0});
        scene.blocks(1);
        // The next in line alone: the other one waits for it.
        QCOMPARE(scene.pass(), std::size_t{1});
        COMPARE_STATE(scene, first, replaced);
        COMPARE_STATE(scene, second, sent);
        const auto& attempts = scene.book.find(first)->attempts;
        QCOMPARE(attempts.size(), std::size_t{2});
        QVERIFY(attempts[1].fees.maxFeeWei * 100 >= attempts[0].fees.maxFeeWei * 110);
        QVERIFY(attempts[1].fees.tipWei * 100 >= attempts[0].fees.tipWei * 110);
        QCOMPARE(scene.signings.back().nonce, std::uint64_t{0});
    }

    void raisesUpToTheCapAndNoFurther() {
        BookOptions options;
        options.caps.maxFeeWei = BookScene::kGwei * 5;
        BookScene scene(options);
        const auto id = scene.deposit();
        for (int i = 0; i < 30; ++i) {
            scene.pass();
            scene.blocks(5);
        }
        COMPARE_STATE(scene, id, replaced);
        QCOMPARE(scene.problemOf(id), ErrorCode::l1txFeeCap);
        for (const auto& signing : scene.signings)
            QVERIFY(signing.fees.maxFeeWei <= options.caps.maxFeeWei);
        QVERIFY(scene.signings.size() > 3 && scene.signings.size() < 10);
    }

    void offersMoreWhereThePoolWantsMore() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.outcome = SendOutcome::underpriced;
        for (int i = 0; i < 10; ++i)
            scene.pass();
        // Some at once; then it is not tried again before the pool was given time.
        QCOMPARE(scene.book.find(id)->attempts.size(), std::size_t{4});
        scene.blocks(3);
        scene.outcome = SendOutcome::accepted;
        scene.pass();
        QCOMPARE(scene.book.find(id)->attempts.size(), std::size_t{5});
        COMPARE_STATE(scene, id, replaced);
    }

    void cancelsWhatWasNeverSent() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.facts.price.baseFeeWei = BookScene::kGwei * 10'000;
        scene.pass();
        QCOMPARE(codeOf(scene.book.speedUp(id, scene.facts)), ErrorCode::l1txNotWaiting);
        const auto plan = scene.book.planCancel(id, scene.facts);
        QCOMPARE(codeOf(plan), QString("ok"));
        QVERIFY(!*plan); // nothing is to be signed
        scene.book.cancel(id, scene.facts.nowMs);
        COMPARE_STATE(scene, id, cancelled);
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1txCancelled));
        QVERIFY(!scene.book.isUnsettled());
        QCOMPARE(codeOf(scene.book.planCancel(id, scene.facts)), ErrorCode::l1txCancelled);
    }

    void cancelsWhatIsInThePool() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        const auto plan = scene.book.planCancel(id, scene.facts);
        QVERIFY(plan && *plan);
        QCOMPARE((*plan)->gasLimit, IntentBook::kPlainGas);
        scene.book.cancel(id, scene.facts.nowMs);
        QCOMPARE(scene.pass(), std::size_t{1});
        QCOMPARE(outcomeOf(scene.book, id), QString("open")); // L1 decides
        QCOMPARE(codeOf(scene.book.speedUp(id, scene.facts)), ErrorCode::l1txCancelled);
        scene.mine(scene.book.find(id)->cancelledBy);
        scene.pass();
        COMPARE_STATE(scene, id, cancelled);
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1txCancelled));
    }

    void aCancellationMayComeTooLate() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.book.cancel(id, scene.facts.nowMs);
        scene.pass();
        scene.mine(id);
        scene.pass();
        COMPARE_STATE(scene, id, mined);
        COMPARE_STATE(scene, scene.book.find(id)->cancelledBy, cancelled);
        QCOMPARE(outcomeOf(scene.book, id), QString("ok"));
        // And both are open again where L1 takes the block back.
        scene.reorg(100, 0);
        scene.book.noteReorg(100);
        scene.pass();
        QCOMPARE(scene.dueNow, std::vector<std::uint64_t>{scene.book.find(id)->cancelledBy});
    }

    void speedsUpByTheStepOrToTodaysPrice() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        const auto step = scene.book.speedUp(id, scene.facts);
        QCOMPARE(codeOf(step), QString("ok"));
        QVERIFY(step->fees.maxFeeWei == replacementFee(BookScene::kGwei * 3));
        scene.facts.price.baseFeeWei = BookScene::kGwei * 50;
        const auto today = scene.book.speedUp(id, scene.facts);
        QVERIFY(today->fees.maxFeeWei > BookScene::kGwei * 100);
        scene.facts.price.baseFeeWei = BookScene::kGwei * 1'000;
        QCOMPARE(codeOf(scene.book.speedUp(id, scene.facts)), ErrorCode::l1txFeeCap);
        scene.mine(id);
        scene.pass();
        QCOMPARE(codeOf(scene.book.speedUp(id, scene.facts)), ErrorCode::l1txNotWaiting);
        QCOMPARE(codeOf(scene.book.speedUp(99, scene.facts)), ErrorCode::l1txUnknown);
    }

    void aSpeedUpKeepsTheBudget() {
        BookOptions options;
        options.caps.dayBudgetWei = Wei(410'000'000'000'000ULL); // 0.0003 ETH fits, 10 % more does not
        BookScene scene(options);
        const auto id = scene.deposit();
        scene.pass();
        COMPARE_STATE(scene, id, sent);
        QCOMPARE(codeOf(scene.book.speedUp(id, scene.facts)), ErrorCode::l1txBudget);
    }
};

QTEST_APPLESS_MAIN(TestL1IntentFees)
#include "tst_l1_intent_fees.moc"
