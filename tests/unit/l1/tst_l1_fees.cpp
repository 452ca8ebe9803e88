#include "l1/fee_policy.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::l1;
using aw::test::codeOf;

namespace {
const U256 kGwei = 1'000'000'000;
const FeeCaps kCaps{.maxFeeWei = kGwei * 100, .tipWei = kGwei * 10, .dayBudgetWei = 0};
} // namespace

/// What is offered for gas on L1, whatever L1 says.
class TestL1Fees : public QObject {
    Q_OBJECT

private slots:
    void leavesRoomForTheBaseFee() {
        const auto fees = feesFor({kGwei * 20, kGwei}, kCaps);
        QCOMPARE(codeOf(fees), QString("ok"));
        QVERIFY(*fees == (Fees{kGwei * 41, kGwei}));
    }

    void leavesRoomForReplacements() {
        // Half of each cap at first.
        const auto fees = feesFor({kGwei * 40, kGwei * 50}, kCaps);
        QVERIFY(*fees == (Fees{kGwei * 50, kGwei * 5}));
        // But what a block needs is offered.
        const auto dear = feesFor({kGwei * 95, kGwei * 50}, kCaps);
        QVERIFY(*dear == (Fees{kGwei * 100, kGwei * 5}));
    }

    void isNeverAboveTheCaps_data() {
        QTest::addColumn<QString>("baseFee");
        QTest::newRow("just above") << "95000000001";
        QTest::newRow("10^30") << "1000000000000000000000000000000";
        QTest::newRow("half of all numbers")
            << "57896044618658097711785492504343953926634992332820282019728792003956564819968";
        QTest::newRow("all ones")
            << "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    }
    void isNeverAboveTheCaps() {
        QFETCH(QString, baseFee);
        const U256 asked(baseFee.toStdString());
        QCOMPARE(codeOf(feesFor({asked, kGwei * 5}, kCaps)), ErrorCode::l1txFeeCap);
        QCOMPARE(codeOf(replacementFees({kGwei, kGwei}, {asked, kGwei * 5}, kCaps)), ErrorCode::l1txFeeCap);
    }

    void aTipThatIsALieIsCut() {
        const U256 lie("1000000000000000000000000000000");
        const auto fees = feesFor({kGwei, lie}, kCaps);
        QCOMPARE(codeOf(fees), QString("ok"));
        QVERIFY(fees->tipWei <= kCaps.tipWei && fees->maxFeeWei <= kCaps.maxFeeWei);
    }

    void aReplacementIsATenthMore_data() {
        QTest::addColumn<quint64>("before");
        QTest::addColumn<quint64>("after");
        QTest::newRow("nothing") << quint64{0} << quint64{1};
        QTest::newRow("one") << quint64{1} << quint64{2};
        QTest::newRow("ten") << quint64{10} << quint64{11};
        QTest::newRow("eleven") << quint64{11} << quint64{13}; // 12.1, rounded up
        QTest::newRow("a gwei") << quint64{1'000'000'000} << quint64{1'100'000'000};
    }
    void aReplacementIsATenthMore() {
        QFETCH(quint64, before);
        QFETCH(quint64, after);
        QVERIFY(replacementFee(before) == after);
    }

    void aReplacementWithBlobsIsTwiceAsMuch() {
        QVERIFY(replacementFee(1000, Carries::blobs) == 2000);
        QVERIFY(replacementFee(1, Carries::blobs) == 2);
    }

    void aReplacementTakesTodaysPriceWhereThatIsMore() {
        const auto dearer = replacementFees({kGwei * 10, kGwei}, {kGwei * 20, kGwei * 3}, kCaps);
        QVERIFY(*dearer == (Fees{kGwei * 43, kGwei * 3}));
        const auto cheaper = replacementFees({kGwei * 50, kGwei * 2}, {kGwei, kGwei}, kCaps);
        QVERIFY(*cheaper == (Fees{kGwei * 55, replacementFee(kGwei * 2)}));
    }

    void aReplacementIsNeverAboveTheCaps() {
        QCOMPARE(codeOf(replacementFees({kGwei * 95, kGwei}, {kGwei, kGwei}, kCaps)), ErrorCode::l1txFeeCap);
        QCOMPARE(codeOf(replacementFees({kGwei, kGwei * 10}, {kGwei, kGwei}, kCaps)), ErrorCode::l1txFeeCap);
    }

    void theDefaultsLeaveTheBondAlone() {
        // What engine/l1/fee_policy.hpp derives: the largest proof at the highest fee fits into a day, and a
        // day is less than a third of a bond of 32 ETH.
        const FeeCaps caps;
        QVERIFY(mostCost(12'000'000, {caps.maxFeeWei, caps.tipWei}) < U256(caps.dayBudgetWei));
        QVERIFY(caps.dayBudgetWei * 3 < Wei(1'000'000'000'000'000'000ULL) * 32);
    }
};

QTEST_APPLESS_MAIN(TestL1Fees)
#include "tst_l1_fees.moc"
