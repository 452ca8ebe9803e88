#include "l1/health.hpp"

#include <QTest>

using namespace aw;
using l1::L1Health;

/// How alive L1 is, by a clock that the test holds.
class TestL1Health : public QObject {
    Q_OBJECT

    std::shared_ptr<base::ManualClock> m_clock;

    static store::L1Block block(std::uint64_t number, std::uint64_t timeMs, std::uint8_t fork = 0) {
        store::L1Block result;
        result.number = number;
        result.timeMs = timeMs;
        result.hash.bytes[0] = fork;
        for (std::size_t i = 0; i < 8; ++i)
            result.hash.bytes[31 - i] = static_cast<std::uint8_t>(number >> (8 * i));
        return result;
    }

private slots:
    void init() { m_clock = std::make_shared<base::ManualClock>(1'000'000); }

    void silenceCountsFromTheStartAndFromEachNewHead() {
        L1Health health(m_clock);
        QVERIFY(!health.head());
        m_clock->advance(700);
        QCOMPARE(health.silentForMs(), std::uint64_t{700});
        health.noteHead(block(5, 12'000));
        QCOMPARE(health.silentForMs(), std::uint64_t{0});
        m_clock->advance(299);
        QVERIFY(!health.isSilent(300));
        m_clock->advance(1);
        QVERIFY(health.isSilent(300));
        QCOMPARE(health.head()->number, std::uint64_t{5});
    }

    void theWallClockDoesNotMatter() {
        L1Health health(m_clock);
        health.noteHead(block(5, 12'000));
        m_clock->advance(100);
        m_clock->setNow(0);
        QCOMPARE(health.silentForMs(), std::uint64_t{100});
        m_clock->setNow(999'999'999);
        QCOMPARE(health.silentForMs(), std::uint64_t{100});
    }

    void whatWasSeenOrIsFarBelowIsNoSignOfLife() {
        L1Health health(m_clock);
        health.noteHead(block(1000, 1));
        health.noteHead(block(1001, 2));
        m_clock->advance(50);
        health.noteHead(block(1001, 2));
        health.noteHead(block(1000, 1));
        health.noteHead(block(10, 3));
        health.noteHead(block(743, 3));
        QCOMPARE(health.silentForMs(), std::uint64_t{50});
        // A shorter fork is one, and so is the last that is near enough.
        health.noteHead(block(1000, 2, 1));
        QCOMPARE(health.silentForMs(), std::uint64_t{0});
        m_clock->advance(50);
        health.noteHead(block(745, 3));
        QCOMPARE(health.silentForMs(), std::uint64_t{0});
    }

    void aDeepReorgIsNoEnd() {
        L1Health health(m_clock);
        health.noteHead(block(1000, 1));
        health.forgetAbove(200);
        QVERIFY(!health.head());
        m_clock->advance(50);
        health.noteHead(block(201, 2));
        QCOMPARE(health.silentForMs(), std::uint64_t{0});
        QCOMPARE(health.head()->number, std::uint64_t{201});
    }

    void theBlockTimeIsTheMedianOfTheBlocksOwnTimes() {
        L1Health health(m_clock);
        QCOMPARE(health.blockTimeMs(), std::uint64_t{0});
        health.noteHead(block(100, 0));
        QCOMPARE(health.blockTimeMs(), std::uint64_t{0});
        std::uint64_t time = 0;
        for (std::uint64_t n = 101; n < 140; ++n) {
            // One slot is missed, and the machine reads all of it at once.
            time += n == 120 ? 60'000 : 12'000;
            health.noteHead(block(n, time));
        }
        QCOMPARE(health.blockTimeMs(), std::uint64_t{12'000});
    }

    void theBlockTimeCountsBlocksThatWereNotSeen() {
        L1Health health(m_clock);
        for (std::uint64_t i = 0; i < 10; ++i)
            health.noteHead(block(100 + 3 * i, 36'000 * i));
        QCOMPARE(health.blockTimeMs(), std::uint64_t{12'000});
    }

    void fastBlocksWithTimesInWholeSecondsHaveATimeToo() {
        L1Health health(m_clock);
        for (std::uint64_t i = 0; i < 64; ++i)
            health.noteHead(block(100 + i, i / 4 * 1000));
        QCOMPARE(health.blockTimeMs(), std::uint64_t{250});
    }
};

QTEST_GUILESS_MAIN(TestL1Health)
#include "tst_l1_health.moc"
