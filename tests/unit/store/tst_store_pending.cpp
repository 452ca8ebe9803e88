#include "stored.hpp"
#include "values.hpp"

#include "codec/transaction.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// Pending transactions: their order, and how they come and go.
class TestStorePending : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    void add(std::initializer_list<std::uint64_t> numbers) {
        std::vector<PendingTx> txs;
        for (const auto n : numbers)
            txs.push_back(test::pendingTx(n));
        QCOMPARE(codeOf(m_store->addPending(txs)), QString("ok"));
    }
    void addFirst(std::initializer_list<std::uint64_t> numbers) {
        std::vector<PendingTx> txs;
        for (const auto n : numbers)
            txs.push_back(test::pendingTx(n));
        QCOMPARE(codeOf(m_store->addPendingFirst(txs)), QString("ok"));
    }
    void append(std::uint64_t number, const std::vector<BlockTx>& txs) {
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(number, txs), txs)), QString("ok"));
    }
    /// The pending ones by their numbers.
    std::vector<std::uint64_t> order() {
        std::vector<std::uint64_t> numbers;
        const auto txs = m_store->pending();
        if (!txs) return {0xdead};
        for (const auto& tx : *txs)
            numbers.push_back(base::readBigEndian<std::uint64_t>(ByteView(tx.raw).last(8)));
        return numbers;
    }
    using Order = std::vector<std::uint64_t>;

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void keepsTheOrderOfAcceptanceOverARestart() {
        add({5, 3});
        add({9, 3});
        reopen();
        QCOMPARE(order(), (Order{5, 3, 9}));
        QCOMPARE(m_store->pending()->back(), test::pendingTx(9));
        QCOMPARE(**m_store->pendingTx(test::pendingTx(3).hash), test::pendingTx(3));
        QVERIFY(!m_store->pendingTx(test::pendingTx(4).hash)->has_value());
    }

    void drops() {
        add({1, 2, 3});
        const std::vector<Hash> hashes{test::pendingTx(2).hash, test::pendingTx(7).hash};
        QVERIFY(m_store->dropPending(hashes));
        QCOMPARE(order(), (Order{1, 3}));
        add({2});
        QCOMPARE(order(), (Order{1, 3, 2}));
    }

    void takesNoneThatIsInABlock() {
        add({1, 2});
        append(1, {test::storedTx(1)});
        QCOMPARE(order(), (Order{2}));
        add({1});
        addFirst({1, 4});
        QCOMPARE(order(), (Order{4, 2}));
    }

    void putsFirst() {
        addFirst({3});
        add({1, 2});
        addFirst({8, 9});
        QCOMPARE(order(), (Order{8, 9, 3, 1, 2}));
        // A known one moves, and stands once.
        addFirst({1, 7, 9});
        reopen();
        QCOMPARE(order(), (Order{1, 7, 9, 8, 3, 2}));
        add({10});
        QCOMPARE(order(), (Order{1, 7, 9, 8, 3, 2, 10}));
    }

    void areAgainWhatTheyWereAfterARewind() {
        add({1, 2, 3, 4, 5, 6});
        append(1, {test::storedTx(1, 1)});
        append(2, {test::storedTx(2, 2), test::storedTx(3, 3)});
        append(3, {test::storedTx(4, 4)});
        QVERIFY(m_store->rewindBlocks(1, test::ownerOfAccount));
        QCOMPARE(order(), (Order{2, 3, 4, 5, 6}));
        auto expected = test::pendingTx(test::storedTx(3, 3));
        QCOMPARE(m_store->pending()->at(1), expected);
        reopen();
        QCOMPARE(order(), (Order{2, 3, 4, 5, 6}));
        append(2, {test::storedTx(3, 3)});
        QVERIFY(m_store->rewindBlocks(0, test::ownerOfAccount));
        QCOMPARE(order(), (Order{1, 3, 2, 4, 5, 6}));
        QVERIFY(!m_store->lastBlock()->has_value());
    }

    void areNotWhatWasForcedOrNeverSigned() {
        auto forced = test::storedTx(1);
        forced.forced = true;
        append(1, {forced, test::unsignedTx(2), test::storedTx(3)});
        QVERIFY(m_store->rewindBlocks(0, test::ownerOfAccount));
        QCOMPARE(order(), (Order{3}));
    }

    void recoversWhoSignedWhereNobodySaysIt() {
        const auto key = crypto::SecretKey::generate();
        codec::Transaction plain;
        plain.chainId = 7;
        plain.maxFeeWei = 5;
        plain.gasLimit = 50'000;
        plain.to = Address{{1, 2, 3}};
        const auto raw = codec::encodeTransaction(plain, key.sign(codec::signingHash(plain)));
        BlockTx tx{.hash = crypto::keccak256(raw), .raw = raw, .sender = {1}, .recipient = {2}};
        append(1, {tx});
        QVERIFY(m_store->rewindBlocks(0));
        QCOMPARE(*m_store->pending(), (std::vector<PendingTx>{{tx.hash, raw, key.address()}}));
        // Bytes that nobody can have signed are damage.
        append(1, {test::storedTx(1)});
        QCOMPARE(codeOf(m_store->rewindBlocks(0)), ErrorCode::storeCorrupt);
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
    }

    void refusesAHashOfOtherBytes() {
        auto lying = test::pendingTx(1);
        lying.raw.push_back(0);
        const std::vector<PendingTx> txs{test::pendingTx(2), lying};
        QCOMPARE(codeOf(m_store->addPending(txs)), ErrorCode::storeInvalid);
        QCOMPARE(codeOf(m_store->addPendingFirst(txs)), ErrorCode::storeInvalid);
        QCOMPARE(order(), Order{});
    }
};

QTEST_APPLESS_MAIN(TestStorePending)
#include "tst_store_pending.moc"
