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

constexpr std::uint64_t kSteps = 13;

/// Step n of a life: four of it add a block each, the next takes three back, and so on.
Result<void> takeStep(Store& store, std::uint64_t step) {
    return store.atomically([&]() -> Result<void> {
        if (const auto set = store.setMeta("step", std::to_string(step)); !set) return set;
        const auto head = store.lastBlock();
        if (!head) return head.error();
        if (step % 5 == 0) return store.rewindBlocks(**head - 3, test::ownerOfAccount);
        const std::vector<PendingTx> pending{test::pendingTx(2 * step), test::pendingTx(2 * step + 1)};
        if (const auto added = store.addPending(pending); !added) return added;
        const std::vector<BlockTx> txs{test::storedTx(2 * step)};
        return store.appendBlock(test::storedBlock(head->value_or(0) + 1, txs), txs);
    });
}

/// The numbers of the transactions of blocks, 0, those of the pending ones.
std::vector<std::uint64_t> contentsOf(const Store& store) {
    std::vector<std::uint64_t> numbers;
    const auto numberOf = [](const Bytes& raw) {
        return base::readBigEndian<std::uint64_t>(ByteView(raw).last(8));
    };
    for (std::uint64_t n = 1; n <= store.lastBlock()->value_or(0); ++n)
        for (const auto& tx : store.txsOf(n).value())
            numbers.push_back(numberOf(tx.raw));
    numbers.push_back(0);
    for (const auto& tx : store.pending().value())
        numbers.push_back(numberOf(tx.raw));
    return numbers;
}

std::vector<std::uint64_t> contentsAfter(std::uint64_t steps) {
    std::vector<std::uint64_t> included, pending;
    for (std::uint64_t step = 1; step <= steps; ++step) {
        if (step % 5 != 0) {
            included.push_back(2 * step);
            pending.push_back(2 * step + 1);
            continue;
        }
        pending.insert(pending.begin(), included.end() - 3, included.end());
        included.resize(included.size() - 3);
    }
    included.push_back(0);
    included.insert(included.end(), pending.begin(), pending.end());
    return included;
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
        QCOMPARE(codeOf(Store::open(file())), ErrorCode::storeLocked);
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
        QCOMPARE(refused, ErrorCode::storeLocked);
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
        // The log as a power cut leaves it: at every length there is a state that was committed, and whole.
        const auto path = file();
        QCOMPARE(inAnotherProcess([&] {
                     const auto opened = Store::open(path);
                     for (std::uint64_t step = 1; step < kSteps; ++step)
                         if (!takeStep(**opened, step)) return 1;
                     ::kill(::getpid(), SIGKILL);
                     return 0;
                 }),
                 -1);
        const auto size = std::filesystem::file_size(log());
        QVERIFY(size > 10'000);
        auto last = kSteps - 1;
        int cuts = 0;
        for (auto length = size; length > 32; length -= std::min<std::uintmax_t>(length - 32, 3777)) {
            QTemporaryDir copy;
            const std::filesystem::path target = copy.filePath("node.db").toStdString();
            std::filesystem::copy_file(file(), target);
            std::filesystem::copy_file(log(), target.string() + "-wal");
            std::filesystem::resize_file(target.string() + "-wal", length);
            const auto opened = Store::open(target);
            QCOMPARE(codeOf(opened), QString("ok"));
            const auto step = std::stoull((*opened)->meta("step")->value_or("0"));
            QVERIFY(step <= last);
            if (step < last) ++cuts;
            last = step;
            QCOMPARE(contentsOf(**opened), contentsAfter(step));
        }
        QCOMPARE(last, std::uint64_t{0});
        QVERIFY(cuts > 5);
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
                QCOMPARE(codeOf(opened), ErrorCode::storeCorrupt);
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
        QCOMPARE(codeOf(opened), ErrorCode::storeCorrupt);
        QVERIFY(opened.error().detail.find("Move ") != std::string::npos);
    }

    void saysWhereItCannotWrite() {
        QCOMPARE(codeOf(Store::open("/nonexistent/directory/node.db")), ErrorCode::storeCannotOpen);
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
            if (put.error().code != ErrorCode::storeFull && put.error().code != ErrorCode::storeIo) return 4;
            // What was there can still be read.
            const auto kept = (*again)->batch(1);
            const auto data = (*again)->batchData(batch.hash);
            return kept && *kept && data && data->size() == 100'000 && !(*again)->batch(2)->has_value() ? 0
                                                                                                        : 5;
        });
        QCOMPARE(status, 0);
    }

    void keepsNothingOfWritesThatTheDiskCutShort() {
        // Whoever goes on after a full disk inside one transaction does not keep the rest of it.
        fill(2);
        const auto status = inAnotherProcess([&] {
            ::signal(SIGXFSZ, SIG_IGN);
            const auto opened = Store::open(file());
            if (!opened) return 2;
            rlimit limit{400'000, 400'000};
            ::setrlimit(RLIMIT_FSIZE, &limit);
            const auto done = (*opened)->atomically([&]() -> Result<void> {
                if (const auto set = (*opened)->setMeta("before", "1"); !set) return set;
                auto large = test::storedBatch(1, 5);
                // More than the cache holds, so that it is written before the end.
                large.data = Bytes(40'000'000);
                if ((*opened)->putBatch(large)) return Error{ErrorCode::recoveryStopped, "It was put."};
                if ((*opened)->setMeta("after", "1")) return Error{ErrorCode::recoveryStopped, "It was set."};
                return {};
            });
            if (done) return 3;
            if (done.error().code != ErrorCode::storeFull && done.error().code != ErrorCode::storeIo)
                return 4;
            const auto before = (*opened)->meta("before");
            if (!before || before->has_value()) return 5;
            // It goes on with what there is room for.
            return (*opened)->block(2)->has_value() && (*opened)->setMeta("after", "2") ? 0 : 6;
        });
        QCOMPARE(status, 0);
        const auto opened = Store::open(file());
        QVERIFY(!(*opened)->meta("before")->has_value());
        QCOMPARE(**(*opened)->meta("after"), std::string("2"));
        QCOMPARE(**(*opened)->lastBlock(), std::uint64_t{2});
    }
};

QTEST_APPLESS_MAIN(TestStoreFile)
#include "tst_store_file.moc"
