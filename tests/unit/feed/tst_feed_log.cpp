#include "feed/log.hpp"
#include "feed/log_checker.hpp"
#include "feed_items.hpp"

#include <QTest>

using namespace aw;
using namespace aw::feed;

/// P-2, P-5, P-7 without a network: what a log keeps, and what a follower believes.
class TestFeedLog : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kLogId = 42;
    static constexpr std::size_t kRemember = 1 << 20;

    static Log newLog(std::size_t keepItems = 1000, std::size_t keepBytes = 1 << 20) {
        return Log(test::kDomain, test::feedKey(1), kLogId, keepItems, keepBytes);
    }
    static Envelope envelopeOf(const Log& log, std::uint64_t seq) {
        return std::get<EnvelopeFrame>(*decodeFrame(*log.frame(seq))).envelope;
    }
    static LogChecker newChecker(std::uint64_t nextSeq = 1) {
        LogChecker checker(test::kDomain, test::feedKey(1)->address(), kRemember);
        checker.begin(kLogId, {.logId = kLogId, .nextSeq = nextSeq, .head = {}});
        return checker;
    }
    static Envelope sign(Envelope envelope, std::uint64_t key = 1) {
        envelope.signature = test::feedKey(key)->sign(envelopeHash(test::kDomain, envelope));
        return envelope;
    }
    static SnapshotFrame snapshot(std::uint32_t part, bool last, std::vector<Item> items,
                                  std::uint64_t seq = 5, std::uint64_t key = 1) {
        SnapshotFrame frame{.logId = kLogId,
                            .seq = seq,
                            .head = test::hashOf(6),
                            .part = part,
                            .last = last,
                            .items = {},
                            .signature = {}};
        for (const auto& item : items)
            frame.items.push_back(encodeItem(item));
        frame.signature = test::feedKey(key)->sign(snapshotHash(test::kDomain, frame));
        return frame;
    }
    static const CheckedFrame* frameOf(const CheckResult& result) {
        return std::get_if<CheckedFrame>(&result);
    }
    static const FeedFault* faultOf(const CheckResult& result) { return std::get_if<FeedFault>(&result); }
    static bool taken(const CheckResult& result) {
        return frameOf(result) && frameOf(result)->step == CheckedFrame::Step::take;
    }

private slots:
    void theLogIsBoundedByCountAndBytes() {
        auto byCount = newLog(3);
        for (std::uint8_t i = 1; i <= 5; ++i)
            QCOMPARE(*byCount.append(test::pending(i)), std::uint64_t{i});
        QCOMPARE(byCount.firstKept(), std::uint64_t{3});
        QVERIFY(!byCount.frame(2));
        QVERIFY(byCount.frame(3) && byCount.frame(5));
        QVERIFY(!byCount.frame(6));

        auto byBytes = newLog(1000, 2000);
        for (std::uint8_t i = 1; i <= 5; ++i)
            QVERIFY(byBytes.append(test::pending(i, 1000)).has_value());
        QCOMPARE(byBytes.firstKept(), std::uint64_t{5});
    }

    void whatAllHaveIsReleased() {
        auto log = newLog();
        for (std::uint8_t i = 1; i <= 10; ++i)
            QVERIFY(log.append(test::pending(i)).has_value());
        log.release(2, 3); // no more than the spare ones are held
        QCOMPARE(log.firstKept(), std::uint64_t{1});
        log.release(7, 3);
        QCOMPARE(log.firstKept(), std::uint64_t{5});
        QVERIFY(!log.frame(4));
        QVERIFY(log.frame(5) && log.frame(10));
        log.release(10, 0);
        QCOMPARE(log.firstKept(), std::uint64_t{11});
        QCOMPARE(*log.append(test::pending(11)), std::uint64_t{11});
        QVERIFY(log.frame(11));
    }

    void anItemThatFitsNoFrameIsRefused() {
        auto log = newLog();
        auto item = test::block(1);
        item.records.resize(kMaxItemBytes);
        QVERIFY(log.append(item).error().code == ErrorCode::feedTooLarge);
        QCOMPARE(log.lastSeq(), std::uint64_t{0});
    }

    void aChainIsTakenInOrder() {
        auto log = newLog();
        auto checker = newChecker();
        for (std::uint8_t i = 1; i <= 4; ++i) {
            QVERIFY(log.append(test::pending(i)).has_value());
            const auto result = checker.check(envelopeOf(log, i));
            QVERIFY(taken(result));
            QCOMPARE(frameOf(result)->items.size(), std::size_t{1});
            QVERIFY(frameOf(result)->items[0].item == Item(test::pending(i)));
            QVERIFY(frameOf(result)->reached->head == log.head());
        }
    }

    void numbersThatNobodyListenedToAreGivenAndNotKept() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        QCOMPARE(log.pass(), std::uint64_t{2});
        QCOMPARE(log.lastSeq(), std::uint64_t{2});
        QCOMPARE(log.firstKept(), std::uint64_t{3});
        QVERIFY(!log.frame(1) && !log.frame(2));
        QVERIFY(log.head().isZero());
        QCOMPARE(*log.append(test::pending(3)), std::uint64_t{3});
        QVERIFY(envelopeOf(log, 3).previous.isZero());
    }

    void duplicatesAreSkippedAndGapsAreNamed() {
        auto log = newLog();
        for (std::uint8_t i = 1; i <= 4; ++i)
            QVERIFY(log.append(test::pending(i)).has_value());
        auto checker = newChecker();
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
        QVERIFY(frameOf(checker.check(envelopeOf(log, 1)))->step == CheckedFrame::Step::skip);
        QVERIFY(frameOf(checker.check(envelopeOf(log, 3)))->step == CheckedFrame::Step::gap);
        QCOMPARE(checker.nextSeq(), std::uint64_t{2});
        QVERIFY(taken(checker.check(envelopeOf(log, 2))));
        QVERIFY(taken(checker.check(envelopeOf(log, 3))));
    }

    void aForgedEntryIsAFaultAndIsNotTaken() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        auto checker = newChecker();
        const auto result = checker.check(sign(envelopeOf(log, 1), 2));
        QVERIFY(faultOf(result) && faultOf(result)->error.code == ErrorCode::feedForged &&
                !faultOf(result)->proof);
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
    }

    void twoEntriesOfOneNumberProveEquivocation() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        auto checker = newChecker();
        const auto first = envelopeOf(log, 1);
        QVERIFY(taken(checker.check(first)));
        auto second = first;
        second.item = encodeItem(test::pending(2));
        second = sign(second);
        const auto result = checker.check(second);
        QVERIFY(faultOf(result) && faultOf(result)->error.code == ErrorCode::feedEquivocation);
        const auto& proof = *faultOf(result)->proof;
        QVERIFY(proof.first == first && proof.second == second);
        // The proof stands without this node: two valid signatures over one number.
        const auto publisher = test::feedKey(1)->address();
        QVERIFY(verifyEnvelope(test::kDomain, proof.first, publisher).has_value());
        QVERIFY(verifyEnvelope(test::kDomain, proof.second, publisher).has_value());
    }

    /// A forger must not be able to frame an operator.
    void aForgedDuplicateProvesNothing() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        auto checker = newChecker();
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
        auto second = envelopeOf(log, 1);
        second.item = encodeItem(test::pending(2));
        const auto result = checker.check(sign(second, 2));
        QVERIFY(faultOf(result) && faultOf(result)->error.code == ErrorCode::feedForged &&
                !faultOf(result)->proof);
    }

    void anEntryThatLinksElsewhereProvesEquivocation() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        QVERIFY(log.append(test::pending(2)).has_value());
        auto checker = newChecker();
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
        auto second = envelopeOf(log, 2);
        second.previous = test::hashOf(1);
        const auto result = checker.check(sign(second));
        QVERIFY(faultOf(result) && faultOf(result)->error.code == ErrorCode::feedEquivocation);
        QCOMPARE(faultOf(result)->proof->first.seq, std::uint64_t{1});
        QCOMPARE(faultOf(result)->proof->second.seq, std::uint64_t{2});
    }

    void equivocationIsSeenAcrossConnections() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        auto checker = newChecker();
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
        // Entry 1 was read but not made durable: it is asked for again, and comes back changed.
        checker.begin(kLogId, {.logId = kLogId, .nextSeq = 1, .head = {}});
        auto changed = envelopeOf(log, 1);
        changed.item = encodeItem(test::pending(9));
        const auto result = checker.check(sign(changed));
        QVERIFY(faultOf(result) && faultOf(result)->proof);
    }

    void whatWasNotMadeDurableIsTakenAgain() {
        auto log = newLog();
        QVERIFY(log.append(test::pending(1)).has_value());
        auto checker = newChecker();
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
        checker.begin(kLogId, {.logId = kLogId, .nextSeq = 1, .head = {}});
        QVERIFY(taken(checker.check(envelopeOf(log, 1))));
    }

    void entriesOfAnotherLogAreAFault() {
        auto checker = newChecker();
        Envelope envelope{.logId = kLogId + 1,
                          .seq = 1,
                          .previous = {},
                          .item = encodeItem(test::pending(1)),
                          .signature = {}};
        QVERIFY(faultOf(checker.check(sign(envelope)))->error.code == ErrorCode::feedProtocol);
    }

    void anUnknownLogStartsWithASnapshot() {
        auto checker = newChecker(0);
        Envelope envelope{
            .logId = kLogId, .seq = 1, .previous = {}, .item = encodeItem(test::pending(1)), .signature = {}};
        QVERIFY(faultOf(checker.check(sign(envelope)))->error.code == ErrorCode::feedProtocol);
    }

    void aSnapshotIsTakenPartByPartAndTheLogGoesOn() {
        auto checker = newChecker(0);
        const auto first = checker.check(snapshot(0, false, {test::pending(1), test::pending(2)}));
        QVERIFY(taken(first) && !frameOf(first)->reached);
        QVERIFY(frameOf(first)->items[0].snapshot && frameOf(first)->items[0].snapshotFirst);
        QVERIFY(!frameOf(first)->items[1].snapshotFirst);
        const auto last = checker.check(snapshot(1, true, {test::block(3)}));
        QVERIFY(taken(last) && frameOf(last)->reached);
        QVERIFY(!frameOf(last)->items[0].snapshotFirst);
        QCOMPARE(checker.nextSeq(), std::uint64_t{6});
        Envelope next{.logId = kLogId,
                      .seq = 6,
                      .previous = test::hashOf(6),
                      .item = encodeItem(test::pending(4)),
                      .signature = {}};
        QVERIFY(taken(checker.check(sign(next))));
    }

    void anEmptySnapshotStillSetsTheLogGoing() {
        auto checker = newChecker(0);
        const auto result = checker.check(snapshot(0, true, {}));
        QVERIFY(taken(result) && frameOf(result)->items.empty() && frameOf(result)->reached);
    }

    void snapshotsOutOfOrderOrForgedAreFaults() {
        QVERIFY(faultOf(newChecker(0).check(snapshot(1, true, {})))->error.code == ErrorCode::feedProtocol);
        QVERIFY(faultOf(newChecker(0).check(snapshot(0, true, {}, 5, 2)))->error.code ==
                ErrorCode::feedForged);
        auto checker = newChecker(0);
        QVERIFY(taken(checker.check(snapshot(0, false, {test::pending(1)}))));
        QVERIFY(faultOf(checker.check(snapshot(1, true, {}, 6)))->error.code == ErrorCode::feedProtocol);

        auto changed = snapshot(0, true, {test::pending(1)});
        changed.items.push_back(encodeItem(test::pending(2)));
        QVERIFY(faultOf(newChecker(0).check(changed))->error.code == ErrorCode::feedForged);
        changed = snapshot(0, false, {test::pending(1)});
        changed.last = true;
        QVERIFY(faultOf(newChecker(0).check(changed))->error.code == ErrorCode::feedForged);
    }

    void anUndecodableItemIsAFault() {
        auto checker = newChecker();
        Envelope envelope{.logId = kLogId, .seq = 1, .previous = {}, .item = {0xc0}, .signature = {}};
        QVERIFY(faultOf(checker.check(sign(envelope)))->error.code == ErrorCode::feedMalformedItem);
    }
};

QTEST_APPLESS_MAIN(TestFeedLog)
#include "tst_feed_log.moc"
