#include "codec/rlp.hpp"
#include "feed/frame.hpp"
#include "feed/wire.hpp"
#include "feed_items.hpp"

#include <QTest>

using namespace aw;
using namespace aw::feed;

/// P-1 to P-6: items and frames, byte by byte.
class TestFeedMessage : public QObject {
    Q_OBJECT

    static Envelope signedEnvelope(const crypto::SecretKey& key, std::uint64_t seq = 1) {
        Envelope envelope{
            .logId = 8, .seq = seq, .previous = {}, .item = encodeItem(test::pending(1)), .signature = {}};
        envelope.signature = key.sign(envelopeHash(test::kDomain, envelope));
        return envelope;
    }

    static std::vector<Frame> frames() {
        const auto key = test::feedKey(1);
        return {ChallengeFrame{.version = 1, .nonce = test::hashOf(7)},
                HelloFrame{.operatorAddress = key->address(),
                           .logId = 3,
                           .nextSeq = 9,
                           .nonce = test::hashOf(4),
                           .signature = key->sign(test::hashOf(5))},
                EnvelopeFrame{signedEnvelope(*key)},
                SnapshotFrame{.logId = 3,
                              .seq = 8,
                              .head = test::hashOf(6),
                              .part = 2,
                              .last = true,
                              .items = {encodeItem(test::pending(1)), encodeItem(test::block(4))},
                              .signature = key->sign(test::hashOf(5))},
                HeadFrame{.logId = 3, .seq = 8, .l2Head = 1000},
                AckFrame{.logId = 3, .seq = 8, .l2Head = 1000},
                ResendFrame{.logId = 3, .fromSeq = 4},
                WelcomeFrame{.logId = 3, .signature = key->sign(test::hashOf(5))}};
    }

private slots:
    void itemsSurviveTheWire() {
        const std::vector<Item> items{
            test::pending(9), test::block(0), test::block(123'456),
            ResetItem{.era = 3, .batch = BatchNumber{17}, .batchHash = test::hashOf(8)}};
        for (const auto& item : items) {
            const auto decoded = decodeItem(encodeItem(item));
            QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
            QVERIFY(*decoded == item);
        }
    }

    void framesSurviveTheWire() {
        for (const auto& frame : frames()) {
            const auto decoded = decodeFrame(encodeFrame(frame));
            QVERIFY2(decoded.has_value(), decoded ? "" : decoded.error().detail.c_str());
            QVERIFY(*decoded == frame);
        }
    }

    void theLayoutIsTheOneOfTheProtocol() {
        // [0, 0xabcd]
        QCOMPARE(encodeItem(PendingItem{{{0xab, 0xcd}}}), (Bytes{0xc5, 0x80, 0xc3, 0x82, 0xab, 0xcd}));
        // [4, 1, 2, 3]
        QCOMPARE(encodeFrame(HeadFrame{.logId = 1, .seq = 2, .l2Head = 3}), (Bytes{0xc4, 0x04, 1, 2, 3}));
    }

    /// Whatever is cut off, added or changed in its type, nothing but a canonical message decodes.
    void everyTruncationIsRefused() {
        for (const auto& frame : frames()) {
            const auto bytes = encodeFrame(frame);
            for (std::size_t size = 0; size < bytes.size(); ++size)
                QVERIFY(!decodeFrame(ByteView(bytes).first(size)));
            auto longer = bytes;
            longer.push_back(0);
            QVERIFY(!decodeFrame(longer));
        }
        const auto bytes = encodeItem(test::block(3));
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!decodeItem(ByteView(bytes).first(size)));
    }

    /// A byte changed anywhere gives another message or none, never the same one.
    void everyChangedByteIsNoticed() {
        const auto item = test::block(3);
        const auto bytes = encodeItem(item);
        for (std::size_t at = 0; at < bytes.size(); ++at) {
            auto changed = bytes;
            changed[at] ^= 0x01;
            const auto decoded = decodeItem(changed);
            QVERIFY(!decoded || *decoded != Item(item));
        }
    }

    void malformedItemsAreRefused_data() {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("nothing") << QByteArray("") << ErrorCode::feedMalformedItem;
        QTest::newRow("a string") << QByteArray("83010203") << ErrorCode::feedMalformedItem;
        QTest::newRow("empty list") << QByteArray("c0") << ErrorCode::feedMalformedItem;
        QTest::newRow("no transaction") << QByteArray("c180") << ErrorCode::feedMalformedItem;
        QTest::newRow("empty transaction") << QByteArray("c28080") << ErrorCode::feedMalformedItem;
        QTest::newRow("transaction is a list") << QByteArray("c280c0") << ErrorCode::feedMalformedItem;
        QTest::newRow("surplus field") << QByteArray("c3800101") << ErrorCode::feedMalformedItem;
        QTest::newRow("kind 9") << QByteArray("c20901") << ErrorCode::feedUnknownItem;
        QTest::newRow("kind with leading zero")
            << QByteArray("c5820000821234") << ErrorCode::feedMalformedItem;
        QTest::newRow("block of two fields") << QByteArray("c20101") << ErrorCode::feedMalformedItem;
        QTest::newRow("short reset hash") << QByteArray("c40201021f") << ErrorCode::feedMalformedItem;
    }
    void malformedItemsAreRefused() {
        QFETCH(QByteArray, hex);
        QFETCH(ErrorCode, code);
        const auto raw = QByteArray::fromHex(hex);
        const auto decoded = decodeItem(
            {reinterpret_cast<const std::uint8_t*>(raw.data()), static_cast<std::size_t>(raw.size())});
        QVERIFY(!decoded);
        QCOMPARE(decoded.error().code, code);
        QVERIFY(!decoded.error().detail.empty());
    }

    void aBlockMustHoldAsManyTransactionsAsItSays() {
        auto item = test::block(3);
        item.header.txCount = 3;
        const auto decoded = decodeItem(encodeItem(item));
        QVERIFY(!decoded);
        QVERIFY(decoded.error().code == ErrorCode::feedMalformedItem);
    }

    void bigTransactionsAreRefused() {
        QVERIFY(decodeItem(encodeItem(test::pending(1, kMaxRawTxBytes))).has_value());
        QVERIFY(!decodeItem(encodeItem(test::pending(1, kMaxRawTxBytes + 1))).has_value());
    }

    void bigMessagesAreRefused() {
        const Bytes bytes(kMaxFrameBytes + 1, 0);
        QVERIFY(decodeFrame(bytes).error().code == ErrorCode::feedTooLarge);
        QVERIFY(decodeItem(ByteView(bytes).first(kMaxItemBytes + 1)).error().code == ErrorCode::feedTooLarge);
    }

    /// A megabyte of empty lists would decode into a hundred times its size.
    void anElementBombIsRefusedBeforeItIsDecoded() {
        Bytes bomb;
        codec::rlp::encodeList(Bytes(wire::kMaxElements + 1, 0xc0), bomb);
        const auto decoded = decodeFrame(bomb);
        QVERIFY(!decoded);
        QVERIFY(decoded.error().detail.find("elements") != std::string::npos);
    }

    void onlyTheOperatorsSignatureCounts() {
        const auto key = test::feedKey(1);
        const auto envelope = signedEnvelope(*key);
        QVERIFY(verifyEnvelope(test::kDomain, envelope, key->address()).has_value());
        QVERIFY(verifyEnvelope(test::kDomain, envelope, test::feedKey(2)->address()).error().code ==
                ErrorCode::feedForged);

        auto other = envelope;
        other.item.back() ^= 1;
        QVERIFY(!verifyEnvelope(test::kDomain, other, key->address()));
        other = envelope;
        other.seq = 2;
        QVERIFY(!verifyEnvelope(test::kDomain, other, key->address()));
        other = envelope;
        other.logId ^= 1;
        QVERIFY(!verifyEnvelope(test::kDomain, other, key->address()));
        other = envelope;
        other.previous = test::hashOf(1);
        QVERIFY(!verifyEnvelope(test::kDomain, other, key->address()));
        other = envelope;
        other.signature = {};
        QVERIFY(verifyEnvelope(test::kDomain, other, key->address()).error().code == ErrorCode::feedForged);
    }

    void aSignatureIsOfOneRollupAndChain() {
        const auto key = test::feedKey(1);
        const auto envelope = signedEnvelope(*key);
        auto domain = test::kDomain;
        domain.l2ChainId += 1;
        QVERIFY(!verifyEnvelope(domain, envelope, key->address()));
        domain = test::kDomain;
        domain.rollup.bytes[0] ^= 1;
        QVERIFY(!verifyEnvelope(domain, envelope, key->address()));
    }
};

QTEST_APPLESS_MAIN(TestFeedMessage)
#include "tst_feed_message.moc"
