#include "chain_fixture.hpp"
#include "sequencer/block_plan.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;

/// A block made of values, on any thread: what goes in, what is refused, and what is left alone.
class BlockPlanTest : public QObject {
    Q_OBJECT

    std::unique_ptr<ChainFixture> m_chain;

    sequencer::BlockPlan planOf(std::vector<sequencer::TxPtr> txs) const {
        return {.state = m_chain->state,
                .parent = m_chain->head,
                .parentHash = m_chain->headHash,
                .l2ChainId = kChainId,
                .baseFeeWei = kBaseFee,
                .feeAccount = AccountIndex{0},
                .tokens = std::make_shared<state::TokenList>(m_chain->tokens),
                .inbox = {},
                .txs = std::move(txs),
                .maxEntries = 100,
                .timeMs = m_chain->head.timeMs + 200};
    }
    sequencer::TxPtr from(std::size_t key, std::uint64_t nonce, std::uint64_t maxFee = 2 * kBaseFee,
                          const Wei& value = kEther / 1000) const {
        return transfer(m_chain->keys[key], nonce, m_chain->keys[2].address(), value, maxFee);
    }

private slots:
    void init() {
        m_chain = std::make_unique<ChainFixture>();
        m_chain->depositBlock();
    }

    void isTheBlockThatAnOperatorMakes() {
        const auto made = sequencer::makeBlock(planOf({from(1, 0), from(3, 0), from(1, 1)}));
        const auto block = m_chain->block({from(1, 0), from(3, 0), from(1, 1)});
        QVERIFY(made.block.has_value());
        QCOMPARE(made.block->hash, block.hash);
        QCOMPARE(made.after.root(), m_chain->state.root());
        QVERIFY(made.refused.empty());
    }

    void consumesTheInboxFirst() {
        auto plan = planOf({from(1, 0)});
        const auto cursor = m_chain->state.inboxCursor();
        plan.inbox = {state::Deposit{.owner = Address{{9}}, .token = 0, .amount = kEther}};
        const auto made = sequencer::makeBlock(plan);
        QCOMPARE(made.block->inboxAfter, cursor + 1);
        QVERIFY(std::holds_alternative<std::uint64_t>(made.block->entries[0]));
        QVERIFY(std::holds_alternative<sequencer::TxPtr>(made.block->entries[1]));
    }

    void tellsWhatWaitsFromWhatTheStateRefuses() {
        const auto late = from(1, 5), cheap = from(1, 0, kBaseFee - 1),
                   poor = from(3, 0, 2 * kBaseFee, kEther * 200), fine = from(1, 0);
        const auto made = sequencer::makeBlock(planOf({late, cheap, poor, fine}));
        QCOMPARE(made.block->header.txCount, 1U);
        QCOMPARE(made.refused.size(), std::size_t(3));
        QCOMPARE(made.refused[0].tx->hash, late->hash);
        QVERIFY(made.refused[0].waits && made.refused[0].rule == transition::Rule::nonce);
        QVERIFY(made.refused[1].waits && made.refused[1].rule == transition::Rule::maxFee);
        QVERIFY(!made.refused[2].waits && made.refused[2].rule == transition::Rule::balance);
        const auto again = sequencer::makeBlock(planOf({fine, from(1, 0)}));
        QVERIFY(!again.refused.at(0).waits); // its nonce was used
    }

    void endsWhenTheBlockIsFull() {
        auto plan = planOf({from(1, 7), from(1, 0), from(1, 1), from(1, 2)});
        plan.maxEntries = 2;
        const auto made = sequencer::makeBlock(plan);
        QCOMPARE(made.block->header.txCount, 2U);
        QCOMPARE(made.refused.size(), std::size_t(1));
    }

    void isNoBlockWithoutEntries() {
        const auto made = sequencer::makeBlock(planOf({from(1, 9)}));
        QVERIFY(!made.block);
        QCOMPARE(made.after.root(), m_chain->state.root());
        QCOMPARE(made.refused.size(), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(BlockPlanTest)
#include "tst_sequencer_block_plan.moc"
