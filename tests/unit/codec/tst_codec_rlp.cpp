#include "codec/rlp.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>

using namespace aw;
using namespace aw::codec;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::nameOf;
using aw::test::textBytes;

namespace {

/// The encoding of a value of the public vectors: text, number, big number ("#...") or list.
Bytes encodeJson(const boost::json::value& value) {
    Bytes out;
    if (const auto* list = value.if_array()) {
        Bytes items;
        for (const auto& item : *list) {
            const auto encoded = encodeJson(item);
            items.insert(items.end(), encoded.begin(), encoded.end());
        }
        rlp::encodeList(items, out);
    } else if (const auto* text = value.if_string()) {
        const std::string_view view(text->data(), text->size());
        if (view.starts_with('#')) {
            // One of them does not fit 256 bits.
            Bytes digits;
            export_bits(boost::multiprecision::cpp_int(std::string(view.substr(1))),
                        std::back_inserter(digits), 8);
            rlp::encodeString(digits, out);
        } else {
            rlp::encodeString(textBytes(view), out);
        }
    } else {
        rlp::encodeNumber(U256(value.to_number<std::uint64_t>()), out);
    }
    return out;
}

/// Encodes a decoded item again.
Bytes encodeItem(const rlp::Item& item) {
    Bytes out;
    if (!item.isList) {
        rlp::encodeString(item.payload, out);
        return out;
    }
    Bytes items;
    for (const auto& child : item.items) {
        const auto encoded = encodeItem(child);
        items.insert(items.end(), encoded.begin(), encoded.end());
    }
    rlp::encodeList(items, out);
    return out;
}

} // namespace

class TestCodecRlp : public QObject {
    Q_OBJECT

private slots:
    void encodesTheExamplesOfTheYellowPaper() {
        Bytes out;
        rlp::encodeString(textBytes("dog"), out);
        QCOMPARE(hexOf(out), "0x83646f67");
        out.clear();
        rlp::encodeNumber(0, out);
        rlp::encodeNumber(15, out);
        rlp::encodeNumber(1024, out);
        rlp::encodeNumber(std::numeric_limits<U256>::max(), out);
        QCOMPARE(hexOf(out), "0x800f820400a0" + QString(64, 'f'));
        out.clear();
        rlp::encodeList({}, out);
        QCOMPARE(hexOf(out), "0xc0");
        out.clear();
        rlp::encodeString(Bytes(56, 0x61), out);
        QCOMPARE(hexOf(out).left(8), "0xb83861");
        out.clear();
        rlp::encodeList(Bytes(65536, 0x01), out);
        QCOMPARE(hexOf(ByteView(out).first(5)), "0xfa01000001");
    }

    void refusesWhatIsNotCanonical_data() {
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("code");
        QTest::newRow("nothing") << "" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("short string cut off") << "83646f" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("list cut off") << "c20f" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("length cut off") << "b9ff" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("length beyond memory") << "bfffffffffffffffff" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("item beyond its list") << "c28401" << nameOf(ErrorCode::rlpTruncated);
        QTest::newRow("single byte with a prefix") << "817f" << nameOf(ErrorCode::rlpNotCanonical);
        QTest::newRow("long form of a short string") << "b80161" << nameOf(ErrorCode::rlpNotCanonical);
        QTest::newRow("length with a leading zero")
            << "b90038" + QString(112, '1') << nameOf(ErrorCode::rlpNotCanonical);
        QTest::newRow("long form of a short list") << "f80101" << nameOf(ErrorCode::rlpNotCanonical);
        QTest::newRow("bytes after the item") << "0102" << nameOf(ErrorCode::rlpTrailingBytes);
    }
    void refusesWhatIsNotCanonical() {
        QFETCH(const QString, hex);
        QFETCH(const QString, code);
        QCOMPARE(codeOf(rlp::decode(bytesOf(hex.toStdString()))), code);
    }

    void nestingIsBounded() {
        const auto nested = [](int depth) {
            Bytes out{0xc0};
            for (int i = 0; i < depth; ++i) {
                Bytes outer;
                rlp::encodeList(out, outer);
                out = outer;
            }
            return out;
        };
        QCOMPARE(codeOf(rlp::decode(nested(16))), "ok");
        QCOMPARE(codeOf(rlp::decode(nested(17))), ErrorCode::rlpTooDeep);
        QCOMPARE(codeOf(rlp::decode(nested(10000))), ErrorCode::rlpTooDeep);
    }

    void theNumberOfItemsIsBounded() {
        Bytes many;
        rlp::encodeList(Bytes((1 << 20) + 1, 0x01), many);
        QCOMPARE(codeOf(rlp::decode(many)), ErrorCode::rlpTooManyItems);
    }

    void readsNumbers() {
        const auto read = [](std::string_view hex) {
            const auto bytes = bytesOf(hex);
            return rlp::decode(bytes).value().number64();
        };
        QCOMPARE(read("80").value(), std::uint64_t{0});
        QCOMPARE(read("7f").value(), std::uint64_t{127});
        QCOMPARE(read("88ffffffffffffffff").value(), std::numeric_limits<std::uint64_t>::max());
        QCOMPARE(codeOf(read("89010000000000000000")), ErrorCode::rlpTooLarge);
        QCOMPARE(codeOf(read("00")), ErrorCode::rlpLeadingZero);
        QCOMPARE(codeOf(read("820001")), ErrorCode::rlpLeadingZero);
        QCOMPARE(codeOf(read("c0")), ErrorCode::rlpNotAString);
        const auto wide = bytesOf("a1" + std::string(66, '1'));
        QCOMPARE(codeOf(rlp::decode(wide)->number()), ErrorCode::rlpTooLarge);
    }

    void publicVectors() {
        const auto vectors = test::publicVectors("RLPTests/rlptest.json");
        if (!vectors) return;
        QVERIFY(vectors->as_object().size() >= 28);
        for (const auto& [name, vector] : vectors->as_object()) {
            const auto expected = bytesOf(test::stringAt(vector, "out"));
            QCOMPARE(hexOf(encodeJson(vector.at("in"))), hexOf(expected));
            const auto decoded = rlp::decode(expected);
            QCOMPARE(codeOf(decoded), "ok");
            QCOMPARE(hexOf(encodeItem(*decoded)), hexOf(expected));
        }
    }

    void publicInvalidVectors() {
        const auto vectors = test::publicVectors("RLPTests/invalidRLPTest.json");
        if (!vectors) return;
        QVERIFY(vectors->as_object().size() >= 20);
        for (const auto& [name, vector] : vectors->as_object()) {
            const auto decoded = rlp::decode(bytesOf(test::stringAt(vector, "out")));
            QVERIFY2(!decoded, std::string(name).c_str());
        }
    }
};

QTEST_APPLESS_MAIN(TestCodecRlp)
#include "tst_codec_rlp.moc"
