#include "chain_scene.hpp"

#include <QTest>

#include <fstream>

using namespace aw;
using namespace aw::test;

/// Going back to states of the past, and the checkpoints that make a start short.
class TestNodeChainPast : public QObject {
    Q_OBJECT

    std::unique_ptr<ChainScene> m_scene;

    /// Block 1 with the deposits and so many blocks of two transfers, each a batch of its own.
    std::vector<sequencer::SealedBlock> anchorBlocks(std::size_t count) {
        std::vector blocks{m_scene->appendDeposits()};
        while (blocks.size() < count)
            blocks.push_back(m_scene->appendTransfers(2));
        for (const auto& block : blocks)
            if (const auto added = m_scene->anchor({block}); !added)
                throw std::runtime_error(added.error().detail);
        return blocks;
    }
    /// Writes the state of safe() to a file, as a node does.
    std::filesystem::path writeCheckpoint(std::uint64_t finalBlock = 0) {
        const auto checkpoint = m_scene->chain->checkpoint();
        auto done = checkpoint.write();
        if (done)
            done = m_scene->change([&] { return m_scene->chain->checkpointWritten(checkpoint, finalBlock); });
        if (!done) throw std::runtime_error(done.error().detail);
        return checkpoint.file;
    }
    /// How many of the safe transactions a start executes again.
    std::uint64_t replayedOnStart() {
        m_scene->reopen();
        return m_scene->chain->txsSinceCheckpoint();
    }
    /// The state after each block up to the safe one can be reached, and is that of its header.
    QString reachesEveryBlock() const {
        const auto& chain = *m_scene->chain;
        for (std::uint64_t number = 0; number <= chain.safe().block.number; ++number) {
            auto point = chain.pointBefore(number);
            if (!point) return codeOf(point);
            if (point->block.number > number) return QString("block %1: a later one").arg(number);
            if (const auto done = chain.replayTo(*point, number); !done) return codeOf(done);
            if (point->block.number != number || point->state.root() != point->block.stateRoot)
                return QString("block %1: another state").arg(number);
            if (number > 0 && !chain.isInChain(number, point->blockHash))
                return QString("block %1: another block").arg(number);
        }
        return "ok";
    }

private slots:
    void init() { m_scene = std::make_unique<ChainScene>(); }
    void cleanup() {
        QVERIFY2(m_scene->refused.empty(), m_scene->refused.c_str());
        m_scene.reset();
    }

    void everyBlockCanBeReached() {
        anchorBlocks(8);
        const auto above = m_scene->appendTransfers(1);
        QCOMPARE(reachesEveryBlock(), QString("ok"));
        QCOMPARE(m_scene->chain->pointBefore(99)->blockHash, m_scene->chain->safe().blockHash);
        // From a checkpoint where that is nearer than going back.
        writeCheckpoint();
        QCOMPARE(codeOf(m_scene->anchor({above})), QString("ok"));
        for (int i = 0; i < 5; ++i) {
            const auto next = m_scene->appendTransfers(2);
            QCOMPARE(codeOf(m_scene->anchor({next})), QString("ok"));
        }
        QCOMPARE(reachesEveryBlock(), QString("ok"));
    }

    void aStartGoesOnFromTheNewestCheckpoint() {
        anchorBlocks(4);
        QCOMPARE(replayedOnStart(), std::uint64_t(6));
        writeCheckpoint();
        QCOMPARE(m_scene->chain->txsSinceCheckpoint(), std::uint64_t(0));
        const auto above = m_scene->appendTransfers(3);
        QCOMPARE(codeOf(m_scene->anchor({above})), QString("ok"));
        QCOMPARE(m_scene->chain->txsSinceCheckpoint(), std::uint64_t(3));
        const auto before = m_scene->dump();
        QCOMPARE(replayedOnStart(), std::uint64_t(3));
        QCOMPARE(m_scene->dump(), before);
    }

    void aDamagedCheckpointIsNotUsed_data() {
        QTest::addColumn<QString>("damage");
        for (const char* damage : {"a byte", "cut", "empty", "gone", "another state"})
            QTest::newRow(damage) << QString(damage);
    }
    void aDamagedCheckpointIsNotUsed() {
        QFETCH(const QString, damage);
        anchorBlocks(3);
        const auto older = writeCheckpoint(); // of four transactions
        QCOMPARE(codeOf(m_scene->anchor({m_scene->appendTransfers(1)})), QString("ok"));
        const auto file = writeCheckpoint();
        QCOMPARE(replayedOnStart(), std::uint64_t(0));
        const auto size = std::filesystem::file_size(file);
        if (damage == "a byte") {
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekg(static_cast<std::streamoff>(size / 2));
            const auto byte = static_cast<char>(bytes.get() ^ 1);
            bytes.seekp(static_cast<std::streamoff>(size / 2));
            bytes.put(byte);
        } else if (damage == "cut") {
            std::filesystem::resize_file(file, size - 1);
        } else if (damage == "empty") {
            std::filesystem::resize_file(file, 0);
        } else if (damage == "gone") {
            std::filesystem::remove(file);
        } else {
            std::filesystem::copy_file(older, file, std::filesystem::copy_options::overwrite_existing);
        }
        const auto before = m_scene->dump();
        // The one before it serves.
        QCOMPARE(replayedOnStart(), std::uint64_t(1));
        QCOMPARE(m_scene->dump(), before);
        std::filesystem::remove(older);
        QCOMPARE(replayedOnStart(), std::uint64_t(5));
        QCOMPARE(m_scene->dump(), before);
    }

    void aCheckpointWhoseBlockLeftTheChainIsNotUsed() {
        const auto blocks = anchorBlocks(3);
        writeCheckpoint();
        auto other = forkOf(m_scene->maker);
        QCOMPARE(codeOf(m_scene->anchor({m_scene->appendTransfers(2)})), QString("ok"));
        writeCheckpoint();
        QCOMPARE(replayedOnStart(), std::uint64_t(0));
        const auto lastKept = m_scene->l1Block - 1;
        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        // Another block of the same number.
        QCOMPARE(codeOf(m_scene->change([&] { return m_scene->chain->dropUnanchored(); })), QString("ok"));
        const auto block = other.transfers(1);
        QCOMPARE(codeOf(m_scene->feed(block)), QString("ok"));
        m_scene->batches = BatchMaker();
        ChainFixture again;
        m_scene->batches.next(again, {again.depositBlock()});
        for (const std::size_t i : {1U, 2U})
            m_scene->batches.next(other, {blocks[i]});
        QCOMPARE(codeOf(m_scene->place(m_scene->batches.next(other, {block}))), QString("ok"));
        QCOMPARE(replayedOnStart(), std::uint64_t(1));
        QCOMPARE(m_scene->chain->head().blockHash, block.hash);
        QCOMPARE(m_scene->chain->head().state.root(), other.state.root());
        QCOMPARE(reachesEveryBlock(), QString("ok"));
    }

    /// However long blocks take to be final, a checkpoint is not far before the last final one; what is older
    /// goes, and they stay few.
    void checkpointsReachBackToAFinalBlock() {
        constexpr std::uint64_t kWindow = 24, kPart = kWindow / 4;
        const auto& chain = m_scene->chain;
        anchorBlocks(1);
        for (std::uint64_t block = 1; block <= 80; ++block) {
            if (block > 1) QCOMPARE(codeOf(m_scene->anchor({m_scene->appendTransfers(1)})), QString("ok"));
            const auto final = block - std::min(block, kWindow);
            writeCheckpoint(final);
            QCOMPARE(*chain->checkpointUpTo(block), block);
            if (block > 1) QCOMPARE(*chain->checkpointUpTo(block - 1), block - 1);
            const auto before = *chain->checkpointUpTo(final);
            QVERIFY2(final == 0 || (before != 0 && final - before <= kPart), std::to_string(block).c_str());
            std::size_t files = 0;
            for (const auto& file : std::filesystem::directory_iterator(chain->config().directory))
                files += file.path().extension() == ".snapshot";
            QVERIFY2(files <= 2 + 2 * 4 + 1, std::to_string(files).c_str());
            if (before > 1) QCOMPARE(*chain->checkpointUpTo(before - 1), std::uint64_t(0));
        }
        QCOMPARE(reachesEveryBlock(), QString("ok"));
    }

    void aCheckpointThatTheDiskRefusesLeavesTheOldOne() {
        anchorBlocks(2);
        const auto file = writeCheckpoint();
        QCOMPARE(codeOf(m_scene->anchor({m_scene->appendTransfers(1)})), QString("ok"));
        {
            const FullDisk full;
            QVERIFY(!m_scene->chain->checkpoint().write());
        }
        QVERIFY(std::filesystem::exists(file));
        QCOMPARE(replayedOnStart(), std::uint64_t(1));
        writeCheckpoint();
        QCOMPARE(replayedOnStart(), std::uint64_t(0));
    }

    void aStoreThatLacksBlocksIsRefused() {
        anchorBlocks(4);
        QCOMPARE(codeOf(m_scene->store->pruneBlocks(3)), QString("ok"));
        m_scene->chain.reset();
        const auto opened = node::Chain::open(*m_scene->store, m_scene->config());
        QCOMPARE(codeOf(opened), ErrorCode::chainDamaged);
        QVERIFY(opened.error().detail.find("block 1 is missing") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestNodeChainPast)
#include "tst_node_chain_past.moc"
