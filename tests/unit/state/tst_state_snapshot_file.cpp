#include "crypto/keccak.hpp"
#include "state/snapshot_file.hpp"
#include "values.hpp"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <random>

#include <sys/resource.h>

using namespace aw;
using namespace aw::state;
using aw::test::codeOf;

namespace {

State makeState(std::uint32_t count, std::uint64_t cursor = 5) {
    std::mt19937_64 random(count);
    State state;
    for (std::uint32_t i = 0; i < count; ++i) {
        Bytes seed(4);
        for (unsigned k = 0; k < 4; ++k)
            seed[k] = static_cast<std::uint8_t>(i >> (8 * k));
        const Account account{.owner = Address::from(crypto::keccak256(seed).view().first(20)),
                              .token = static_cast<std::uint32_t>(random() >> (random() % 64) >> 32),
                              .nonce = random() >> (random() % 64),
                              .balance = Wei(random()) << (random() % 64),
                              .withdrawn = Wei(random() % 2) * ~Wei(0)};
        state.apply({.changes = {{{i}, account}}, .inboxConsumed = 0});
    }
    state.apply({.changes = {}, .inboxConsumed = cursor, .txs = 77});
    return state;
}

Bytes saved(const State& state) {
    Bytes bytes;
    saveSnapshot(state, [&](ByteView piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); });
    return bytes;
}

QString refusal(ByteView bytes) { return test::codeOf(loadSnapshot(bytes)); }

} // namespace

class TestStateSnapshotFile : public QObject {
    Q_OBJECT

private slots:
    void whatIsSavedIsLoaded() {
        for (const std::uint32_t count : {0U, 1U, 7U, 8U, 9U, 3000U}) {
            const auto state = makeState(count);
            const auto loaded = loadSnapshot(saved(state));
            QVERIFY(loaded);
            QVERIFY(loaded->root() == state.root());
            QCOMPARE(loaded->accountCount(), std::uint64_t{count});
            QCOMPARE(loaded->inboxCursor(), std::uint64_t{5});
            QCOMPARE(loaded->txCount(), std::uint64_t{77});
            for (std::uint32_t i = 0; i < count; ++i) {
                const auto account = *state.account({i});
                QVERIFY(*loaded->account({i}) == account);
                QVERIFY(loaded->find(account.owner, account.token) ==
                        state.find(account.owner, account.token));
            }
        }
    }

    void piecesAreSmall() {
        std::size_t most = 0, pieces = 0;
        saveSnapshot(makeState(5000), [&](ByteView piece) {
            most = std::max(most, piece.size());
            ++pieces;
        });
        QVERIFY(most <= 65536);
        QVERIFY(pieces > 1);
    }

    void otherBytesAreRefused() {
        QCOMPARE(refusal({}), ErrorCode::snapshotNotOne);
        QCOMPARE(refusal(Bytes(100, 0x41)), ErrorCode::snapshotNotOne);
        auto bytes = saved(makeState(3));
        bytes[7] = 1;
        QCOMPARE(refusal(bytes), ErrorCode::snapshotNotOne);
    }

    void everyCutIsRefused() {
        const auto bytes = saved(makeState(4));
        for (std::size_t size = 8; size < bytes.size(); ++size)
            QCOMPARE(refusal(ByteView(bytes).first(size)), ErrorCode::snapshotMalformed);
        auto longer = bytes;
        longer.push_back(0);
        QCOMPARE(refusal(longer), ErrorCode::snapshotMalformed);
    }

    void noClaimIsBelieved() {
        auto bytes = saved(makeState(4));
        for (std::size_t i = 8; i < 16; ++i)
            bytes[i] = 0xff; // 2^64 - 1 accounts
        QCOMPARE(refusal(bytes), ErrorCode::snapshotMalformed);
    }

    void everyChangedByteIsNoticed() {
        const auto bytes = saved(makeState(6));
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            auto spoilt = bytes;
            spoilt[i] ^= 0x01;
            QVERIFY2(refusal(spoilt) != "ok", qPrintable(QString::number(i)));
        }
    }

    void piecesMayBeOfAnySize() {
        const auto state = makeState(50);
        const auto bytes = saved(state);
        for (const std::size_t size : {1U, 7U, 24U, 64U, 79U, 1000U}) {
            SnapshotReader reader(bytes.size());
            for (ByteView rest(bytes); !rest.empty(); rest = rest.subspan(std::min(size, rest.size())))
                QVERIFY(reader.add(rest.first(std::min(size, rest.size()))));
            const auto loaded = reader.finish();
            QVERIFY(loaded && loaded->root() == state.root());
        }
    }

    void aFileIsReadAsItWasWritten() {
        const QTemporaryDir folder;
        const std::filesystem::path path(folder.filePath("state").toStdString());
        for (const std::uint32_t count : {0U, 3U, 60'000U, 5U}) { // the last ones replace a file
            const auto state = makeState(count);
            QCOMPARE(codeOf(writeSnapshotFile(path, state)), "ok");
            const auto loaded = readSnapshotFile(path);
            QVERIFY(loaded && loaded->root() == state.root());
            QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"state"});
        }
    }

    void aFileThatIsNotThereIsMissing() {
        const QTemporaryDir folder;
        const std::filesystem::path path(folder.filePath("state").toStdString());
        const auto missing = readSnapshotFile(path);
        QCOMPARE(codeOf(missing), ErrorCode::snapshotMissing);
        QVERIFY(missing.error().detail.find(path.string()) != std::string::npos);
        QCOMPARE(codeOf(readSnapshotFile(path.parent_path())), ErrorCode::snapshotNotReadable);
        QCOMPARE(codeOf(writeSnapshotFile(path / "below", makeState(1))), ErrorCode::snapshotNotWritable);
    }

    void aCutFileIsRefused() {
        const QTemporaryDir folder;
        const std::filesystem::path path(folder.filePath("state").toStdString());
        QVERIFY(writeSnapshotFile(path, makeState(60'000)));
        std::filesystem::resize_file(path, std::filesystem::file_size(path) - 1);
        QCOMPARE(codeOf(readSnapshotFile(path)), ErrorCode::snapshotMalformed);
        std::filesystem::resize_file(path, 7);
        QCOMPARE(codeOf(readSnapshotFile(path)), ErrorCode::snapshotNotOne);
    }

    // As on a full disk.
    void whatCannotBeWrittenLeavesTheFileBefore() {
        const QTemporaryDir folder;
        const std::filesystem::path path(folder.filePath("state").toStdString());
        const auto before = makeState(3);
        QVERIFY(writeSnapshotFile(path, before));
        rlimit limit{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto whole = limit;
        limit.rlim_cur = 100'000;
        std::signal(SIGXFSZ, SIG_IGN);
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &limit), 0);
        const auto written = writeSnapshotFile(path, makeState(60'000));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &whole), 0);
        QCOMPARE(codeOf(written), ErrorCode::snapshotNotWritable);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{"state"});
        const auto loaded = readSnapshotFile(path);
        QVERIFY(loaded && loaded->root() == before.root());
    }

    void aNumberHasOneForm() {
        // One account without token, nonce, balance and exits; then its token as 1 byte of 0.
        State state;
        state.apply({.changes = {{{0}, {}}}, .inboxConsumed = 0});
        const auto bytes = saved(state);
        QVERIFY(loadSnapshot(bytes));
        Bytes longer(bytes.begin(), bytes.end() - 4);
        longer.insert(longer.end(), {1, 0, 0, 0, 0});
        QCOMPARE(refusal(longer), ErrorCode::snapshotMalformed);
    }
};

QTEST_APPLESS_MAIN(TestStateSnapshotFile)
#include "tst_state_snapshot_file.moc"
