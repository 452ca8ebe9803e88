#include "chain_fixture.hpp"
#include "sequencer/mempool.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using sequencer::Mempool;

/// What the mempool takes, refuses with the wallets' texts, and offers in order.
class MempoolTest : public QObject {
    Q_OBJECT

    crypto::SecretKey m_alice = crypto::SecretKey::derive("mempool", 1);
    crypto::SecretKey m_bob = crypto::SecretKey::derive("mempool", 2);
    sequencer::SenderState m_rich{0, kEther * 100};

    static Mempool::Ready readyOf(const Mempool& pool, std::uint64_t nonce, std::size_t limit = 100,
                                  std::uint64_t baseFee = kBaseFee) {
        return pool.ready(
            limit, [&](const Address&) { return nonce; }, baseFee);
    }
    static std::vector<std::uint64_t> nonces(const std::vector<sequencer::TxPtr>& txs) {
        std::vector<std::uint64_t> result;
        for (const auto& tx : txs)
            result.push_back(tx->tx.nonce);
        return result;
    }

private slots:
    void refusesTokensThatAreNotThere() {
        const auto token = Address::from(m_bob.address().view());
        const auto tx = tokenTransfer(m_alice, 0, token, m_bob.address(), 1000);
        const auto refusal = [&](const std::optional<Wei>& held, const Wei& ether = kEther) {
            const auto good = Mempool(kChainId).check(tx, {0, ether, held}, kBaseFee);
            return test::codeOf(good);
        };
        QCOMPARE(refusal(Wei(1000)), "ok");
        QCOMPARE(refusal(Wei(999)), ErrorCode::mempoolInsufficientTokens);
        QCOMPARE(refusal(std::nullopt), ErrorCode::mempoolUnknownToken);
        // Tokens pay no fees.
        QCOMPARE(refusal(Wei(1000), Wei(1)), ErrorCode::mempoolInsufficientFunds);
    }

    void refusesWithTheTextsWalletsKnow_data() {
        QTest::addColumn<quint64>("nonce");
        QTest::addColumn<quint64>("stateNonce");
        QTest::addColumn<quint64>("balanceGwei");
        QTest::addColumn<quint64>("maxFee");
        QTest::addColumn<quint64>("gas");
        QTest::addColumn<QString>("text");
        const quint64 rich = 1'000'000'000'000, fee = 2 * kBaseFee;
        QTest::newRow("accepted") << quint64(0) << quint64(0) << rich << fee << quint64(21000) << "";
        QTest::newRow("nonce past") << quint64(0) << quint64(1) << rich << fee << quint64(21000)
                                    << "nonce too low";
        QTest::newRow("gap") << quint64(5000) << quint64(0) << rich << fee << quint64(21000)
                             << "nonce too high";
        QTest::newRow("poor") << quint64(0) << quint64(0) << quint64(1) << fee << quint64(21000)
                              << "insufficient funds";
        QTest::newRow("cheap") << quint64(0) << quint64(0) << rich << quint64(kBaseFee - 1) << quint64(21000)
                               << "max fee per gas less than block base fee";
        QTest::newRow("gas") << quint64(0) << quint64(0) << rich << fee << quint64(20999)
                             << "intrinsic gas too low";
    }
    void refusesWithTheTextsWalletsKnow() {
        QFETCH(quint64, nonce);
        QFETCH(quint64, stateNonce);
        QFETCH(quint64, balanceGwei);
        QFETCH(quint64, maxFee);
        QFETCH(quint64, gas);
        QFETCH(QString, text);
        Mempool pool(kChainId);
        const auto tx = transfer(m_alice, nonce, m_bob.address(), kEther, maxFee, 0, gas);
        const auto added = pool.add(tx, {stateNonce, Wei(balanceGwei) * 1'000'000'000}, kBaseFee);
        QCOMPARE(added.has_value(), text.isEmpty());
        if (!added)
            QVERIFY2(QString::fromStdString(added.error().detail).startsWith(text),
                     added.error().detail.c_str());
        QCOMPARE(pool.size(), std::size_t(text.isEmpty() ? 1 : 0));
    }

    void refusesAnotherChain() {
        Mempool pool(kChainId + 1);
        const auto added = pool.add(transfer(m_alice, 0, m_bob.address(), 1), m_rich, kBaseFee);
        QCOMPARE(added.error().code, ErrorCode::mempoolChainId);
    }

    void replacesOnlyForTenPercentMore() {
        Mempool pool(kChainId);
        const auto first = transfer(m_alice, 0, m_bob.address(), 1, 1'000'000'000, 100);
        QVERIFY(pool.add(first, m_rich, kBaseFee));
        const auto cheap =
            pool.add(transfer(m_alice, 0, m_bob.address(), 2, 1'099'999'999, 110), m_rich, kBaseFee);
        QVERIFY(cheap.error().detail.starts_with("replacement transaction underpriced"));
        const auto replacement = transfer(m_alice, 0, m_bob.address(), 2, 1'100'000'000, 110);
        QVERIFY(pool.add(replacement, m_rich, kBaseFee));
        QCOMPARE(pool.size(), std::size_t(1));
        QVERIFY(!pool.contains(first->hash));
        QVERIFY(pool.contains(replacement->hash));
    }

    void offersASendersTransactionsInOrderOfNonce() {
        Mempool pool(kChainId);
        for (const std::uint64_t nonce : {2, 0, 1, 4})
            QVERIFY(pool.add(transfer(m_alice, nonce, m_bob.address(), 1), m_rich, kBaseFee));
        QCOMPARE(pool.pendingNonce(m_alice.address(), 0), std::uint64_t(3));
        QCOMPARE(nonces(readyOf(pool, 0).txs), (std::vector<std::uint64_t>{0, 1, 2})); // 4 waits for 3
        QCOMPARE(nonces(readyOf(pool, 1).txs), (std::vector<std::uint64_t>{1, 2}));
        QCOMPARE(nonces(readyOf(pool, 0, 2).txs), (std::vector<std::uint64_t>{0, 1}));
        QCOMPARE(pool.size(), std::size_t(4));
    }

    void offersInOrderOfAcceptanceAmongSenders() {
        Mempool pool(kChainId);
        QVERIFY(pool.add(transfer(m_alice, 1, m_bob.address(), 1), m_rich, kBaseFee));
        QVERIFY(pool.add(transfer(m_bob, 0, m_alice.address(), 1), m_rich, kBaseFee));
        QVERIFY(pool.add(transfer(m_alice, 0, m_bob.address(), 1), m_rich, kBaseFee));
        QVERIFY(pool.add(transfer(m_bob, 1, m_alice.address(), 1), m_rich, kBaseFee));
        const auto ready = readyOf(pool, 0);
        QCOMPARE(nonces(ready.txs), (std::vector<std::uint64_t>{0, 0, 1, 1}));
        QCOMPARE(ready.txs[0]->sender, m_bob.address());
        QCOMPARE(ready.txs[1]->sender, m_alice.address());
        QCOMPARE(ready.txs[2]->sender, m_alice.address());
    }

    /// They wait, and keep nobody else out of the block.
    void passesOverWhatPaysTooLittle() {
        Mempool pool(kChainId);
        QVERIFY(pool.add(transfer(m_alice, 0, m_bob.address(), 1, kBaseFee), m_rich, kBaseFee));
        QVERIFY(pool.add(transfer(m_alice, 1, m_bob.address(), 1), m_rich, kBaseFee));
        QVERIFY(pool.add(transfer(m_bob, 0, m_alice.address(), 1), m_rich, kBaseFee));
        const auto ready = readyOf(pool, 0, 1, kBaseFee + 1);
        QCOMPARE(ready.txs.size(), std::size_t(1));
        QCOMPARE(ready.txs[0]->sender, m_bob.address());
        QVERIFY(ready.past.empty());
    }

    void listsTheFirstInOrderOfAcceptance() {
        Mempool pool(kChainId);
        for (const std::uint64_t nonce : {2, 0, 1})
            QVERIFY(pool.add(transfer(m_alice, nonce, m_bob.address(), 1), m_rich, kBaseFee));
        QCOMPARE(nonces(pool.all()), (std::vector<std::uint64_t>{2, 0, 1}));
        QCOMPARE(nonces(pool.first(2)), (std::vector<std::uint64_t>{2, 0}));
        QCOMPARE(nonces(pool.first(0)), std::vector<std::uint64_t>{});
        QCOMPARE(nonces(pool.first(9)), (std::vector<std::uint64_t>{2, 0, 1}));
    }

    void tellsWhatIsPast() {
        Mempool pool(kChainId);
        for (const std::uint64_t nonce : {0, 1})
            QVERIFY(pool.add(transfer(m_alice, nonce, m_bob.address(), 1), m_rich, kBaseFee));
        const auto ready = readyOf(pool, 1);
        QCOMPARE(nonces(ready.txs), std::vector<std::uint64_t>{1});
        QCOMPARE(nonces(ready.past), std::vector<std::uint64_t>{0});
    }

    void fullPoolKeepsWhatItHas() {
        Mempool pool(kChainId, {.total = 1, .perSender = 16, .replacementPercent = 10});
        const auto first = transfer(m_alice, 0, m_bob.address(), 1);
        QVERIFY(pool.add(first, m_rich, kBaseFee));
        const auto second = pool.add(transfer(m_bob, 0, m_alice.address(), 1), m_rich, kBaseFee);
        QVERIFY(second.error().detail.starts_with("txpool is full"));
        QVERIFY(pool.contains(first->hash));
    }
};

QTEST_APPLESS_MAIN(MempoolTest)
#include "tst_sequencer_mempool.moc"
