#include "codec/record.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>

using namespace aw;
using namespace aw::codec;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;

namespace {

constexpr FeeTemplate kTemplate{.gasLimit = 21000, .maxFeeWei = 2'000'000'000, .tipWei = 0};
constexpr auto kMax32 = std::numeric_limits<std::uint32_t>::max();
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();

QString encoded(const Record& record) {
    Bytes out;
    encodeRecord(record, kTemplate, out);
    return hexOf(out);
}

TransferRecord transfer(std::uint32_t sender, std::uint32_t recipient, const Wei& amount) {
    return {.sender = {sender}, .recipient = AccountIndex{recipient}, .amount = amount, .fees = kTemplate};
}

Result<Record> decoded(const std::string& hex) {
    std::size_t offset = 0;
    return decodeRecord(bytesOf(hex), offset, kTemplate);
}

/// The amount that these amount bytes stand for.
Result<Wei> amountOf(const std::string& hex) {
    const auto record = decoded("400102" + hex);
    if (!record) return record.error();
    return std::get<TransferRecord>(*record).amount;
}

} // namespace

class TestCodecRecord : public QObject {
    Q_OBJECT

private slots:
    void layouts() {
        QCOMPARE(encoded(BlockEndRecord{.ticks = 0}), "0x0000");
        QCOMPARE(encoded(BlockEndRecord{.ticks = 300}), "0x00ac02");
        QCOMPARE(encoded(InboxRecord{.account = AccountIndex{127}}), "0x017f");
        QCOMPARE(encoded(InboxRecord{.account = AccountIndex{128}}), "0x018001");
        QCOMPARE(encoded(InboxRecord{}), "0x02");
        // 1.5 ETH = 15 x 10^17: exponent 17, one byte.
        QCOMPARE(encoded(transfer(1, 2, Wei(1'500'000'000'000'000'000))), "0x400102890f");
        QCOMPARE(encoded(transfer(1, 2, 0)), "0x40010200");
        auto fresh = transfer(1, 0, 7);
        fresh.recipient = test::addressOf(std::string(40, '3'));
        QCOMPARE(encoded(fresh), "0x4101" + QString(40, '3') + "0107");
        auto exit = transfer(300, 0, 7);
        exit.recipient = ExitTarget{};
        QCOMPARE(encoded(exit), "0x42ac020107");
    }

    void onlyFeesThatDifferAreWritten() {
        auto record = transfer(1, 2, 7);
        record.fees.tipWei = 5;
        QCOMPARE(encoded(record), "0x4401020107"
                                  "0405");
        record.fees.gasLimit = 100;
        QCOMPARE(encoded(record), "0x4401020107"
                                  "056405");
        record.fees = {.gasLimit = 1, .maxFeeWei = 2, .tipWei = 3};
        QCOMPARE(encoded(record), "0x4401020107"
                                  "07010203");
    }

    void amountsAreShortest_data() {
        QTest::addColumn<QString>("amount");
        QTest::addColumn<QString>("hex");
        QTest::newRow("255") << "255"
                             << "01ff";
        QTest::newRow("256") << "256"
                             << "020100";
        QTest::newRow("10") << "10"
                            << "0901";
        QTest::newRow("6 bytes") << "281474976710655"
                                 << "06ffffffffffff";
        QTest::newRow("2^48") << "281474976710656"
                              << "07" + QString(18, '0') + "01000000000000";
        QTest::newRow("10^31") << "1" + QString(31, '0') << "f901";
        QTest::newRow("10^32") << "1" + QString(32, '0') << "f90a";
        QTest::newRow("10^38") << "1" + QString(38, '0') << "fb989680";
        QTest::newRow("2^128-1") << "340282366920938463463374607431768211455"
                                 << "07" + QString(32, 'f');
    }
    void amountsAreShortest() {
        QFETCH(const QString, amount);
        QFETCH(const QString, hex);
        const Wei value(amount.toStdString());
        QCOMPARE(encoded(transfer(1, 2, value)), "0x400102" + hex);
        QVERIFY(amountOf(hex.toStdString()).value() == value);
    }

    void anyAmountThatDecodesIsAccepted() {
        QVERIFY(amountOf("0600000000000a").value() == 10);
        QVERIFY(amountOf("f8").value() == 0);
        QVERIFY(amountOf("f900").value() == 0);
        QVERIFY(amountOf("07" + std::string(31, '0') + "1").value() == 1);
        // 2^128 - 1 is no multiple of ten: the largest that is one has this mantissa.
        QVERIFY(amountOf("0f199999999999999999999999999999"
                         "99")
                    .value() == std::numeric_limits<Wei>::max() - 5);
        QCOMPARE(codeOf(amountOf("0f1999999999999999999999999999999a")), "record.undecodable");
        QCOMPARE(codeOf(amountOf("ff" + std::string(32, 'f'))), "record.undecodable");
        QCOMPARE(codeOf(amountOf("fe00ffffffffff")), "record.undecodable");
    }

    void extremesSurviveTheRoundTrip() {
        auto record = transfer(kMax32, kMax32, std::numeric_limits<Wei>::max());
        record.fees = {.gasLimit = kMax64, .maxFeeWei = kMax64, .tipWei = kMax64};
        for (const Record& one : {Record(record), Record(BlockEndRecord{.ticks = kMax64}),
                                  Record(InboxRecord{.account = AccountIndex{kMax32}})}) {
            Bytes out{0xee};
            encodeRecord(one, kTemplate, out);
            std::size_t offset = 1;
            QVERIFY(decodeRecord(out, offset, kTemplate).value() == one);
            QCOMPARE(offset, out.size());
        }
    }

    void undecodable_data() {
        QTest::addColumn<QString>("hex");
        const auto row = [](const char* name, const QString& hex) { QTest::newRow(name) << hex; };
        row("nothing", "");
        row("unknown tag 3", "03");
        row("tag bit 3", "48010200");
        row("tag bit 7", "c0010200");
        row("tag 0x20", "20");
        row("exit to a new account", "4301" + QString(40, '3') + "00");
        row("tag alone", "40");
        row("block end without ticks", "00");
        row("inbox without index", "01");
        row("index of six bytes", "01808080808001");
        row("index of 2^32", "018080808010");
        row("index with a zero at its end", "018000");
        row("index cut off", "0180");
        row("ticks of 2^64", "0080808080808080808002");
        row("ticks of eleven bytes", "008080808080808080808001");
        row("ticks with a zero at its end", "00ff00");
        row("address cut off", "4101" + QString(38, '3'));
        row("amount missing", "400102");
        row("mantissa cut off", "4001020601");
        row("wide mantissa cut off", "40010207" + QString(30, '1'));
        row("fee mask missing", "4401020107");
        row("fee mask with an unknown bit", "440102010708");
        row("fee missing", "440102010701");
        row("second fee missing", "44010201070501");
        row("fee of 2^64", "440102010701"
                           "80808080808080808002");
    }
    void undecodable() {
        QFETCH(const QString, hex);
        QCOMPARE(codeOf(decoded(hex.toStdString())), "record.undecodable");
    }

    void offsetStaysWhereARecordIsUndecodable() {
        const auto bytes = bytesOf("0005"
                                   "03");
        std::size_t offset = 0;
        QVERIFY(decodeRecord(bytes, offset, kTemplate));
        QCOMPARE(offset, std::size_t{2});
        QVERIFY(!decodeRecord(bytes, offset, kTemplate));
        QCOMPARE(offset, std::size_t{2});
    }

    void anEmptyFeeMaskMeansTheTemplate() {
        const auto record = decoded("440102010700").value();
        QVERIFY(std::get<TransferRecord>(record).fees == kTemplate);
    }
};

QTEST_APPLESS_MAIN(TestCodecRecord)
#include "tst_codec_record.moc"
