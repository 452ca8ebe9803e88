#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QTest>

#include <openssl/evp.h>

using namespace aw;
using namespace aw::crypto;
using aw::test::addressOf;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::textBytes;

namespace {

constexpr const char* kOrder = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
constexpr const char* kHalfOrder = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
constexpr const char* kHalfOrderPlusOne = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1";

Signature signatureOf(const std::string& r, const std::string& s, std::uint8_t parity) {
    auto bytes = bytesOf(r + s);
    bytes.push_back(parity);
    return Signature::from(bytes);
}

U256 numberOf(ByteView bytes) {
    U256 value;
    for (const auto byte : bytes)
        value = value << 8 | byte;
    return value;
}

/// The integers of a DER signature that fit 32 bytes; nullopt where it is not strict DER.
std::optional<std::pair<std::string, std::string>> parseDer(ByteView der) {
    const auto integer = [&](ByteView& rest) -> std::optional<std::string> {
        if (rest.size() < 3 || rest[0] != 2 || rest[1] == 0 || rest[1] > rest.size() - 2) return std::nullopt;
        auto value = rest.subspan(2, rest[1]);
        rest = rest.subspan(2 + value.size());
        if (value[0] >= 0x80) return std::nullopt;
        if (value[0] == 0 && value.size() > 1) {
            if (value[1] < 0x80) return std::nullopt;
            value = value.subspan(1);
        }
        if (value.size() > 32) return std::nullopt;
        return std::string(64 - 2 * value.size(), '0') + base::toHex(value).substr(2);
    };
    if (der.size() < 2 || der[0] != 0x30 || der[1] != der.size() - 2) return std::nullopt;
    auto rest = der.subspan(2);
    const auto r = integer(rest);
    const auto s = r ? integer(rest) : std::nullopt;
    if (!s || !rest.empty()) return std::nullopt;
    return std::pair(*r, *s);
}

Hash sha256(ByteView data) {
    Hash hash;
    unsigned size = 0;
    EVP_Digest(data.data(), data.size(), hash.bytes.data(), &size, EVP_sha256(), nullptr);
    return hash;
}

} // namespace

class TestCryptoKeys : public QObject {
    Q_OBJECT

private slots:
    void secretsHaveTheirRange() {
        QVERIFY(SecretKey::fromBytes(bytesOf(std::string(63, '0') + "1")));
        QCOMPARE(codeOf(SecretKey::fromBytes(Bytes(32))), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(SecretKey::fromBytes(bytesOf(kOrder))), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(SecretKey::fromBytes(Bytes(31, 1))), ErrorCode::keyInvalid);
        QCOMPARE(codeOf(SecretKey::fromBytes(Bytes(33, 1))), ErrorCode::keyInvalid);
    }

    void addressesOfKnownKeys() {
        QCOMPARE(checksumAddress(SecretKey::fromBytes(bytesOf(std::string(63, '0') + "1"))->address()),
                 std::string("0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf"));
        // The first account of the mnemonic that development nodes use.
        QCOMPARE(
            checksumAddress(SecretKey::fromBytes(
                                bytesOf("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"))
                                ->address()),
            std::string("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
    }

    void generatedKeysDifferAndDerivedOnesDoNot() {
        QVERIFY(SecretKey::generate().address() != SecretKey::generate().address());
        QVERIFY(SecretKey::derive("demo", 1).address() == SecretKey::derive("demo", 1).address());
        QVERIFY(SecretKey::derive("demo", 1).address() != SecretKey::derive("demo", 2).address());
        QVERIFY(SecretKey::derive("demo", 1).address() != SecretKey::derive("other", 1).address());
    }

    void aKeyThatWasMovedFromIsWiped() {
        auto key = SecretKey::derive("moved", 0);
        const auto address = key.address();
        const Bytes secret(key.secret().begin(), key.secret().end());
        SecretKey taken(std::move(key));
        QVERIFY(taken.address() == address);
        QVERIFY(std::ranges::equal(taken.secret(), secret));
        // What is looked at after the move is the point of the test.
        QVERIFY(std::ranges::all_of(key.secret(), [](auto byte) { return byte == 0; }));
        key = std::move(taken);
        QVERIFY(std::ranges::equal(key.secret(), secret));
        QVERIFY(std::ranges::all_of(taken.secret(), [](auto byte) { return byte == 0; }));
    }

    void signaturesAreLowAndRecover() {
        const U256 half = numberOf(bytesOf(kHalfOrder));
        for (std::uint64_t i = 0; i < 64; ++i) {
            const auto key = SecretKey::derive("sign", i);
            const auto hash = keccak256(key.address().view());
            const auto signature = key.sign(hash);
            QVERIFY(numberOf(signature.view().subspan(32, 32)) <= half);
            QVERIFY(signature.bytes[64] <= 1);
            QVERIFY(key.sign(hash) == signature);
            QCOMPARE(hexOf(recover(hash, signature).value()), hexOf(key.address()));
        }
    }

    void anotherHashRecoversAnotherAddress() {
        const auto key = SecretKey::derive("sign", 1);
        const auto signature = key.sign(keccak256(Bytes{1}));
        const auto other = recover(keccak256(Bytes{2}), signature);
        QVERIFY(!other || *other != key.address());
    }

    void refusesSignaturesOfNoKey() {
        const auto hash = keccak256(Bytes{1});
        const std::string one = std::string(63, '0') + "1";
        const std::string zero(64, '0');
        QCOMPARE(codeOf(recover(hash, signatureOf(zero, one, 0))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, zero, 0))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(kOrder, one, 0))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, kOrder, 0))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, one, 2))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, one, 27))), ErrorCode::signatureInvalid);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, kHalfOrderPlusOne, 0))), ErrorCode::signatureHighS);
        QCOMPARE(codeOf(recover(hash, signatureOf(one, kHalfOrder, 0))), "ok");
        // r = 5 is the x coordinate of no point.
        QCOMPARE(codeOf(recover(hash, signatureOf(std::string(63, '0') + "5", one, 0))),
                 ErrorCode::signatureInvalid);
    }

    void highTwinOfAGoodSignatureIsRefused() {
        const auto key = SecretKey::derive("twin", 0);
        const auto hash = keccak256(Bytes{9});
        auto signature = key.sign(hash);
        const U256 s = numberOf(bytesOf(kOrder)) - numberOf(signature.view().subspan(32, 32));
        for (unsigned i = 0; i < 32; ++i)
            signature.bytes[63 - i] = static_cast<std::uint8_t>((s >> (8 * i)) & 0xff);
        signature.bytes[64] ^= 1;
        QCOMPARE(codeOf(recover(hash, signature)), ErrorCode::signatureHighS);
    }

    void checksumsOfEip55() {
        for (const auto* text :
             {"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
              "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
              "0x52908400098527886E0F7030069857D2E4169EE7", "0xde709f2102306220921060314715629080e2fb77"})
            QCOMPARE(checksumAddress(parseAddress(text).value()), std::string(text));
    }

    void parsesAddressesOfOneCaseAndRefusesWrongChecksums() {
        const auto expected = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
        QVERIFY(*parseAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed") == expected);
        QVERIFY(*parseAddress("0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED") == expected);
        QCOMPARE(codeOf(parseAddress("0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")),
                 ErrorCode::addressChecksum);
        QCOMPARE(codeOf(parseAddress("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae")),
                 ErrorCode::addressInvalid);
        QCOMPARE(codeOf(parseAddress("vitalik.eth")), ErrorCode::addressInvalid);
        QCOMPARE(codeOf(parseAddress("")), ErrorCode::addressInvalid);
    }

    // Expected by cast compute-address (foundry 1.7.1).
    void contractAddresses_data() {
        QTest::addColumn<quint64>("nonce");
        QTest::addColumn<QString>("address");
        QTest::newRow("0") << quint64{0} << "0xcd234A471b72ba2F1Ccf0A70FCABA648a5eeCD8d";
        QTest::newRow("1") << quint64{1} << "0x343c43A37D37dfF08AE8C4A11544c718AbB4fCF8";
        QTest::newRow("127") << quint64{127} << "0x06d9a77f5E4b311Bae8D559DB9CDB4dF94104aA0";
        QTest::newRow("128") << quint64{128} << "0x08e190dcB7b73F5fcDAbb43e102215c83659A76D";
        QTest::newRow("255") << quint64{255} << "0x3eF7c1a519E4b4431E317d7839340E3139B03c65";
        QTest::newRow("256") << quint64{256} << "0x3837C1Ae70354f670550C746580199Ac6a73Cb0a";
        QTest::newRow("65535") << quint64{65535} << "0x65260EECFf4eDeBaBE134f76F1F39a91Defde56C";
        QTest::newRow("65536") << quint64{65536} << "0xf666A819b370D38F44F2573464Da3FbA8479b917";
        QTest::newRow("1099511627776")
            << quint64{1099511627776} << "0x4A16ca4eA66191fac142F1a057a251b3B417EfF2";
        QTest::newRow("9223372036854775808")
            << quint64{9223372036854775808U} << "0x2784510E2EE056fDB751085BAD9a38B57799FD99";
        QTest::newRow("18446744073709551615")
            << quint64{18446744073709551615U} << "0x9bc924993b60399DF164c3763a964301D3dB95Ca";
    }
    void contractAddresses() {
        QFETCH(const quint64, nonce);
        QFETCH(const QString, address);
        const auto sender = addressOf("6ac7ea33f8831ea9dcc53393aaa88b25a785dbf0");
        QCOMPARE(QString::fromStdString(checksumAddress(createAddress(sender, nonce))), address);
    }

    void publicKeyAddresses() {
        const auto vectors = test::publicVectors("BasicTests/keyaddrtest.json");
        if (!vectors) return;
        // Their signatures are left out: the hash that they sign is not told.
        QVERIFY(vectors->as_array().size() >= 2);
        for (const auto& vector : vectors->as_array()) {
            const auto key = SecretKey::fromBytes(bytesOf(test::stringAt(vector, "key"))).value();
            QCOMPARE(hexOf(key.address()), hexOf(addressOf(test::stringAt(vector, "addr"))));
        }
    }

    // ECDSA with the low-s rule. Verifying with the key accepts what is valid and nothing else; recovery with
    // one of the two parities gives the key of a valid signature, and never that of an invalid one.
    void wycheproof() {
        const auto vectors = test::publicVectors("wycheproof_bitcoin_test.json");
        if (!vectors) return;
        std::size_t valid = 0;
        std::size_t invalid = 0;
        for (const auto& group : vectors->at("testGroups").as_array()) {
            const auto publicKey = bytesOf(test::stringAt(group.at("publicKey"), "uncompressed"));
            const auto key = PublicKey::fromBytes(publicKey).value();
            const auto keyHash = keccak256(ByteView(publicKey).subspan(1));
            const auto owner = Address::from(keyHash.view().subspan(12));
            QVERIFY(key.address() == owner);
            for (const auto& vector : group.at("tests").as_array()) {
                const auto integers = parseDer(bytesOf(test::stringAt(vector, "sig")));
                const auto hash = sha256(bytesOf(test::stringAt(vector, "msg")));
                bool accepted = false;
                for (const auto parity : {std::uint8_t{0}, std::uint8_t{1}}) {
                    if (!integers) break;
                    const auto sender = recover(hash, signatureOf(integers->first, integers->second, parity));
                    accepted = accepted || (sender && *sender == owner);
                }
                const bool expected = test::stringAt(vector, "result") == "valid";
                const bool verified =
                    integers && verify(hash, signatureOf(integers->first, integers->second, 0), key);
                QVERIFY2(verified == expected, test::stringAt(vector, "comment").c_str());
                // Recovery ids 2 and 3 (r above the order) have no yParity; Ethereum refuses what needs them.
                const auto comment = test::stringAt(vector, "comment");
                const bool needsThirdId =
                    expected && !accepted && comment.find("k*G has a large x-coordinate") == 0;
                QVERIFY2(accepted == expected || needsThirdId, comment.c_str());
                ++(expected ? valid : invalid);
            }
        }
        QVERIFY(valid == 162 && invalid == 301);
    }
};

QTEST_APPLESS_MAIN(TestCryptoKeys)
#include "tst_crypto_keys.moc"
