#include "operators/operator_set.hpp"

#include <QTest>

using namespace aw;
using namespace aw::operators;

/// Ranks, epochs and readiness.
class CompetitionTest : public QObject {
    Q_OBJECT

    static Address address(std::uint8_t last) {
        Address result;
        result.bytes[19] = last;
        return result;
    }
    static OperatorState candidate(std::uint8_t last, std::uint64_t bid, std::uint32_t order) {
        OperatorState result;
        result.address = address(last);
        result.status = OperatorStatus::registered;
        result.eligible = true;
        result.bidWei = result.nextBidWei = bid;
        result.order = order;
        return result;
    }

private slots:
    void lowestBidFirstAndTiesToTheEarlier() {
        OperatorSet operatorSet;
        operatorSet.operators = {candidate(1, 30, 0), candidate(2, 20, 1), candidate(3, 20, 2),
                                 candidate(4, 5, 3)};
        operatorSet.operators[3].eligible = false;
        QCOMPARE(operatorSet.rankOf(address(2)), std::optional<std::size_t>(0));
        QCOMPARE(operatorSet.rankOf(address(3)), std::optional<std::size_t>(1));
        QCOMPARE(operatorSet.rankOf(address(1)), std::optional<std::size_t>(2));
        QCOMPARE(operatorSet.rankOf(address(4)), std::nullopt);
    }

    void nextEpochSeesPendingBidsAndLeavers() {
        OperatorSet operatorSet;
        operatorSet.epoch = 4;
        operatorSet.operators = {candidate(1, 30, 0), candidate(2, 20, 1)};
        QCOMPARE(firstOfNextEpoch(operatorSet), address(2));
        operatorSet.operators[0].nextBidWei = 10;
        operatorSet.operators[0].nextBidEpoch = 5;
        QCOMPARE(firstOfNextEpoch(operatorSet), address(1));
        operatorSet.operators[0].nextBidEpoch = 6;
        QCOMPARE(firstOfNextEpoch(operatorSet), address(2));
        operatorSet.operators[1].leavesAtEpoch = 5;
        QCOMPARE(firstOfNextEpoch(operatorSet), address(1));
        operatorSet.operators[0].standsDownUntilEpoch = 6;
        QCOMPARE(firstOfNextEpoch(operatorSet), Address{});
    }

    void epochsCountFromTheDeployment() {
        const Timing timing{.deployedAt = 100, .epochBlocks = 30, .heartbeatBlocks = 6};
        QCOMPARE(epochOf(timing, 100), std::uint64_t(0));
        QCOMPARE(epochOf(timing, 129), std::uint64_t(0));
        QCOMPARE(epochOf(timing, 130), std::uint64_t(1));
        QCOMPARE(epochStart(timing, 2), std::uint64_t(160));
        QCOMPARE(mayActAfter(timing, 2), std::uint64_t(12));
    }

    void namesTheFirstThingThatIsMissing() {
        const Readiness ready{.running = true,
                              .eligible = true,
                              .hasPeers = true,
                              .disputed = false,
                              .batchesHeld = 7,
                              .batchesKnown = 7,
                              .lagBlocks = 0,
                              .l1BalanceWei = 10};
        QVERIFY(!notReady(ready, 10));
        auto changed = ready;
        changed.running = false;
        QVERIFY(notReady(changed, 10) == api::NotReady::stopped);
        changed = ready;
        changed.batchesHeld = 6;
        QVERIFY(notReady(changed, 10) == api::NotReady::lagging);
        changed = ready;
        changed.lagBlocks = kReadyLagBlocks + 1;
        QVERIFY(notReady(changed, 10) == api::NotReady::lagging);
        changed = ready;
        changed.disputed = true;
        QVERIFY(notReady(changed, 10) == api::NotReady::disputed);
        QVERIFY(notReady(ready, 11) == api::NotReady::lowFunds);
    }
};

QTEST_APPLESS_MAIN(CompetitionTest)
#include "tst_operators_operator_set.moc"
