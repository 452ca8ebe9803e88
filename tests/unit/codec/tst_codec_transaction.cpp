#include "codec/rlp.hpp"
#include "codec/transaction.hpp"
#include "crypto/keccak.hpp"
#include "crypto/keys.hpp"
#include "public_vectors.hpp"
#include "values.hpp"

#include <QTest>

#include <functional>
#include <limits>

using namespace aw;
using namespace aw::codec;
using aw::test::addressOf;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hexOf;
using aw::test::nameOf;

namespace {

constexpr auto kMax64 = std::numeric_limits<std::uint64_t>::max();

Transaction sample() {
    return {.chainId = 817001,
            .nonce = 7,
            .tipWei = 1,
            .maxFeeWei = 2'000'000'000,
            .gasLimit = 21000,
            .to = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
            .value = Wei(1'000'000'000'000'000'000)};
}

Bytes text(std::string_view hex) {
    Bytes out;
    rlp::encodeString(bytesOf(hex), out);
    return out;
}
Bytes number(const U256& value) {
    Bytes out;
    rlp::encodeNumber(value, out);
    return out;
}

/// A transaction as its encoded fields, to spoil one of them.
struct Fields {
    std::vector<Bytes> items;

    static Fields of(const Transaction& tx, const crypto::SecretKey& key) {
        const auto signature = key.sign(signingHash(tx));
        const auto hex = base::toHex(signature.view()).substr(2);
        Fields fields;
        fields.items = {number(tx.chainId),
                        number(tx.nonce),
                        number(tx.tipWei),
                        number(tx.maxFeeWei),
                        number(tx.gasLimit),
                        text(base::toHex(tx.to.view())),
                        number(U256(tx.value)),
                        text(base::toHex(callData(tx))),
                        Bytes{0xc0},
                        number(signature.bytes[64]),
                        number(U256("0x" + hex.substr(0, 64))),
                        number(U256("0x" + hex.substr(64, 64)))};
        return fields;
    }
    Bytes raw() const {
        Bytes joined;
        for (const auto& item : items)
            joined.insert(joined.end(), item.begin(), item.end());
        Bytes out{0x02};
        rlp::encodeList(joined, out);
        return out;
    }
};

enum Position { chainId, nonce, tip, maxFee, gasLimit, to, value, data, accessList, yParity, r, s };

const crypto::SecretKey& key() {
    static const auto instance = crypto::SecretKey::derive("transactions", 0);
    return instance;
}

} // namespace

class TestCodecTransaction : public QObject {
    Q_OBJECT

private slots:
    // Signed by cast mktx (foundry 1.7.1) with the first account of the development mnemonic.
    void agreesWithWallets_data() {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<quint64>("nonce");
        QTest::addColumn<QString>("value");
        QTest::newRow("nonce 0")
            << "0x02f869830c776980038477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed8080c001a0631f9"
               "8cc15560c516165d087ceeb2a5ebf0c00f908962c210cea15626166e629a02c878aecb06bcce712cd39f98556e2d8"
               "c8d5d80f605314d59d06fc88bca21cce"
            << quint64{0} << "0";
        QTest::newRow("nonce 7")
            << "0x02f871830c776907038477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed880de0b6b3a7640"
               "00080c001a0be4217f28f4a47fcad952c39330c3a9c7e87ef589ea73b4196be90b64a0d81c8a049c3f63563435471"
               "a67fffbccededf2e8253c56202da87c9e903a98592264cf1"
            << quint64{7} << "1000000000000000000";
        QTest::newRow("nonce 300")
            << "0x02f86b830c776982012c038477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed0180c001a0a"
               "fa9b2ad2693ab610bc05da5f98969dac99b288973663856099802ea46a4a431a0014632951fd1c33ec99907a42a67"
               "dbcd7f42f97c16347eaed7a2d8c08da55f6b"
            << quint64{300} << "1";
        QTest::newRow("nonce 8589934592")
            << "0x02f87e830c7769850200000000038477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed90800"
               "0000000000000000000000000000080c080a04aae05760e27e33665173726acfa01339f2d72a72c11c80e17d4d885"
               "1b72e4faa04b25a5941cdcc347c7d82ad60c56238d6ebab4005b20466df29e99d61a3a8c9d"
            << quint64{8589934592} << "170141183460469231731687303715884105728";
        QTest::newRow("nonce 128")
            << "0x02f87a830c77698180038477359400825208945aaeb6053f3e94c9b9a09f33669435e7ef1beaed90fffffffffff"
               "fffffffffffffffffffff80c080a02331ba7b78cd22b039866706eb639aacb5ffe3201cb7616587c189db0c70374c"
               "a046d0d3be6224ccbc056ce248ddb9f95712f3bfd1b500d4f2375c8025d84643f5"
            << quint64{128} << "340282366920938463463374607431768211455";
    }
    void agreesWithWallets() {
        QFETCH(const QString, raw);
        QFETCH(const quint64, nonce);
        QFETCH(const QString, value);
        const auto signer = crypto::SecretKey::fromBytes(
                                bytesOf("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80"))
                                .value();
        const auto decoded = decodeTransaction(bytesOf(raw.toStdString()));
        QCOMPARE(codeOf(decoded), "ok");
        const Transaction expected{.chainId = 817001,
                                   .nonce = nonce,
                                   .tipWei = 3,
                                   .maxFeeWei = 2'000'000'000,
                                   .gasLimit = 21000,
                                   .to = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
                                   .value = Wei(value.toStdString())};
        QVERIFY(decoded->tx == expected);
        QCOMPARE(hexOf(decoded->sender), hexOf(signer.address()));
        QCOMPARE(hexOf(decoded->raw), raw);
        QVERIFY(decoded->hash == crypto::keccak256(bytesOf(raw.toStdString())));
        // RFC 6979 makes signatures deterministic: signing again gives the same bytes.
        QCOMPARE(hexOf(encodeTransaction(expected, signer.sign(signingHash(expected)))), raw);
    }

    // As above, of a call of transfer(address,uint256).
    void agreesWithWalletsOnTokens_data() {
        QTest::addColumn<QString>("raw");
        QTest::addColumn<quint64>("nonce");
        QTest::addColumn<QString>("amount");
        QTest::newRow("12.5 of six decimals")
            << "0x02f8ae830c77690703847735940082753094dac17f958d2ee523a2206206994597c13d831ec780b844a9059cbb"
               "0000000000000000000000005aaeb6053f3e94c9b9a09f33669435e7ef1beaed0000000000000000000000000000"
               "000000000000000000000000000000bebc20c001a038694210764caef8153701e1cec3befa4e930961e416ce6a9a"
               "2b3937f6777adfa019aaddf19fcf28983196eac304b163a9993a02814fbb6dd1774aabafc000194b"
            << quint64{7} << "12500000";
        QTest::newRow("2^128-1")
            << "0x02f8b0830c776982012c03847735940082753094dac17f958d2ee523a2206206994597c13d831ec780b844a905"
               "9cbb0000000000000000000000005aaeb6053f3e94c9b9a09f33669435e7ef1beaed000000000000000000000000"
               "00000000ffffffffffffffffffffffffffffffffc080a0cbcc28eb8f050832b31d5b9f46536ffdc400856de62ba4"
               "73f989018b1ce1bf1ba056661b12e420136725bb751d47373fff81e8451dde37d5fba627ff17da45393d"
            << quint64{300} << "340282366920938463463374607431768211455";
    }
    void agreesWithWalletsOnTokens() {
        QFETCH(const QString, raw);
        QFETCH(const quint64, nonce);
        QFETCH(const QString, amount);
        const auto decoded = decodeTransaction(bytesOf(raw.toStdString()));
        QCOMPARE(codeOf(decoded), "ok");
        const Transaction expected{
            .chainId = 817001,
            .nonce = nonce,
            .tipWei = 3,
            .maxFeeWei = 2'000'000'000,
            .gasLimit = 30000,
            .to = addressOf("dac17f958d2ee523a2206206994597c13d831ec7"),
            .value = 0,
            .token = TokenTransfer{.recipient = addressOf("5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"),
                                   .amount = Wei(amount.toStdString())}};
        QVERIFY(decoded->tx == expected);
        QCOMPARE(hexOf(encodeTransaction(decoded->tx, decoded->signature)), raw);
        QVERIFY(decoded->tx.recipient() == expected.token->recipient);
        QCOMPARE(decoded->tx.gas(), std::uint64_t{30000});
    }

    void extremesSurviveTheRoundTrip() {
        const TokenTransfer most{.recipient = key().address(), .amount = std::numeric_limits<Wei>::max()};
        for (const auto& tx : {Transaction{}, Transaction{.to = key().address(), .token = TokenTransfer{}},
                               Transaction{.chainId = kMax64,
                               .nonce = kMax64 - 1,
                               .tipWei = kMax64,
                               .maxFeeWei = kMax64,
                               .gasLimit = kMax64,
                               .to = key().address(),
                               .token = most},
                               Transaction{.chainId = kMax64,
                               .nonce = kMax64 - 1,
                               .tipWei = kMax64,
                               .maxFeeWei = kMax64,
                               .gasLimit = kMax64,
                               .to = {},
                               .value = std::numeric_limits<Wei>::max()}}) {
            const auto raw = encodeTransaction(tx, key().sign(signingHash(tx)));
            const auto decoded = decodeTransaction(raw);
            QCOMPARE(codeOf(decoded), "ok");
            QVERIFY(decoded->tx == tx);
            QVERIFY(decoded->sender == key().address());
            QVERIFY(raw.size() <= 1024);
        }
    }

    void refusesEveryFieldThatIsWrong_data() {
        QTest::addColumn<int>("position");
        QTest::addColumn<QString>("encoded");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, Position position, const Bytes& encoded, ErrorCode code) {
            QTest::newRow(name) << static_cast<int>(position) << hexOf(encoded) << nameOf(code);
        };
        const U256 tooWide = U256(1) << 64;
        row("chain id of 65 bits", Position::chainId, number(tooWide), ErrorCode::txMalformed);
        row("chain id a list", Position::chainId, Bytes{0xc0}, ErrorCode::txMalformed);
        row("nonce with a leading zero", Position::nonce, text("0007"), ErrorCode::txLeadingZero);
        row("nonce a zero byte", Position::nonce, Bytes{0x00}, ErrorCode::txLeadingZero);
        row("nonce 2^64-1", Position::nonce, number(kMax64), ErrorCode::txNonceTooLarge);
        row("nonce 2^64", Position::nonce, number(tooWide), ErrorCode::txNonceTooLarge);
        row("tip 2^64", Position::tip, number(tooWide), ErrorCode::txFeeTooLarge);
        row("tip of 33 bytes", Position::tip, text(std::string(66, '1')), ErrorCode::txFeeTooLarge);
        row("max fee 2^64", Position::maxFee, number(tooWide), ErrorCode::txFeeTooLarge);
        row("tip above max fee", Position::maxFee, number(0), ErrorCode::txTipAboveMaxFee);
        row("gas 2^64", Position::gasLimit, number(tooWide), ErrorCode::txGasTooLarge);
        row("no recipient", Position::to, text(""), ErrorCode::txNoRecipient);
        row("recipient of 19 bytes", Position::to, text(std::string(38, '1')), ErrorCode::txMalformed);
        row("recipient of 21 bytes", Position::to, text(std::string(42, '1')), ErrorCode::txMalformed);
        row("recipient a list", Position::to, Bytes{0xc0}, ErrorCode::txMalformed);
        row("value 2^128", Position::value, number(U256(1) << 128), ErrorCode::txValueTooLarge);
        row("data", Position::data, text("aabb"), ErrorCode::txUnknownCall);
        const std::string transfer = "a9059cbb" + std::string(64, '0') + std::string(63, '0') + "1";
        row("token transfer with ETH", Position::data, text(transfer), ErrorCode::txValueWithCall);
        row("token transfer cut off", Position::data, text(transfer.substr(2)), ErrorCode::txUnknownCall);
        row("token transfer with more", Position::data, text(transfer + "00"), ErrorCode::txUnknownCall);
        row("another function", Position::data, text("095ea7b3" + transfer.substr(8)),
            ErrorCode::txUnknownCall);
        row("token recipient of 21 bytes", Position::data,
            text("a9059cbb" + std::string(23, '0') + "1" + transfer.substr(32)), ErrorCode::txUnknownCall);
        row("token amount of 2^128", Position::data,
            text(transfer.substr(0, 72) + std::string(31, '0') + "1" + std::string(32, '0')),
            ErrorCode::txUnknownCall);
        row("data a list", Position::data, Bytes{0xc0}, ErrorCode::txMalformed);
        row("access list", Position::accessList, Bytes{0xc1, 0xc0}, ErrorCode::txAccessList);
        row("access list a string", Position::accessList, Bytes{0x80}, ErrorCode::txMalformed);
        row("parity 2", Position::yParity, number(2), ErrorCode::txYParity);
        row("parity 27", Position::yParity, number(27), ErrorCode::txYParity);
        row("r zero", Position::r, number(0), ErrorCode::txBadSignature);
        row("r of 33 bytes", Position::r, text(std::string(66, '1')), ErrorCode::txBadSignature);
        row("r with a leading zero", Position::r, text("0011"), ErrorCode::txLeadingZero);
        row("s zero", Position::s, number(0), ErrorCode::txBadSignature);
        row("s high", Position::s, text("7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1"),
            ErrorCode::txHighS);
        row("s above the order", Position::s, text(std::string(64, 'f')), ErrorCode::txBadSignature);
    }
    void refusesEveryFieldThatIsWrong() {
        QFETCH(const int, position);
        QFETCH(const QString, encoded);
        QFETCH(const QString, code);
        auto fields = Fields::of(sample(), key());
        QCOMPARE(codeOf(decodeTransaction(fields.raw())), "ok");
        fields.items[static_cast<std::size_t>(position)] = bytesOf(encoded.toStdString());
        QCOMPARE(codeOf(decodeTransaction(fields.raw())), code);
    }

    void refusesWrongEnvelopes() {
        const auto good = Fields::of(sample(), key()).raw();
        QCOMPARE(codeOf(decodeTransaction({})), ErrorCode::txMalformed);
        QCOMPARE(codeOf(decodeTransaction(ByteView(good).first(1))), ErrorCode::txMalformed);
        QCOMPARE(codeOf(decodeTransaction(ByteView(good).first(good.size() - 1))), ErrorCode::txMalformed);
        QCOMPARE(codeOf(decodeTransaction(bytesOf("0280"))), ErrorCode::txMalformed);
        auto longer = good;
        longer.push_back(0);
        QCOMPARE(codeOf(decodeTransaction(longer)), ErrorCode::txTrailingBytes);
        for (const std::uint8_t type : std::array<std::uint8_t, 6>{0x00, 0x01, 0x03, 0x04, 0xc0, 0xf8}) {
            auto other = good;
            other[0] = type;
            QCOMPARE(codeOf(decodeTransaction(other)), ErrorCode::txWrongType);
        }
        auto legacy = good;
        legacy[0] = 0xf8;
        QVERIFY(decodeTransaction(legacy).error().detail.find("legacy") != std::string::npos);
        auto fields = Fields::of(sample(), key());
        fields.items.pop_back();
        QCOMPARE(codeOf(decodeTransaction(fields.raw())), ErrorCode::txMalformed);
        fields.items.resize(13, Bytes{0x80});
        QCOMPARE(codeOf(decodeTransaction(fields.raw())), ErrorCode::txMalformed);
    }

    void leafBindsHashAndSender() {
        const Hash hash = signingHash(sample());
        Bytes bytes{0x03};
        bytes.insert(bytes.end(), hash.bytes.begin(), hash.bytes.end());
        bytes.insert(bytes.end(), key().address().bytes.begin(), key().address().bytes.end());
        QCOMPARE(hexOf(txLeaf(hash, key().address())), hexOf(crypto::keccak256(bytes)));
    }

    // The rollup takes none of the suite's transactions: they are of other types, or break a rule. Each
    // type-2 one must be refused for its own reason.
    void publicTransactionsAreRefused() {
        const std::map<std::string, ErrorCode, std::less<>> reasons{
            {"TransactionException.RLP_LEADING_ZEROS_BASEFEE", ErrorCode::txLeadingZero},
            {"TransactionException.RLP_LEADING_ZEROS_PRIORITY_FEE", ErrorCode::txLeadingZero},
        };
        std::size_t count = 0;
        for (const auto& file : test::publicVectorFolder("TransactionTests")) {
            for (const auto& [name, vector] : file.as_object()) {
                const auto hex = test::stringAt(vector, "txbytes");
                const auto raw = base::fromHex(hex);
                if (!raw) continue;
                const auto decoded = decodeTransaction(*raw);
                QVERIFY2(!decoded, std::string(name).c_str());
                ++count;
                if (!hex.starts_with("0x02")) continue;
                const auto& result = vector.at("result").at("London").as_object();
                const auto* exception = result.if_contains("exception");
                const auto found =
                    exception ? reasons.find(std::string(exception->as_string())) : reasons.end();
                QCOMPARE(codeOf(decoded), found == reasons.end() ? ErrorCode::txFeeTooLarge : found->second);
            }
        }
        QVERIFY(count > 150 || !test::havePublicVectors());
    }
};

QTEST_APPLESS_MAIN(TestCodecTransaction)
#include "tst_codec_transaction.moc"
