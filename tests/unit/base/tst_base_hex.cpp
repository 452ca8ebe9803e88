#include "base/hex.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>

using namespace aw;
using namespace aw::base;
using aw::test::codeOf;

class TestBaseHex : public QObject {
    Q_OBJECT

private slots:
    void writesLowerCaseWithPrefix() {
        QCOMPARE(toHex(Bytes{}), std::string("0x"));
        QCOMPARE(toHex(Bytes{0x00, 0xab, 0xFF}), std::string("0x00abff"));
    }

    void readsEitherCaseWithOrWithoutPrefix() {
        const Bytes expected{0x0a, 0xbc};
        for (const auto* text : {"0x0abc", "0X0ABC", "0aBc"})
            QCOMPARE(*fromHex(text), expected);
        QVERIFY(fromHex("0x")->empty());
        QVERIFY(fromHex("")->empty());
    }

    void refusesBadHex() {
        QCOMPARE(codeOf(fromHex("0xabc")), ErrorCode::hexOddLength);
        QCOMPARE(codeOf(fromHex("0x0g")), ErrorCode::hexBadDigit);
        QCOMPARE(codeOf(fromHex("0x 1")), ErrorCode::hexBadDigit);
        QCOMPARE(codeOf(fromHex(std::string_view("0\0", 2))), ErrorCode::hexBadDigit);
    }

    void readsFixedBytesOfTheirSizeAlone() {
        const std::string digits(40, '1');
        QVERIFY(fixedFromHex<Address>(digits)->bytes[19] == 0x11);
        QCOMPARE(codeOf(fixedFromHex<Address>(digits + "11")), ErrorCode::hexWrongSize);
        QCOMPARE(codeOf(fixedFromHex<Address>("0x")), ErrorCode::hexWrongSize);
        QCOMPARE(codeOf(fixedFromHex<Address>(digits + "1")), ErrorCode::hexOddLength);
    }

    void writesQuantitiesWithoutLeadingZeros() {
        QCOMPARE(toQuantity(std::uint64_t{0}), std::string("0x0"));
        QCOMPARE(toQuantity(std::numeric_limits<std::uint64_t>::max()), std::string("0xffffffffffffffff"));
        QCOMPARE(toQuantity(U256(0)), std::string("0x0"));
        QCOMPARE(toQuantity(U256(0xABCDEF)), std::string("0xabcdef"));
        QCOMPARE(toQuantity(U256(1) << 255), "0x8" + std::string(63, '0'));
    }

    void readsQuantities() {
        QVERIFY(*quantityFromHex("0x0") == 0);
        QVERIFY(*quantityFromHex("0x000f") == 15);
        QVERIFY(*quantityFromHex("0x" + std::string(64, 'f')) == std::numeric_limits<U256>::max());
        QCOMPARE(*quantity64FromHex("0x0000000000000000ffffffffffffffff"),
                 std::numeric_limits<std::uint64_t>::max());
    }

    void refusesBadQuantities() {
        for (const auto* text : {"", "0x", "12", "0xfg", "-0x1", "0x-1"}) {
            QCOMPARE(codeOf(quantityFromHex(text)), ErrorCode::hexBadDigit);
            QCOMPARE(codeOf(quantity64FromHex(text)), ErrorCode::hexBadDigit);
        }
        QCOMPARE(codeOf(quantityFromHex("0x1" + std::string(64, '0'))), ErrorCode::hexTooLarge);
        QCOMPARE(codeOf(quantity64FromHex("0x1" + std::string(16, '0'))), ErrorCode::hexTooLarge);
    }
};

QTEST_APPLESS_MAIN(TestBaseHex)
#include "tst_base_hex.moc"
