#include "verifier/open_demands.hpp"

#include <QTest>

using namespace aw;

namespace {

l1::SignatureDemanded demandOf(std::uint64_t id, std::uint64_t batch, std::uint64_t overdueAfter) {
    l1::SignatureDemanded demand;
    demand.id = id;
    demand.number = batch;
    demand.overdueAfter = overdueAfter;
    return demand;
}

} // namespace

/// F-5 to F-8, as a node follows them.
class OpenDemandsTest : public QObject {
    Q_OBJECT

private slots:
    void overdueHoldsItsBatchAndLaterOnes() {
        verifier::OpenDemands demands;
        demands.add(demandOf(1, 5, 100));
        QVERIFY(!demands.overdueBelow(9, 100));
        QVERIFY(demands.overdueBelow(5, 101));
        QVERIFY(demands.overdueBelow(9, 101));
        QVERIFY(!demands.overdueBelow(4, 101));
    }

    void settledOnesHoldNothing() {
        verifier::OpenDemands demands;
        demands.add(demandOf(1, 5, 100));
        demands.add(demandOf(2, 5, 90));
        demands.settle(2);
        QCOMPARE(demands.count(), std::size_t(1));
        QVERIFY(!demands.overdueBelow(5, 95));
        QVERIFY(demands.overdueBelow(5, 101));
        demands.settle(1);
        QVERIFY(!demands.overdueBelow(5, 101));
    }

    void rollBackMakesThemVoid() {
        verifier::OpenDemands demands;
        demands.add(demandOf(1, 4, 100));
        demands.add(demandOf(2, 5, 100));
        demands.add(demandOf(3, 6, 100));
        demands.rollBack(5);
        QCOMPARE(demands.count(), std::size_t(1));
        QCOMPARE(demands.all().front().demand.id, std::uint64_t(1));
    }
};

QTEST_APPLESS_MAIN(OpenDemandsTest)
#include "tst_verifier_open_demands.moc"
