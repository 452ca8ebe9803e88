#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// What goes in comes out, in order, and whole or not at all.
class TestStoreRows : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    std::filesystem::path file() const { return m_directory->filePath("node.db").toStdString(); }
    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(file()));
    }
    void append(std::uint64_t number, const std::vector<StoredTx>& txs) {
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(number, txs), txs)), QString("ok"));
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = std::move(*Store::open(file()));
    }
    void cleanup() { m_store.reset(); }

    void keepsPendingInOrderOfAcceptanceOverARestart() {
        for (const std::uint64_t n : {5, 3, 9})
            QVERIFY(m_store->addPending(test::storedTx(n)));
        QCOMPARE(*m_store->addPending(test::storedTx(3)), std::uint64_t{2});
        reopen();
        const auto pending = *m_store->pending();
        QCOMPARE(pending.size(), std::size_t{3});
        QCOMPARE(pending[0].nonce, std::uint64_t{5});
        QCOMPARE(pending[1].nonce, std::uint64_t{3});
        QCOMPARE(pending[2].nonce, std::uint64_t{9});
        auto expected = test::storedTx(9);
        expected.sequence = 3;
        QCOMPARE(pending[2], expected);
    }

    void dropsAndTakesAgain() {
        const auto tx = test::storedTx(1);
        QVERIFY(m_store->addPending(tx));
        QVERIFY(m_store->drop(tx.hash));
        QVERIFY(m_store->pending()->empty());
        QCOMPARE((*m_store->tx(tx.hash))->status, TxStatus::dropped);
        QCOMPARE(*m_store->addPending(tx), std::uint64_t{1});
        QCOMPARE(m_store->pending()->size(), std::size_t{1});
        // An included one is not dropped, and is not pending again by being offered again.
        append(1, {tx});
        QVERIFY(m_store->drop(tx.hash));
        QVERIFY(m_store->addPending(tx));
        QCOMPARE((*m_store->tx(tx.hash))->status, TxStatus::included);
    }

    void findsBlocksAndPlaces() {
        const std::vector<StoredTx> txs{test::storedTx(1), test::storedTx(2)};
        QVERIFY(m_store->addPending(txs[1]));
        append(1, txs);
        append(2, {});
        reopen();
        QCOMPARE(**m_store->block(1), test::storedBlock(1, txs));
        QCOMPARE(**m_store->blockByHash(test::storedBlock(2, {}).hash), test::storedBlock(2, {}));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{2});
        QCOMPARE(m_store->blocks(1, 10)->size(), std::size_t{2});
        QCOMPARE(**m_store->place(txs[1].hash), (TxPlace{1, 1}));
        QCOMPARE((*m_store->txBySigningHash(txs[0].signingHash))->hash, txs[0].hash);
        QVERIFY(m_store->pending()->empty());
        QVERIFY(!m_store->block(3)->has_value());
        QVERIFY(!m_store->place(Hash{})->has_value());
        QVERIFY(!m_store->tx(Hash{})->has_value());
    }

    void takesABlockWholeOrNotAtAll() {
        append(1, {test::storedTx(1)});
        // One of two transactions is missing.
        const auto block = test::storedBlock(2, {test::storedTx(2), test::storedTx(3)});
        const std::vector<StoredTx> given{test::storedTx(2)};
        QCOMPARE(codeOf(m_store->appendBlock(block, given)), QString("store.not-next"));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
        QVERIFY(!m_store->tx(test::storedTx(2).hash)->has_value());
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(3, {}), {})), QString("store.not-next"));
        auto lying = test::storedBlock(2, {});
        lying.header.txCount = 1;
        QCOMPARE(codeOf(m_store->appendBlock(lying, {})), QString("store.not-next"));
    }

    void rollsBlocksBack() {
        append(1, {test::storedTx(1)});
        append(2, {test::storedTx(2), test::storedTx(3)});
        append(3, {test::storedTx(4)});
        QVERIFY(m_store->deleteBlocksAbove(1));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
        const auto pending = *m_store->pending();
        QCOMPARE(pending.size(), std::size_t{3});
        QCOMPARE(pending[0].nonce, std::uint64_t{2});
        QCOMPARE((*m_store->tx(test::storedTx(1).hash))->status, TxStatus::included);
        append(2, {test::storedTx(4)});
        QCOMPARE(m_store->pending()->size(), std::size_t{2});
        QVERIFY(m_store->deleteBlocksAbove(0));
        QVERIFY(!m_store->lastBlock()->has_value());
        QCOMPARE(m_store->pending()->size(), std::size_t{4});
    }

    void prunesOldBlocks() {
        for (std::uint64_t n = 1; n <= 4; ++n)
            append(n, {test::storedTx(n)});
        QVERIFY(m_store->pruneBlocksBelow(3));
        QCOMPARE(m_store->blocks(0, 10)->size(), std::size_t{2});
        QVERIFY(!m_store->tx(test::storedTx(2).hash)->has_value());
        QVERIFY(m_store->tx(test::storedTx(3).hash)->has_value());
        append(5, {});
    }

    void neverGivesASequenceTwice() {
        append(1, {test::storedTx(1), test::storedTx(2)});
        append(2, {});
        QVERIFY(m_store->pruneBlocksBelow(2));
        reopen();
        QCOMPARE(*m_store->addPending(test::storedTx(3)), std::uint64_t{3});
    }

    void keepsBatches() {
        for (std::uint64_t n = 1; n <= 3; ++n)
            QVERIFY(m_store->putBatch(test::storedBatch(n)));
        QVERIFY(m_store->setVerdict(2, Verdict::fraud, "segment 0: another root"));
        reopen();
        auto expected = test::storedBatch(2);
        expected.verdict = Verdict::fraud;
        expected.verdictDetail = "segment 0: another root";
        QCOMPARE(**m_store->batch(2), expected);
        QCOMPARE(**m_store->batchByHash(expected.hash), expected);
        QVERIFY(m_store->deleteBatchesAbove(1));
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{1});
        auto other = test::storedBatch(1);
        other.header.era = 5;
        other.hash = transition::batchHash(other.header);
        QVERIFY(m_store->putBatch(other));
        QCOMPARE(*m_store->batches(0, 100), std::vector<StoredBatch>{other});
    }

    void remembersTheNewestL1Blocks() {
        std::vector<L1Block> blocks;
        for (std::uint64_t n = 1; n <= 300; ++n)
            blocks.push_back({n, test::hashOfNumber(n), test::hashOfNumber(n - 1), n * 1000});
        QVERIFY(m_store->addL1Blocks(blocks));
        QCOMPARE(**m_store->l1Cursor(), blocks.back());
        QCOMPARE(m_store->recentL1Blocks()->size(), std::size_t{256});
        QCOMPARE(m_store->recentL1Blocks()->front().number, std::uint64_t{45});
        QVERIFY(m_store->deleteL1BlocksAbove(290));
        QCOMPARE((*m_store->l1Cursor())->number, std::uint64_t{290});
    }

    void raisesFencesOnly() {
        QCOMPARE(*m_store->fence("feed"), std::uint64_t{0});
        QCOMPARE(*m_store->raiseFence("feed", 7), std::uint64_t{7});
        QCOMPARE(*m_store->raiseFence("feed", 5), std::uint64_t{7});
        // Beyond what SQLite's signed numbers compare rightly.
        QCOMPARE(*m_store->raiseFence("feed", 0xffff'ffff'ffff'fff0ULL),
                 std::uint64_t{0xffff'ffff'ffff'fff0ULL});
        reopen();
        QCOMPARE(*m_store->raiseFence("feed", 8), std::uint64_t{0xffff'ffff'ffff'fff0ULL});
        QCOMPARE(*m_store->fence("other"), std::uint64_t{0});
    }

    void keepsFacts() {
        QVERIFY(!m_store->meta("rollup")->has_value());
        QVERIFY(m_store->setMeta("rollup", "0x01"));
        QVERIFY(m_store->setMeta("rollup", "it's \"0x02\"; --"));
        QCOMPARE(**m_store->meta("rollup"), std::string("it's \"0x02\"; --"));
    }

    void joinsWritesIntoOne() {
        const auto failed = m_store->atomically([&]() -> Result<void> {
            if (const auto put = m_store->putBatch(test::storedBatch(1)); !put) return put;
            if (const auto set = m_store->setMeta("a", "b"); !set) return set;
            return Error{"test.no", "No."};
        });
        QCOMPARE(codeOf(failed), QString("test.no"));
        QVERIFY(!m_store->lastBatch()->has_value());
        QVERIFY(!m_store->meta("a")->has_value());
        const auto done = m_store->atomically([&]() -> Result<void> {
            if (const auto put = m_store->putBatch(test::storedBatch(1)); !put) return put;
            return m_store->setMeta("a", "b");
        });
        QCOMPARE(codeOf(done), QString("ok"));
        reopen();
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{1});
        // A write of its own works after one that failed.
        QVERIFY(m_store->setMeta("a", "c"));
    }
};

QTEST_APPLESS_MAIN(TestStoreRows)
#include "tst_store_rows.moc"
