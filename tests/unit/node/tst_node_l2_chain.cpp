#include "chain_fixture.hpp"
#include "node/l2_chain.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using node::L2Chain;

namespace {

/// Builds batches as an operator does, each on the one before.
struct Anchor {
    Hash parent{{7}};
    state::State before;
    std::uint64_t number = 0;

    struct Batch {
        transition::BatchHeader header;
        Hash hash;
        Bytes data;
    };
    /// Blocks of one base fee and fee account.
    Batch next(const ChainFixture& chain, const std::vector<sequencer::SealedBlock>& blocks,
               const anchor::Tamper& tamper = {}) {
        const auto built =
            anchor::buildBatch(before, blocks, kChainId, chain.tokens, chain.reader(), {}, tamper);
        Batch batch;
        batch.header = headerOf(*built, ++number, parent, before.root(), before.inboxCursor());
        batch.hash = transition::batchHash(batch.header);
        batch.data = built->data;
        parent = batch.hash;
        before = built->after;
        return batch;
    }
};

std::vector<Hash> hashesOf(const std::vector<sequencer::TxPtr>& txs) {
    std::vector<Hash> hashes;
    for (const auto& tx : txs)
        hashes.push_back(tx->hash);
    return hashes;
}

std::vector<sequencer::TxPtr> txsOf(const sequencer::SealedBlock& block) {
    std::vector<sequencer::TxPtr> txs;
    for (const auto& entry : block.entries)
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) txs.push_back(*tx);
    return txs;
}

/// Another operator that goes on from the same block.
ChainFixture forkOf(const ChainFixture& chain) {
    ChainFixture fork;
    fork.state = chain.state;
    fork.head = chain.head;
    fork.headHash = chain.headHash;
    return fork;
}

void mint(state::State& state) {
    auto account = *state.account(AccountIndex{0});
    account.balance += kEther;
    state.apply({.changes = {{AccountIndex{0}, account}}, .inboxConsumed = 0});
}

} // namespace

/// One operator's chain: what L1 holds, and above it what only the feed knows.
class TestNodeL2Chain : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kGenesisTime = 1'000'000, kL1TimeMs = 2'000'000;

    ChainFixture m_maker; ///< the operator whose blocks the chain takes
    Anchor m_anchor;
    std::unique_ptr<L2Chain> m_chain;

    sequencer::SealedBlock append(sequencer::SealedBlock block) {
        m_chain->append(block, m_maker.state);
        return block;
    }
    sequencer::SealedBlock appendDeposits() { return append(m_maker.depositBlock()); }
    sequencer::SealedBlock appendTransfers(std::size_t count) { return append(m_maker.transfers(count)); }
    Result<L2Chain::BatchResult> anchor(const std::vector<sequencer::SealedBlock>& blocks,
                                        const anchor::Tamper& tamper = {}) {
        const auto batch = m_anchor.next(m_maker, blocks, tamper);
        return m_chain->addBatch(batch.header, batch.hash, batch.data, kL1TimeMs);
    }

private slots:
    void init() {
        m_maker = ChainFixture();
        m_anchor = Anchor();
        m_chain = std::make_unique<L2Chain>(kChainId, m_anchor.parent, kGenesisTime);
        for (const auto& entry : m_maker.inbox)
            m_chain->addInboxEntry(entry);
    }

    void theGenesisIsTheHead() {
        QCOMPARE(m_chain->head().number, std::uint64_t(0));
        QCOMPARE(m_chain->headHash(), m_maker.headHash);
        QCOMPARE(m_chain->headState().root(), state::State().root());
        QVERIFY(!m_chain->block(1));
    }

    void appendedBlocksAreServedWithTheirTransactions() {
        appendDeposits();
        const auto block = appendTransfers(3);
        QCOMPARE(m_chain->head().number, std::uint64_t(2));
        QCOMPARE(m_chain->headHash(), block.hash);
        QCOMPARE(m_chain->headState().root(), m_maker.state.root());
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(3));
        QCOMPARE(m_chain->unanchored().size(), std::size_t(2));
        const auto tx = txsOf(block)[1];
        const auto place = m_chain->place(tx->hash);
        QVERIFY(place && place->block == 2 && place->index == 1);
        QCOMPARE(m_chain->known(tx->hash), tx);
        QCOMPARE(m_chain->block(block.hash)->txs[1], tx);
        QCOMPARE(m_chain->block(2)->batch, std::uint64_t(0));
        QVERIFY(!m_chain->block(3));
    }

    void aBatchThatAgreesAnchorsTheOwnBlocks() {
        const auto first = appendDeposits();
        const auto second = appendTransfers(2);
        const auto third = appendTransfers(2);
        QCOMPARE(codeOf(anchor({first})), QString("ok"));
        const auto added = anchor({second});
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(!added->rebuilt && added->displaced.empty());
        QCOMPARE(m_chain->block(1)->batch, std::uint64_t(1));
        QCOMPARE(m_chain->block(2)->batch, std::uint64_t(2));
        QCOMPARE(m_chain->block(3)->batch, std::uint64_t(0));
        QCOMPARE(m_chain->unanchored().size(), std::size_t(1));
        QCOMPARE(m_chain->headHash(), third.hash);
        QCOMPARE(m_chain->safeBlock(), std::uint64_t(2));
        QCOMPARE(m_chain->lastBlockOf(2), std::uint64_t(2));
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(4));
    }

    /// B-3: what follows the last end of block is a block too, so that nobody goes on from an old head.
    void aBatchThatDoesNotEndItsLastBlockIsTakenWhole() {
        const auto deposits = appendDeposits();
        auto other = forkOf(m_maker);
        const auto own = appendTransfers(2);
        auto longer = forkOf(m_maker);
        for (const bool isLonger : {true, false}) {
            // The own block and one more transaction, or that transaction alone.
            const std::vector blocks =
                isLonger ? std::vector{own, longer.transfers(1)} : std::vector{other.transfers(1)};
            L2Chain chain(kChainId, Anchor().parent, kGenesisTime);
            for (const auto& entry : m_maker.inbox)
                chain.addInboxEntry(entry);
            Anchor anchor;
            const auto first = anchor.next(m_maker, {deposits});
            QVERIFY(chain.addBatch(first.header, first.hash, first.data, kL1TimeMs));
            chain.append(own, m_maker.state);
            auto batch = anchor.next(m_maker, blocks);
            auto segments = *transition::decodeSegments(batch.data);
            QCOMPARE(segments.size(), std::size_t(1));
            auto& records = segments[0].records;
            records.resize(records.size() - 2); // its last end of block
            batch.header.segmentsHash = transition::segmentsHash({transition::segmentLeaf(segments[0])});
            const auto added = chain.addBatch(batch.header, transition::batchHash(batch.header),
                                              transition::encodeSegments(segments), kL1TimeMs);
            QCOMPARE(codeOf(added), QString("ok"));
            QVERIFY(added->batch->recomputed && !added->batch->fraud);
            QVERIFY(added->rebuilt);
            QCOMPARE(chain.headState().root(), chain.verifier().state().root());
            QCOMPARE(chain.head().number, 1 + blocks.size());
            QCOMPARE(chain.head().stateRoot, chain.headState().root());
            QCOMPARE(chain.head().txCount, 1U);
            // The first of the own transfers is the one of the batch.
            QCOMPARE(added->displaced.size(), std::size_t(isLonger ? 0 : 1));
        }
    }

    void aBatchThatDiffersReplacesThemAndKeepsTheirOrder() {
        const auto deposits = appendDeposits();
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        // The own blocks hold four transactions in this order; the batch took the second of them alone.
        // The first three differ in their senders alone, and so share one signing hash.
        std::vector<sequencer::TxPtr> own;
        auto other = forkOf(m_maker);
        for (const std::size_t from : {1u, 2u, 3u})
            own.push_back(transfer(m_maker.keys[from], 0, m_maker.keys[0].address(), kEther));
        append(m_maker.block({own[0], own[1]}));
        own.push_back(transfer(m_maker.keys[1], 1, m_maker.keys[0].address(), kEther));
        append(m_maker.block({own[2], own[3]}));
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(4));
        const auto theirs = other.block({own[1]});
        const auto batch = m_anchor.next(other, {theirs});
        const auto added = m_chain->addBatch(batch.header, batch.hash, batch.data, kL1TimeMs);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->rebuilt);
        const std::vector displaced{own[0], own[2], own[3]};
        QCOMPARE(added->displaced.size(), displaced.size());
        QVERIFY(hashesOf(added->displaced) == hashesOf(displaced));
        QCOMPARE(m_chain->head().number, std::uint64_t(2));
        QCOMPARE(m_chain->headHash(), theirs.hash);
        QCOMPARE(m_chain->headState().root(), other.state.root());
        QVERIFY(m_chain->unanchored().empty());
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(1));
        // What it took has its place and its signature; what it did not has none.
        QCOMPARE(m_chain->block(2)->txs.at(0), own[1]);
        QVERIFY(m_chain->place(own[1]->hash) && !m_chain->place(own[0]->hash));
    }

    void blocksOfL1AloneLackTheSignatures() {
        const auto deposits = m_maker.depositBlock();
        const auto transfers = m_maker.transfers(2);
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        const auto added = anchor({transfers});
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->rebuilt && added->displaced.empty());
        QCOMPARE(m_chain->headHash(), transfers.hash);
        QCOMPARE(m_chain->block(2)->txs.size(), std::size_t(2));
        QVERIFY(!m_chain->block(2)->txs[0]);
    }

    void aWrongBatchLeavesTheOwnBlocks() {
        const auto deposits = appendDeposits();
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        const auto own = appendTransfers(100);
        const auto added = anchor({own}, mint);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->batch->fraud && !added->rebuilt);
        QCOMPARE(m_chain->headHash(), own.hash);
        QCOMPARE(m_chain->unanchored().size(), std::size_t(1));
        QCOMPARE(m_chain->safeBlock(), std::uint64_t(1));
        QCOMPARE(m_chain->lastBlockOf(2), std::uint64_t(0));
        QCOMPARE(m_chain->verifier().lastValidBatch(), std::uint64_t(1));
    }

    void aBatchOutOfOrderIsRefused() {
        const auto deposits = appendDeposits();
        const auto transfers = appendTransfers(1);
        m_anchor.next(m_maker, {deposits});
        const auto second = m_anchor.next(m_maker, {transfers});
        QCOMPARE(codeOf(m_chain->addBatch(second.header, second.hash, second.data, kL1TimeMs)),
                 QString("verifier.order"));
        QCOMPARE(m_chain->unanchored().size(), std::size_t(2));
    }

    void rollingBackReturnsAnchoredAndOwnTransactionsInOrder() {
        const auto deposits = appendDeposits();
        const auto first = appendTransfers(2);
        const auto second = appendTransfers(2);
        const auto third = appendTransfers(2);
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(anchor({first})), QString("ok"));
        QCOMPARE(codeOf(anchor({second})), QString("ok"));
        const auto displaced = m_chain->rollBack(2);
        QCOMPARE(codeOf(displaced), QString("ok"));
        auto expected = txsOf(first);
        for (const auto& block : {second, third})
            for (const auto& tx : txsOf(block))
                expected.push_back(tx);
        QVERIFY(hashesOf(*displaced) == hashesOf(expected));
        QCOMPARE(m_chain->headHash(), deposits.hash);
        QCOMPARE(m_chain->headState().inboxCursor(), std::uint64_t(4));
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(0));
        QVERIFY(!m_chain->place(expected.front()->hash));
        QVERIFY(m_chain->known(expected.front()->hash));
        QCOMPARE(m_chain->verifier().tipNumber(), std::uint64_t(1));
        // The chain goes on from there.
        m_anchor = Anchor();
        ChainFixture again;
        const auto same = again.depositBlock();
        m_anchor.next(again, {same});
        const auto batch = m_anchor.next(again, {again.transfers(1)});
        QCOMPARE(codeOf(m_chain->addBatch(batch.header, batch.hash, batch.data, kL1TimeMs)), QString("ok"));
        QCOMPARE(m_chain->head().number, std::uint64_t(2));
    }

    void rollingBackAWrongBatchReturnsWhatStoodAboveIt() {
        const auto deposits = appendDeposits();
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        const auto own = appendTransfers(3);
        QCOMPARE(codeOf(anchor({own}, mint)), QString("ok"));
        const auto displaced = m_chain->rollBack(2);
        QCOMPARE(codeOf(displaced), QString("ok"));
        QVERIFY(hashesOf(*displaced) == hashesOf(txsOf(own)));
        QCOMPARE(m_chain->headHash(), deposits.hash);
        QVERIFY(!m_chain->verifier().disputed());
    }

    void rollingBackBeyondWhatIsKeptIsRefused() {
        const auto deposits = appendDeposits();
        const auto first = appendTransfers(1);
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(anchor({first})), QString("ok"));
        m_chain->prune(2, 1);
        QCOMPARE(codeOf(m_chain->rollBack(1)), QString("verifier.too-deep"));
        QCOMPARE(m_chain->headHash(), first.hash);
    }

    void pruningForgetsOldFinalBlocksAlone() {
        const auto deposits = appendDeposits();
        const auto first = appendTransfers(2);
        const auto second = appendTransfers(2);
        const auto third = appendTransfers(2);
        for (const auto& block : {deposits, first, second})
            QCOMPARE(codeOf(anchor({block})), QString("ok"));
        m_chain->prune(2, 100);
        QCOMPARE(m_chain->firstBlock(), std::uint64_t(1));
        m_chain->prune(2, 1);
        QCOMPARE(m_chain->firstBlock(), std::uint64_t(3)); // not final, so it stays
        QVERIFY(!m_chain->block(2) && !m_chain->block(first.hash));
        QVERIFY(!m_chain->place(txsOf(first)[0]->hash) && !m_chain->known(txsOf(first)[0]->hash));
        QVERIFY(m_chain->place(txsOf(second)[0]->hash));
        QCOMPARE(m_chain->headHash(), third.hash);
        QCOMPARE(m_chain->totalTxs(), std::uint64_t(6));
        QCOMPARE(m_chain->verifier().tipNumber(), std::uint64_t(3));
    }

    void theStateAfterABatchIsKnownWhileItIsKept() {
        const auto deposits = appendDeposits();
        const auto afterDeposits = m_maker.state.root();
        const auto first = appendTransfers(1);
        const auto afterFirst = m_maker.state.root();
        const auto second = appendTransfers(2);
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        QCOMPARE(codeOf(anchor({first})), QString("ok"));
        QCOMPARE(m_chain->stateAfter(1)->root(), afterDeposits);
        QCOMPARE(m_chain->stateAfter(2)->root(), afterFirst);
        QVERIFY(!m_chain->stateAfter(0) && !m_chain->stateAfter(3));
        QCOMPARE(codeOf(anchor({second}, mint)), QString("ok"));
        QCOMPARE(m_chain->stateAfter(2)->root(), afterFirst);
        QVERIFY(!m_chain->stateAfter(3)); // what it claims is nobody's state
        m_chain->prune(2, 1);
        QVERIFY(!m_chain->stateAfter(1) && m_chain->stateAfter(2));
    }

    void theInboxIsCutAndReadAnew() {
        QCOMPARE(m_chain->inboxCount(), std::uint64_t(4));
        m_chain->truncateInbox(2);
        QCOMPARE(m_chain->inboxCount(), std::uint64_t(2));
        QVERIFY(m_chain->inboxReader()(1) && !m_chain->inboxReader()(2));
        m_chain->truncateInbox(9);
        QCOMPARE(m_chain->inboxCount(), std::uint64_t(2));
        // A block that consumes what L1 has not shown here waits.
        const auto block = m_maker.depositBlock();
        QCOMPARE(codeOf(m_chain->appendFromFeed(block.header, block.hash, block.entries, {})),
                 QString("feed.inbox"));
        m_chain->addInboxEntry(m_maker.inbox[2]);
        m_chain->addInboxEntry(m_maker.inbox[3]);
        QCOMPARE(codeOf(m_chain->appendFromFeed(block.header, block.hash, block.entries, {})), QString("ok"));
        QCOMPARE(m_chain->headState().root(), m_maker.state.root());
    }

    void forcedTransactionsAreServedLikeAnyOther() {
        const auto deposits = appendDeposits();
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        // The user signed a transfer and had L1 force it.
        const auto forced = transfer(m_maker.keys[1], 0, m_maker.keys[2].address(), 5);
        const state::InboxEntry entry = state::ForcedTransaction{.sender = forced->sender,
                                                                 .nonce = forced->tx.nonce,
                                                                 .tipWei = forced->tx.tipWei,
                                                                 .maxFeeWei = forced->tx.maxFeeWei,
                                                                 .gasLimit = forced->tx.gasLimit,
                                                                 .recipient = forced->tx.to,
                                                                 .amount = forced->tx.value};
        const auto before = transfer(m_maker.keys[3], 0, m_maker.keys[2].address(), 7);
        const auto after = transfer(m_maker.keys[1], 1, m_maker.keys[2].address(), 6);
        // It is made again with the same nonce: this one is left out.
        m_maker.inbox.insert(m_maker.inbox.end(), {entry, entry});
        m_chain->addInboxEntry(entry);
        m_chain->addInboxEntry(entry);
        auto wrong = forced->signature;
        wrong.bytes[5] ^= 1;
        QVERIFY(!m_chain->addForced(4, wrong));
        QVERIFY(!m_chain->addForced(0, forced->signature)); // a deposit
        QVERIFY(!m_chain->addForced(6, forced->signature)); // none
        QVERIFY(m_chain->addForced(4, forced->signature));
        QVERIFY(m_chain->addForced(5, forced->signature));

        const auto block = m_maker.mixed({before}, {after});
        const std::vector<Hash> expected{before->hash, forced->hash, after->hash};
        const auto blockBefore = m_chain->head().number;
        QCOMPARE(codeOf(m_chain->appendFromFeed(block.header, block.hash, block.entries, {})), QString("ok"));
        QVERIFY(hashesOf(m_chain->block(blockBefore + 1)->txs) == expected);
        QCOMPARE(m_chain->head().txCount, 2u);
        QCOMPARE(m_chain->place(forced->hash)->index, 1u);
        QCOMPARE(m_chain->headState().account({1})->nonce, std::uint64_t(2));
        QCOMPARE(m_chain->headState().txCount(), std::uint64_t(2));
        QCOMPARE(m_chain->headState().inboxCursor(), std::uint64_t(6));

        // Who reads it from L1 alone finds it in the same place, and loses the users' ones alone.
        QVERIFY(hashesOf(m_chain->dropUnanchored()) == (std::vector<Hash>{before->hash, after->hash}));
        QVERIFY(!m_chain->place(forced->hash));
        const auto added = anchor({block});
        QVERIFY(added->rebuilt);
        QCOMPARE(m_chain->headHash(), block.hash);
        QVERIFY(hashesOf(m_chain->block(blockBefore + 1)->txs) == expected);
        m_chain->truncateInbox(4);
        QCOMPARE(m_chain->inboxCount(), std::uint64_t(4));
    }

    void aBlockOfTheFeedIsRecomputed() {
        appendDeposits();
        auto ahead = forkOf(m_maker);
        const auto block = ahead.transfers(2);
        const auto later = ahead.transfers(1);
        QCOMPARE(codeOf(m_chain->appendFromFeed(later.header, later.hash, later.entries, {})),
                 QString("feed.not-next"));
        auto forged = block.header;
        forged.stateRoot.bytes[0] ^= 1;
        QCOMPARE(codeOf(m_chain->appendFromFeed(forged, transition::blockHash(forged), block.entries, {})),
                 QString("feed.wrong-root"));
        auto reordered = block.entries;
        std::swap(reordered[0], reordered[1]);
        QCOMPARE(codeOf(m_chain->appendFromFeed(block.header, block.hash, reordered, {})),
                 QString("feed.not-executable"));
        QCOMPARE(m_chain->head().number, std::uint64_t(1)); // nothing of these stays
        QCOMPARE(codeOf(m_chain->appendFromFeed(block.header, block.hash, block.entries, {})), QString("ok"));
        QCOMPARE(codeOf(m_chain->appendFromFeed(later.header, later.hash, later.entries, {})), QString("ok"));
        QCOMPARE(m_chain->headHash(), later.hash);
    }

    void droppingTheUnanchoredGoesBackToL1() {
        const auto deposits = appendDeposits();
        QCOMPARE(codeOf(anchor({deposits})), QString("ok"));
        const auto first = appendTransfers(2);
        const auto second = appendTransfers(1);
        auto expected = txsOf(first);
        expected.push_back(txsOf(second)[0]);
        QVERIFY(hashesOf(m_chain->dropUnanchored()) == hashesOf(expected));
        QCOMPARE(m_chain->headHash(), deposits.hash);
        QVERIFY(m_chain->dropUnanchored().empty());
    }
};

QTEST_APPLESS_MAIN(TestNodeL2Chain)
#include "tst_node_l2_chain.moc"
