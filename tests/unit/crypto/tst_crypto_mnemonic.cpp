#include "crypto/hd_key.hpp"
#include "crypto/mnemonic.hpp"
#include "extended_key_text.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QCryptographicHash>
#include <QTest>

using namespace aw;
using namespace aw::crypto;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::nameOf;

namespace {

constexpr std::string_view kDevelopment = "test test test test test test test test test test test junk";

QString textOf(const SecretBytes& secret) { return QString::fromUtf8(secret.text()); }

} // namespace

class TestCryptoMnemonic : public QObject {
    Q_OBJECT

private slots:
    // Accounts as ethers 6.17 derives them.
    void accountsOfTheDevelopmentMnemonic() {
        const auto address = [](std::string_view passphrase, std::uint32_t index) {
            const auto seed = seedFromMnemonic(kDevelopment, passphrase).value();
            return QString::fromStdString(
                checksumAddress(ethereumAccount(seed.view(), index).value().address()));
        };
        QCOMPARE(address("", 0), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        QCOMPARE(address("", 1), "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
        QCOMPARE(address("", 2), "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
        QCOMPARE(address("TREZOR", 0), "0x9313778B3753108128B9c476EBDd42FbD566F4Ed");
        QCOMPARE(address("TREZOR", 1), "0xb712a9dF701977Bd61d4BD316757aE56bffa14C9");
        QCOMPARE(address("TREZOR", 2), "0x1D47f1778d09Bf0Fb1439Ab5E84EF85A914067D0");
    }

    void entropyOfEverySizeSurvives() {
        for (const std::size_t size : {16U, 20U, 24U, 28U, 32U}) {
            Bytes entropy(size);
            for (std::size_t i = 0; i < size; ++i)
                entropy[i] = static_cast<std::uint8_t>(37 * i + size);
            const auto mnemonic = mnemonicFromEntropy(entropy).value();
            QCOMPARE(textOf(mnemonic).split(' ').size(), static_cast<qsizetype>(3 * size / 4));
            QCOMPARE(hexOf(entropyFromMnemonic(mnemonic.text())->view()), hexOf(entropy));
        }
        for (const std::size_t size : {0U, 15U, 17U, 18U, 33U, 36U})
            QCOMPARE(codeOf(mnemonicFromEntropy(Bytes(size))), ErrorCode::mnemonicEntropySize);
    }

    void generatedOnesAreValidAndDiffer() {
        for (const std::size_t words : {12U, 15U, 18U, 21U, 24U}) {
            const auto one = generateMnemonic(words).value();
            QCOMPARE(textOf(one).split(' ').size(), static_cast<qsizetype>(words));
            QCOMPARE(codeOf(entropyFromMnemonic(one.text())), "ok");
            QVERIFY(textOf(one) != textOf(generateMnemonic(words).value()));
        }
        for (const std::size_t words : {0U, 3U, 11U, 13U, 27U})
            QCOMPARE(codeOf(generateMnemonic(words)), ErrorCode::mnemonicWordCount);
    }

    void caseAndWhiteSpaceDoNotMatter() {
        const auto expected = hexOf(seedFromMnemonic(kDevelopment, "x")->view());
        std::string spaced = "\t Test\nTEST  test test test test test test test test test\r\n junk \n";
        QCOMPARE(hexOf(seedFromMnemonic(spaced, "x")->view()), expected);
        QVERIFY(hexOf(seedFromMnemonic(spaced, "X")->view()) != expected);
        QVERIFY(hexOf(seedFromMnemonic(spaced, "x ")->view()) != expected);
    }

    void refusesWhatIsNoMnemonic_data() {
        QTest::addColumn<QString>("mnemonic");
        QTest::addColumn<QString>("code");
        const QString good =
            QString::fromUtf8(kDevelopment.data(), static_cast<qsizetype>(kDevelopment.size()));
        QTest::newRow("empty") << "" << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("white space") << " \n" << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("11 words") << QString("test ").repeated(11) << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("13 words") << good + " test" << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("25 words") << QString("test ").repeated(25) << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("a million words")
            << QString("test ").repeated(1'000'000) << nameOf(ErrorCode::mnemonicWordCount);
        QTest::newRow("last word wrong")
            << QString("test ").repeated(11) + "test" << nameOf(ErrorCode::mnemonicChecksum);
        QTest::newRow("words exchanged")
            << "junk" + QString(" test").repeated(11) << nameOf(ErrorCode::mnemonicChecksum);
        QTest::newRow("no word") << QString("test ").repeated(11) + "jun"
                                 << nameOf(ErrorCode::mnemonicUnknownWord);
        QTest::newRow("word and more")
            << QString("test ").repeated(11) + "junks" << nameOf(ErrorCode::mnemonicUnknownWord);
        QTest::newRow("long word") << QString("test ").repeated(11) + QString(5000, 'a')
                                   << nameOf(ErrorCode::mnemonicUnknownWord);
        QTest::newRow("after the last word of the list")
            << QString("test ").repeated(11) + "zzz" << nameOf(ErrorCode::mnemonicUnknownWord);
        QTest::newRow("Spanish") << QString::fromUtf8("ábaco ").repeated(12)
                                 << nameOf(ErrorCode::mnemonicNotAscii);
    }
    void refusesWhatIsNoMnemonic() {
        QFETCH(const QString, mnemonic);
        QFETCH(const QString, code);
        const auto text = mnemonic.toStdString();
        QCOMPARE(codeOf(entropyFromMnemonic(text)), code);
        QCOMPARE(codeOf(seedFromMnemonic(text, "")), code);
    }

    void errorsTellNoWord() {
        const auto refused =
            entropyFromMnemonic("test test test test test test test test test test test secretword");
        QVERIFY(refused.error().detail.find("secret") == std::string::npos);
        QVERIFY(refused.error().detail.find("12") != std::string::npos);
    }

    void passphrasesAreAscii() {
        QCOMPARE(codeOf(seedFromMnemonic(kDevelopment, "p\xc3\xa4ss")),
                 ErrorCode::mnemonicPassphraseNotAscii);
        QCOMPARE(codeOf(seedFromMnemonic(kDevelopment, std::string(10000, 'x'))), "ok");
    }

    void theWordListIsThatOfBip39() {
        QFile file(QString(AW_SOURCE_DIR) + "/resources/mnemonic/english.txt");
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex(),
                 QByteArray("2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda"));
    }

    void publicVectors() {
        const auto vectors = test::publicVectors("bip39.json");
        if (!vectors) return;
        std::size_t count = 0;
        for (const auto& vector : vectors->at("english").as_array()) {
            const auto field = [&](std::size_t i) {
                return std::string(vector.as_array().at(i).as_string());
            };
            const auto entropy = bytesOf(field(0));
            QCOMPARE(textOf(mnemonicFromEntropy(entropy).value()), QString::fromStdString(field(1)));
            QCOMPARE(hexOf(entropyFromMnemonic(field(1))->view()), hexOf(entropy));
            const auto seed = seedFromMnemonic(field(1), "TREZOR").value();
            QCOMPARE(hexOf(seed.view()), "0x" + QString::fromStdString(field(2)));
            QCOMPARE(test::privateText(HdKey::fromSeed(seed.view()).value()), field(3));
            ++count;
        }
        QVERIFY(count >= 24);
        // Lists of other languages are not there; their words are refused, not taken for something else.
        for (const auto& vector : vectors->at("japanese").as_array())
            QCOMPARE(codeOf(entropyFromMnemonic(std::string(vector.as_array().at(1).as_string()))),
                     ErrorCode::mnemonicNotAscii);
    }
};

QTEST_APPLESS_MAIN(TestCryptoMnemonic)
#include "tst_crypto_mnemonic.moc"
