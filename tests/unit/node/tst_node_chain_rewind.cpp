#include "chain_scene.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;

/// What becomes of a chain when L1 takes back what it said. After each test the store, a chain opened from it
/// and whoever was told of the changes agree.
class TestNodeChainRewind : public QObject {
    Q_OBJECT

    std::unique_ptr<ChainScene> m_scene;

    /// Blocks that the store has, with the hashes of their transactions.
    std::vector<Hash> txsInChain() const {
        const auto last = m_scene->chain->head().block.number;
        return hashesOf(txsOf(*m_scene->chain->blocks(1, last)));
    }

private slots:
    void init() { m_scene = std::make_unique<ChainScene>(); }
    void cleanup() {
        QVERIFY2(m_scene->refused.empty(), m_scene->refused.c_str());
        QVERIFY(m_scene->record.blocks == m_scene->stored());
        QCOMPARE(m_scene->record.root, m_scene->chain->head().state.root());
        const auto before = m_scene->dump();
        m_scene->reopen();
        QCOMPARE(m_scene->dump(), before);
        m_scene.reset();
    }

    void theBlocksOfALostBatchStay() {
        const auto deposits = m_scene->appendDeposits();
        const auto second = m_scene->appendTransfers(2);
        const auto third = m_scene->appendTransfers(2);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto lastKept = m_scene->l1Block;
        const auto batch = m_scene->batches.next(m_scene->maker, {second});
        QCOMPARE(codeOf(m_scene->place(batch)), QString("ok"));
        QCOMPARE(m_scene->chain->safe().blockHash, second.hash);

        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QCOMPARE(m_scene->chain->head().blockHash, third.hash);
        QCOMPARE(m_scene->chain->safe().blockHash, deposits.hash);
        QCOMPARE(m_scene->chain->safe().state.root(), deposits.header.stateRoot);
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QCOMPARE(m_scene->chain->unanchored().size(), std::size_t(2));
        QCOMPARE(m_scene->chain->unanchored().front().number, std::uint64_t(2));
        QVERIFY(m_scene->pending().empty());
        QVERIFY(m_scene->record.displaced.empty());
        QCOMPARE(m_scene->record.blocks.at(1).batch, std::uint64_t(1));
        QCOMPARE(m_scene->record.blocks.at(2).batch, std::uint64_t(0));
        QVERIFY(m_scene->reopensTheSame());

        // The same batch again, in another block of L1.
        const auto again = m_scene->place(batch);
        QCOMPARE(codeOf(again), QString("ok"));
        QVERIFY(!again->rebuilt && !again->batch.fraud);
        QCOMPARE(m_scene->chain->safe().blockHash, second.hash);
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(2));
        QCOMPARE(m_scene->record.blocks.at(2).batch, std::uint64_t(2));
        QVERIFY(txsInChain() == hashesOf(txsOf({second, third})));
    }

    void allBatchesCanBeLost() {
        const auto deposits = m_scene->appendDeposits();
        const auto second = m_scene->appendTransfers(2);
        const auto lastKept = m_scene->l1Block;
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(m_scene->anchor({second})), QString("ok"));
        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QCOMPARE(m_scene->chain->head().blockHash, second.hash);
        QCOMPARE(m_scene->chain->safe().block.number, std::uint64_t(0));
        QCOMPARE(m_scene->chain->tip().hash, genesisHashOfScene());
        QCOMPARE(m_scene->chain->unanchored().size(), std::size_t(2));
    }

    void whatIsBelowTheForkStays() {
        const auto deposits = m_scene->appendDeposits();
        const auto second = m_scene->appendTransfers(2);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(m_scene->anchor({second})), QString("ok"));
        m_scene->appendTransfers(1);
        const auto before = m_scene->dump();
        m_scene->mineL1();
        QCOMPARE(codeOf(m_scene->rewindL1(m_scene->l1Block - 1)), QString("ok"));
        QCOMPARE(m_scene->dump(), before);
    }

    void aLostDepositTakesTheBlocksThatUsedIt_data() {
        QTest::addColumn<int>("anchored"); // of the four blocks
        for (const int anchored : {0, 2, 3, 4})
            QTest::addRow("%d blocks on L1", anchored) << anchored;
    }
    void aLostDepositTakesTheBlocksThatUsedIt() {
        QFETCH(const int, anchored);
        auto& maker = m_scene->maker;
        std::vector blocks{m_scene->appendDeposits(), m_scene->appendTransfers(2)};
        auto kept = forkOf(maker);
        for (int i = 0; i < std::min(anchored, 2); ++i)
            QCOMPARE(codeOf(m_scene->anchor({blocks[static_cast<std::size_t>(i)]})), QString("ok"));
        const auto lastKept = m_scene->l1Block;

        const auto newcomer = crypto::SecretKey::derive("newcomer", 1);
        const state::InboxEntry deposit = state::Deposit{.owner = newcomer.address(), .amount = kEther * 3};
        maker.inbox.push_back(deposit);
        m_scene->deposit({deposit});
        const auto spends = transfer(newcomer, 0, maker.keys[2].address(), kEther);
        const auto before = transfer(maker.keys[1], 2, maker.keys[2].address(), 5);
        const auto after = transfer(maker.keys[1], 3, maker.keys[2].address(), 6);
        blocks.push_back(m_scene->append(maker.mixed({before}, {spends})));
        blocks.push_back(m_scene->append(maker.block({after})));
        for (int i = 2; i < anchored; ++i)
            QCOMPARE(codeOf(m_scene->anchor({blocks[static_cast<std::size_t>(i)]})), QString("ok"));
        QCOMPARE(m_scene->chain->safe().block.number, std::uint64_t(anchored));

        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        const auto expected = hashesOf({before, spends, after});
        QCOMPARE(m_scene->chain->head().blockHash, blocks[1].hash);
        QCOMPARE(m_scene->chain->head().state.root(), blocks[1].header.stateRoot);
        QCOMPARE(m_scene->chain->safe().block.number, std::uint64_t(std::min(anchored, 2)));
        QCOMPARE(m_scene->chain->inbox().count(), std::uint64_t(4));
        QVERIFY(m_scene->pending() == expected);
        QVERIFY(m_scene->record.displaced == expected);
        QVERIFY(m_scene->reopensTheSame());

        // It comes back, behind another one: all of them are executable, in their order.
        const state::InboxEntry other = state::Deposit{.owner = maker.keys[3].address(), .amount = kEther};
        kept.inbox.insert(kept.inbox.end(), {other, deposit});
        m_scene->deposit({other, deposit});
        const auto block = kept.mixed({before}, {spends, after});
        QCOMPARE(block.header.txCount, 3U);
        QCOMPARE(codeOf(m_scene->feed(block)), QString("ok"));
        QVERIFY(m_scene->pending().empty());
        QVERIFY(txsInChain() == hashesOf(txsOf({blocks[1], block})));
    }

    /// In memory is what safe() has not consumed, wherever it goes.
    void theInboxInMemoryFollowsTheSafeBlock() {
        const auto& inbox = m_scene->chain->inbox();
        QCOMPARE(inbox.first(), std::uint64_t(0));
        const auto before = m_scene->l1Block;
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(inbox.first(), std::uint64_t(0));
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        QCOMPARE(inbox.first(), std::uint64_t(4));
        const std::vector<state::InboxEntry> many(
            5000, state::Deposit{.owner = m_scene->maker.keys[0].address(), .amount = kEther});
        m_scene->deposit(many);
        QCOMPARE(m_scene->chain->inbox().count(), std::uint64_t(5004));
        QVERIFY(m_scene->reopensTheSame());
        QCOMPARE(m_scene->chain->inbox().first(), std::uint64_t(4));
        QCOMPARE(codeOf(m_scene->rewindL1(before)), QString("ok"));
        QCOMPARE(m_scene->chain->inbox().first(), std::uint64_t(0));
        QCOMPARE(m_scene->chain->inbox().count(), std::uint64_t(4));
        QVERIFY(m_scene->reopensTheSame());
    }

    void aDepositThatNoBlockUsedGoesAlone() {
        const auto deposits = m_scene->appendDeposits();
        const auto lastKept = m_scene->l1Block;
        m_scene->deposit({state::Deposit{.owner = m_scene->maker.keys[0].address(), .amount = kEther}});
        const auto own = m_scene->appendTransfers(2);
        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QCOMPARE(m_scene->chain->inbox().count(), std::uint64_t(4));
        QCOMPARE(m_scene->chain->head().blockHash, own.hash);
        QVERIFY(m_scene->pending().empty());
        // Whoever executes it now waits for it.
        auto ahead = forkOf(m_scene->maker);
        ahead.inbox.emplace_back(state::Deposit{.owner = ahead.keys[0].address(), .amount = kEther});
        QCOMPARE(codeOf(m_scene->feed(ahead.mixed({}, {}))), ErrorCode::feedInbox);
    }

    void aLostRollBackPutsItsBatchesBack_data() {
        QTest::addColumn<bool>("goesOn");
        QTest::newRow("with their transactions pending") << false;
        QTest::newRow("with their transactions in other blocks") << true;
    }
    void aLostRollBackPutsItsBatchesBack() {
        QFETCH(const bool, goesOn);
        const auto deposits = m_scene->appendDeposits();
        auto other = forkOf(m_scene->maker);
        const std::vector blocks{m_scene->appendTransfers(2), m_scene->appendTransfers(2)};
        for (const auto& block : {deposits, blocks[0], blocks[1]})
            QCOMPARE(codeOf(m_scene->anchor({block})), QString("ok"));
        const auto stood = m_scene->dump();
        const auto lastKept = m_scene->l1Block;
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QVERIFY(m_scene->pending() == hashesOf(txsOf(blocks)));
        if (goesOn) {
            // All four in one block, and that on L1 as another batch 2.
            const auto block = other.block(txsOf(blocks));
            QCOMPARE(codeOf(m_scene->feed(block)), QString("ok"));
            BatchMaker batches;
            ChainFixture first;
            batches.next(first, {first.depositBlock()});
            QCOMPARE(codeOf(m_scene->place(batches.next(other, {block}))), QString("ok"));
            QCOMPARE(m_scene->chain->safe().blockHash, block.hash);
        }
        QVERIFY(m_scene->reopensTheSame());

        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QCOMPARE(m_scene->dump(), stood);
        QVERIFY(txsInChain() == hashesOf(txsOf(blocks)));
        QVERIFY(m_scene->pending().empty());
    }

    void aLostFraudIsNoFraud() {
        const auto deposits = m_scene->appendDeposits();
        const auto own = m_scene->appendTransfers(3);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto lastKept = m_scene->l1Block;
        auto honest = m_scene->batches;
        QCOMPARE(codeOf(m_scene->anchor({own}, mint)), QString("ok"));
        QVERIFY(m_scene->chain->disputed());
        QVERIFY(m_scene->reopensTheSame());

        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QVERIFY(!m_scene->chain->disputed());
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QCOMPARE(m_scene->chain->head().blockHash, own.hash);
        QVERIFY(m_scene->pending().empty());
        const auto right = m_scene->place(honest.next(m_scene->maker, {own}));
        QCOMPARE(codeOf(right), QString("ok"));
        QVERIFY(!right->rebuilt && !right->batch.fraud);
        QCOMPARE(m_scene->chain->safe().blockHash, own.hash);
    }

    void aFraudBelowTheForkStays() {
        const auto deposits = m_scene->appendDeposits();
        const auto own = m_scene->appendTransfers(3);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(m_scene->anchor({own}, mint)), QString("ok"));
        const auto lastKept = m_scene->l1Block;
        const auto before = m_scene->dump();
        // One that follows it is lost.
        QCOMPARE(codeOf(m_scene->anchor({m_scene->maker.transfers(1)})), QString("ok"));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(3));
        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QCOMPARE(m_scene->dump(), before);
        QVERIFY(m_scene->chain->disputed());
    }

    void aFraudThatWasRolledBackStandsAgain() {
        const auto deposits = m_scene->appendDeposits();
        const auto own = m_scene->appendTransfers(3);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(m_scene->anchor({own}, mint)), QString("ok"));
        const auto lastKept = m_scene->l1Block;
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        QVERIFY(!m_scene->chain->disputed());
        QCOMPARE(codeOf(m_scene->rewindL1(lastKept)), QString("ok"));
        QVERIFY(m_scene->chain->disputed());
        QCOMPARE(m_scene->chain->disputed()->header.number, std::uint64_t(2));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(2));
        QCOMPARE(m_scene->chain->head().blockHash, deposits.hash);
        QVERIFY(m_scene->pending() == hashesOf(txsOf({own})));
    }
};

QTEST_APPLESS_MAIN(TestNodeChainRewind)
#include "tst_node_chain_rewind.moc"
