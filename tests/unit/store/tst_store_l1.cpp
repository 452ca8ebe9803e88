#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// What L1 said, and what is forgotten of it when L1 takes it back.
class TestStoreL1 : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    static L1Block l1Block(std::uint64_t n) {
        return {n, test::hashOfNumber(n), test::hashOfNumber(n - 1), n * 12'000};
    }
    static StoredL1Event event(std::uint64_t block, std::uint64_t logIndex) {
        return {block,
                logIndex,
                test::hashOfNumber(block * 100 + logIndex),
                Address{{7}},
                std::vector<Hash>(logIndex % 4, test::hashOfNumber(logIndex)),
                Bytes(logIndex * 33, 0x11)};
    }
    void add(std::uint64_t first, std::uint64_t last) {
        std::vector<L1Block> blocks;
        for (auto n = first; n <= last; ++n)
            blocks.push_back(l1Block(n));
        QCOMPARE(codeOf(m_store->addL1(blocks, {})), QString("ok"));
    }
    /// Indexes of the inbox, ids of the open demands.
    std::vector<std::uint64_t> inboxIndexes() {
        std::vector<std::uint64_t> indexes;
        for (const auto& entry : m_store->inbox(0, 100).value())
            indexes.push_back(entry.index);
        return indexes;
    }
    std::vector<std::uint64_t> openDemands() {
        std::vector<std::uint64_t> ids;
        for (const auto& demand : m_store->openDemands().value())
            ids.push_back(demand.id);
        return ids;
    }
    using Numbers = std::vector<std::uint64_t>;

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void keepsBlocks() {
        QVERIFY(!m_store->l1Cursor()->has_value());
        add(10, 400);
        reopen();
        QCOMPARE(**m_store->l1Cursor(), l1Block(400));
        QCOMPARE(*m_store->l1Blocks(400, 2), (std::vector{l1Block(399), l1Block(400)}));
        QCOMPARE(*m_store->l1Blocks(11, 5), (std::vector{l1Block(10), l1Block(11)}));
        QCOMPARE(m_store->l1Blocks(~std::uint64_t{0}, 1000)->size(), std::size_t{391});
        QVERIFY(m_store->l1Blocks(9, 5)->empty());
        QVERIFY(m_store->l1Blocks(400, 0)->empty());
        // A block of the same height takes the place of the one before.
        auto other = l1Block(400);
        other.hash = test::hashOfNumber(1);
        QVERIFY(m_store->addL1(std::vector{other}, {}));
        QCOMPARE(**m_store->l1Cursor(), other);
    }

    void keepsEvents() {
        const std::vector<StoredL1Event> events{event(2, 0), event(2, 1), event(3, 7)};
        QVERIFY(m_store->addL1(std::vector{l1Block(2), l1Block(3)}, events));
        reopen();
        QCOMPARE(*m_store->l1Events(0, ~std::uint64_t{0}), events);
        QCOMPARE(*m_store->l1Events(3, 3), std::vector{events[2]});
        // One more of a block that is stored.
        QVERIFY(m_store->addL1({}, std::vector{event(3, 8)}));
        QCOMPARE(m_store->l1Events(3, 3)->size(), std::size_t{2});
        QVERIFY(m_store->l1Events(4, 9)->empty());
        // An event of no block would never be forgotten.
        QCOMPARE(codeOf(m_store->addL1(std::vector{l1Block(4)}, std::vector{event(5, 0)})),
                 ErrorCode::storeInvalid);
        QCOMPARE(**m_store->l1Cursor(), l1Block(3));
    }

    void remembersHowFarItRead() {
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{0});
        QVERIFY(m_store->setL1Progress(100));
        // Blocks that were seen are not processed yet.
        add(150, 151);
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{100});
        QVERIFY(m_store->setL1Progress(151));
        QVERIFY(m_store->setL1Progress(120));
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{151});
        QVERIFY(m_store->setL1Progress(900));
        reopen();
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{900});
        QVERIFY(m_store->rewindL1(150));
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{150});
        QVERIFY(m_store->rewindL1(899));
        QCOMPARE(*m_store->l1Progress(), std::uint64_t{150});
    }

    void keepsTheInbox() {
        QVERIFY(m_store->addInboxEntry(0, 5, Bytes(41, 0)));
        QVERIFY(m_store->addInboxEntry(1, 6, Bytes(93, 1)));
        QCOMPARE(codeOf(m_store->addInboxEntry(3, 6, Bytes(41, 0))), ErrorCode::storeInvalid);
        QVERIFY(m_store->setForcedSignature(1, Bytes(120, 2)));
        QCOMPARE(codeOf(m_store->setForcedSignature(2, Bytes(120, 2))), ErrorCode::storeInvalid);
        reopen();
        const std::vector<StoredInboxEntry> expected{{0, 5, Bytes(41, 0), {}},
                                                     {1, 6, Bytes(93, 1), Bytes(120, 2)}};
        QCOMPARE(*m_store->inbox(0, 100), expected);
        QCOMPARE(*m_store->inbox(1, 1), std::vector{expected[1]});
        QCOMPARE(m_store->inbox(0, 1)->size(), std::size_t{1});
        QVERIFY(m_store->inbox(2, 1)->empty());
        // Told again it keeps its signature; another entry has none.
        QVERIFY(m_store->addInboxEntry(1, 7, Bytes(93, 1)));
        QCOMPARE(m_store->inbox(0, 100)->at(1), (StoredInboxEntry{1, 7, Bytes(93, 1), Bytes(120, 2)}));
        QVERIFY(m_store->addInboxEntry(1, 8, Bytes(93, 9)));
        QCOMPARE(m_store->inbox(0, 100)->at(1), (StoredInboxEntry{1, 8, Bytes(93, 9), {}}));
    }

    void keepsTokens() {
        QVERIFY(m_store->addToken(1, 5, Address{{1}}));
        QVERIFY(m_store->addToken(2, 6, Address{{2}}));
        QCOMPARE(codeOf(m_store->addToken(4, 6, Address{{2}})), ErrorCode::storeInvalid);
        QCOMPARE(codeOf(m_store->addToken(0, 6, Address{{2}})), ErrorCode::storeInvalid);
        const TokenMetadata metadata{.name = {}, .symbol = Bytes(96, 0x27), .decimals = Bytes(32, 18)};
        QVERIFY(m_store->setTokenMetadata(Address{{2}}, metadata));
        QCOMPARE(codeOf(m_store->setTokenMetadata(Address{{3}}, metadata)), ErrorCode::storeInvalid);
        reopen();
        const std::vector<StoredToken> expected{{1, 5, Address{{1}}, {}}, {2, 6, Address{{2}}, metadata}};
        QCOMPARE(*m_store->tokens(), expected);
        QVERIFY(m_store->addToken(2, 7, Address{{2}}));
        QCOMPARE(m_store->tokens()->at(1), (StoredToken{2, 7, Address{{2}}, metadata}));
        QVERIFY(m_store->addToken(2, 7, Address{{3}}));
        QCOMPARE(m_store->tokens()->at(1), (StoredToken{2, 7, Address{{3}}, {}}));
    }

    void keepsDemands() {
        const StoredDemand first{3, 7, 20, 900, "{}"}, second{1, 7, 21, 901, "{\"a\":1}"};
        QVERIFY(m_store->putDemand(first));
        QVERIFY(m_store->putDemand(second));
        reopen();
        QCOMPARE(*m_store->openDemands(), (std::vector{second, first}));
        auto changed = first;
        changed.document = "{\"b\":2}";
        QVERIFY(m_store->putDemand(changed));
        QCOMPARE(m_store->openDemands()->back(), changed);
        QVERIFY(m_store->settleDemand(3, 25));
        QCOMPARE(openDemands(), (Numbers{1}));
        QCOMPARE(codeOf(m_store->settleDemand(9, 25)), ErrorCode::storeInvalid);
    }

    void forgetsWhatL1TookBack() {
        for (std::uint64_t n = 10; n <= 20; ++n)
            QVERIFY(m_store->addL1(std::vector{l1Block(n)}, std::vector{event(n, 1)}));
        for (std::uint64_t i = 0; i < 6; ++i)
            QVERIFY(m_store->addInboxEntry(i, 10 + 2 * i, Bytes(41, 0)));
        for (std::uint32_t t = 1; t <= 4; ++t)
            QVERIFY(m_store->addToken(t, 10 + 3 * t, Address{{static_cast<std::uint8_t>(t)}}));
        for (std::uint64_t d = 1; d <= 4; ++d)
            QVERIFY(m_store->putDemand({d, d, 10 + d, 1000, "{}"}));
        QVERIFY(m_store->settleDemand(1, 13));
        QVERIFY(m_store->settleDemand(2, 16));
        // Batch 3 was rolled back in block 14, batch 2 in block 17; others took their numbers.
        for (std::uint64_t b = 1; b <= 3; ++b)
            QVERIFY(m_store->putBatch(test::storedBatch(b, 10 + b)));
        QVERIFY(m_store->rollBackBatches(3, 14));
        QVERIFY(m_store->putBatch(test::storedBatch(3, 15, 2)));
        QVERIFY(m_store->rollBackBatches(2, 17));
        QVERIFY(m_store->putBatch(test::storedBatch(2, 18, 3)));

        QVERIFY(m_store->rewindL1(30));
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{2});
        QCOMPARE((*m_store->batch(2))->header.era, std::uint64_t{3});

        QVERIFY(m_store->rewindL1(15));
        reopen();
        QCOMPARE(**m_store->l1Cursor(), l1Block(15));
        QCOMPARE(m_store->l1Events(0, 100)->back(), event(15, 1));
        QCOMPARE(inboxIndexes(), (Numbers{0, 1, 2}));
        QCOMPARE(m_store->tokens()->size(), std::size_t{1});
        QCOMPARE(openDemands(), (Numbers{2, 3, 4}));
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{3});
        QCOMPARE((*m_store->batch(2))->header.era, std::uint64_t{1});
        QCOMPARE((*m_store->batch(3))->header.era, std::uint64_t{2});
        QCOMPARE(m_store->newestBatches(100)->size(), std::size_t{4});
        QVERIFY(!m_store->batchByHash(test::storedBatch(2, 18, 3).hash)->has_value());
        QVERIFY(m_store->batchData(test::storedBatch(2, 18, 3).hash)->empty());
        QCOMPARE(*m_store->batchData(test::storedBatch(2, 12).hash), test::storedBatch(2, 12).data);

        QVERIFY(m_store->rewindL1(13));
        QCOMPARE((*m_store->batch(3))->header.era, std::uint64_t{1});
        QCOMPARE(openDemands(), (Numbers{2, 3}));
        QVERIFY(m_store->rewindL1(0));
        QVERIFY(!m_store->l1Cursor()->has_value());
        QVERIFY(m_store->l1Events(0, 100)->empty());
        QCOMPARE(inboxIndexes(), Numbers{});
        QVERIFY(m_store->tokens()->empty());
        QVERIFY(!m_store->lastBatch()->has_value());
        QVERIFY(m_store->newestBatches(100)->empty());
        // What it says then has room.
        QVERIFY(m_store->addInboxEntry(0, 11, Bytes(41, 0)));
        QVERIFY(m_store->putBatch(test::storedBatch(1, 12)));
        QCOMPARE(*m_store->batchData(test::storedBatch(1, 12).hash), test::storedBatch(1, 12).data);
    }
};

QTEST_APPLESS_MAIN(TestStoreL1)
#include "tst_store_l1.moc"
