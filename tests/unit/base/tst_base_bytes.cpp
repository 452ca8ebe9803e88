#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::base;
using aw::test::hexOf;

class TestBaseBytes : public QObject {
    Q_OBJECT

private slots:
    void writesBigEndian() {
        Bytes out;
        appendBigEndian(out, std::uint8_t{1});
        appendBigEndian(out, std::uint16_t{0x0203});
        appendBigEndian(out, std::uint32_t{0x04050607});
        appendBigEndian(out, std::uint64_t{0x08090a0b0c0d0e0f});
        QCOMPARE(hexOf(out), "0x0102030405060708090a0b0c0d0e0f");
        Bytes wide;
        appendBigEndian(wide, U128(0x1234));
        appendBigEndian(wide, U256(0x5678));
        QCOMPARE(wide.size(), std::size_t{48});
        QVERIFY(readU128(ByteView(wide).first(16)) == 0x1234);
        QVERIFY(readU256(ByteView(wide).subspan(16)) == 0x5678);
        QVERIFY(readU256({}) == 0);
    }

    void readsInOrderAndStopsAtTheEnd() {
        const Bytes bytes{1, 2, 3, 4, 5};
        ByteReader reader(bytes);
        QCOMPARE(reader.number<std::uint16_t>(), std::uint16_t{0x0102});
        QCOMPARE(reader.left(), std::size_t{3});
        QVERIFY(reader.ok());
        QCOMPARE(reader.number<std::uint32_t>(), 0U);
        QVERIFY(!reader.ok());
        // Once past the end nothing is read any more, even what would still fit.
        QCOMPARE(reader.number<std::uint8_t>(), std::uint8_t{0});
        QVERIFY(reader.fixed<Address>().isZero());
        QVERIFY(reader.number128() == 0);
    }

    void manualClockMovesOnlyWhenTold() {
        ManualClock clock(1000);
        clock.advance(5);
        QCOMPARE(clock.nowMs(), std::uint64_t{1005});
        QCOMPARE(clock.steadyMs(), std::uint64_t{5});
        clock.setNow(10);
        QCOMPARE(clock.nowMs(), std::uint64_t{10});
        QCOMPARE(clock.steadyMs(), std::uint64_t{5});
    }

    void systemClockTellsThePresent() {
        const SystemClock clock;
        const auto start = clock.steadyMs();
        QVERIFY(clock.nowMs() > 1'700'000'000'000);
        QVERIFY(clock.steadyMs() >= start);
    }
};

QTEST_APPLESS_MAIN(TestBaseBytes)
#include "tst_base_bytes.moc"
