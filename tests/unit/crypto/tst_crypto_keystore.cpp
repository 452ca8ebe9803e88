#include "crypto/keystore.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QRegularExpression>
#include <QTest>

using namespace aw;
using namespace aw::crypto;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::nameOf;

namespace {

constexpr ScryptCost kCheap{.n = 2, .r = 1, .p = 1};

/// Written by ethers 6.17, which writes `Crypto`.
constexpr std::string_view kOfEthers = R"({"address":"f39fd6e51aad88f6f4ce6ab8827279cfffb92266",
"id":"3216651d-63b8-4460-9788-6435c50b19ee","version":3,"Crypto":{"cipher":"aes-128-ctr",
"cipherparams":{"iv":"e9257004957fe820a1f5d7b12079e43a"},
"ciphertext":"8e5e7236f01cc60464fd0ec082ec7c5e9e39b4aa21cb947340999f2cc97afda5","kdf":"scrypt",
"kdfparams":{"salt":"b440721c95fc42432be357f7577d419a1f2912ad5cb85d562f1e964820285730",
"n":1024,"dklen":32,"p":1,"r":8},
"mac":"c905023e2b34f367b992cef40ac1bb83ecfa6781d96e9f7624b0eaf5ec462625"}})";

/// Of a key whose first byte is zero and was left out; made with Node's crypto module. It states no address.
constexpr std::string_view kOfShortKey = R"({"version":3,"crypto":{"cipher":"aes-128-ctr",
"cipherparams":{"iv":"f0b53b2da041fca49ef0b9839060b345"},
"ciphertext":"9383f17cab287d4c6f4ecf937b34791061503ab19472eb9eda3032d48cf28b","kdf":"scrypt",
"kdfparams":{"dklen":32,"n":1024,"r":8,"p":1,
"salt":"63479ad69a090b258277ec8fba6f99419a2ffb248981510657c944ccd1148e97"},
"mac":"d1f7578f09ec8212467e164f3867ec36c076bd5e74c8f83946424b4d97505f67"}})";

boost::json::object goodFile() {
    const auto key = SecretKey::derive("keystore", 0);
    return boost::json::parse(writeKeystore(key, "secret", kCheap).value()).as_object();
}

Result<SecretKey> open(std::string_view json, std::string_view password) {
    const auto file = Keystore::parse(json);
    if (!file) return file.error();
    return file->open(password);
}

/// Sets the member at a path such as "crypto.kdfparams.n"; an empty text removes it.
void set(boost::json::object& file, const std::string& path, const std::string& json) {
    auto* object = &file;
    std::size_t start = 0;
    for (auto dot = path.find('.'); dot != std::string::npos; dot = path.find('.', start)) {
        object = &object->at(path.substr(start, dot - start)).as_object();
        start = dot + 1;
    }
    if (json.empty())
        object->erase(path.substr(start));
    else
        (*object)[path.substr(start)] = boost::json::parse(json);
}

} // namespace

class TestCryptoKeystore : public QObject {
    Q_OBJECT

private slots:
    void opensWhatEthersWrote() {
        QCOMPARE(hexOf(open(kOfEthers, "correct horse")->secret()),
                 "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        QCOMPARE(codeOf(open(kOfEthers, "correct horsE")), ErrorCode::keystoreWrongPassword);
        QCOMPARE(codeOf(open(kOfEthers, "")), ErrorCode::keystoreWrongPassword);
    }

    /// As old programs wrote a key whose first byte is zero.
    void opensKeysWhoseLeadingZerosWereCut() {
        const auto key = open(kOfShortKey, "short");
        QVERIFY2(key.has_value(), key ? "" : key.error().detail.c_str());
        QCOMPARE(checksumAddress(key->address()), std::string("0xc3e750b6F0c04D1834fCD19d87cF61a14854F707"));
        QCOMPARE(key->secret()[0], std::uint8_t{0});
    }

    void opensWhatItWrote() {
        for (std::uint64_t i = 0; i < 8; ++i) {
            const auto key = SecretKey::derive("keystore", i);
            const auto password = i == 0 ? std::string() : std::string(i * 10, 'x') + "\xc3\xa4";
            const auto json = writeKeystore(key, password, kCheap).value();
            QVERIFY(json.find(base::toHex(key.secret()).substr(2)) == std::string::npos);
            QVERIFY(std::ranges::equal(open(json, password)->secret(), key.secret()));
            QCOMPARE(codeOf(open(json, password + "y")), ErrorCode::keystoreWrongPassword);
        }
    }

    void whatItWritesIsAsTheFormatWants() {
        const auto key = SecretKey::derive("keystore", 0);
        const auto file = boost::json::parse(writeKeystore(key, "p", {.n = 4096}).value());
        QCOMPARE(file.at("version").to_number<int>(), 3);
        QCOMPARE("0x" + QString::fromStdString(test::stringAt(file, "address")), hexOf(key.address()));
        const auto id = QString::fromStdString(test::stringAt(file, "id"));
        QVERIFY(QRegularExpression("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")
                    .match(id)
                    .hasMatch());
        const auto& parameters = file.at("crypto").at("kdfparams");
        QCOMPARE(parameters.at("n").to_number<int>(), 4096);
        QCOMPARE(parameters.at("r").to_number<int>(), 8);
        QCOMPARE(parameters.at("p").to_number<int>(), 1);
        QCOMPARE(parameters.at("dklen").to_number<int>(), 32);
        // Two files of one key and password have nothing in common.
        const auto other = boost::json::parse(writeKeystore(key, "p", {.n = 4096}).value());
        QVERIFY(other.at("crypto").at("ciphertext") != file.at("crypto").at("ciphertext"));
        QVERIFY(other.at("crypto").at("mac") != file.at("crypto").at("mac"));
        QVERIFY(other.at("id") != file.at("id"));
    }

    void theDefaultIsThatOfWallets() { QVERIFY((ScryptCost{} == ScryptCost{131072, 8, 1})); }

    void refusesEveryFieldThatIsWrong_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* path, const char* json, const QString& code) {
            QTest::newRow((std::string(path) + " " + json).substr(0, 60).c_str()) << path << json << code;
        };
        row("version", "1", nameOf(ErrorCode::keystoreUnsupportedVersion));
        row("version", "4", nameOf(ErrorCode::keystoreUnsupportedVersion));
        row("version", "\"3\"", nameOf(ErrorCode::keystoreMalformed));
        row("version", "-3", nameOf(ErrorCode::keystoreMalformed));
        row("version", "3.0", nameOf(ErrorCode::keystoreMalformed));
        row("version", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto", "[]", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.cipher", "\"aes-128-cbc\"", nameOf(ErrorCode::keystoreUnknownCipher));
        row("crypto.cipher", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.cipherparams", "7", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.cipherparams.iv", "\"00\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.cipherparams.iv", "\"0\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.ciphertext", "\"\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.ciphertext", "\"zz\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.ciphertext", "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20\"",
            nameOf(ErrorCode::keystoreMalformed));
        row("crypto.mac", "\"00\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.mac", "\"0000000000000000000000000000000000000000000000000000000000000000\"",
            nameOf(ErrorCode::keystoreWrongPassword));
        row("crypto.kdf", "\"argon2\"", nameOf(ErrorCode::keystoreUnknownKdf));
        row("crypto.kdf", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdf", "\"pbkdf2\"", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams", "null", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams.n", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams.n", "2.5", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams.n", "0", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.n", "1", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.n", "3", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.n", "18446744073709551615", nameOf(ErrorCode::keystoreKdfTooCostly));
        row("crypto.kdfparams.n", "9223372036854775808", nameOf(ErrorCode::keystoreKdfTooCostly));
        row("crypto.kdfparams.r", "0", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.r", "1048576", nameOf(ErrorCode::keystoreKdfTooCostly));
        row("crypto.kdfparams.r", "4294967296", nameOf(ErrorCode::keystoreKdfTooCostly));
        row("crypto.kdfparams.p", "0", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.p", "18446744073709551615", nameOf(ErrorCode::keystoreKdfTooCostly));
        row("crypto.kdfparams.dklen", "16", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.dklen", "1000000000", nameOf(ErrorCode::keystoreKdfInvalid));
        row("crypto.kdfparams.dklen", "", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams.salt", "7", nameOf(ErrorCode::keystoreMalformed));
        row("crypto.kdfparams.salt", "\"0\"", nameOf(ErrorCode::keystoreMalformed));
        row("address", "\"00\"", nameOf(ErrorCode::keystoreMalformed));
        row("address", "\"5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\"",
            nameOf(ErrorCode::keystoreAddressMismatch));
        row("address", "", "ok");
        row("address", "null", "ok");
        row("address", "\"\"", "ok");
        row("address", "\"0x\"", "ok");
        row("address", "7", nameOf(ErrorCode::keystoreMalformed));
        row("id", "", "ok");
        row("id", "7", "ok");
    }
    void refusesEveryFieldThatIsWrong() {
        QFETCH(const QString, path);
        QFETCH(const QString, json);
        QFETCH(const QString, code);
        auto file = goodFile();
        QCOMPARE(codeOf(open(boost::json::serialize(file), "secret")), "ok");
        set(file, path.toStdString(), json.toStdString());
        const auto opened = open(boost::json::serialize(file), "secret");
        QCOMPARE(codeOf(opened), code);
        if (!opened) QVERIFY(!opened.error().detail.empty());
    }

    void costsAreBounded() {
        const auto key = SecretKey::derive("keystore", 0);
        const auto code = [&](const ScryptCost& cost) {
            auto file = goodFile();
            auto& parameters = file.at("crypto").at("kdfparams").as_object();
            parameters["n"] = cost.n;
            parameters["r"] = cost.r;
            parameters["p"] = cost.p;
            return codeOf(Keystore::parse(boost::json::serialize(file)));
        };
        // What geth, ethers and cast write, and twice as much.
        QCOMPARE(code({262144, 8, 1}), "ok");
        QCOMPARE(code({131072, 8, 1}), "ok");
        QCOMPARE(code({8192, 8, 1}), "ok");
        QCOMPARE(code({262144, 1, 8}), "ok");
        QCOMPARE(code({262144, 8, 4}), "ok");
        QCOMPARE(code({524288, 8, 1}), ErrorCode::keystoreKdfTooCostly);
        QCOMPARE(code({262144, 8, 8}), ErrorCode::keystoreKdfTooCostly);
        QCOMPARE(code({2, 8, 1048576}), ErrorCode::keystoreKdfTooCostly);
        QCOMPARE(codeOf(writeKeystore(key, "p", {.n = 1000})), ErrorCode::keystoreKdfInvalid);
        QCOMPARE(codeOf(writeKeystore(key, "p", {.n = 1 << 20})), ErrorCode::keystoreKdfTooCostly);

        for (const auto& [rounds, expected] :
             {std::pair("0", nameOf(ErrorCode::keystoreKdfInvalid)), std::pair("1", QString("ok")),
              std::pair("10000000", QString("ok")),
              std::pair("10000001", nameOf(ErrorCode::keystoreKdfTooCostly)),
              std::pair("18446744073709551615", nameOf(ErrorCode::keystoreKdfTooCostly))}) {
            auto file = goodFile();
            set(file, "crypto.kdf", "\"pbkdf2\"");
            set(file, "crypto.kdfparams.c", rounds);
            set(file, "crypto.kdfparams.prf", "\"hmac-sha256\"");
            QCOMPARE(codeOf(Keystore::parse(boost::json::serialize(file))), expected);
            set(file, "crypto.kdfparams.prf", "\"hmac-sha512\"");
            QCOMPARE(codeOf(Keystore::parse(boost::json::serialize(file))), ErrorCode::keystoreUnknownKdf);
        }
    }

    void refusesWhatIsNoJson() {
        for (const auto* text : {"", "{", "[]", "3", "null", "{\"version\":3}}", "{'version':3}"})
            QCOMPARE(codeOf(Keystore::parse(text)), ErrorCode::keystoreNotJson);
        QCOMPARE(codeOf(Keystore::parse(std::string(100000, '['))), ErrorCode::keystoreTooLarge);
        QCOMPARE(codeOf(Keystore::parse(std::string(60000, '['))), ErrorCode::keystoreNotJson);
        QCOMPARE(codeOf(Keystore::parse("{}")), ErrorCode::keystoreMalformed);
    }

    void publicVectors() {
        const auto vectors = test::publicVectors("KeyStoreTests/basic_tests.json");
        if (!vectors) return;
        std::size_t count = 0;
        for (const auto& [name, vector] : vectors->as_object()) {
            const auto json = boost::json::serialize(vector.at("json"));
            const auto key = open(json, test::stringAt(vector, "password"));
            QCOMPARE(codeOf(key), "ok");
            QCOMPARE(hexOf(key->secret()), "0x" + QString::fromStdString(test::stringAt(vector, "priv")));
            ++count;
        }
        QVERIFY(count >= 5);
        const auto json = boost::json::serialize(vectors->at("test1").at("json"));
        QCOMPARE(codeOf(open(json, "TESTPASSWORD")), ErrorCode::keystoreWrongPassword);
    }
};

QTEST_APPLESS_MAIN(TestCryptoKeystore)
#include "tst_crypto_keystore.moc"
