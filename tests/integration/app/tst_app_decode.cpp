#include "codec/transaction.hpp"
#include "crypto/keys.hpp"
#include "daemon.hpp"

#include <QTest>

namespace json = boost::json;
using aw::test::Run;

namespace {

// Signed by cast mktx (foundry 1.7.1) with the first account of the development mnemonic: 12,500,000 of a
// token.
constexpr const char* kTokenTransfer =
    "02f8ae830c77690703847735940082753094dac17f958d2ee523a2206206994597c13d831ec780b844a9059cbb00"
    "00000000000000000000005aaeb6053f3e94c9b9a09f33669435e7ef1beaed000000000000000000000000000000"
    "0000000000000000000000000000bebc20c001a038694210764caef8153701e1cec3befa4e930961e416ce6a9a2b"
    "3937f6777adfa019aaddf19fcf28983196eac304b163a9993a02814fbb6dd1774aabafc000194b";
const QString kSender = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

Run decode(const QStringList& arguments, const QByteArray& input = {}) {
    return aw::test::runDaemon(QStringList("decode") + arguments, input);
}

json::object jsonOf(const Run& run) { return run.json(); }

QString textOf(const json::value& value) { return QString::fromStdString(std::string(value.as_string())); }

} // namespace

/// anchorwatchd decode: what it prints, and its exit codes.
class AppDecodeTest : public QObject {
    Q_OBJECT

private slots:
    void printsATransferOfAToken() {
        const auto run = decode({kTokenTransfer});
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(run.err, "");
        for (const auto& row : {"Kind              2, dynamic fee (EIP-1559)", "Nonce             7",
                                "Rollup            takes it on its own chain: transfer of a token",
                                "Amount            12500000 of the token's smallest unit",
                                "Recipient         0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"})
            QVERIFY2(run.out.contains(row), qPrintable(run.out));
        QVERIFY(run.out.contains("Sender            " + kSender));
    }

    void jsonIsOneObject() {
        const auto object = jsonOf(decode({kTokenTransfer, "--json"}));
        QCOMPARE(object.at("type").as_int64(), 2);
        QCOMPARE(textOf(object.at("sender")), kSender);
        QCOMPARE(textOf(object.at("gasLimit")), "0x7530");
        const auto& rollup = object.at("rollup").as_object();
        QCOMPARE(textOf(rollup.at("kind")), "transfer of a token");
        QCOMPARE(textOf(rollup.at("token")), "0xdAC17F958D2ee523a2206206994597C13D831ec7");
        QCOMPARE(textOf(rollup.at("amount")), "0xbebc20");
        QVERIFY(object.at("rollupRefuses").is_null());
    }

    void readsStandardInput() {
        const auto run = decode({"-", "--json"}, QByteArray("\n 0x") + kTokenTransfer + " \n");
        QCOMPARE(run.exitCode, 0);
        QCOMPARE(textOf(jsonOf(run).at("sender")), kSender);
    }

    void saysWhyTheRollupRefusesAGoodTransaction() {
        using namespace aw;
        const auto key = crypto::SecretKey::derive("decode", 0);
        codec::Transaction tx{.chainId = 1, .gasLimit = 21000, .to = key.address(), .value = 5};
        auto raw = codec::encodeTransaction(tx, key.sign(codec::signingHash(tx)));
        const QByteArray good(reinterpret_cast<const char*>(raw.data()), static_cast<qsizetype>(raw.size()));
        const auto taken = jsonOf(decode({QString(good.toHex()), "--json"}));
        QCOMPARE(textOf(taken.at("rollup").at("kind")), "transfer of ETH");
        // Legacy, signed by the same key: decoded, and refused with its reason.
        const QString legacy =
            "f866018477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed05808318eef5a0139f49"
            "c9ac8bee089f756c0b23c228185e96a6208fd20e2f880356690621f4dca066647b41292e24b17704ca0d"
            "8833c5ba49939a0a615877bc7fc7f752d92d1a6e";
        const auto run = decode({legacy, "--json"});
        QCOMPARE(run.exitCode, 0);
        QVERIFY(jsonOf(run).at("rollup").is_null());
        QCOMPARE(textOf(jsonOf(run).at("rollupRefuses").at("code")), "tx.wrong-type");
    }

    void badBytesEndWith65_data() {
        QTest::addColumn<QString>("hex");
        QTest::addColumn<QString>("code");
        QTest::newRow("no hex") << "0xzz"
                                << "hex.bad-digit";
        QTest::newRow("nothing") << "0x"
                                 << "tx.malformed";
        QTest::newRow("cut off") << QString(kTokenTransfer).chopped(2) << "tx.malformed";
        QTest::newRow("more") << QString(kTokenTransfer) + "00"
                              << "tx.trailing-bytes";
        QTest::newRow("unknown type") << "05c0"
                                      << "tx.wrong-type";
    }
    void badBytesEndWith65() {
        QFETCH(const QString, hex);
        QFETCH(const QString, code);
        const auto run = decode({hex});
        QCOMPARE(run.exitCode, 65);
        QVERIFY2(run.err.startsWith("anchorwatchd: " + code + ": "), qPrintable(run.err));
        QCOMPARE(run.out, "");
        const auto asJson = decode({hex, "--json"});
        QCOMPARE(asJson.exitCode, 65);
        QCOMPARE(textOf(jsonOf(asJson).at("error").at("code")), code);
        QVERIFY(jsonOf(asJson).at("error").at("message").as_string().size() > 10);
    }

    void withoutBytesTheUsageIsWrong() { QCOMPARE(decode({}).exitCode, 64); }
};

QTEST_GUILESS_MAIN(AppDecodeTest)
#include "tst_app_decode.moc"
