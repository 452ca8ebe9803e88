#include "full_disk.hpp"
#include "run_until.hpp"
#include "stored.hpp"
#include "values.hpp"

#include "store/pending_journal.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <future>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

/// Pending transactions in files of their own: what a kill, a full disk and rotten bytes leave of them.
class TestStoreJournal : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<PendingJournal> m_journal;

    std::filesystem::path folder() const { return m_directory->path().toStdString(); }
    /// The newest file.
    std::filesystem::path file() const {
        std::filesystem::path newest;
        for (const auto& entry : std::filesystem::directory_iterator(folder()))
            if (entry.file_size() > 0 && (newest.empty() || entry.path() > newest)) newest = entry.path();
        return newest;
    }
    /// Of a file, up to the last byte that is not zero.
    static std::uintmax_t usedBytes(const std::filesystem::path& path) {
        std::ifstream in(path, std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        return bytes.find_last_not_of('\0') + 1;
    }
    std::size_t files() const {
        const auto all = std::filesystem::directory_iterator(folder());
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
    void open() {
        m_journal.reset();
        auto opened = PendingJournal::open(folder());
        QCOMPARE(codeOf(opened), QString("ok"));
        m_journal = std::move(*opened);
    }
    static std::vector<PendingTx> txs(std::initializer_list<std::uint64_t> numbers) {
        std::vector<PendingTx> all;
        for (const auto n : numbers)
            all.push_back(test::pendingTx(n));
        return all;
    }
    Result<void> add(std::initializer_list<std::uint64_t> numbers) {
        std::promise<Result<void>> written;
        m_journal->add(txs(numbers), [&](const Result<void>& result) { written.set_value(result); });
        return written.get_future().get();
    }
    void remove(std::uint64_t n) { m_journal->remove({test::pendingTx(n).hash}); }
    std::vector<PendingTx> found() { return m_journal->takeFound(); }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        open();
    }
    void cleanup() { m_journal.reset(); }

    void whatWasAddedIsFoundInItsOrder() {
        QVERIFY(found().empty());
        QCOMPARE(codeOf(add({5, 3})), QString("ok"));
        QCOMPARE(codeOf(add({9})), QString("ok"));
        open();
        QCOMPARE(found(), txs({5, 3, 9}));
        // Once given, and still there.
        QVERIFY(found().empty());
        open();
        QCOMPARE(found(), txs({5, 3, 9}));
    }

    void whatWasRemovedIsNotFound() {
        QCOMPARE(codeOf(add({1, 2, 3})), QString("ok"));
        remove(2);
        QCOMPARE(codeOf(add({4})), QString("ok"));
        open();
        QCOMPARE(found(), txs({1, 3, 4}));
    }

    void aRemovalIsWrittenAtTheEnd() {
        QCOMPARE(codeOf(add({1, 2})), QString("ok"));
        remove(1);
        open();
        QCOMPARE(found(), txs({2}));
    }

    void severalAreWrittenTogether() {
        std::atomic<std::size_t> done = 0;
        for (std::uint64_t n = 1; n <= 64; ++n)
            m_journal->add(txs({n}), [&](const Result<void>& written) { done += written ? 1 : 0; });
        m_journal.reset(); // ends once all is written
        QCOMPARE(done.load(), std::size_t{64});
        open();
        QCOMPARE(found().size(), std::size_t{64});
    }

    void aCutOffEndIsPassedOverAndWrittenBehindSafely() {
        QCOMPARE(codeOf(add({1})), QString("ok"));
        QCOMPARE(codeOf(add({2})), QString("ok"));
        m_journal.reset();
        // Every length at which a crash can leave the last frame.
        const auto path = file();
        const auto whole = usedBytes(path);
        for (auto size = whole - 1; size > whole / 2; --size) {
            std::filesystem::resize_file(path, size);
            // With and without the room that was made ahead.
            if (size % 2 == 0) std::filesystem::resize_file(path, whole + 4096);
            open();
            QCOMPARE(found(), txs({1}));
            m_journal.reset();
        }
        open();
        QCOMPARE(codeOf(add({3})), QString("ok"));
        open();
        QCOMPARE(found(), txs({1, 3}));
    }

    void bytesThatRotInTheMidstAreNamed() {
        QCOMPARE(codeOf(add({1})), QString("ok"));
        QCOMPARE(codeOf(add({2})), QString("ok"));
        m_journal.reset();
        const auto path = file();
        std::fstream bytes(path, std::ios::binary | std::ios::in | std::ios::out);
        bytes.seekp(40);
        bytes.put('\x7f');
        bytes.close();
        const auto opened = PendingJournal::open(folder());
        QCOMPARE(codeOf(opened), ErrorCode::storeCorrupt);
        QVERIFY(opened.error().detail.find("rebuilds from L1") != std::string::npos);
    }

    void aFullDiskKeepsNothingOfAGroupAndLosesNothingBefore() {
        QCOMPARE(codeOf(add({1})), QString("ok"));
        {
            // A write that begins ends half done; a new file takes no more.
            const test::FullDisk full(30);
            QCOMPARE(codeOf(add({2})), ErrorCode::storeFull);
            QCOMPARE(codeOf(add({3})), ErrorCode::storeFull);
        }
        QCOMPARE(codeOf(add({4})), QString("ok"));
        open();
        QCOMPARE(found(), txs({1, 4}));
    }

    void nothingIsWrittenBehindAWriteThatEndedHalfDone() {
        QCOMPARE(codeOf(add({1})), QString("ok"));
        {
            const test::FullDisk full(usedBytes(file()) + 30);
            QCOMPARE(codeOf(add({2})), ErrorCode::storeFull);
        }
        QCOMPARE(codeOf(add({3})), QString("ok"));
        open();
        QCOMPARE(found(), txs({1, 3}));
    }

    void aNewFileHoldsWhatIsPendingAlone() {
        for (std::uint64_t n = 1; n <= 20; ++n)
            QCOMPARE(codeOf(add({n})), QString("ok"));
        const auto before = m_journal->size();
        m_journal->renew(txs({7, 19}));
        QCOMPARE(codeOf(add({21})), QString("ok"));
        QVERIFY(m_journal->size() < before);
        QCOMPARE(files(), std::size_t{1});
        open();
        QCOMPARE(found(), txs({7, 19, 21}));
    }

    void whatIsGivenWhileANewFileBeginsIsInIt() {
        QCOMPARE(codeOf(add({1, 2})), QString("ok"));
        std::promise<void> written;
        m_journal->add(txs({3}), [](const Result<void>&) {});
        m_journal->renew(txs({2, 3}));
        m_journal->add(txs({4}), [&](const Result<void>&) { written.set_value(); });
        written.get_future().wait();
        open();
        QCOMPARE(found(), txs({2, 3, 4}));
    }

    void aFolderThatIsMissingIsNamed() {
        QCOMPARE(codeOf(PendingJournal::open(folder() / "nowhere")), ErrorCode::storeCannotOpen);
    }
};

QTEST_GUILESS_MAIN(TestStoreJournal)
#include "tst_store_journal.moc"
