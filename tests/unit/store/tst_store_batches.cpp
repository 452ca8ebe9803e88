#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// Batches on L1: one of each number in the chain, those that were rolled back beside it.
class TestStoreBatches : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    void put(const StoredBatch& batch) { QCOMPARE(codeOf(m_store->putBatch(batch)), QString("ok")); }
    /// As it is read.
    static StoredBatch withoutData(StoredBatch batch) {
        batch.data.clear();
        return batch;
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void areFoundByNumberAndHash() {
        QVERIFY(!m_store->lastBatch()->has_value());
        for (std::uint64_t n = 4; n <= 6; ++n)
            put(test::storedBatch(n, n * 2));
        reopen();
        const auto fifth = test::storedBatch(5, 10);
        QCOMPARE(**m_store->batch(5), withoutData(fifth));
        QCOMPARE(**m_store->batchByHash(fifth.hash), withoutData(fifth));
        QCOMPARE(*m_store->batchData(fifth.hash), fifth.data);
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{6});
        QCOMPARE(m_store->batches(5, ~std::uint64_t{0})->size(), std::size_t{2});
        QCOMPARE(*m_store->batches(0, 4), std::vector{withoutData(test::storedBatch(4, 8))});
        QVERIFY(!m_store->batch(7)->has_value());
        QVERIFY(!m_store->batchByHash(Hash{})->has_value());
        QVERIFY(m_store->batchData(Hash{})->empty());
    }

    void areReplacedByTheirHash() {
        auto batch = test::storedBatch(1, 2);
        put(batch);
        put(test::storedBatch(2, 3));
        batch.gasUsed = 999;
        batch.costWei = 7;
        batch.l1Block = 4;
        // Without data it keeps those it has.
        put(withoutData(batch));
        QCOMPARE(**m_store->batch(1), withoutData(batch));
        QCOMPARE(*m_store->batchData(batch.hash), batch.data);
        batch.data = Bytes(5, 0xee);
        put(batch);
        QCOMPARE(*m_store->batchData(batch.hash), batch.data);
        QCOMPARE(*m_store->batchData(test::storedBatch(2, 3).hash), test::storedBatch(2, 3).data);
        QCOMPARE(m_store->batches(0, 9)->size(), std::size_t{2});
    }

    void followEachOther() {
        put(test::storedBatch(1, 2));
        QCOMPARE(codeOf(m_store->putBatch(test::storedBatch(3, 3))), ErrorCode::storeNotNext);
        QCOMPARE(codeOf(m_store->putBatch(test::storedBatch(1, 3, 2))), ErrorCode::storeNotNext);
        auto lying = test::storedBatch(2, 3);
        lying.header.era = 9;
        QCOMPARE(codeOf(m_store->putBatch(lying)), ErrorCode::storeInvalid);
        QCOMPARE(m_store->newestBatches(9)->size(), std::size_t{1});
        QCOMPARE(*m_store->batchData(test::storedBatch(1, 2).hash), test::storedBatch(1, 2).data);
    }

    void haveAVerdict() {
        const auto batch = test::storedBatch(1, 2);
        put(batch);
        QVERIFY(m_store->setVerdict(batch.hash, Verdict::fraud, "segment 0: another root"));
        reopen();
        QCOMPARE((*m_store->batch(1))->verdict, Verdict::fraud);
        QCOMPARE((*m_store->batch(1))->verdictDetail, std::string("segment 0: another root"));
        QCOMPARE(codeOf(m_store->setVerdict(Hash{}, Verdict::good, "")), ErrorCode::storeInvalid);
    }

    void leaveTheChainWhenRolledBack() {
        for (std::uint64_t n = 1; n <= 4; ++n)
            put(test::storedBatch(n, n));
        QVERIFY(m_store->rollBackBatches(3, 6));
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{2});
        QVERIFY(!m_store->batch(3)->has_value());
        const auto again = test::storedBatch(3, 7, 2);
        put(again);
        reopen();
        QCOMPARE(**m_store->batch(3), withoutData(again));
        auto gone = withoutData(test::storedBatch(3, 3));
        gone.rolledBackAt = 6;
        QCOMPARE(**m_store->batchByHash(gone.hash), gone);
        QCOMPARE(*m_store->batchData(gone.hash), test::storedBatch(3, 3).data);
        QCOMPARE(m_store->batches(0, 100)->size(), std::size_t{3});
        // What becomes known of it later does not bring it back.
        gone.gasUsed = 5;
        auto stale = gone;
        stale.rolledBackAt = 0;
        put(stale);
        QCOMPARE(**m_store->batchByHash(gone.hash), gone);
        QCOMPARE(**m_store->batch(3), withoutData(again));
        // By when they were submitted, the newest last.
        std::vector<std::uint64_t> numbers;
        for (const auto& batch : m_store->newestBatches(3).value())
            numbers.push_back(batch.header.number);
        QCOMPARE(numbers, (std::vector<std::uint64_t>{3, 4, 3}));
        // A second roll-back leaves what the first one said.
        QVERIFY(m_store->rollBackBatches(1, 9));
        QVERIFY(!m_store->lastBatch()->has_value());
        QCOMPARE(**m_store->batchByHash(gone.hash), gone);
        QCOMPARE((*m_store->batchByHash(again.hash))->rolledBackAt, std::uint64_t{9});
    }
};

QTEST_APPLESS_MAIN(TestStoreBatches)
#include "tst_store_batches.moc"
