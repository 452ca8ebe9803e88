#include "stored.hpp"
#include "values.hpp"

#include "store/database.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <iterator>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

namespace {

Bytes contentsOf(const std::string& name) {
    std::ifstream in(std::string(AW_SOURCE_DIR) + "/engine/store/migrations/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int numberOf(SQLite::Database& database, const char* sql) { return database.execAndGet(sql).getInt(); }

} // namespace

/// The schema's versions.
class TestStoreSchema : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path file() const { return m_directory->filePath("node.db").toStdString(); }
    void makeFile() {
        const auto store = Store::open(file());
        QCOMPARE(codeOf(store), QString("ok"));
        const std::vector<BlockTx> txs{test::storedTx(1)};
        QVERIFY((*store)->appendBlock(test::storedBlock(1, txs), txs));
    }

private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void neverChangesOnceReleased() {
        // Users have files of this version. A change belongs into a new migration.
        QCOMPARE(test::hexOf(crypto::keccak256(contentsOf("001_initial.sql"))),
                 QString("0xe47fa453fec2edd8013f4ae0abdf8c161f8df55d2828b1698e2a78e8c7ff3d0b"));
        QCOMPARE(test::hexOf(crypto::keccak256(contentsOf("002_l1_intents.sql"))),
                 QString("0x0844b3e08578d23cd6a384da813351728c05882b79af35ab6c683a8383426641"));
        QCOMPARE(migrationsOfThisProgram().size(), std::size_t{2});
    }

    void isWrittenIntoTheFile() {
        makeFile();
        SQLite::Database database(file().string());
        QCOMPARE(numberOf(database, "PRAGMA user_version"), 2);
        QCOMPARE(numberOf(database, "PRAGMA application_id"), 0x416e5731);
        QCOMPARE(database.execAndGet("PRAGMA journal_mode").getString(), std::string("wal"));
    }

    void goesOnFromAnOlderVersion() {
        makeFile();
        const std::array<std::string_view, 3> migrations{
            migrationsOfThisProgram()[0], migrationsOfThisProgram()[1],
            "ALTER TABLE blocks ADD COLUMN seen INTEGER NOT NULL DEFAULT 3; CREATE TABLE more (a);"};
        {
            const auto database = openDatabase(file(), migrations);
            QCOMPARE(codeOf(database), QString("ok"));
            QCOMPARE(numberOf(**database, "PRAGMA user_version"), 3);
            QCOMPARE(numberOf(**database, "SELECT seen FROM blocks WHERE number = 1"), 3);
            QVERIFY((*database)->tableExists("more"));
        }
        // Once.
        QCOMPARE(codeOf(openDatabase(file(), migrations)), QString("ok"));
        QCOMPARE(codeOf(Store::open(file())), ErrorCode::storeTooNew);
    }

    void takesAFileOfTheFirstVersion() {
        { QCOMPARE(codeOf(openDatabase(file(), migrationsOfThisProgram().first(1))), QString("ok")); }
        const auto store = Store::open(file());
        QCOMPARE(codeOf(store), QString("ok"));
        const StoredL1Intent intent{.id = 1, .document = "x"};
        QCOMPARE(codeOf((*store)->putL1Intents({&intent, 1})), QString("ok"));
    }

    void staysWhereAMigrationFails() {
        makeFile();
        const std::array<std::string_view, 4> migrations{
            migrationsOfThisProgram()[0], migrationsOfThisProgram()[1], "CREATE TABLE more (a);",
            "CREATE TABLE even_more (a); INSERT INTO blocks (number) VALUES (1);"};
        QCOMPARE(codeOf(openDatabase(file(), migrations)), ErrorCode::storeFailed);
        {
            // The third one was done, the fourth one is not there at all.
            SQLite::Database database(file().string());
            QCOMPARE(numberOf(database, "PRAGMA user_version"), 3);
            QVERIFY(database.tableExists("more"));
            QVERIFY(!database.tableExists("even_more"));
        }
        QCOMPARE(codeOf(openDatabase(file(), std::span(migrations).first(3))), QString("ok"));
    }

    void leavesAFileOfANewerProgramAlone() {
        makeFile();
        {
            SQLite::Database newer(file().string(), SQLite::OPEN_READWRITE);
            newer.exec("PRAGMA user_version = 1000");
        }
        const auto refused = Store::open(file());
        QCOMPARE(codeOf(refused), ErrorCode::storeTooNew);
        QVERIFY(refused.error().detail.find("Update") != std::string::npos);
        SQLite::Database newer(file().string());
        QCOMPARE(numberOf(newer, "PRAGMA user_version"), 1000);
    }

    void leavesAFileFromBeforeTheFirstReleaseAlone() {
        {
            SQLite::Database old(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            old.exec("CREATE TABLE txs (sequence INTEGER PRIMARY KEY, hash BLOB); "
                     "PRAGMA user_version = 1; PRAGMA application_id = 0x416e6368");
        }
        const auto refused = Store::open(file());
        QCOMPARE(codeOf(refused), ErrorCode::storeTooOld);
        QVERIFY(refused.error().detail.find("Move ") != std::string::npos);
        SQLite::Database old(file().string());
        QVERIFY(old.tableExists("txs"));
        QVERIFY(!old.tableExists("blocks"));
    }

    void leavesOtherProgramsFilesAlone() {
        {
            SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("CREATE TABLE precious (a)");
        }
        QCOMPARE(codeOf(Store::open(file())), ErrorCode::storeNotOurs);
        SQLite::Database other(file().string());
        QVERIFY(other.tableExists("precious"));
        QVERIFY(!other.tableExists("blocks"));
        QCOMPARE(other.execAndGet("PRAGMA journal_mode").getString(), std::string("delete"));
    }
};

QTEST_APPLESS_MAIN(TestStoreSchema)
#include "tst_store_schema.moc"
