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

constexpr FeeTemplate kTemplate{.maxFeeWei = 2'000'000'000, .tipWei = 0};
constexpr auto kMax32 = std::numeric_limits<std::uint32_t>::max();
constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();

/// A record with indexes of eight bits.
QString encoded(const Record& record, unsigned bits = 8) {
    Bytes out;
    encodeRecord(record, kTemplate, bits, out);
    return hexOf(out);
}

TransferRecord transfer(std::uint32_t sender, std::uint32_t recipient, const Wei& amount) {
    TransferRecord record{
        .sender = {sender}, .recipient = AccountIndex{recipient}, .amount = amount, .fees = {}};
    record.fees = {.gasLimit = record.gas(), .maxFeeWei = kTemplate.maxFeeWei, .tipWei = kTemplate.tipWei};
    return record;
}

TransferRecord tokenTransfer(std::uint32_t sender, std::uint32_t account, std::uint32_t recipient,
                             const Wei& amount) {
    auto record = transfer(sender, recipient, amount);
    record.tokenAccount = AccountIndex{account};
    record.fees.gasLimit = record.gas();
    return record;
}

template<class Target>
TransferRecord redirected(TransferRecord record, const Target& target) {
    record.recipient = target;
    record.fees.gasLimit = record.gas();
    return record;
}

SkippedForcedRecord skipped(SkipReason why, std::uint32_t sender, std::uint32_t tokenAccount = 0) {
    return {.why = why, .sender = {sender}, .tokenAccount = {tokenAccount}};
}

template<class Target>
ForcedRecord forced(std::uint32_t sender, std::optional<std::uint32_t> tokenAccount, const Target& target) {
    ForcedRecord record{.sender = {sender}, .recipient = target};
    if (tokenAccount) record.tokenAccount = AccountIndex{*tokenAccount};
    return record;
}

Result<Record> decoded(const std::string& hex) {
    const auto bytes = bytesOf(hex);
    return RecordReader(bytes, kTemplate).next();
}

/// The amount that these bytes stand for in their class.
Result<Wei> amountOf(unsigned amountClass, const std::string& hex) {
    const auto record = decoded("088" + std::to_string(amountClass) + "0102" + hex);
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
        QCOMPARE(encoded(DepositRecord{.account = AccountIndex{127}}), "0x017f");
        QCOMPARE(encoded(DepositRecord{}), "0x02");
        // 1.5 ETH = 15 x 10^17: exponent 17 above 11 bits of mantissa.
        QCOMPARE(encoded(transfer(1, 2, Wei(1'500'000'000'000'000'000))), "0x810102880f");
        QCOMPARE(encoded(transfer(1, 2, 0)), "0x80010200");
        const auto someone = test::addressOf(std::string(40, '3'));
        QCOMPARE(encoded(redirected(transfer(1, 0, 7), someone)), "0x8801" + QString(40, '3') + "07");
        QCOMPARE(encoded(redirected(transfer(44, 0, 7), WithdrawalTarget{})), "0x902c07");
        QCOMPARE(encoded(tokenTransfer(1, 3, 2, 7)), "0xa001030207");
        QCOMPARE(encoded(SkippedForcedRecord{}), "0x03");
        QCOMPARE(encoded(skipped(SkipReason::noTokenAccount, 9)), "0x0409");
        QCOMPARE(encoded(skipped(SkipReason::bySender, 9)), "0x0509");
        QCOMPARE(encoded(skipped(SkipReason::byTokenAccount, 9, 10)), "0x06090a");
        QCOMPARE(encoded(forced(1, std::nullopt, AccountIndex{2})), "0x400102");
        QCOMPARE(encoded(forced(1, std::nullopt, NewTarget{})), "0x4801");
        QCOMPARE(encoded(forced(1, std::nullopt, WithdrawalTarget{})), "0x5001");
        QCOMPARE(encoded(forced(1, 3, AccountIndex{2})), "0x60010302");
        QCOMPARE(encoded(forced(1, 3, NewTarget{})), "0x680103");
        QCOMPARE(encoded(forced(1, 3, WithdrawalTarget{})), "0x700103");
        QCOMPARE(encoded(redirected(tokenTransfer(1, 3, 0, 7), someone)),
                 "0xa80103" + QString(40, '3') + "07");
        QCOMPARE(encoded(redirected(tokenTransfer(1, 3, 0, 7), WithdrawalTarget{})), "0xb0010307");
    }

    void indexesArePackedToTheBit() {
        QCOMPARE(encoded(DepositRecord{.account = AccountIndex{5}}, 3), "0x0105");
        QCOMPARE(encoded(DepositRecord{.account = AccountIndex{5}}, 9), "0x010005");
        // 20 bits each: 12345 and abcde.
        QCOMPARE(encoded(transfer(0x12345, 0xabcde, 7), 20), "0x8012345abcde07");
        // 3 bits each, 6 in all: 101 and 011.
        QCOMPARE(encoded(transfer(5, 3, 7), 3), "0x802b07");
        QCOMPARE(encoded(tokenTransfer(5, 3, 1, 7), 3), "0xa0015907");
        QCOMPARE(encoded(tokenTransfer(kMax32, 0, kMax32, 7), 32), "0xa0ffffffff00000000ffffffff07");
    }

    void aSegmentSaysHowManyBits() {
        QCOMPARE(hexOf(encodeRecords({}, kTemplate)), "0x01");
        const std::vector<Record> few{transfer(1, 0, 7), DepositRecord{.account = AccountIndex{1}}};
        QCOMPARE(hexOf(encodeRecords(few, kTemplate)), "0x018002"
                                                       "070101");
        const std::vector<Record> many{transfer(1, 0, 7), DepositRecord{.account = AccountIndex{256}}};
        QCOMPARE(hexOf(encodeRecords(many, kTemplate)), "0x09"
                                                        "80000200"
                                                        "07010100");
        QCOMPARE(indexBits(tokenTransfer(0, kMax32, 0, 0)), 32U);
        QCOMPARE(indexBits(transfer(0, 1024, 0)), 11U);
        QCOMPARE(indexBits(transfer(1023, 0, 0)), 10U);
        QCOMPARE(indexBits(redirected(transfer(0, 0, 0), WithdrawalTarget{})), 1U);
        QCOMPARE(indexBits(BlockEndRecord{.ticks = kMax64}), 1U);
        QCOMPARE(indexBits(skipped(SkipReason::byTokenAccount, 1, 1024)), 11U);
        QCOMPARE(indexBits(forced(0, 512, NewTarget{})), 10U);
    }

    void indexesAreCounted() {
        QCOMPARE(indexCount(BlockEndRecord{}), 0U);
        QCOMPARE(indexCount(DepositRecord{}), 0U);
        QCOMPARE(indexCount(DepositRecord{.account = AccountIndex{0}}), 1U);
        QCOMPARE(indexCount(SkippedForcedRecord{}), 0U);
        QCOMPARE(indexCount(skipped(SkipReason::noTokenAccount, 1)), 1U);
        QCOMPARE(indexCount(skipped(SkipReason::bySender, 1)), 1U);
        QCOMPARE(indexCount(skipped(SkipReason::byTokenAccount, 1, 2)), 2U);
        QCOMPARE(indexCount(forced(1, std::nullopt, WithdrawalTarget{})), 1U);
        QCOMPARE(indexCount(forced(1, 2, NewTarget{})), 2U);
        QCOMPARE(indexCount(forced(1, 2, AccountIndex{3})), 3U);
        QCOMPARE(indexCount(transfer(1, 2, 7)), 2U);
    }

    void allButEndsAndUserTransactionsAreOfTheInbox() {
        QVERIFY(isInbox(DepositRecord{}) && isInbox(SkippedForcedRecord{}) && isInbox(ForcedRecord{}));
        QVERIFY(!isInbox(BlockEndRecord{}) && !isInbox(TransferRecord{}));
    }

    void onlyFeesThatDifferAreWritten() {
        auto record = transfer(1, 2, 7);
        record.fees.tipWei = 5;
        QCOMPARE(encoded(record), "0xc0010207"
                                  "0405");
        record.fees.gasLimit = 100;
        QCOMPARE(encoded(record), "0xc0010207"
                                  "056405");
        record.fees = {.gasLimit = 1, .maxFeeWei = 2, .tipWei = 3};
        QCOMPARE(encoded(record), "0xc0010207"
                                  "07010203");
    }

    void theGasLimitLeftOutIsTheGasOfTheKind() {
        const auto gasOf = [](const std::string& hex) {
            return std::get<TransferRecord>(decoded(hex).value()).fees.gasLimit;
        };
        QCOMPARE(gasOf("0880010207"), std::uint64_t{21000});
        QCOMPARE(gasOf("08900107"), std::uint64_t{30000});
        QCOMPARE(gasOf("08a001030207"), std::uint64_t{30000});
        QCOMPARE(gasOf("08b0010307"), std::uint64_t{39000});
        // A gas limit that is another kind's is written.
        auto exit = redirected(transfer(1, 0, 7), WithdrawalTarget{});
        exit.fees.gasLimit = 21000;
        QCOMPARE(encoded(exit), "0xd00107"
                                "0188a401");
    }

    void amountsTakeTheLowestClass_data() {
        QTest::addColumn<QString>("amount");
        QTest::addColumn<unsigned>("amountClass");
        QTest::addColumn<QString>("hex");
        const auto row = [](const char* name, const QString& amount, unsigned amountClass,
                            const QString& hex) { QTest::newRow(name) << amount << amountClass << hex; };
        row("3 bits", "7", 0, "07");
        row("4 bits", "8", 1, "0008");
        row("11 bits", "2047", 1, "07ff");
        row("12 bits", "2048", 2, "000800");
        row("10", "10", 0, "09");
        row("19 bits", "524287", 2, "07ffff");
        row("27 bits", "134217727", 3, "07ffffff");
        row("35 bits", "34359738367", 4, "07ffffffff");
        row("51 bits", "2251799813685247", 5, "07ffffffffffff");
        row("52 bits", "2251799813685248", 6, "000008000000000000");
        row("67 bits", "147573952589676412927", 6, "07ffffffffffffffff");
        row("68 bits", "147573952589676412928", 7, QString(17, '0') + "8" + QString(16, '0'));
        row("10^31", "1" + QString(31, '0'), 0, "f9");
        row("10^32", "1" + QString(32, '0'), 1, "f80a");
        row("10^38", "1" + QString(38, '0'), 3, "f8989680");
        row("2^128-1", "340282366920938463463374607431768211455", 7, "00" + QString(32, 'f'));
    }
    void amountsTakeTheLowestClass() {
        QFETCH(const QString, amount);
        QFETCH(const unsigned, amountClass);
        QFETCH(const QString, hex);
        const Wei value(amount.toStdString());
        QCOMPARE(encoded(transfer(1, 2, value)), "0x8" + QString::number(amountClass) + "0102" + hex);
        QVERIFY(amountOf(amountClass, hex.toStdString()).value() == value);
    }

    void anyAmountThatDecodesIsAccepted() {
        QVERIFY(amountOf(2, "00000a").value() == 10);
        QVERIFY(amountOf(0, "f8").value() == 0);
        QVERIFY(amountOf(1, "f800").value() == 0);
        QVERIFY(amountOf(7, std::string(33, '0') + "1").value() == 1);
        // 2^128 - 1 is no multiple of ten: the largest that is one has this mantissa.
        const std::string largest = "0819999999999999999999999999999999";
        QVERIFY(amountOf(7, largest).value() == std::numeric_limits<Wei>::max() - 5);
        QCOMPARE(codeOf(amountOf(7, "081999999999999999999999999999999a")), ErrorCode::recordUndecodable);
        QCOMPARE(codeOf(amountOf(7, std::string(34, 'f'))), ErrorCode::recordUndecodable);
        QCOMPARE(codeOf(amountOf(7, "01" + std::string(32, '0'))), ErrorCode::recordUndecodable);
        QCOMPARE(codeOf(amountOf(4, "f8ffffffff")), ErrorCode::recordUndecodable);
    }

    void extremesSurviveTheRoundTrip() {
        auto record = tokenTransfer(kMax32, kMax32, kMax32, std::numeric_limits<Wei>::max());
        record.fees = {.gasLimit = kMax64, .maxFeeWei = kMax64, .tipWei = kMax64};
        const std::vector<Record> all{record,
                                      BlockEndRecord{.ticks = kMax64},
                                      DepositRecord{.account = AccountIndex{kMax32}},
                                      DepositRecord{},
                                      SkippedForcedRecord{},
                                      skipped(SkipReason::noTokenAccount, kMax32),
                                      skipped(SkipReason::bySender, kMax32),
                                      skipped(SkipReason::byTokenAccount, kMax32, kMax32),
                                      forced(kMax32, kMax32, AccountIndex{kMax32}),
                                      forced(kMax32, std::nullopt, NewTarget{}),
                                      forced(kMax32, kMax32, WithdrawalTarget{})};
        const auto bytes = encodeRecords(all, kTemplate);
        RecordReader reader(bytes, kTemplate);
        for (const auto& one : all) {
            QVERIFY(!reader.atEnd());
            QVERIFY(reader.next().value() == one);
        }
        QVERIFY(reader.atEnd());
        QCOMPARE(reader.offset(), bytes.size());
        QCOMPARE(codeOf(reader.next()), ErrorCode::recordUndecodable);
    }

    void undecodable_data() {
        QTest::addColumn<QString>("hex");
        const auto row = [](const char* name, const QString& hex) { QTest::newRow(name) << hex; };
        row("nothing", "");
        row("no bits", "0002");
        row("33 bits", "2102");
        row("bits alone", "08");
        row("unknown tag 7", "0807");
        row("unknown tag 0x3f", "083f0102");
        row("forced with an amount class", "08410102");
        row("forced with fees", "08c00102");
        row("forced target 3", "08580102");
        row("forced token target 3", "0878010203");
        row("forced cut off", "084001");
        row("forced token cut off", "08600103");
        row("left out without index", "0804");
        row("left out without its sender", "0805");
        row("left out without its second index", "080601");
        row("a bit above the indexes of one left out", "070640"
                                                       "80");
        row("target 3", "0898010200");
        row("tag alone", "0880");
        row("block end without ticks", "0800");
        row("inbox without index", "0801");
        row("index cut off", "2001000000");
        row("second index cut off", "1080000100");
        row("a bit above the indexes", "0780" + QString("4001") + "0007");
        row("a bit above one index", "0301" + QString("08"));
        row("ticks of 2^64", "080080808080808080808002");
        row("ticks of eleven bytes", "08008080808080808080808001");
        row("ticks with a zero at its end", "0800ff00");
        row("address cut off", "088801" + QString(38, '3'));
        row("amount missing", "08800102");
        row("amount cut off", "0881010200");
        row("wide amount cut off", "08870102" + QString(32, '0'));
        row("fee mask missing", "08c0010207");
        row("fee mask with an unknown bit", "08c001020708");
        row("fee missing", "08c001020701");
        row("second fee missing", "08c00102070501");
        row("fee of 2^64", "08c001020701"
                           "80808080808080808002");
    }
    void undecodable() {
        QFETCH(const QString, hex);
        QCOMPARE(codeOf(decoded(hex.toStdString())), ErrorCode::recordUndecodable);
    }

    void nothingIsReadWhereARecordIsUndecodable() {
        const auto bytes = bytesOf("080005"
                                   "07");
        RecordReader reader(bytes, kTemplate);
        QVERIFY(reader.next());
        QCOMPARE(reader.offset(), std::size_t{3});
        QVERIFY(!reader.next());
        QCOMPARE(reader.offset(), std::size_t{3});
        QVERIFY(!reader.atEnd());
    }

    void withoutBitsThereIsNoEnd() {
        QVERIFY(!RecordReader({}, kTemplate).atEnd());
        const auto none = bytesOf("00");
        QVERIFY(!RecordReader(none, kTemplate).atEnd());
        const auto empty = bytesOf("01");
        QVERIFY(RecordReader(empty, kTemplate).atEnd());
    }

    void anEmptyFeeMaskLeavesTheFeesOut() {
        const auto record = decoded("08c001020700").value();
        QVERIFY(std::get<TransferRecord>(record) == transfer(1, 2, 7));
    }
};

QTEST_APPLESS_MAIN(TestCodecRecord)
#include "tst_codec_record.moc"
