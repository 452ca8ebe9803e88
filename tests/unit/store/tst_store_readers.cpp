#include "stored.hpp"
#include "values.hpp"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace aw;
using namespace aw::store;
using aw::test::codeOf;

namespace {

/// The transactions of block n: as many as the number says, so that a mix of two blocks shows.
std::vector<BlockTx> txsOfBlock(std::uint64_t n) {
    std::vector<BlockTx> txs;
    for (std::uint64_t i = 0; i <= n % 5; ++i)
        txs.push_back(
            test::storedTx(n * 100 + i, static_cast<std::uint32_t>(n % 7), static_cast<std::uint32_t>(i)));
    return txs;
}

/// Account 1 has nonce n after block n.
state::Undo undoOfBlock(std::uint64_t n) {
    state::Undo undo{.accountCount = 10, .accounts = {}};
    undo.accounts.push_back({.index = {1}, .nonce = n - 1, .balance = 5, .withdrawn = 0});
    return undo;
}

/// What is wrong with what a reader sees at one moment; empty where nothing is.
std::string look(const Reader& reader) {
    const auto last = reader.lastBlock();
    if (!last) return last.error().detail;
    if (!*last) return {};
    const auto block = reader.block(**last);
    if (!block) return block.error().detail;
    // It may be gone by now: a rewind.
    if (*block && **block != test::storedBlock(**last, txsOfBlock(**last), undoOfBlock(**last)))
        return "another block";
    const auto txs = reader.txsOf(**last);
    if (!txs) return txs.error().detail;
    if (!txs->empty() && *txs != txsOfBlock(**last)) return "other transactions";
    const auto place = reader.place(txsOfBlock(**last).back().hash);
    if (!place) return place.error().detail;
    if (*place && (*place)->block != **last) return "another place";
    // Two blocks back: the account has that nonce whatever happens to the head meanwhile.
    if (**last < 4) return {};
    const auto then = reader.accountAt({1}, **last - 3);
    if (!then) return then.error().detail;
    if (*then && (*then)->nonce != **last - 3) return "another nonce";
    const auto sent = reader.txsOfSender({static_cast<std::uint32_t>(**last % 7)}, {}, 10);
    if (!sent) return sent.error().detail;
    for (const auto& tx : *sent)
        if (tx.tx != txsOfBlock(tx.place.block).at(tx.place.index)) return "a transaction of another place";
    return {};
}

} // namespace

/// Readers beside the writer.
class TestStoreReaders : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Store> m_store;

    static Result<void> append(Store& store, std::uint64_t n) {
        const auto txs = txsOfBlock(n);
        return store.appendBlock(test::storedBlock(n, txs, undoOfBlock(n)), txs);
    }

private slots:
    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
    }
    void cleanup() { m_store.reset(); }

    void seeWhatIsWrittenAndNothingElse() {
        const auto reader = std::move(*m_store->reader());
        QVERIFY(!reader->lastBlock()->has_value());
        QVERIFY(append(*m_store, 1));
        QCOMPARE(**reader->lastBlock(), std::uint64_t{1});
        const auto failed = m_store->atomically([&]() -> Result<void> {
            if (const auto added = append(*m_store, 2); !added) return added;
            // Not before it is whole.
            if (**reader->lastBlock() != 1) return Error{ErrorCode::recoveryStopped, "Seen too early."};
            return Error{ErrorCode::recoveryCancelled, "No."};
        });
        QCOMPARE(codeOf(failed), ErrorCode::recoveryCancelled);
        QCOMPARE(**reader->lastBlock(), std::uint64_t{1});
        QVERIFY(m_store->rewindBlocks(0, test::ownerOfAccount));
        QVERIFY(!reader->lastBlock()->has_value());
        QCOMPARE(**reader->pendingTx(txsOfBlock(1)[0].hash), test::pendingTx(txsOfBlock(1)[0]));
    }

    void seeOneStateInEachCallWhileTheWriterWrites() {
        std::atomic<bool> stop = false;
        std::vector<std::string> wrong(3);
        std::vector<std::uint64_t> looks(3);
        std::vector<std::thread> threads;
        std::vector<std::unique_ptr<Reader>> readers;
        for (std::size_t i = 0; i < wrong.size(); ++i)
            readers.push_back(std::move(*m_store->reader()));
        for (std::size_t i = 0; i < wrong.size(); ++i)
            threads.emplace_back([&, i] {
                while (!stop && wrong[i].empty()) {
                    wrong[i] = look(*readers[i]);
                    ++looks[i];
                }
            });
        std::string failure;
        std::uint64_t head = 0;
        for (int round = 0; round < 12 && failure.empty(); ++round) {
            for (int i = 0; i < 15 && failure.empty(); ++i)
                if (const auto added = append(*m_store, ++head); !added) failure = added.error().detail;
            const auto kept = head - 4;
            if (const auto back = m_store->rewindBlocks(kept, test::ownerOfAccount); !back)
                failure = back.error().detail;
            head = kept;
        }
        stop = true;
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(failure, std::string());
        for (std::size_t i = 0; i < wrong.size(); ++i) {
            QCOMPARE(wrong[i], std::string());
            QVERIFY(looks[i] > 0);
        }
        QCOMPARE(**readers[0]->lastBlock(), std::uint64_t{132});
    }

    void areClosedInAnyOrder() {
        auto reader = std::move(*m_store->reader());
        auto another = std::move(*m_store->reader());
        QVERIFY(append(*m_store, 1));
        another.reset();
        QCOMPARE(**reader->lastBlock(), std::uint64_t{1});
        reader.reset();
        m_store.reset();
        m_store = std::move(*Store::open(m_directory->filePath("node.db").toStdString()));
        QCOMPARE(**m_store->lastBlock(), std::uint64_t{1});
    }
};

QTEST_APPLESS_MAIN(TestStoreReaders)
#include "tst_store_readers.moc"
