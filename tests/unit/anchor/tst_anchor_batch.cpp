#include "chain_fixture.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;

/// Blocks become segments and roots that a replay confirms.
class AnchorBatchTest : public QObject {
    Q_OBJECT

private slots:
    void cutsSegmentsOfAtMostKRecords() {
        ChainFixture chain;
        const state::State genesis;
        std::vector<sequencer::SealedBlock> blocks{chain.depositBlock()};
        const auto before = chain.state;
        blocks = {chain.transfers(100), chain.transfers(50)};
        const auto built = anchor::buildBatch(before, blocks, kChainId, chain.tokens, chain.reader(), {});
        QVERIFY(built.has_value());
        // 150 transfers and 2 block ends in segments of 64.
        QCOMPARE(built->segments.size(), std::size_t(3));
        QCOMPARE(built->txCount, 150u);
        QCOMPARE(built->blockCount, std::size_t(2));
        QCOMPARE(built->after.root(), chain.state.root());
        QCOMPARE(built->segments.back().postRoot, chain.state.root());
        QCOMPARE(built->data.size(), anchor::estimateBytes(blocks));
        const auto decoded = transition::decodeSegments(built->data);
        QVERIFY(decoded.has_value() && *decoded == built->segments);
    }

    void batchHoldsOneBaseFeeAndFeeAccount() {
        ChainFixture chain;
        std::vector<sequencer::SealedBlock> blocks;
        const auto genesis = chain.state;
        blocks.push_back(chain.depositBlock()); // without fee account
        blocks.push_back(chain.transfers(3));   // fees to account 0
        const auto built = anchor::buildBatch(genesis, blocks, kChainId, chain.tokens, chain.reader(), {});
        QVERIFY(built.has_value());
        QCOMPARE(built->blockCount, std::size_t(1));
        QCOMPARE(built->inboxAfter, std::uint64_t(4));
    }

    void stopsAtTheByteLimitButTakesAtLeastOneBlock() {
        ChainFixture chain;
        chain.depositBlock();
        const auto before = chain.state;
        const std::vector blocks{chain.transfers(10), chain.transfers(10)};
        const auto built =
            anchor::buildBatch(before, blocks, kChainId, chain.tokens, chain.reader(), {.maxBytes = 100});
        QVERIFY(built.has_value());
        QCOMPARE(built->blockCount, std::size_t(1));
    }

    void tamperingChangesTheClaimedRoots() {
        ChainFixture chain;
        chain.depositBlock();
        const auto before = chain.state;
        const std::vector blocks{chain.transfers(100)};
        const auto honest = anchor::buildBatch(before, blocks, kChainId, chain.tokens, chain.reader(), {});
        const auto lie = anchor::buildBatch(
            before, blocks, kChainId, chain.tokens, chain.reader(), {}, [](state::State& state) {
                auto account = *state.account(AccountIndex{0});
                account.balance += kEther * 1000;
                state.apply({.changes = {{AccountIndex{0}, account}}, .inboxConsumed = 0});
            });
        QCOMPARE(honest->segments.size(), std::size_t(2));
        QCOMPARE(lie->segments[0].postRoot, honest->segments[0].postRoot);
        QVERIFY(lie->segments[1].postRoot != honest->segments[1].postRoot);
        QCOMPARE(lie->segments[1].records, honest->segments[1].records);
    }

    void saysThatThereIsNothingToAnchor() {
        const auto built =
            anchor::buildBatch(state::State(), {}, kChainId, {}, [](std::uint64_t) { return nullptr; }, {});
        QVERIFY(!built.has_value());
        QVERIFY(built.error().code == ErrorCode::anchorNothing);
    }
};

QTEST_APPLESS_MAIN(AnchorBatchTest)
#include "tst_anchor_batch.moc"
