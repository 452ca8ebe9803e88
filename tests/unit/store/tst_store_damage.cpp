#include "stored.hpp"
#include "values.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// Rows that are not what was written, as a bad disk or another program leaves them: said when they are read.
class TestStoreDamage : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    std::filesystem::path file() const { return m_directory->filePath("node.db").toStdString(); }
    /// Changes rows behind the store's back.
    void damage(const char* sql) {
        SQLite::Database database(file().string(), SQLite::OPEN_READWRITE);
        QVERIFY2(database.exec(sql) > 0, sql);
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = std::move(*Store::open(file()));
        for (std::uint64_t n = 1; n <= 3; ++n) {
            const std::vector<BlockTx> txs{test::storedTx(n, 1, 2), test::unsignedTx(n + 10, 1, 2)};
            QVERIFY(m_store->appendBlock(test::storedBlock(n, txs), txs));
        }
        const std::vector<PendingTx> pending{test::pendingTx(9)};
        QVERIFY(m_store->addPending(pending));
        QVERIFY(m_store->putBatch(test::storedBatch(1, 5)));
        QVERIFY(m_store->addInboxEntry(0, 5, Bytes(41, 0)));
        QVERIFY(m_store->addInboxEntry(1, 5, Bytes(41, 0)));
        QVERIFY(m_store->addToken(1, 5, Address{}));
        QVERIFY(m_store->addToken(2, 5, Address{}));
    }
    void cleanup() { m_store.reset(); }

    void isSaidOfABlock_data() {
        QTest::addColumn<QString>("sql");
        for (const char* column : {"parent_hash", "state_root", "txs_hash"})
            QTest::addRow("%s", column)
                << QString("UPDATE blocks SET %1 = zeroblob(32) WHERE number = 2").arg(column);
        for (const char* column : {"time_ms", "base_fee_wei", "fee_account", "tx_count"})
            QTest::addRow("%s", column)
                << QString("UPDATE blocks SET %1 = %1 + 1 WHERE number = 2").arg(column);
        QTest::addRow("hash") << "UPDATE blocks SET hash = zeroblob(32) WHERE number = 2";
        QTest::addRow("records") << "UPDATE record_parts SET part = zeroblob(9) WHERE id >> 16 = 2";
        QTest::addRow("undo") << "UPDATE undo_parts SET part = zeroblob(length(part)) WHERE id >> 16 = 2";
    }
    void isSaidOfABlock() {
        QFETCH(QString, sql);
        damage(sql.toUtf8().constData());
        QCOMPARE(codeOf(m_store->block(2)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->blocks(1, 3)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->block(1)), QString("ok"));
        const auto said = m_store->block(2).error().detail;
        QVERIFY2(said.find("L2 block 2") != std::string::npos && said.find("Move ") != std::string::npos,
                 said.c_str());
    }

    void isSaidOfATransaction_data() {
        QTest::addColumn<QString>("sql");
        for (const int id : {2, 3}) {
            for (const char* column : {"sender", "recipient", "token", "mark"})
                QTest::addRow("%s of %d", column, id)
                    << QString("UPDATE txs SET %1 = %1 + 1 WHERE id = %2").arg(column).arg(id);
            QTest::addRow("kind of %d", id)
                << QString("UPDATE txs SET kind = 2 + kind WHERE id = %1").arg(id);
            QTest::addRow("raw of %d", id)
                << QString("UPDATE txs SET raw = zeroblob(length(raw)) WHERE id = %1").arg(id);
        }
    }
    void isSaidOfATransaction() {
        QFETCH(QString, sql);
        damage(sql.toUtf8().constData());
        QCOMPARE(codeOf(m_store->txsOf(2)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->rewindBlocks(1, test::ownerOfAccount)), ErrorCode::storeCorrupt);
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{3});
        QCOMPARE(codeOf(m_store->txsOf(1)), QString("ok"));
    }

    void keepsNothingOfWhatFoundIt() {
        damage("UPDATE txs SET sender = sender + 1 WHERE id = 2");
        // Block 3 was taken apart already when the damage was found in block 2.
        const auto done = m_store->atomically([&]() -> Result<void> {
            if (m_store->rewindBlocks(1, test::ownerOfAccount))
                return Error{ErrorCode::recoveryStopped, "Rewound."};
            return {};
        });
        QCOMPARE(codeOf(done), ErrorCode::storeCorrupt);
        QCOMPARE(m_store->pending()->size(), std::size_t{1});
        QCOMPARE(m_store->txsOf(3)->size(), std::size_t{2});
    }

    void isSaidOfALostTransaction() {
        damage("DELETE FROM txs WHERE id = 3");
        QCOMPARE(codeOf(m_store->txsOf(2)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->tx({2, 1})), ErrorCode::storeCorrupt);
    }

    void isSaidOfThePast() {
        damage("UPDATE undo_parts SET part = zeroblob(length(part)) WHERE id >> 16 = 2");
        QCOMPARE(codeOf(m_store->accountAt({1}, 1)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->accountAt({1}, 2)), QString("ok"));
        QCOMPARE(codeOf(m_store->pruneHistory(3)), ErrorCode::storeCorrupt);
        QCOMPARE(*m_store->historyFrom(), std::uint64_t{0});
    }

    void isSaidOfAPendingTransaction() {
        damage("UPDATE pending SET raw = zeroblob(length(raw))");
        QCOMPARE(codeOf(m_store->pending()), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->pendingTx(test::pendingTx(9).hash)), ErrorCode::storeCorrupt);
    }

    void isSaidOfABatch() {
        const auto hash = test::storedBatch(1, 5).hash;
        damage("UPDATE batch_parts SET part = zeroblob(length(part)) WHERE id & 65535 = 1");
        QCOMPARE(codeOf(m_store->batchData(hash)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->batch(1)), QString("ok"));
        damage("UPDATE batches SET header = zeroblob(length(header))");
        QCOMPARE(codeOf(m_store->batch(1)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->batchByHash(hash)), ErrorCode::storeCorrupt);
        QCOMPARE(codeOf(m_store->newestBatches(5)), ErrorCode::storeCorrupt);
    }

    void isSaidOfTheInboxAndTheTokens() {
        damage("DELETE FROM inbox WHERE number = 0");
        QCOMPARE(codeOf(m_store->inbox(0, 100)), ErrorCode::storeCorrupt);
        damage("DELETE FROM tokens WHERE number = 1");
        QCOMPARE(codeOf(m_store->tokens()), ErrorCode::storeCorrupt);
    }
};

QTEST_APPLESS_MAIN(TestStoreDamage)
#include "tst_store_damage.moc"
