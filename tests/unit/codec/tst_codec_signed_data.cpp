#include "codec/personal_message.hpp"
#include "codec/typed_data.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
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

TypedStruct person(std::string_view name, std::string_view wallet) {
    TypedStruct result("Person");
    result.text("name", name).address("wallet", addressOf(wallet));
    return result;
}

/// The example of EIP-712.
TypedStruct mail() {
    TypedStruct result("Mail");
    result.nested("from", person("Cow", "CD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"))
        .nested("to", person("Bob", "bBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"))
        .text("contents", "Hello, Bob!");
    return result;
}

TypedDomain mailDomain() {
    return {.name = "Ether Mail",
            .version = "1",
            .chainId = 1,
            .verifyingContract = addressOf("CcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"),
            .salt = {}};
}

} // namespace

class TestCodecSignedData : public QObject {
    Q_OBJECT

private slots:
    // Expected by ethers 6.17 hashMessage.
    void personalMessages() {
        QCOMPARE(hexOf(personalMessageHash(textBytes("Hello World"))),
                 "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2");
        QCOMPARE(hexOf(personalMessageHash({})),
                 "0x5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad");
        QCOMPARE(hexOf(personalMessageHash(Bytes(100, 7))),
                 "0x5cf2655b72c844d52067a3cbe7a4ad8d83774b7155b86d37e2d5f6a312a0182a");
    }

    void theExampleOfTheEip() {
        const auto message = mail();
        QCOMPARE(
            message.encodeType(),
            std::string("Mail(Person from,Person to,string contents)Person(string name,address wallet)"));
        QCOMPARE(hexOf(crypto::keccak256(textBytes(message.encodeType()))),
                 "0xa0cedeb2dc280ba39b857546d74f5549c3a1d7bdc2dd96bf881f76108e23dac2");
        QCOMPARE(hexOf(mailDomain().separator()),
                 "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
        QCOMPARE(hexOf(message.hashStruct()),
                 "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
        const auto hash = typedDataHash(mailDomain(), message);
        QCOMPARE(hexOf(hash), "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        const auto cow = crypto::SecretKey::fromBytes(crypto::keccak256(textBytes("cow")).view()).value();
        // v 28 of the example is yParity 1.
        QCOMPARE(hexOf(cow.sign(hash)), "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
                                        "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b9156201");
    }

    // Expected by ethers 6.17 TypedDataEncoder.
    void everyKindOfMember() {
        const auto inner = [](bool flag, ByteView blob) {
            TypedStruct result("Inner");
            result.boolean("flag", flag).bytes("blob", blob);
            return result;
        };
        TypedStruct zeta("Zeta");
        const std::string ab = "abababababababab";
        zeta.hash("root", hashOf(ab + ab + ab + ab));
        TypedStruct all("All");
        all.nested("zeta", zeta)
            .nested("inner", inner(true, bytesOf("010203")))
            .number("uint256", "wei", (U256(1) << 255) + 7)
            .number("uint64", "epoch", 42)
            .address("who", addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"))
            .nested("again", inner(false, {}));
        QCOMPARE(all.encodeType(),
                 std::string("All(Zeta zeta,Inner inner,uint256 wei,uint64 epoch,address who,Inner again)"
                             "Inner(bool flag,bytes blob)Zeta(bytes32 root)"));
        QCOMPARE(hexOf(all.hashStruct()),
                 "0x5ef7ad8a112f1283fe3f4f46edb70920d6452bbab96dda11acfb19179fa789ec");
        const TypedDomain domain{.name = "Anchorwatch",
                                 .version = "1",
                                 .chainId = 817001,
                                 .verifyingContract = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
                                 .salt = hashOf(std::string(64, '1'))};
        QCOMPARE(hexOf(domain.separator()),
                 "0x29f84183abbd065ff6632a46b89a4e7d2907937f43fe2573372d3ed6ce5491a6");
        QCOMPARE(hexOf(typedDataHash(domain, all)),
                 "0x5e6f5a3fe7a21bbe0a6b7e7d055ffead72953572830323773afb095e4394f1c4");
    }

    void domainsLeaveOutWhatIsNotGiven() {
        const TypedDomain domain{
            .name = "Anchorwatch", .version = {}, .chainId = {}, .verifyingContract = {}, .salt = {}};
        QCOMPARE(hexOf(domain.separator()),
                 "0x8c34c8f45fb560f6970048420e7801e0d4e504287a6399d9eca00b4d44e71f30");
    }

    void referencesOfReferencesAreNamedOnce() {
        TypedStruct leaf("Leaf");
        leaf.boolean("on", true);
        TypedStruct middle("Middle");
        middle.nested("left", leaf).nested("right", leaf);
        TypedStruct top("Top");
        top.nested("middle", middle).nested("leaf", leaf);
        QCOMPARE(top.encodeType(),
                 std::string("Top(Middle middle,Leaf leaf)Leaf(bool on)Middle(Leaf left,Leaf right)"));
    }
};

QTEST_APPLESS_MAIN(TestCodecSignedData)
#include "tst_codec_signed_data.moc"
