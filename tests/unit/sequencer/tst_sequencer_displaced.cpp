#include "chain_fixture.hpp"
#include "sequencer/displaced.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using sequencer::Displaced, sequencer::TxPtr;

/// What lost its place in a block keeps its order, and nothing is there twice.
class DisplacedTest : public QObject {
    Q_OBJECT

    crypto::SecretKey m_alice = crypto::SecretKey::derive("displaced", 1);

    TxPtr tx(std::uint64_t nonce) const { return transfer(m_alice, nonce, Address{{0x77}}, 1); }
    static std::vector<std::uint64_t> nonces(const Displaced& displaced) {
        std::vector<std::uint64_t> result;
        for (const auto& tx : displaced)
            result.push_back(tx->tx.nonce);
        return result;
    }

private slots:
    void laterLossesGoInFront() {
        Displaced displaced;
        displaced.putFirst({tx(5), tx(6)});
        displaced.putFirst({tx(3), tx(4)});
        displaced.putLast(tx(7));
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{3, 4, 5, 6, 7}));
        QCOMPARE(displaced.size(), std::size_t(5));
        QCOMPARE(displaced.takeFirst()->tx.nonce, std::uint64_t(3));
        QVERIFY(!displaced.contains(tx(3)->hash));
        QVERIFY(displaced.contains(tx(4)->hash));
    }

    void eachIsThereOnce() {
        Displaced displaced;
        displaced.putFirst({tx(1), tx(2), tx(3)});
        displaced.putFirst({tx(3), tx(1), tx(3)});
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{3, 1, 2}));
        displaced.putLast(tx(3));
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{3, 1, 2}));
    }

    void whatIsRemovedCanComeBack() {
        Displaced displaced;
        displaced.putFirst({tx(1), tx(2), tx(3), tx(4)});
        displaced.removeIf([](const TxPtr& tx) { return tx->tx.nonce % 2 == 0; });
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{1, 3}));
        QVERIFY(!displaced.contains(tx(2)->hash));
        displaced.putLast(tx(2));
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{1, 3, 2}));
        while (!displaced.empty())
            displaced.takeFirst();
        QCOMPARE(displaced.size(), std::size_t(0));
        displaced.putFirst({tx(1)});
        QCOMPARE(nonces(displaced), (std::vector<std::uint64_t>{1}));
    }
};

QTEST_APPLESS_MAIN(DisplacedTest)
#include "tst_sequencer_displaced.moc"
