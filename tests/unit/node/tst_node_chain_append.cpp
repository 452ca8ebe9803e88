#include "chain_scene.hpp"

#include <QTest>

#include <thread>

using namespace aw;
using namespace aw::test;

/// What is done beside the chain's strand: a block is written there, and a batch recomputed, while the chain
/// goes on. After each test the store, a chain opened from it and whoever was told of the changes agree.
class TestNodeChainAppend : public QObject {
    Q_OBJECT

    std::unique_ptr<ChainScene> m_scene;

private slots:
    void init() { m_scene = std::make_unique<ChainScene>(); }
    void cleanup() {
        QVERIFY2(m_scene->refused.empty(), m_scene->refused.c_str());
        QVERIFY(m_scene->record.blocks == m_scene->stored());
        QCOMPARE(m_scene->record.root, m_scene->chain->head().state.root());
        QVERIFY(m_scene->reopensTheSame());
        m_scene.reset();
    }

    void aBlockIsTheHeadOnceItIsWritten() {
        m_scene->appendDeposits();
        auto& chain = *m_scene->chain;
        const auto before = chain.head().blockHash;
        const auto block = m_scene->maker.transfers(3);
        std::vector<Hash> heads;
        const auto write = chain.beginAppend(block, m_scene->maker.state, [&](const auto& head) {
            heads.push_back(head.hash);
            QCOMPARE(chain.head().blockHash, head.hash);
        });
        QCOMPARE(chain.head().blockHash, before);
        std::thread([&] { write->write(); }).join();
        QCOMPARE(chain.head().blockHash, before);
        QVERIFY(heads.empty());
        QCOMPARE(codeOf(chain.endAppend(*write)), QString("ok"));
        QCOMPARE(chain.head().blockHash, block.hash);
        QCOMPARE(codeOf(chain.endAppend(*write)), QString("ok"));
        QCOMPARE(heads, std::vector<Hash>{block.hash});
    }

    void whatChangesTheChainWaitsForTheBlockOnItsWay_data() {
        QTest::addColumn<QString>("change");
        for (const auto* change : {"batch", "rewind", "roll back", "L1 rewind", "next block", "signature"})
            QTest::newRow(change) << change;
    }
    void whatChangesTheChainWaitsForTheBlockOnItsWay() {
        QFETCH(QString, change);
        auto& chain = *m_scene->chain;
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto first = m_scene->appendTransfers(1);
        const auto block = m_scene->maker.transfers(2);
        auto after = m_scene->maker.state;
        std::vector<Hash> heads;
        const auto write =
            chain.beginAppend(block, after, [&](const auto& head) { heads.push_back(head.hash); });
        if (change == "batch") {
            const auto batch = m_scene->batches.next(m_scene->maker, {first});
            m_scene->mineL1();
            QCOMPARE(codeOf(chain.addBatch(m_scene->anchored(batch), m_scene->event(), {})), QString("ok"));
            QCOMPARE(chain.safe().blockHash, first.hash);
        } else if (change == "rewind") {
            QCOMPARE(codeOf(chain.dropUnanchored()), QString("ok"));
            QCOMPARE(m_scene->record.displaced, hashesOf(txsOf({first, block})));
        } else if (change == "roll back") {
            m_scene->mineL1();
            QCOMPARE(codeOf(chain.rollBack(1, m_scene->event())), QString("ok"));
            QCOMPARE(m_scene->record.displaced, hashesOf(txsOf({first, block})));
        } else if (change == "L1 rewind") {
            QCOMPARE(codeOf(chain.rewindL1(m_scene->l1Block)), QString("ok"));
        } else if (change == "next block") {
            QCOMPARE(codeOf(m_scene->feed(m_scene->maker.transfers(1))), QString("ok"));
        } else {
            const auto shown = chain.showSignature(*txsOf({block}).front());
            QVERIFY(shown.has_value() && *shown);
        }
        QCOMPARE(heads, std::vector<Hash>{block.hash});
        QCOMPARE(codeOf(chain.endAppend(*write)), QString("ok"));
        QCOMPARE(heads.size(), std::size_t(1));
        const bool isLeft = change != "rewind" && change != "roll back";
        QCOMPARE(chain.isInChain(block.header.number, block.hash), isLeft);
    }

    void aBlockThatIsNotWrittenIsAsIfItWereNotMade() {
        m_scene->appendDeposits();
        auto& chain = *m_scene->chain;
        const auto before = m_scene->dump();
        const auto block = m_scene->maker.transfers(3);
        const auto write =
            chain.beginAppend(block, m_scene->maker.state, [](const auto&) { QFAIL("it is not the head"); });
        {
            const FullDisk full;
            write->write();
        }
        QVERIFY(isStoreFailure(chain.endAppend(*write).error().code));
        QCOMPARE(m_scene->dump(), before);
        QCOMPARE(codeOf(chain.append(block, m_scene->maker.state)), QString("ok"));
    }

    void aJudgementOfAnotherStateIsNotTaken() {
        const auto deposits = m_scene->appendDeposits();
        const auto block = m_scene->appendTransfers(2);
        const auto first = m_scene->batches.next(m_scene->maker, {deposits});
        const auto second = m_scene->batches.next(m_scene->maker, {block});
        m_scene->mineL1();
        auto& chain = *m_scene->chain;
        const auto at = m_scene->anchored(first);
        auto judged = chain.judging(at)->run(at);
        QVERIFY(judged.verification.has_value() && !judged.verification->batch.fraud);
        QCOMPARE(codeOf(m_scene->place(first)), QString("ok"));
        // It would say that the second batch is the first.
        m_scene->mineL1();
        const auto added = chain.addBatch(m_scene->anchored(second), m_scene->event(), {}, std::move(judged));
        QCOMPARE(codeOf(added), QString("ok"));
        QCOMPARE(added->batch.header.number, std::uint64_t(2));
        QCOMPARE(chain.safe().blockHash, block.hash);
    }
};

QTEST_GUILESS_MAIN(TestNodeChainAppend)
#include "tst_node_chain_append.moc"
