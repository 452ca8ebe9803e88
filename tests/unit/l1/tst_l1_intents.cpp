#include "book_scene.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::l1;
using aw::test::BookScene;
using aw::test::outcomeOf;

namespace {

/// What the book would have kept on the disk.
IntentJournal::Kept keptOf(const IntentBook& book) {
    IntentJournal::Kept kept;
    kept.intents = book.intents();
    for (const auto& intent : kept.intents)
        kept.lastId = std::max(kept.lastId, intent.id);
    return kept;
}

} // namespace

/// What becomes of each thing that is wanted on L1, given what L1 says.
class TestL1Intents : public QObject {
    Q_OBJECT

private slots:
    void goesFromQueuedToConfirmed() {
        BookScene scene;
        const auto id = scene.deposit();
        COMPARE_STATE(scene, id, queued);
        QCOMPARE(scene.pass(), std::size_t{1});
        COMPARE_STATE(scene, id, sent);
        QCOMPARE(*scene.book.find(id)->nonce, std::uint64_t{0});
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        scene.mine(id);
        scene.pass();
        COMPARE_STATE(scene, id, mined);
        QCOMPARE(outcomeOf(scene.book, id), QString("ok"));
        QVERIFY(scene.book.isUnsettled());
        scene.blocks(10);
        scene.pass();
        COMPARE_STATE(scene, id, confirmed);
        QVERIFY(!scene.book.isUnsettled());
        QCOMPARE(scene.signings.size(), std::size_t{1});
    }

    void eachGetsTheNextNonceOnce() {
        BookScene scene;
        scene.facts.nonceLatest = scene.facts.noncePending = 5;
        const auto first = scene.deposit(), second = scene.batch();
        scene.pass();
        QCOMPARE(*scene.book.find(first)->nonce, std::uint64_t{5});
        QCOMPARE(*scene.book.find(second)->nonce, std::uint64_t{6});
        // An endpoint that is behind names a nonce that is in use.
        scene.facts.noncePending = 5;
        const auto third = scene.deposit();
        scene.pass();
        QCOMPARE(*scene.book.find(third)->nonce, std::uint64_t{7});
    }

    // The nonce is used up and it cannot be learnt by what: nothing may be signed anew.
    void aNonceThatIsUsedUpIsNotProofOfAnything() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.outcome = SendOutcome::unknown;
        scene.pass();
        scene.facts.nonceLatest = scene.facts.noncePending = 1;
        scene.outcome = SendOutcome::nonceUsed;
        for (int i = 0; i < 200; ++i) {
            scene.blocks(1);
            scene.answer();
            scene.facts.receipts.clear(); // no answer
            QCOMPARE(scene.act(), std::size_t{0});
        }
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        // It was mined all the time.
        scene.mine(id);
        scene.pass();
        COMPARE_STATE(scene, id, mined);
        QCOMPARE(scene.signings.size(), std::size_t{1});
    }

    void onlyASafeBlockProvesThatTheNonceIsTaken() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.facts.nonceLatest = scene.facts.noncePending = 1;
        scene.pass(); // seen at block 100
        scene.blocks(9);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        scene.blocks(1); // 100 is safe now
        scene.pass();
        COMPARE_STATE(scene, id, failed);
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1NonceTaken));
        QCOMPARE(scene.signings.size(), std::size_t{1});
    }

    void aBlockThatWentProvesNothing() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.facts.nonceLatest = scene.facts.noncePending = 1;
        scene.pass(); // seen at block 100
        scene.reorg(95, 1);
        scene.blocks(10);
        scene.pass(); // 100 is another block: seen again, at block 110
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        scene.blocks(10);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1NonceTaken));
    }

    // What is harmless when it lands twice is made anew sooner.
    void aBatchWhoseNonceIsTakenIsMadeAnewByItsCaller() {
        BookScene scene;
        const auto id = scene.batch();
        scene.pass();
        scene.facts.nonceLatest = scene.facts.noncePending = 1;
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        scene.blocks(1);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1Dropped));
        // Its nonce is no gap: nothing takes it.
        QCOMPARE(scene.signings.size(), std::size_t{1});
        scene.blocks(10);
        scene.pass();
        COMPARE_STATE(scene, id, failed);
        QVERIFY(!scene.book.isUnsettled());
    }

    void sendsAgainWhatThePoolLost() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.pass();
        QVERIFY(scene.dueNow.empty());
        scene.facts.noncePending = 0;
        scene.pass();
        QVERIFY(scene.dueNow.empty()); // the pool may be slow
        scene.facts.steadyMs += 3'000;
        scene.pass();
        QCOMPARE(scene.dueNow, std::vector<std::uint64_t>{id});
        QCOMPARE(scene.signings.size(), std::size_t{1});
    }

    void sendsAgainWhatLeftL1() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id); // in block 101
        scene.pass();
        scene.reorg(100, 0);
        scene.book.noteReorg(100);
        COMPARE_STATE(scene, id, reorged);
        scene.pass();
        QCOMPARE(scene.dueNow, std::vector<std::uint64_t>{id});
        QCOMPARE(scene.signings.size(), std::size_t{1});
        QCOMPARE(scene.book.spentDayWei(scene.facts.nowMs), Wei(0));
        scene.mine(id);
        scene.pass();
        COMPARE_STATE(scene, id, mined);
        QCOMPARE(scene.book.find(id)->reorgs, std::uint32_t{1});
    }

    void noticesByItselfThatABlockWent() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id);
        scene.pass();
        scene.reorg(100, 0);
        // An endpoint that is behind can say nothing of it.
        scene.facts.head = 100;
        scene.pass();
        COMPARE_STATE(scene, id, mined);
        scene.blocks(3);
        scene.pass();
        COMPARE_STATE(scene, id, reorged);
    }

    // A later block that stands says nothing of an earlier one from before a reorganisation.
    void isConfirmedByItsOwnBlockAlone() {
        BookScene scene;
        const auto first = scene.deposit(), second = scene.deposit();
        scene.pass();
        scene.mine(first); // in block 101
        scene.pass();
        scene.reorg(100, 1); // another transaction has its nonce there
        scene.mine(second);
        scene.answer();
        scene.facts.blocks.clear(); // no answer
        scene.act();
        COMPARE_STATE(scene, second, mined);
        scene.blocks(20);
        scene.pass();
        COMPARE_STATE(scene, first, reorged);
        COMPARE_STATE(scene, second, confirmed);
        scene.pass();
        scene.blocks(10);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, first), aw::test::nameOf(ErrorCode::l1NonceTaken));
    }

    // Its caller makes it anew; what comes after it must not wait for its nonce.
    void aBatchThatLeftL1HasItsNonceTaken() {
        BookScene scene;
        const auto id = scene.batch();
        scene.pass();
        scene.mine(id);
        scene.pass();
        scene.reorg(100, 0);
        scene.book.noteReorg(100);
        QCOMPARE(scene.pass(), std::size_t{1});
        const auto cancellation = scene.book.find(id)->cancelledBy;
        const auto* taking = scene.book.find(cancellation);
        QVERIFY(taking);
        QCOMPARE(taking->kind, L1TxKind::cancellation);
        QCOMPARE(*taking->nonce, std::uint64_t{0});
        QVERIFY(taking->to == Address{{1}} && taking->value == 0 && taking->dataBytes == 0);
        // The first may be in some pool still: it is replaced by the rules.
        const auto& before = scene.book.find(id)->attempts.back().fees;
        QVERIFY(taking->attempts.back().fees.maxFeeWei * 100 >= before.maxFeeWei * 110);
        QCOMPARE(scene.dueNow, std::vector<std::uint64_t>{cancellation});
        const auto next = scene.batch();
        scene.pass();
        QCOMPARE(*scene.book.find(next)->nonce, std::uint64_t{1});
        scene.mine(cancellation);
        scene.pass();
        COMPARE_STATE(scene, id, cancelled);
        COMPARE_STATE(scene, cancellation, mined);
        scene.blocks(10);
        scene.pass();
        QVERIFY(scene.book.find(id)->settled && scene.book.find(cancellation)->settled);
    }

    // Whoever looks before anybody told of the reorganisation sends nothing that is about to be given up.
    void aBatchThatLeftL1IsNotSentAgain() {
        BookScene scene;
        const auto id = scene.batch();
        scene.pass();
        scene.mine(id);
        scene.pass();
        scene.reorg(100, 0);
        scene.pass();
        QCOMPARE(scene.book.find(id)->reorgs, 1u);
        QVERIFY(scene.dueNow.empty());
        scene.pass();
        QVERIFY(scene.book.find(id)->cancelledBy != 0);
    }

    // An endpoint answers a JSON batch bit by bit: here a nonce of the next block beside the head before it.
    void aNonceThatOurCancellationTookIsNoStrangers() {
        BookScene scene;
        scene.facts.safe = scene.facts.head;
        const auto id = scene.deposit();
        scene.pass();
        scene.book.cancel(id, scene.facts.nowMs);
        scene.pass();
        const auto cancellation = scene.book.find(id)->cancelledBy;
        QVERIFY(cancellation != 0);
        scene.facts.nonceLatest = scene.facts.noncePending = 1;
        scene.pass();
        scene.mine(cancellation);
        scene.pass();
        COMPARE_STATE(scene, id, cancelled);
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1txCancelled));
    }

    void aBatchThatIsMinedAgainIsNotTakenBack() {
        BookScene scene;
        const auto id = scene.batch();
        scene.pass();
        scene.mine(id);
        scene.pass();
        scene.book.noteReorg(100);
        scene.pass(); // L1 shows it in the new chain too
        COMPARE_STATE(scene, id, mined);
        QCOMPARE(scene.signings.size(), std::size_t{1});
    }

    void aBatchInThePoolIsGivenUpWhenL1IsReorganised() {
        BookScene scene;
        const auto id = scene.batch();
        scene.pass();
        scene.book.noteReorg(95);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1Dropped));
        QVERIFY(scene.book.find(id)->cancelledBy != 0);
    }

    void aBatchIsGivenUpOnceItIsOfNoUse() {
        BookScene scene;
        Intent intent;
        intent.label = "batch";
        intent.kind = L1TxKind::batch;
        intent.gasLimit = 1;
        intent.perishable = true;
        intent.lastUsefulBlock = 110;
        scene.facts.price.baseFeeWei = BookScene::kGwei * 10'000;
        const auto id = scene.book.add(std::move(intent));
        scene.pass();
        scene.blocks(10);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), QString("open"));
        scene.blocks(1);
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1Dropped));
        COMPARE_STATE(scene, id, cancelled);
        QVERIFY(scene.signings.empty());
    }

    // Whoever asked was told that it failed, and may have asked again.
    void whatFailedIsNotSentAgain() {
        BookScene scene;
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id, false);
        scene.pass();
        COMPARE_STATE(scene, id, failed);
        QCOMPARE(outcomeOf(scene.book, id), QString("open")); // until it is known why
        scene.book.explainFailure(id, {ErrorCode::l1Reverted, "why"});
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1Reverted));
        scene.reorg(100, 0);
        scene.book.noteReorg(100);
        scene.pass();
        QVERIFY(scene.book.find(id)->cancelledBy != 0);
        QCOMPARE(scene.dueNow, std::vector<std::uint64_t>{scene.book.find(id)->cancelledBy});
    }

    void aNonceThatNobodyHasIsFilled() {
        BookScene scene;
        scene.facts.nonceLatest = scene.facts.noncePending = 3;
        const auto id = scene.deposit();
        scene.pass();
        // L1 goes back further than anything that is settled here.
        scene.facts.nonceLatest = scene.facts.noncePending = 2;
        scene.pass();
        scene.blocks(5);
        scene.pass();
        QCOMPARE(scene.signings.back().nonce, std::uint64_t{2});
        const auto* filler = scene.book.find(id + 1);
        QVERIFY(filler);
        QCOMPARE(filler->kind, L1TxKind::cancellation);
    }

    void aRestartGoesOnWithWhatWasAsked_data() {
        QTest::addColumn<int>("kind");
        QTest::addColumn<bool>("goesOn");
        const auto row = [](L1TxKind kind, bool goesOn) {
            QTest::newRow(std::string(api::name(kind)).c_str()) << static_cast<int>(kind) << goesOn;
        };
        for (const auto kind : {L1TxKind::deposit, L1TxKind::registration, L1TxKind::bid,
                                L1TxKind::withdrawal, L1TxKind::other, L1TxKind::cancellation})
            row(kind, true);
        for (const auto kind : {L1TxKind::batch, L1TxKind::heartbeat, L1TxKind::handOver, L1TxKind::challenge,
                                L1TxKind::answer})
            row(kind, false);
    }

    void aRestartGoesOnWithWhatWasAsked() {
        QFETCH(const int, kind);
        QFETCH(const bool, goesOn);
        BookScene before, after;
        const auto id = before.ask(static_cast<L1TxKind>(kind));
        after.book.load(keptOf(before.book));
        after.pass();
        QCOMPARE(after.book.unestimated(after.facts).size() + after.signings.size(),
                 std::size_t{goesOn ? 1U : 0U});
        if (!goesOn) COMPARE_STATE(after, id, cancelled);
        // Ids go on.
        QCOMPARE(after.deposit(), id + 1);
    }

    void aRestartSendsTheSameBytesAgain() {
        BookScene before, after;
        const auto id = before.deposit();
        before.outcome = SendOutcome::unknown; // killed before it was sent, or before the answer came
        before.pass();
        after.book.load(keptOf(before.book));
        QCOMPARE(after.pass(), std::size_t{0});
        QCOMPARE(after.dueNow, std::vector<std::uint64_t>{id});
        COMPARE_STATE(after, id, sent);
    }

    void aRestartNoticesWhatWasMinedMeanwhile() {
        BookScene before, after;
        const auto id = before.deposit();
        before.pass();
        before.mine(id);
        after.book.load(keptOf(before.book));
        after.mined = before.mined;
        after.facts = before.facts;
        after.pass();
        COMPARE_STATE(after, id, mined);
        QVERIFY(after.dueNow.empty());
    }

    void aRestartFollowsABatchThatL1Knows() {
        BookScene before, after;
        const auto id = before.batch();
        before.pass();
        after.book.load(keptOf(before.book));
        after.pooled = before.pooled;
        after.facts = before.facts;
        after.pass();
        QVERIFY(after.dueNow.empty());
        COMPARE_STATE(after, id, sent);
        QCOMPARE(after.signings.size(), std::size_t{0});
    }

    void aRestartTakesTheNonceOfABatchThatL1DoesNotKnow() {
        BookScene before, after;
        const auto id = before.batch();
        before.outcome = SendOutcome::unknown;
        before.pass();
        after.book.load(keptOf(before.book));
        after.answer();
        after.facts.known.clear(); // no answer yet: nothing is done
        after.act();
        QVERIFY(after.dueNow.empty() && after.signings.empty());
        after.pass();
        QCOMPARE(after.dueNow, std::vector<std::uint64_t>{after.book.find(id)->cancelledBy});
    }

    void anEarlierTransactionOfSomebodyElseDropsABatchAtOnce() {
        BookScene scene;
        const auto id = scene.batch();
        scene.outcome = SendOutcome::underpriced;
        scene.pass();
        scene.facts.noncePending = 1; // the pool has another one
        scene.pass();
        QCOMPARE(outcomeOf(scene.book, id), aw::test::nameOf(ErrorCode::l1Dropped));
        QCOMPARE(scene.book.find(id)->cancelledBy, std::uint64_t{0});
    }

    void onlyTheNewestSettledAreAtHand() {
        BookScene scene;
        for (int i = 0; i < 600; ++i) {
            const auto id = scene.deposit();
            scene.book.refuse(id, {ErrorCode::l1Reverted, "no"});
        }
        QCOMPARE(scene.book.takeChanged().size(), std::size_t{600});
        scene.pass();
        QCOMPARE(scene.book.intents().size(), IntentBook::kKeptSettled);
        QCOMPARE(scene.book.intents().back().id, std::uint64_t{600});
    }

    void whatCouldNotBeKeptIsKeptLater() {
        BookScene scene;
        const auto id = scene.deposit();
        const auto changed = scene.book.takeChanged();
        QCOMPARE(changed.size(), std::size_t{1});
        QVERIFY(scene.book.takeChanged().empty());
        scene.book.restoreChanged(changed);
        QCOMPARE(scene.book.takeChanged().front().id, id);
    }

    void whatIsMinedIsDoneWhereNobodyLooksAfterIt() {
        BookOptions options;
        options.untilMined = true;
        BookScene scene(options);
        const auto id = scene.deposit();
        scene.pass();
        scene.mine(id);
        scene.pass();
        QVERIFY(!scene.book.isUnsettled());
        QCOMPARE(outcomeOf(scene.book, id), QString("ok"));
    }
};

QTEST_APPLESS_MAIN(TestL1Intents)
#include "tst_l1_intents.moc"
