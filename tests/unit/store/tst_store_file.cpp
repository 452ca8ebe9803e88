#include "stored.hpp"
#include "values.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

namespace {

/// Runs `work` in a process of its own; its answer is the exit code.
template<class Work>
int inAnotherProcess(Work work) {
    const auto pid = ::fork();
    if (pid == 0) ::_exit(work());
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace

/// The file: who may open it, what is noticed, what survives.
class TestStoreFile : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path file() const { return m_directory->filePath("node.db").toStdString(); }
    std::filesystem::path log() const { return m_directory->filePath("node.db-wal").toStdString(); }

    void fill(std::uint64_t blocks) {
        const auto opened = Store::open(file());
        for (std::uint64_t n = 1; n <= blocks; ++n) {
            const std::vector<BlockTx> txs{test::storedTx(n)};
            QVERIFY((*opened)->appendBlock(test::storedBlock(n, txs), txs));
        }
    }

private slots:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void belongsToOneAtATime() {
        auto first = Store::open(file());
        QCOMPARE(codeOf(first), QString("ok"));
        QCOMPARE(codeOf(Store::open(file())), QString("store.locked"));
        first->reset();
        QCOMPARE(codeOf(Store::open(file())), QString("ok"));
    }

    void belongsToOneProcessAtATime() {
        int ready[2], leave[2];
        QVERIFY(::pipe(ready) == 0 && ::pipe(leave) == 0);
        const auto path = file();
        const auto holder = ::fork();
        if (holder == 0) {
            const auto opened = Store::open(path);
            char byte = opened ? 'y' : 'n';
            if (::write(ready[1], &byte, 1) != 1) ::_exit(1);
            ::close(leave[1]);
            ::_exit(::read(leave[0], &byte, 1) == 0 ? 0 : 1);
        }
        char byte = 0;
        QVERIFY(::read(ready[0], &byte, 1) == 1);
        QCOMPARE(byte, 'y');
        const auto refused = codeOf(Store::open(path));
        // However the other one ends, its lock ends with it.
        ::kill(holder, SIGKILL);
        ::waitpid(holder, nullptr, 0);
        for (const int end : {ready[0], ready[1], leave[0], leave[1]})
            ::close(end);
        QCOMPARE(refused, QString("store.locked"));
        QCOMPARE(codeOf(Store::open(path)), QString("ok"));
    }

    void keepsWhatWasAcknowledgedWhenKilled() {
        const auto path = file();
        const auto status = inAnotherProcess([&] {
            const auto opened = Store::open(path);
            for (std::uint64_t n = 1; n <= 20; ++n) {
                const std::vector<BlockTx> txs{test::storedTx(n)};
                if (!(*opened)->appendBlock(test::storedBlock(n, txs), txs)) return 1;
            }
            ::kill(::getpid(), SIGKILL);
            return 0;
        });
        QCOMPARE(status, -1);
        const auto opened = Store::open(path);
        QCOMPARE(codeOf(opened), QString("ok"));
        QCOMPARE(**(*opened)->lastBlock(), std::uint64_t{20});
        QCOMPARE((*opened)->blocks(1, 20)->size(), std::size_t{20});
    }

    void cutsOffAnUnfinishedWrite() {
        // The log as a power cut leaves it: at every length there is a state that was committed.
        const auto path = file();
        inAnotherProcess([&] {
            const auto opened = Store::open(path);
            for (std::uint64_t n = 1; n <= 8; ++n) {
                const std::vector<BlockTx> txs{test::storedTx(n)};
                if (!(*opened)->appendBlock(test::storedBlock(n, txs), txs)) return 1;
            }
            ::kill(::getpid(), SIGKILL);
            return 0;
        });
        const auto size = std::filesystem::file_size(log());
        QVERIFY(size > 10'000);
        std::uint64_t last = 8;
        for (auto length = size; length > 32; length -= std::min<std::uintmax_t>(length - 32, 1777)) {
            QTemporaryDir copy;
            const std::filesystem::path target = copy.filePath("node.db").toStdString();
            std::filesystem::copy_file(file(), target);
            std::filesystem::copy_file(log(), target.string() + "-wal");
            std::filesystem::resize_file(target.string() + "-wal", length);
            const auto opened = Store::open(target);
            QCOMPARE(codeOf(opened), QString("ok"));
            const auto found = (*opened)->lastBlock()->value_or(0);
            QVERIFY(found <= last);
            last = found;
            QCOMPARE((*opened)->blocks(1, 100)->size(), std::size_t{found});
        }
        QCOMPARE(last, std::uint64_t{0});
    }

    void noticesDamage() {
        fill(50);
        // Every page in turn is overwritten. Where the file still opens, what it holds is either right or
        // refused.
        const auto size = std::filesystem::file_size(file());
        int refused = 0;
        for (std::uintmax_t at = 0; at < size; at += 4096) {
            QTemporaryDir copy;
            const std::filesystem::path target = copy.filePath("node.db").toStdString();
            std::filesystem::copy_file(file(), target);
            {
                std::fstream out(target, std::ios::in | std::ios::out | std::ios::binary);
                out.seekp(static_cast<std::streamoff>(at + 1024));
                out << std::string(2048, '\x5a');
            }
            const auto opened = Store::open(target);
            if (!opened) {
                QCOMPARE(codeOf(opened), QString("store.corrupt"));
                ++refused;
                continue;
            }
            for (std::uint64_t n = 1; n <= 50; ++n) {
                const auto block = (*opened)->block(n);
                const auto txs = (*opened)->txsOf(n);
                const auto place = (*opened)->place(test::storedTx(n).hash);
                if (block && *block) QCOMPARE(**block, test::storedBlock(n, {test::storedTx(n)}));
                if (txs && !txs->empty()) QCOMPARE(*txs, std::vector<BlockTx>{test::storedTx(n)});
                if (place && *place) QCOMPARE(**place, (TxPlace{n, 0}));
            }
        }
        QVERIFY(refused > 0);
    }

    void saysThatNoiseIsNoDatabase() {
        std::ofstream(file()) << std::string(8192, 'x');
        const auto opened = Store::open(file());
        QCOMPARE(codeOf(opened), QString("store.corrupt"));
        QVERIFY(opened.error().detail.find("Move ") != std::string::npos);
    }

    void leavesOtherProgramsFilesAlone() {
        {
            SQLite::Database other(file().string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            other.exec("CREATE TABLE precious (a)");
        }
        QCOMPARE(codeOf(Store::open(file())), QString("store.not-ours"));
        SQLite::Database other(file().string());
        QVERIFY(other.tableExists("precious"));
        QVERIFY(!other.tableExists("blocks"));
    }

    void refusesTheFileOfANewerProgram() {
        fill(1);
        {
            SQLite::Database newer(file().string(), SQLite::OPEN_READWRITE);
            newer.exec("PRAGMA user_version = 1000");
        }
        QCOMPARE(codeOf(Store::open(file())), QString("store.too-new"));
    }

    void saysWhereItCannotWrite() {
        QCOMPARE(codeOf(Store::open("/nonexistent/directory/node.db")), QString("store.cannot-open"));
    }

    void saysThatTheDiskIsFull() {
        auto opened = Store::open(file());
        auto batch = test::storedBatch(1, 5);
        batch.data = Bytes(100'000);
        QVERIFY((*opened)->putBatch(batch));
        opened->reset();
        const auto status = inAnotherProcess([&] {
            // No file of this process may grow beyond what it has.
            ::signal(SIGXFSZ, SIG_IGN);
            rlimit limit{150'000, 150'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto again = Store::open(file());
            if (!again) return 2;
            auto more = test::storedBatch(2, 6);
            more.data = Bytes(400'000);
            const auto put = (*again)->putBatch(more);
            if (put) return 3;
            if (put.error().code != "store.full" && put.error().code != "store.io") return 4;
            // What was there can still be read.
            const auto kept = (*again)->batch(1);
            const auto data = (*again)->batchData(batch.hash);
            return kept && *kept && data && data->size() == 100'000 && !(*again)->batch(2)->has_value() ? 0
                                                                                                        : 5;
        });
        QCOMPARE(status, 0);
    }
};

QTEST_APPLESS_MAIN(TestStoreFile)
#include "tst_store_file.moc"
