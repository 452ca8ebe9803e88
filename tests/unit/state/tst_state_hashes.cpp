#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "state/account.hpp"
#include "state/witness.hpp"
#include "values.hpp"

#include <QTest>

#include <limits>

using namespace aw;
using namespace aw::state;
using aw::test::addressOf;
using aw::test::bytesOf;
using aw::test::codeOf;
using aw::test::hashOf;
using aw::test::hexOf;

namespace {

const Account kAccount{.owner = addressOf(std::string(40, '1')),
                       .token = 0x22222222,
                       .nonce = 0x3333333333333333,
                       .balance = Wei("0x44444444444444444444444444444444"),
                       .withdrawn = Wei("0x55555555555555555555555555555555")};
const std::string kAccountHex = std::string(40, '1') + std::string(8, '2') + std::string(16, '3') +
                                std::string(32, '4') + std::string(32, '5');

QString keccakOf(const std::string& hex) { return hexOf(crypto::keccak256(bytesOf(hex))); }

} // namespace

class TestStateHashes : public QObject {
    Q_OBJECT

private slots:
    void s2LeafLayout() {
        QCOMPARE(hexOf(leafHash(kAccount)), keccakOf("00" + kAccountHex));
        // An account without anything is not an index without account.
        QVERIFY(!leafHash({}).isZero());
    }

    void s3NodeLayoutAndEmptySubtrees() {
        const auto left = hashOf(std::string(64, '6'));
        const auto right = hashOf(std::string(64, '7'));
        QCOMPARE(hexOf(nodeHash(left, right)), keccakOf("01" + std::string(64, '6') + std::string(64, '7')));
        QCOMPARE(hexOf(nodeHash(left, {})), keccakOf("01" + std::string(64, '6') + std::string(64, '0')));
        QCOMPARE(hexOf(nodeHash({}, right)), keccakOf("01" + std::string(64, '0') + std::string(64, '7')));
        QVERIFY(nodeHash({}, {}).isZero());
    }

    void s4StateRootLayout() {
        QCOMPARE(hexOf(stateRoot(hashOf(std::string(64, '8')), 0x0102030405060708, 0x1112131415161718,
                                 0x2122232425262728)),
                 keccakOf("02" + std::string(64, '8') + "010203040506070811121314151617182122232425262728"));
    }

    void i1InboxAccumulator() {
        const Deposit entry{.owner = kAccount.owner, .token = 1, .amount = 5};
        QCOMPARE(hexOf(inboxAcc(hashOf(std::string(64, '9')), encodeEntry(entry))),
                 keccakOf("05" + std::string(64, '9') + "00" + std::string(40, '1') + "00000001" +
                          std::string(31, '0') + "5"));
    }

    void i2EntriesSurviveTheRoundTrip() {
        const InboxEntry entry =
            Deposit{.owner = kAccount.owner, .token = 7, .amount = std::numeric_limits<Wei>::max()};
        QCOMPARE(encodeEntry(entry).size(), std::size_t{41});
        QVERIFY(decodeEntry(encodeEntry(entry)).value() == entry);
    }

    void i3ForcedTransactionsHaveTheirLayout() {
        const ForcedTransaction forced{.sender = kAccount.owner,
                                       .nonce = 0x2222222222222222,
                                       .tipWei = 0x3333333333333333,
                                       .maxFeeWei = 0x4444444444444444,
                                       .gasLimit = 0x5555555555555555,
                                       .token = 0x66666666,
                                       .recipient = addressOf(std::string(40, '7')),
                                       .amount = Wei("0x88888888888888888888888888888888")};
        const auto bytes = encodeEntry(forced);
        QCOMPARE(bytes.size(), std::size_t{93});
        QCOMPARE(hexOf(bytes), "0x01" + QString(40, '1') + QString(16, '2') + QString(16, '3') +
                                   QString(16, '4') + QString(16, '5') + QString(8, '6') + QString(40, '7') +
                                   QString(32, '8'));
        QVERIFY(decodeEntry(bytes).value() == InboxEntry(forced));
    }

    void x4TheGasOfAForcedTransaction() {
        ForcedTransaction forced{.recipient = kAccount.owner};
        QCOMPARE(forced.gas(), std::uint64_t{21000});
        forced.token = 2;
        QCOMPARE(forced.gas(), std::uint64_t{30000});
        forced.recipient = protocol::kWithdrawalAddress;
        QVERIFY(forced.isWithdrawal());
        QCOMPARE(forced.gas(), std::uint64_t{39000});
    }

    void entriesStandOneAfterAnother() {
        const InboxEntry deposit = Deposit{.owner = kAccount.owner, .token = 0, .amount = 1};
        const InboxEntry forced = ForcedTransaction{.sender = kAccount.owner};
        Bytes bytes;
        for (const auto& entry : {forced, deposit, forced})
            base::append(bytes, encodeEntry(entry));
        base::ByteReader reader(bytes);
        QVERIFY(readEntry(reader).value() == forced);
        QVERIFY(readEntry(reader).value() == deposit);
        QVERIFY(readEntry(reader).value() == forced);
        QCOMPARE(reader.left(), std::size_t{0});
        QCOMPARE(codeOf(readEntry(reader)), ErrorCode::inboxMalformed);
    }

    void i2RefusesWhatL1NeverStores_data() {
        QTest::addColumn<QString>("hex");
        const QString owner(40, '1');
        const QString token = "00000000";
        const QString amount = QString(31, '0') + "1";
        QTest::newRow("empty") << "";
        QTest::newRow("too short") << "00" + owner + token + amount.mid(2);
        QTest::newRow("too long") << "00" + owner + token + amount + "00";
        QTest::newRow("unknown kind") << "02" + owner + token + amount;
        QTest::newRow("a forced one too short") << "01" + QString(182, '1');
        QTest::newRow("a forced one too long") << "01" + QString(186, '1');
        QTest::newRow("amount zero") << "00" + owner + token + QString(32, '0');
        QTest::newRow("owner zero") << "00" + QString(40, '0') + token + amount;
        QTest::newRow("owner is the exit address") << "00" + QString(36, '0') + "e817" + token + amount;
    }
    void i2RefusesWhatL1NeverStores() {
        QFETCH(const QString, hex);
        QCOMPARE(codeOf(decodeEntry(bytesOf(hex.toStdString()))), ErrorCode::inboxMalformed);
    }
};

QTEST_APPLESS_MAIN(TestStateHashes)
#include "tst_state_hashes.moc"
