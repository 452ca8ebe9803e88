#include "chain_scene.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;

/// One operator's chain: what L1 holds, and above it what only the feed knows. After each test the store, a
/// chain opened from it and whoever was told of the changes agree.
class TestNodeChain : public QObject {
    Q_OBJECT

    std::unique_ptr<ChainScene> m_scene;

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

    void theGenesisIsTheHead() {
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.head().block.number, std::uint64_t(0));
        QCOMPARE(chain.head().blockHash, m_scene->maker.headHash);
        QCOMPARE(chain.head().state.root(), state::State().root());
        QCOMPARE(chain.tip().number, std::uint64_t(0));
        QCOMPARE(chain.tip().hash, genesisHashOfScene());
        QVERIFY(chain.blocks(1, 9)->empty());
    }

    void appendedBlocksAreKeptWithTheirTransactions() {
        m_scene->appendDeposits();
        const auto block = m_scene->appendTransfers(3);
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.head().block.number, std::uint64_t(2));
        QCOMPARE(chain.head().blockHash, block.hash);
        QCOMPARE(chain.head().state.root(), m_scene->maker.state.root());
        QCOMPARE(chain.head().state.txCount(), std::uint64_t(3));
        QCOMPARE(chain.unanchored().size(), std::size_t(2));
        const auto tx = txsOf({block})[1];
        const auto place = m_scene->store->place(tx->hash);
        QVERIFY(place.has_value() && *place && **place == (store::TxPlace{2, 1}));
        const auto kept = chain.blocks(2, 2);
        QVERIFY(kept.has_value() && kept->size() == 1);
        QVERIFY(kept->front().header == block.header && kept->front().undo == block.undo);
        QCOMPARE(sequencer::encodedRecords(kept->front()), sequencer::encodedRecords(block));
        QVERIFY(hashesOf(txsOf(*kept)) == hashesOf(txsOf({block})));
        QCOMPARE(txsOf(*kept)[1]->sender, tx->sender);
        QVERIFY(chain.isInChain(2, block.hash) && !chain.isInChain(1, block.hash));
        QVERIFY(!chain.isInChain(3, block.hash));
    }

    void aBatchThatAgreesAnchorsTheOwnBlocks() {
        const auto first = m_scene->appendDeposits();
        const auto second = m_scene->appendTransfers(2);
        const auto third = m_scene->appendTransfers(2);
        QCOMPARE(codeOf(m_scene->anchor({first})), QString("ok"));
        const auto added = m_scene->anchor({second});
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(!added->rebuilt);
        QCOMPARE(m_scene->store->block(1)->value().batch, std::uint64_t(1));
        QCOMPARE(m_scene->store->block(2)->value().batch, std::uint64_t(2));
        QCOMPARE(m_scene->store->block(3)->value().batch, std::uint64_t(0));
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.unanchored().size(), std::size_t(1));
        QCOMPARE(chain.head().blockHash, third.hash);
        QCOMPARE(chain.safe().blockHash, second.hash);
        QCOMPARE(chain.safe().state.root(), second.header.stateRoot);
        QCOMPARE(chain.head().state.txCount(), std::uint64_t(4));
        QCOMPARE(chain.lastValidBatchHash(), chain.tip().hash);
    }

    /// B-3: what follows the last end of block is a block too, so that nobody goes on from an old head.
    void aBatchThatDoesNotEndItsLastBlockIsTakenWhole_data() {
        QTest::addColumn<bool>("isLonger");
        QTest::newRow("the own block and one more transaction") << true;
        QTest::newRow("that transaction alone") << false;
    }
    void aBatchThatDoesNotEndItsLastBlockIsTakenWhole() {
        QFETCH(const bool, isLonger);
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        auto other = forkOf(m_scene->maker);
        const auto own = m_scene->appendTransfers(2);
        auto longer = forkOf(m_scene->maker);
        const std::vector blocks =
            isLonger ? std::vector{own, longer.transfers(1)} : std::vector{other.transfers(1)};
        auto batch = m_scene->batches.next(m_scene->maker, blocks);
        auto segments = *transition::decodeSegments(batch.data);
        QCOMPARE(segments.size(), std::size_t(1));
        segments[0].records.resize(segments[0].records.size() - 2); // its last end of block
        batch.setSegments(segments);
        const auto added = m_scene->place(batch);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->batch.recomputed && !added->batch.fraud && added->rebuilt);
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.head().blockHash, chain.safe().blockHash);
        QCOMPARE(chain.head().block.number, 1 + blocks.size());
        QCOMPARE(chain.head().block.stateRoot, chain.head().state.root());
        QCOMPARE(chain.head().block.txCount, 1U);
        // The first of the own transfers is the one of the batch; what it left out is pending again.
        QCOMPARE(m_scene->pending().size(), std::size_t(isLonger ? 0 : 1));
        if (!isLonger) QCOMPARE(m_scene->pending()[0], txsOf({own})[1]->hash);
    }

    void aBatchThatDiffersReplacesThemAndKeepsTheirOrder() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        // The own blocks hold four transactions in this order; the batch took the second of them alone.
        // The first three differ in their senders alone, and so share one signing hash.
        auto& maker = m_scene->maker;
        std::vector<sequencer::TxPtr> own;
        auto other = forkOf(maker);
        for (const std::size_t from : {1U, 2U, 3U})
            own.push_back(transfer(maker.keys[from], 0, maker.keys[0].address(), kEther));
        m_scene->append(maker.block({own[0], own[1]}));
        own.push_back(transfer(maker.keys[1], 1, maker.keys[0].address(), kEther));
        m_scene->append(maker.block({own[2], own[3]}));
        const auto theirs = other.block({own[1]});
        const auto added = m_scene->place(m_scene->batches.next(other, {theirs}));
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->rebuilt);
        QVERIFY(m_scene->pending() == hashesOf({own[0], own[2], own[3]}));
        QVERIFY(m_scene->record.displaced == hashesOf(own));
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.head().block.number, std::uint64_t(2));
        QCOMPARE(chain.head().blockHash, theirs.hash);
        QCOMPARE(chain.head().state.root(), other.state.root());
        QVERIFY(chain.unanchored().empty());
        QCOMPARE(chain.head().state.txCount(), std::uint64_t(1));
        // What it took has its place and its signature; what it did not has none.
        QVERIFY(hashesOf(txsOf(*chain.blocks(2, 2))) == hashesOf({own[1]}));
        QVERIFY(*m_scene->store->place(own[1]->hash) && !*m_scene->store->place(own[0]->hash));
    }

    void aBlockOfL1AloneLacksItsSignatures() {
        const auto deposits = m_scene->maker.depositBlock();
        const auto transfers = m_scene->maker.transfers(2);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto added = m_scene->anchor({transfers});
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->rebuilt);
        QCOMPARE(m_scene->chain->head().blockHash, transfers.hash);
        const auto kept = txsOf(*m_scene->chain->blocks(2, 2));
        QCOMPARE(kept.size(), std::size_t(2));
        QVERIFY(kept[0]->hash.isZero() && kept[1]->hash.isZero());
        QCOMPARE(kept[0]->sender, m_scene->maker.keys[1].address());
        QVERIFY(m_scene->record.blocks.at(2).txs.empty());
    }

    void aSignatureThatComesLateIsKept() {
        const auto deposits = m_scene->maker.depositBlock();
        const auto transfers = m_scene->maker.transfers(2);
        const auto more = m_scene->maker.transfers(2);
        for (const auto& block : {deposits, transfers, more})
            QCOMPARE(codeOf(m_scene->anchor({block})), QString("ok"));
        const auto txs = txsOf({transfers, more});
        auto& chain = *m_scene->chain;
        const auto shown = m_scene->change([&] { return chain.showSignature(*txs[1]); });
        QVERIFY(shown.has_value() && *shown);
        QVERIFY(hashesOf(txsOf(*chain.blocks(2, 3))) == (std::vector<Hash>{{}, txs[1]->hash, {}, {}}));
        QVERIFY(*m_scene->store->place(txs[1]->hash));
        m_scene->record.blocks.at(2).txs = {txs[1]->hash}; // which nobody is told
        // Once is enough, and no other transaction has its place.
        QVERIFY(*chain.showSignature(*txs[1]));
        auto other = *txs[0];
        other.signingHash.bytes[0] ^= 1;
        QVERIFY(!*chain.showSignature(other));
        other = *txs[0];
        other.tx.nonce += 100;
        QVERIFY(!*chain.showSignature(other));
        QVERIFY(m_scene->reopensTheSame());
    }

    void candidatesNameTheTransactionsOfABatch() {
        const auto deposits = m_scene->maker.depositBlock();
        const auto transfers = m_scene->maker.transfers(2);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto known = txsOf({transfers});
        QCOMPARE(codeOf(m_scene->place(m_scene->batches.next(m_scene->maker, {transfers}), {known[1]})),
                 QString("ok"));
        const auto kept = txsOf(*m_scene->chain->blocks(2, 2));
        QVERIFY(kept[0]->hash.isZero());
        QCOMPARE(kept[1]->hash, known[1]->hash);
    }

    void aWrongBatchLeavesTheOwnBlocks() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto own = m_scene->appendTransfers(100);
        const auto added = m_scene->anchor({own}, mint);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->batch.fraud && !added->rebuilt);
        const auto& chain = *m_scene->chain;
        QVERIFY(chain.disputed());
        QCOMPARE(chain.head().blockHash, own.hash);
        QCOMPARE(chain.unanchored().size(), std::size_t(1));
        QCOMPARE(chain.safe().blockHash, deposits.hash);
        QCOMPARE(chain.lastValidBatch(), std::uint64_t(1));
        QCOMPARE(chain.lastValidBatchHash(), chain.disputed()->header.parentHash);
        QCOMPARE(chain.tip().number, std::uint64_t(2));
        // What follows it is listed and judged by nobody.
        const auto later = m_scene->appendTransfers(1);
        const auto follows = m_scene->anchor({later});
        QCOMPARE(codeOf(follows), QString("ok"));
        QVERIFY(!follows->batch.recomputed && !follows->batch.fraud);
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(3));
        QCOMPARE(m_scene->chain->lastValidBatch(), std::uint64_t(1));
    }

    void aBatchOutOfOrderIsRefused() {
        const auto deposits = m_scene->appendDeposits();
        const auto transfers = m_scene->appendTransfers(1);
        const auto first = m_scene->batches.next(m_scene->maker, {deposits});
        const auto second = m_scene->batches.next(m_scene->maker, {transfers});
        m_scene->mineL1();
        const auto add = [&](const MadeBatch& batch) {
            return codeOf(m_scene->chain->addBatch(m_scene->anchored(batch), m_scene->event(), {}));
        };
        QCOMPARE(add(second), ErrorCode::chainBatchOrder);
        auto other = first;
        other.header.parentHash.bytes[0] ^= 1;
        QCOMPARE(add(other), ErrorCode::chainBatchOrder);
        auto swapped = first;
        swapped.data = second.data;
        QCOMPARE(add(swapped), ErrorCode::batchOtherData);
        swapped.data = {1};
        QCOMPARE(add(swapped), ErrorCode::batchMalformedData);
        QCOMPARE(m_scene->chain->unanchored().size(), std::size_t(2));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(0));
    }

    /// L1 has them, so that it is this node that lacks them. Nobody is accused of a fraud for it.
    void aBatchBeyondTheInboxThatIsKnownIsNotJudged() {
        const auto deposits = m_scene->appendDeposits();
        auto batch = m_scene->batches.next(m_scene->maker, {deposits});
        batch.header.inboxAfter = m_scene->chain->inbox().count() + 1;
        batch.hash = transition::batchHash(batch.header);
        m_scene->mineL1();
        QCOMPARE(codeOf(m_scene->chain->addBatch(m_scene->anchored(batch), m_scene->event(), {})),
                 ErrorCode::chainInboxGap);
        QVERIFY(!m_scene->chain->disputed());
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(0));
    }

    /// A segment of one byte, as whoever wants to be paid for nothing would send it.
    void aBatchWithoutAnyRecordMovesTheTipAlone() {
        const auto deposits = m_scene->appendDeposits();
        const auto own = m_scene->appendTransfers(2);
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        auto& batches = m_scene->batches;
        auto batch = batches.next(m_scene->maker, {own});
        batch.header.postStateRoot = deposits.header.stateRoot;
        batch.header.inboxAfter = batch.header.inboxBefore;
        batch.setSegments(
            {{.postRoot = deposits.header.stateRoot, .txRoot = transition::txRoot({}), .records = {1}}});
        const auto added = m_scene->place(batch);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(!added->batch.fraud && added->batch.recomputed && !added->rebuilt);
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(2));
        QCOMPARE(m_scene->chain->safe().blockHash, deposits.hash);
        QCOMPARE(m_scene->chain->unanchored().size(), std::size_t(1));
        QVERIFY(m_scene->reopensTheSame());
        // The next one follows it.
        batches.parent = batch.hash;
        batches.before = m_scene->chain->safe().state;
        QCOMPARE(codeOf(m_scene->anchor({own})), QString("ok"));
        QCOMPARE(m_scene->chain->safe().blockHash, own.hash);
        // Where L1 takes both back, the blocks stay.
        QCOMPARE(codeOf(m_scene->rewindL1(m_scene->l1Block - 2)), QString("ok"));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QCOMPARE(m_scene->chain->unanchored().size(), std::size_t(1));
        // L1 rolls back to before it.
        QCOMPARE(codeOf(m_scene->place(batch)), QString("ok"));
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QVERIFY(m_scene->pending() == hashesOf(txsOf({own})));
    }

    void aBatchWithoutAnyRecordMayBeTheFirst() {
        const auto root = state::State().root();
        auto batch = m_scene->batches.next(m_scene->maker, {m_scene->maker.depositBlock()});
        batch.header.postStateRoot = root;
        batch.header.inboxAfter = 0;
        batch.setSegments({{.postRoot = root, .txRoot = transition::txRoot({}), .records = {1}}});
        const auto added = m_scene->place(batch);
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(!added->batch.fraud);
        QCOMPARE(m_scene->chain->tip().number, std::uint64_t(1));
        QCOMPARE(m_scene->chain->safe().block.number, std::uint64_t(0));
    }

    void rollingBackReturnsAnchoredAndOwnTransactionsInOrder() {
        const auto deposits = m_scene->appendDeposits();
        const std::vector blocks{m_scene->appendTransfers(2), m_scene->appendTransfers(2),
                                 m_scene->appendTransfers(2)};
        for (const auto& block : {deposits, blocks[0], blocks[1]})
            QCOMPARE(codeOf(m_scene->anchor({block})), QString("ok"));
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        const auto expected = hashesOf(txsOf(blocks));
        QVERIFY(m_scene->pending() == expected);
        QVERIFY(m_scene->record.displaced == expected);
        const auto& chain = *m_scene->chain;
        QCOMPARE(chain.head().blockHash, deposits.hash);
        QCOMPARE(chain.head().state.inboxCursor(), std::uint64_t(4));
        QCOMPARE(chain.head().state.txCount(), std::uint64_t(0));
        QVERIFY(!*m_scene->store->place(expected.front()));
        QCOMPARE(chain.tip().number, std::uint64_t(1));
        // The chain goes on from there.
        ChainFixture again;
        BatchMaker batches;
        batches.next(again, {again.depositBlock()});
        QCOMPARE(codeOf(m_scene->place(batches.next(again, {again.transfers(1)}))), QString("ok"));
        QCOMPARE(m_scene->chain->head().block.number, std::uint64_t(2));
    }

    void rollingBackAWrongBatchReturnsWhatStoodAboveIt() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto own = m_scene->appendTransfers(3);
        QCOMPARE(codeOf(m_scene->anchor({own}, mint)), QString("ok"));
        QVERIFY(m_scene->chain->disputed());
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        QVERIFY(m_scene->pending() == hashesOf(txsOf({own})));
        QCOMPARE(m_scene->chain->head().blockHash, deposits.hash);
        QVERIFY(!m_scene->chain->disputed());
    }

    void rollingBackNothingChangesNothing() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const auto before = m_scene->dump();
        QCOMPARE(codeOf(m_scene->rollBack(2)), QString("ok"));
        QCOMPARE(m_scene->dump(), before);
    }

    void aBlockOfTheFeedIsRecomputed() {
        m_scene->appendDeposits();
        auto ahead = forkOf(m_scene->maker);
        const auto block = ahead.transfers(2);
        const auto later = ahead.transfers(1);
        QCOMPARE(codeOf(m_scene->feed(later)), ErrorCode::feedNotNext);
        auto forged = block;
        forged.header.stateRoot.bytes[0] ^= 1;
        forged.hash = transition::blockHash(forged.header);
        QCOMPARE(codeOf(m_scene->feed(forged)), ErrorCode::feedWrongRoot);
        auto reordered = block;
        std::swap(reordered.entries[0], reordered.entries[1]);
        QCOMPARE(codeOf(m_scene->feed(reordered)), ErrorCode::feedNotExecutable);
        auto invented = block;
        invented.entries.emplace_back(std::uint64_t{4});
        QCOMPARE(codeOf(m_scene->feed(invented)), ErrorCode::feedInbox);
        QCOMPARE(m_scene->chain->head().block.number, std::uint64_t(1)); // nothing of these stays
        QCOMPARE(codeOf(m_scene->change([&] { return m_scene->feed(block); })), QString("ok"));
        QCOMPARE(codeOf(m_scene->feed(later)), QString("ok"));
        QCOMPARE(m_scene->chain->head().blockHash, later.hash);
    }

    void droppingTheUnanchoredGoesBackToL1() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        const std::vector own{m_scene->appendTransfers(2), m_scene->appendTransfers(1)};
        QCOMPARE(codeOf(m_scene->change([&] { return m_scene->chain->dropUnanchored(); })), QString("ok"));
        QVERIFY(m_scene->pending() == hashesOf(txsOf(own)));
        QVERIFY(m_scene->record.displaced == hashesOf(txsOf(own)));
        QCOMPARE(m_scene->chain->head().blockHash, deposits.hash);
        const auto before = m_scene->dump();
        QCOMPARE(codeOf(m_scene->chain->dropUnanchored()), QString("ok"));
        QCOMPARE(m_scene->dump(), before);
    }

    void forcedTransactionsAreServedLikeAnyOther() {
        const auto deposits = m_scene->appendDeposits();
        QCOMPARE(codeOf(m_scene->anchor({deposits})), QString("ok"));
        // The user signed a transfer and had L1 force it; it is made again with the same nonce, which is left
        // out.
        auto& maker = m_scene->maker;
        const auto forced = transfer(maker.keys[1], 0, maker.keys[2].address(), 5);
        const state::InboxEntry entry = state::ForcedTransaction{.sender = forced->sender,
                                                                 .nonce = forced->tx.nonce,
                                                                 .tipWei = forced->tx.tipWei,
                                                                 .maxFeeWei = forced->tx.maxFeeWei,
                                                                 .gasLimit = forced->tx.gasLimit,
                                                                 .recipient = forced->tx.to,
                                                                 .amount = forced->tx.value};
        const auto before = transfer(maker.keys[3], 0, maker.keys[2].address(), 7);
        const auto after = transfer(maker.keys[1], 1, maker.keys[2].address(), 6);
        maker.inbox.insert(maker.inbox.end(), {entry, entry});
        m_scene->deposit({entry, entry});
        auto wrong = forced->signature;
        wrong.bytes[5] ^= 1;
        const auto sign = [&](std::uint64_t index, const Signature& signature) {
            const auto event = m_scene->event();
            return codeOf(
                m_scene->change([&] { return m_scene->chain->addForced(event, index, signature); }));
        };
        for (const std::uint64_t index : {4U, 0U, 6U}) { // of another, of a deposit, of nothing
            QCOMPARE(sign(index, index == 4 ? wrong : forced->signature), QString("ok"));
            QVERIFY(!m_scene->chain->inbox().forced(index));
        }
        for (const std::uint64_t index : {4U, 5U}) {
            QCOMPARE(sign(index, forced->signature), QString("ok"));
            QCOMPARE(m_scene->chain->inbox().forced(index)->hash, forced->hash);
        }
        const auto block = maker.mixed({before}, {after});
        const std::vector<Hash> expected{before->hash, forced->hash, after->hash};
        QCOMPARE(codeOf(m_scene->feed(block)), QString("ok"));
        QVERIFY(m_scene->record.blocks.at(2).txs == expected);
        QCOMPARE(m_scene->chain->head().block.txCount, 2U);
        QCOMPARE((*m_scene->store->place(forced->hash))->index, 1U);
        QCOMPARE(m_scene->chain->head().state.account({1})->nonce, std::uint64_t(2));
        QCOMPARE(m_scene->chain->head().state.inboxCursor(), std::uint64_t(6));
        QVERIFY(m_scene->reopensTheSame());

        // Who reads it from L1 alone finds it in the same place; the users' ones alone are pending again.
        QCOMPARE(codeOf(m_scene->change([&] { return m_scene->chain->dropUnanchored(); })), QString("ok"));
        QVERIFY(m_scene->pending() == (std::vector<Hash>{before->hash, after->hash}));
        QVERIFY(!*m_scene->store->place(forced->hash));
        const auto added = m_scene->place(m_scene->batches.next(maker, {block}), {before, after});
        QCOMPARE(codeOf(added), QString("ok"));
        QVERIFY(added->rebuilt);
        QCOMPARE(m_scene->chain->head().blockHash, block.hash);
        QVERIFY(m_scene->record.blocks.at(2).txs == expected);
        QVERIFY(m_scene->pending().empty());
    }

    void tokensAreNumberedAsL1Does() {
        m_scene->mineL1();
        const Address first{{0x11}}, second{{0x22}};
        for (const auto& [number, address] : {std::pair(1U, first), std::pair(2U, second)}) {
            const auto event = m_scene->event();
            QCOMPARE(
                codeOf(m_scene->change([&] { return m_scene->chain->addToken(event, number, address); })),
                QString("ok"));
        }
        QCOMPARE(m_scene->chain->tokens().find(second).value_or(0), 2U);
        QCOMPARE(codeOf(m_scene->rewindL1(m_scene->l1Block - 1)), QString("ok"));
        QCOMPARE(m_scene->chain->tokens().count(), 0U);
        m_scene->mineL1();
        QCOMPARE(codeOf(m_scene->chain->addToken(m_scene->event(), 1, second)), QString("ok"));
        QCOMPARE(m_scene->chain->tokens().find(second).value_or(0), 1U);
    }
};

QTEST_APPLESS_MAIN(TestNodeChain)
#include "tst_node_chain.moc"
