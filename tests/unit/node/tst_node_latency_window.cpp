#include "node/latency_window.hpp"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using namespace aw;

/// Percentiles of the last minute out of a histogram.
class LatencyWindowTest : public QObject {
    Q_OBJECT

private slots:
    void isNothingWithoutValues() { QCOMPARE(node::LatencyWindow().percentile(1'000, 0.99), 0.0); }

    void isExactWhereItIsShort() {
        node::LatencyWindow window;
        for (std::uint64_t ms = 0; ms < 8; ++ms)
            window.add(1'000, ms);
        QCOMPARE(window.percentile(1'000, 0.0), 0.0);
        QCOMPARE(window.percentile(1'000, 0.5), 3.0);
        QCOMPARE(window.percentile(1'000, 1.0), 7.0);
    }

    /// Beside the sorted values: never below the true one, and at most an eighth above it.
    void isCloseToTheTrueValue() {
        std::mt19937_64 random(7);
        for (int round = 0; round < 50; ++round) {
            node::LatencyWindow window;
            std::vector<double> values;
            std::lognormal_distribution<double> spread(round / 5.0, 1.0);
            for (int i = 0; i < 2'000; ++i) {
                const auto value = static_cast<std::uint64_t>(std::min(spread(random), 7e6));
                window.add(50'000, value);
                values.push_back(static_cast<double>(value));
            }
            std::ranges::sort(values);
            for (const double share : {0.0, 0.5, 0.9, 0.99, 1.0}) {
                const auto exact = values[static_cast<std::size_t>(1'999 * share)];
                const auto told = window.percentile(50'000, share);
                QVERIFY2(told >= exact && told <= std::max(exact * 1.125, exact + 1),
                         qPrintable(QString("%1 told, %2 true, share %3").arg(told).arg(exact).arg(share)));
            }
        }
    }

    void forgetsAfterAMinute() {
        node::LatencyWindow window;
        window.add(10'500, 900);
        window.add(30'000, 5);
        QVERIFY(window.percentile(69'999, 1.0) >= 900);
        QCOMPARE(window.percentile(70'000, 1.0), 5.0);
        window.add(70'000, 6); // in the place of the first
        QCOMPARE(window.percentile(70'000, 1.0), 6.0);
        QCOMPARE(window.percentile(1'000'000, 1.0), 0.0);
    }

    void takesWhatIsLongerThanItCounts() {
        node::LatencyWindow window;
        window.add(1'000, ~std::uint64_t{0});
        QVERIFY(window.percentile(1'000, 1.0) > 7'200'000);
    }
};

QTEST_GUILESS_MAIN(LatencyWindowTest)
#include "tst_node_latency_window.moc"
