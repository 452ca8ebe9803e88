#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// L2 blocks and their transactions: what goes in comes out, in order, and whole or not at all.
class TestStoreBlocks : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    void append(std::uint64_t number, const std::vector<BlockTx>& txs) {
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(number, txs), txs)), QString("ok"));
    }
    using Places = std::vector<TxPlace>;
    static Places placesOf(const Result<std::vector<PlacedTx>>& txs) {
        Places places;
        for (const auto& tx : txs.value())
            places.push_back(tx.place);
        return places;
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void areFoundByNumberAndHash() {
        const std::vector<BlockTx> txs{test::storedTx(1), test::storedTx(2)};
        append(5, txs);
        append(6, {});
        reopen();
        QCOMPARE(**m_store->block(5), test::storedBlock(5, txs));
        QCOMPARE(**m_store->blockByHash(test::storedBlock(6, {}).hash), test::storedBlock(6, {}));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{6});
        QCOMPARE(*m_store->blocks(0, ~std::uint64_t{0}),
                 (std::vector{test::storedBlock(5, txs), test::storedBlock(6, {})}));
        QVERIFY(!m_store->block(7)->has_value());
        QVERIFY(!m_store->block(4)->has_value());
        QVERIFY(!m_store->blockByHash(Hash{})->has_value());
        QVERIFY(m_store->blocks(7, 9)->empty());
    }

    void haveHeadersAlone() {
        append(1, {test::storedTx(1)});
        auto expected = test::storedBlock(1, {test::storedTx(1)});
        expected.records.clear();
        expected.undo.clear();
        QCOMPARE(*m_store->headers(0, 5), std::vector{expected});
    }

    void takeRecordsOfAnySize() {
        // Around the ends of pieces and pages.
        std::uint64_t number = 1;
        for (const std::size_t size : {0, 1, 995, 996, 997, 2000, 4000, 4096, 100'000}) {
            auto block = test::storedBlock(number, {});
            block.records = Bytes(size, static_cast<std::uint8_t>(number));
            QVERIFY(m_store->appendBlock(block, {}));
            QCOMPARE((*m_store->block(number))->records, block.records);
            ++number;
        }
    }

    void tellWhereTransactionsStand() {
        append(1, {test::storedTx(1)});
        append(2, {});
        append(3, {});
        const std::vector<BlockTx> txs{test::unsignedTx(2), test::storedTx(3, 4, 5, 6), test::storedTx(4)};
        append(4, txs);
        append(5, {test::storedTx(5)});
        reopen();
        QCOMPARE(**m_store->place(test::storedTx(1).hash), (TxPlace{1, 0}));
        QCOMPARE(**m_store->place(txs[1].hash), (TxPlace{4, 1}));
        QCOMPARE(**m_store->place(txs[2].hash), (TxPlace{4, 2}));
        QCOMPARE(**m_store->place(test::storedTx(5).hash), (TxPlace{5, 0}));
        QVERIFY(!m_store->place(Hash{})->has_value());
        QVERIFY(!m_store->place(test::storedTx(9).hash)->has_value());
        QCOMPARE(**m_store->tx({4, 0}), txs[0]);
        QCOMPARE(**m_store->tx({4, 1}), txs[1]);
        QVERIFY(!m_store->tx({4, 3})->has_value());
        QVERIFY(!m_store->tx({2, 0})->has_value());
        QVERIFY(!m_store->tx({6, 0})->has_value());
        QCOMPARE(*m_store->txsOf(4), txs);
        QVERIFY(m_store->txsOf(2)->empty());
        QVERIFY(m_store->txsOf(9)->empty());
    }

    void listTransactionsOfAccounts() {
        append(1, {test::storedTx(1, 7, 8), test::storedTx(2, 8, 7)});
        append(2, {});
        append(3, {test::storedTx(3, 7, 7), test::storedTx(4, 9, 8), test::storedTx(5, 7, 9)});
        QCOMPARE(placesOf(m_store->txsOfSender({7}, {}, 10)), (Places{{3, 2}, {3, 0}, {1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, {}, 2)), (Places{{3, 2}, {3, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{3, 2}, 10)), (Places{{3, 0}, {1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{3, 0}, 10)), (Places{{1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{2, 5}, 10)), (Places{{1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{1, 0}, 10)), Places{});
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{99, 0}, 1)), (Places{{3, 2}}));
        QCOMPARE(placesOf(m_store->txsOfSender({1}, {}, 10)), Places{});
        QCOMPARE(placesOf(m_store->txsOfRecipient({8}, {}, 10)), (Places{{3, 1}, {1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfRecipient({7}, {}, 10)), (Places{{3, 0}, {1, 1}}));
        QCOMPARE(m_store->txsOfRecipient({9}, {}, 10)->front().tx, test::storedTx(5, 7, 9));
    }

    void listTransfersOfTokens() {
        append(1, {test::storedTx(1, 7, 8, 1), test::storedTx(2, 8, 7)});
        append(2, {});
        append(3, {test::storedTx(3, 7, 7, 2), test::storedTx(4, 9, 8)});
        append(4, {test::storedTx(5, 7, 7, 1)});
        QCOMPARE(placesOf(m_store->tokenTxs(0, ~std::uint64_t{0}, 10)), (Places{{1, 0}, {3, 0}, {4, 0}}));
        QCOMPARE(placesOf(m_store->tokenTxs(2, 3, 10)), (Places{{3, 0}}));
        QCOMPARE(placesOf(m_store->tokenTxs(1, 4, 2)), (Places{{1, 0}, {3, 0}}));
        QCOMPARE(placesOf(m_store->tokenTxs(2, 2, 10)), Places{});
        QCOMPARE(placesOf(m_store->tokenTxs(5, 9, 10)), Places{});
    }

    void takeABlockWholeOrNotAtAll() {
        append(1, {test::storedTx(1)});
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(3, {}), {})), ErrorCode::storeNotNext);
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(1, {}), {})), ErrorCode::storeNotNext);
        // One of two transactions is missing.
        const auto block = test::storedBlock(2, {test::storedTx(2), test::storedTx(3)});
        const std::vector<BlockTx> given{test::storedTx(2)};
        QCOMPARE(codeOf(m_store->appendBlock(block, given)), ErrorCode::storeInvalid);
        auto lying = test::storedBlock(2, {});
        lying.hash = test::hashOfNumber(1);
        QCOMPARE(codeOf(m_store->appendBlock(lying, {})), ErrorCode::storeInvalid);
        lying = test::storedBlock(2, {});
        lying.undo = Bytes{0x01, 0x02};
        QCOMPARE(codeOf(m_store->appendBlock(lying, {})), ErrorCode::storeInvalid);
        std::vector<BlockTx> forged{test::storedTx(2)};
        forged[0].raw[5] ^= 1;
        QCOMPARE(codeOf(m_store->appendBlock(test::storedBlock(2, forged), forged)), ErrorCode::storeInvalid);
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
        QVERIFY(!m_store->place(test::storedTx(2).hash)->has_value());
        append(2, {});
    }

    void knowTheirBatch() {
        for (std::uint64_t n = 1; n <= 5; ++n)
            append(n, {});
        QVERIFY(m_store->setBatchOf(2, 4, 9));
        QCOMPARE((*m_store->block(1))->batch, std::uint64_t{0});
        QCOMPARE((*m_store->block(2))->batch, std::uint64_t{9});
        QCOMPARE((*m_store->block(4))->batch, std::uint64_t{9});
        QCOMPARE((*m_store->block(5))->batch, std::uint64_t{0});
        QVERIFY(m_store->setBatchOf(4, 100, 10));
        QVERIFY(m_store->setBatchOf(2, 2, 0));
        reopen();
        QCOMPARE((*m_store->block(2))->batch, std::uint64_t{0});
        QCOMPARE((*m_store->block(3))->batch, std::uint64_t{9});
        QCOMPARE((*m_store->block(5))->batch, std::uint64_t{10});
        // A block that takes the place of another one is in no batch.
        QVERIFY(m_store->rewindBlocks(4, test::ownerOfAccount));
        append(5, {});
        QCOMPARE((*m_store->block(5))->batch, std::uint64_t{0});
        auto block = test::storedBlock(6, {});
        block.batch = 11;
        QVERIFY(m_store->appendBlock(block, {}));
        QCOMPARE(**m_store->block(6), block);
    }

    void getTheirSignaturesLater() {
        append(1, {test::storedTx(1), test::unsignedTx(2, 3, 4)});
        const std::vector<PendingTx> known{test::pendingTx(2)};
        QVERIFY(m_store->addPending(known));
        const auto tx = test::storedTx(2, 3, 4);
        QCOMPARE(codeOf(m_store->setSigned({1, 2}, tx)), ErrorCode::storeInvalid);
        QCOMPARE(codeOf(m_store->setSigned({2, 0}, tx)), ErrorCode::storeInvalid);
        QCOMPARE(codeOf(m_store->setSigned({1, 1}, test::storedTx(2, 3, 5))), ErrorCode::storeInvalid);
        QCOMPARE(codeOf(m_store->setSigned({1, 1}, test::unsignedTx(2, 3, 4))), ErrorCode::storeInvalid);
        QVERIFY(!m_store->place(tx.hash)->has_value());
        QCOMPARE(codeOf(m_store->setSigned({1, 1}, tx)), QString("ok"));
        QCOMPARE(codeOf(m_store->setSigned({1, 1}, tx)), QString("ok"));
        QCOMPARE(codeOf(m_store->setSigned({1, 1}, test::storedTx(3, 3, 4))), ErrorCode::storeInvalid);
        QCOMPARE(**m_store->place(tx.hash), (TxPlace{1, 1}));
        QCOMPARE(**m_store->tx({1, 1}), tx);
        QVERIFY(m_store->pending()->empty());
        QVERIFY(m_store->rewindBlocks(0, test::ownerOfAccount));
        QCOMPARE(m_store->pending()->size(), std::size_t{2});
        QVERIFY(!m_store->place(tx.hash)->has_value());
    }

    void leaveNothingBehindWhenRewound() {
        append(1, {test::storedTx(1, 7, 8)});
        append(2, {test::storedTx(2, 7, 8, 1), test::unsignedTx(3, 7, 8)});
        append(3, {test::storedTx(4, 7, 8, 1)});
        QVERIFY(m_store->rewindBlocks(3));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{3});
        QVERIFY(m_store->rewindBlocks(1, test::ownerOfAccount));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
        QCOMPARE(m_store->blocks(0, 10)->size(), std::size_t{1});
        QCOMPARE(placesOf(m_store->txsOfSender({7}, {}, 10)), (Places{{1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfRecipient({8}, {}, 10)), (Places{{1, 0}}));
        QCOMPARE(placesOf(m_store->tokenTxs(0, 10, 10)), Places{});
        QVERIFY(!m_store->place(test::storedTx(2).hash)->has_value());
        // Others take their places.
        append(2, {test::storedTx(9, 5, 6)});
        QCOMPARE(*m_store->txsOf(2), std::vector{test::storedTx(9, 5, 6)});
        QCOMPARE(placesOf(m_store->txsOfSender({7}, {}, 10)), (Places{{1, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({5}, {}, 10)), (Places{{2, 0}}));
        QVERIFY(m_store->rewindBlocks(0, test::ownerOfAccount));
        QVERIFY(!m_store->lastBlock()->has_value());
        append(77, {test::storedTx(1)});
        QCOMPARE(**m_store->place(test::storedTx(1).hash), (TxPlace{77, 0}));
    }

    void arePruned() {
        for (std::uint64_t n = 1; n <= 4; ++n)
            append(n, {test::storedTx(n, 7, 8, 1), test::unsignedTx(n + 10, 7, 8)});
        QVERIFY(m_store->pruneBlocks(3));
        reopen();
        QCOMPARE(m_store->blocks(0, 10)->size(), std::size_t{2});
        QVERIFY(!m_store->place(test::storedTx(2).hash)->has_value());
        QCOMPARE(**m_store->place(test::storedTx(3).hash), (TxPlace{3, 0}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, {}, 10)), (Places{{4, 1}, {4, 0}, {3, 1}, {3, 0}}));
        QCOMPARE(placesOf(m_store->tokenTxs(0, 10, 10)), (Places{{3, 0}, {4, 0}}));
        QCOMPARE(placesOf(m_store->txsOfSender({7}, TxPlace{2, 1}, 10)), Places{});
        append(5, {});
        // The last one stays: it says which is next.
        QVERIFY(m_store->pruneBlocks(100));
        QCOMPARE(m_store->blocks(0, 10)->size(), std::size_t{1});
        append(6, {test::storedTx(6)});
        QVERIFY(m_store->pruneBlocks(1));
        QCOMPARE(**m_store->place(test::storedTx(6).hash), (TxPlace{6, 0}));
    }
};

QTEST_APPLESS_MAIN(TestStoreBlocks)
#include "tst_store_blocks.moc"
