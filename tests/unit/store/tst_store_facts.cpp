#include "stored.hpp"
#include "values.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// Facts, fences and documents; and that several writes can be one.
class TestStoreFacts : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    void reopen() {
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        reopen();
    }
    void cleanup() { m_store.reset(); }

    void raisesFencesOnly() {
        QCOMPARE(*m_store->fence("feed"), std::uint64_t{0});
        QCOMPARE(*m_store->raiseFence("feed", 7), std::uint64_t{7});
        QCOMPARE(*m_store->raiseFence("feed", 5), std::uint64_t{7});
        // Beyond what SQLite's signed numbers compare rightly.
        const std::uint64_t large = 0xffff'ffff'ffff'fff0ULL;
        QCOMPARE(*m_store->raiseFence("feed", large), large);
        reopen();
        QCOMPARE(*m_store->raiseFence("feed", 8), large);
        QCOMPARE(*m_store->fence("other"), std::uint64_t{0});
    }

    void keepsFacts() {
        QVERIFY(!m_store->meta("rollup")->has_value());
        QVERIFY(m_store->setMeta("rollup", "0x01"));
        QVERIFY(m_store->setMeta("rollup", "it's \"0x02\"; --"));
        reopen();
        QCOMPARE(**m_store->meta("rollup"), std::string("it's \"0x02\"; --"));
    }

    void keepsDocumentsInTheOrderOfAdding() {
        using Documents = std::vector<std::pair<std::string, std::string>>;
        QVERIFY(m_store->documents("challenge")->empty());
        QVERIFY(m_store->putDocument("challenge", "z", "1"));
        QVERIFY(m_store->putDocument("challenge", "a", "2"));
        QVERIFY(m_store->putDocument("other", "z", "3"));
        QVERIFY(m_store->putDocument("challenge", "z", "4"));
        reopen();
        QCOMPARE(*m_store->documents("challenge"), (Documents{{"z", "4"}, {"a", "2"}}));
        QCOMPARE(*m_store->documents("other"), (Documents{{"z", "3"}}));
    }

    void joinsWritesIntoOne() {
        const auto failed = m_store->atomically([&]() -> Result<void> {
            if (const auto put = m_store->putBatch(test::storedBatch(1, 2)); !put) return put;
            if (const auto set = m_store->setMeta("a", "b"); !set) return set;
            // What is written can be read before it is kept.
            if (!m_store->batch(1)->has_value()) return Error{ErrorCode::recoveryStopped, "Not read."};
            return Error{ErrorCode::recoveryCancelled, "No."};
        });
        QCOMPARE(codeOf(failed), ErrorCode::recoveryCancelled);
        QVERIFY(!m_store->lastBatch()->has_value());
        QVERIFY(!m_store->meta("a")->has_value());
        const auto done = m_store->atomically([&]() -> Result<void> {
            if (const auto put = m_store->putBatch(test::storedBatch(1, 2)); !put) return put;
            return m_store->setMeta("a", "b");
        });
        QCOMPARE(codeOf(done), QString("ok"));
        reopen();
        QCOMPARE(**m_store->lastBatch(), std::uint64_t{1});
        // A write of its own works after one that failed.
        QVERIFY(m_store->setMeta("a", "c"));
    }

    void goesOnAfterARefusalThatIsHandled() {
        const auto done = m_store->atomically([&]() -> Result<void> {
            if (const auto set = m_store->setMeta("a", "b"); !set) return set;
            if (m_store->addToken(9, 1, Address{})) return Error{ErrorCode::recoveryStopped, "Taken."};
            return m_store->setMeta("c", "d");
        });
        QCOMPARE(codeOf(done), QString("ok"));
        QCOMPARE(**m_store->meta("a"), std::string("b"));
        QCOMPARE(**m_store->meta("c"), std::string("d"));
        QVERIFY(m_store->tokens()->empty());
    }

    void keepsNothingOnceSqliteGaveUp() {
        {
            // As a full disk does, this ends SQLite's transaction in its middle.
            SQLite::Database database(m_directory->filePath("node.db").toStdString(), SQLite::OPEN_READWRITE);
            database.exec(
                "CREATE TRIGGER full BEFORE INSERT ON tokens BEGIN SELECT RAISE(ROLLBACK, 'full'); END");
        }
        const auto done = m_store->atomically([&]() -> Result<void> {
            if (const auto set = m_store->setMeta("before", "1"); !set) return set;
            if (m_store->addToken(1, 1, Address{})) return Error{ErrorCode::recoveryStopped, "Taken."};
            if (m_store->setMeta("after", "1")) return Error{ErrorCode::recoveryStopped, "Set."};
            if (m_store->meta("after")) return Error{ErrorCode::recoveryStopped, "Read."};
            return {};
        });
        QCOMPARE(codeOf(done), ErrorCode::storeFailed);
        QVERIFY(!m_store->meta("before")->has_value());
        QVERIFY(!m_store->meta("after")->has_value());
        QVERIFY(m_store->setMeta("after", "2"));
        reopen();
        QCOMPARE(**m_store->meta("after"), std::string("2"));
    }

    void takesBackWhatThrew() {
        struct Stop {};
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(m_store->atomically([&]() -> Result<void> {
                                     if (const auto set = m_store->setMeta("a", "b"); !set) return set;
                                     throw Stop{};
                                 })),
                                 Stop);
        QVERIFY(!m_store->meta("a")->has_value());
        QVERIFY(m_store->setMeta("a", "c"));
        reopen();
        QCOMPARE(**m_store->meta("a"), std::string("c"));
    }
};

QTEST_APPLESS_MAIN(TestStoreFacts)
#include "tst_store_facts.moc"
