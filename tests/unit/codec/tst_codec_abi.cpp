#include "codec/abi.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::codec;
using aw::test::addressOf;
using aw::test::bytesOf;
using aw::test::hashOf;
using aw::test::hexOf;
using aw::test::textBytes;

namespace {

std::string word(std::uint64_t value) {
    return base::toHex(abi::Encoder().number(value).encoded()).substr(2);
}

} // namespace

class TestCodecAbi : public QObject {
    Q_OBJECT

private slots:
    void selectorsAndTopics() {
        const auto id = abi::selector("transfer(address,uint256)");
        QCOMPARE(hexOf(ByteView(id)), "0xa9059cbb");
        QCOMPARE(hexOf(abi::eventTopic("Transfer(address,address,uint256)")),
                 "0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");
        const auto call = abi::Encoder()
                              .address(addressOf("00000000000000000000000000000000000000ff"))
                              .number(3)
                              .call("transfer(address,uint256)");
        QCOMPARE(hexOf(call), QString::fromStdString("0xa9059cbb" + word(255) + word(3)));
    }

    void dynamicMembersStandInTheTail() {
        // The example of the Solidity specification: f(uint256,uint32[],bytes10,bytes), without the array.
        const auto encoded =
            abi::Encoder().number(0x123).bytes(textBytes("Hello, world!")).boolean(true).encoded();
        QCOMPARE(hexOf(encoded),
                 QString::fromStdString("0x" + word(0x123) + word(0x60) + word(1) + word(13) +
                                        "48656c6c6f2c20776f726c642100000000000000000000000000000000000000"));
    }

    void publicVectors() {
        const auto vectors = test::publicVectors("ABITests/basic_abi_tests.json");
        if (!vectors) return;
        QCOMPARE(hexOf(abi::Encoder().number(98127491).encoded()),
                 QString::fromStdString("0x" + test::stringAt(vectors->at("SingleInteger"), "result")));
        QCOMPARE(hexOf(abi::Encoder()
                           .number(324124)
                           .address(addressOf("cd2a3d9f938e13cd947ec05abc7fe734df8dd826"))
                           .encoded()),
                 QString::fromStdString("0x" + test::stringAt(vectors->at("IntegerAndAddress"), "result")));
        // uint32[] is encoded as bytes32[] is; bytes10 stands at the left of its word.
        const auto array = std::vector<Hash>{hashOf(word(1110)), hashOf(word(1929))};
        const auto text = hashOf("31323334353637383930" + std::string(44, '0'));
        QCOMPARE(hexOf(abi::Encoder().number(291).hashes(array).hash(text).text("Hello, world!").encoded()),
                 QString::fromStdString("0x" + test::stringAt(vectors->at("GithubWikiTest"), "result")));
    }

    void whatIsEncodedIsDecoded() {
        const auto address = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
        const Hash hash = abi::eventTopic("x");
        const auto inner = abi::Encoder().number(7).text("inner");
        const auto encoded = abi::Encoder()
                                 .number(U256(1) << 200)
                                 .address(address)
                                 .dynamicTuple(inner)
                                 .staticTuple(abi::Encoder().hash(hash).boolean(false))
                                 .bytes(Bytes(33, 0xaa))
                                 .number(U256(1) << 127)
                                 .encoded();
        abi::Decoder decoder(encoded);
        QVERIFY(decoder.number() == U256(1) << 200);
        QVERIFY(decoder.address() == address);
        auto tuple = decoder.dynamicTuple();
        QCOMPARE(tuple.number64(), std::uint64_t{7});
        QCOMPARE(tuple.text(), std::string("inner"));
        QVERIFY(tuple.ok());
        QVERIFY(decoder.hash() == hash);
        QVERIFY(!decoder.boolean());
        QVERIFY(decoder.bytes() == Bytes(33, 0xaa));
        QVERIFY(decoder.number128() == U128(1) << 127);
        QVERIFY(decoder.ok());
    }

    void decodesArrays() {
        // (T[] with T = (uint256, string), address[])
        const auto first = abi::Encoder().number(1).text("a").encoded();
        const auto second = abi::Encoder().number(2).text("b").encoded();
        std::string array = word(2) + word(64) + word(64 + first.size()) + base::toHex(first).substr(2) +
                            base::toHex(second).substr(2);
        const auto arrayBytes = array.size() / 2;
        const auto encoded =
            bytesOf(word(64) + word(64 + arrayBytes) + array + word(2) + word(10) + word(11));
        abi::Decoder decoder(encoded);
        auto tuples = decoder.dynamicTuples();
        const auto addresses = decoder.addresses();
        QVERIFY(decoder.ok());
        QCOMPARE(tuples.size(), std::size_t{2});
        QCOMPARE(tuples[1].number64(), std::uint64_t{2});
        QCOMPARE(tuples[1].text(), std::string("b"));
        QCOMPARE(addresses.size(), std::size_t{2});
        QCOMPARE(addresses[1].bytes[19], std::uint8_t{11});
    }

    void refusesDirtyPaddingAndWildOffsets_data() {
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("read");
        const auto row = [](const char* name, const std::string& hex, const char* read) {
            QTest::newRow(name) << QString::fromStdString(hex) << read;
        };
        const std::string ones(64, 'f');
        row("number of 64 bits", ones, "number64");
        row("number of 128 bits", ones, "number128");
        row("address", ones, "address");
        row("boolean", word(2), "boolean");
        row("cut off", word(1).substr(2), "number64");
        row("nothing", "", "number64");
        row("offset past the end", word(64), "bytes");
        row("offset of 256 bits", ones, "bytes");
        row("length past the end", word(32) + word(1), "bytes");
        row("length of 256 bits", word(32) + ones, "bytes");
        row("padding missing", word(32) + word(1) + "aa", "bytes");
        row("padding dirty", word(32) + word(1) + "aa" + std::string(60, '0') + "01", "bytes");
        row("more elements than bytes", word(32) + word(1'000'000'000), "tuples");
        row("element past the end", word(32) + word(1) + word(1000), "tuples");
        row("dirty address in an array", word(32) + word(1) + ones, "addresses");
        row("tuple past the end", word(64), "tuple");
    }
    void refusesDirtyPaddingAndWildOffsets() {
        QFETCH(const QString, hex);
        QFETCH(const QString, read);
        const auto encoded = bytesOf(hex.toStdString());
        abi::Decoder decoder(encoded);
        if (read == "number64") decoder.number64();
        if (read == "number128") decoder.number128();
        if (read == "address") decoder.address();
        if (read == "boolean") decoder.boolean();
        if (read == "bytes") decoder.bytes();
        if (read == "tuples") decoder.dynamicTuples();
        if (read == "addresses") decoder.addresses();
        if (read == "tuple") decoder.dynamicTuple();
        QVERIFY(!decoder.ok());
    }
};

QTEST_APPLESS_MAIN(TestCodecAbi)
#include "tst_codec_abi.moc"
