#include "base/units.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>

using namespace aw;
using namespace aw::base;
using aw::test::codeOf;

class TestBaseUnits : public QObject {
    Q_OBJECT

private slots:
    void formatsExactly() {
        QCOMPARE(formatEther(0), std::string("0"));
        QCOMPARE(formatEther(1), std::string("0.000000000000000001"));
        QCOMPARE(formatEther(U256(1'500'000'000'000'000'000)), std::string("1.5"));
        QCOMPARE(formatGwei(U256(1'000'000'000)), std::string("1"));
        QCOMPARE(formatUnits(123, 0), std::string("123"));
        QCOMPARE(formatUnits(std::numeric_limits<U256>::max(), 77),
                 std::string("1."
                             "1579208923731619542357098500868790785326998466564056403945758400791312963993"
                             "5"));
    }

    void parsesExactly() {
        QVERIFY(*parseEther("0") == 0);
        QVERIFY(*parseEther("1.") == Wei(1'000'000'000'000'000'000));
        QVERIFY(*parseEther(".5") == Wei(500'000'000'000'000'000));
        QVERIFY(*parseEther("000.000000000000000001000") == 1);
        QVERIFY(*parseGwei("18446744073.709551615") == std::numeric_limits<std::uint64_t>::max());
    }

    void refusesWhatIsNoAmount() {
        for (const auto* text : {"", ".", "1,5", "-1", "+1", "1e3", "0x1", " 1", "1.2.3"})
            QCOMPARE(codeOf(parseEther(text)), ErrorCode::amountInvalid);
        QCOMPARE(codeOf(parseEther("0.0000000000000000001")), ErrorCode::amountTooPrecise);
    }

    void refusesWhatDoesNotFit() {
        // 2^128 wei, and one below it.
        QCOMPARE(codeOf(parseEther("340282366920938463463.374607431768211456")), ErrorCode::amountTooLarge);
        QVERIFY(*parseEther("340282366920938463463.374607431768211455") == std::numeric_limits<Wei>::max());
        QCOMPARE(codeOf(parseGwei("18446744073.709551616")), ErrorCode::amountTooLarge);
        QCOMPARE(codeOf(parseUnits(std::string(200, '9'), 0)), ErrorCode::amountTooLarge);
        QCOMPARE(codeOf(parseUnits(std::string(78, '9'), 0)), ErrorCode::amountTooLarge);
    }

    void whatIsFormattedIsParsedBack() {
        U256 value = 1;
        for (int i = 0; i < 250; ++i) {
            value = (value * 7 + 3) % (U256(1) << 200);
            for (const unsigned decimals : {0U, 6U, 18U, 30U})
                QVERIFY(*parseUnits(formatUnits(value, decimals), decimals) == value);
        }
    }
};

QTEST_APPLESS_MAIN(TestBaseUnits)
#include "tst_base_units.moc"
