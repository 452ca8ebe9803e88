#include "chain_fixture.hpp"
#include "verifier/fraud_proof.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using verifier::ChainPoint;
using verifier::VerifiedBatch;

/// A backup that believes no anchor.
class TestVerifier : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kGenesisTime = 1'000'000, kL1TimeMs = 2'000'000;

    /// A chain of two batches: the deposits, and 100 transfers; the second may claim a lie.
    struct Chain {
        ChainFixture fixture;
        Hash genesis;
        transition::BatchHeader first, second;
        Bytes firstData, secondData;

        explicit Chain(const anchor::Tamper& tamper = {}) {
            genesis.bytes[0] = 7;
            const state::State empty;
            const std::vector deposits{fixture.depositBlock()};
            const auto a =
                anchor::buildBatch(empty, deposits, kChainId, fixture.tokens, fixture.reader(), {});
            first = headerOf(*a, 1, genesis, empty.root(), 0);
            firstData = a->data;
            const std::vector transfers{fixture.transfers(100)};
            const auto b = anchor::buildBatch(a->after, transfers, kChainId, fixture.tokens, fixture.reader(),
                                              {}, tamper);
            second = headerOf(*b, 2, transition::batchHash(first), a->after.root(), 4);
            secondData = b->data;
        }
        /// Other segments for the second batch, as its operator would commit to them.
        void setSecond(const std::vector<transition::Segment>& segments) {
            std::vector<Hash> leaves;
            for (const auto& segment : segments)
                leaves.push_back(transition::segmentLeaf(segment));
            second.segmentsHash = transition::segmentsHash(leaves);
            second.segmentCount = static_cast<std::uint32_t>(segments.size());
            secondData = transition::encodeSegments(segments);
        }
        /// Puts another end of block at the end of the second batch, or none.
        void endSecond(std::optional<std::uint64_t> ticks) {
            auto segments = *transition::decodeSegments(secondData);
            auto& records = segments.back().records;
            records.resize(records.size() - 2); // one of less than 128 ticks
            if (ticks)
                codec::encodeRecord(codec::BlockEndRecord{*ticks}, second.feeTemplate, records[0], records);
            setSecond(segments);
        }
        /// A batch of it, over the point that it follows.
        Result<verifier::Verification> verify(const ChainPoint& before, const transition::BatchHeader& header,
                                              ByteView data, std::uint64_t l1TimeMs = kL1TimeMs) const {
            const auto inbox = fixture.reader();
            return verifier::verifyBatch(
                before, header, transition::batchHash(header), data,
                {.l2ChainId = kChainId, .l1TimeMs = l1TimeMs, .tokens = fixture.tokens, .inbox = inbox});
        }
        /// Both batches, one after the other.
        struct Both {
            ChainPoint genesis = verifier::genesisPoint(kGenesisTime);
            verifier::Verification first, second;
        };
        Result<Both> verifyBoth(std::uint64_t l1TimeMs = kL1TimeMs) const {
            Both both;
            auto one = verify(both.genesis, first, firstData, l1TimeMs);
            if (!one) return one.error();
            both.first = std::move(*one);
            auto two = verify(both.first.after, second, secondData, l1TimeMs);
            if (!two) return two.error();
            both.second = std::move(*two);
            return both;
        }
        Result<verifier::FraudProof> prove(const ChainPoint& before, const VerifiedBatch& batch) const {
            return verifier::buildFraudProof(before.state, batch, kChainId, fixture.tokens, fixture.reader());
        }
    };

    static void mint(state::State& state) {
        auto account = *state.account(AccountIndex{0});
        account.balance += kEther;
        state.apply({.changes = {{AccountIndex{0}, account}}, .inboxConsumed = 0});
    }

    /// What replaying the records of a block over a state leaves; nothing where one of them breaks a rule.
    static std::optional<state::State> replayed(const Chain& chain, const verifier::AnchoredBlock& block,
                                                state::State state) {
        const auto feeTemplate = sequencer::templateFor(block.header.baseFeeWei);
        const auto encoded = codec::encodeRecords(block.records, feeTemplate);
        const transition::BatchContext context{.l2ChainId = kChainId,
                                               .baseFeeWei = block.header.baseFeeWei,
                                               .feeAccount = block.header.feeAccount,
                                               .feeTemplate = feeTemplate,
                                               .inboxAfter = block.inboxAfter,
                                               .tokens = &chain.fixture.tokens};
        codec::RecordReader reader(encoded, feeTemplate);
        const auto inbox = chain.fixture.reader();
        for (const auto& expected : block.records) {
            const auto record = reader.next();
            if (!record || *record != expected) return std::nullopt;
            const auto* entry = codec::isInbox(*record) ? inbox(state.inboxCursor()) : nullptr;
            const auto result = transition::applyRecord(*record, context, state, entry);
            if (result.broken) return std::nullopt;
            state.apply(result.diff);
        }
        if (!reader.atEnd()) return std::nullopt;
        return state;
    }

private slots:
    void agreesWithHonestBatches() {
        const Chain chain;
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value());
        for (const auto* verified : {&both->first, &both->second}) {
            QVERIFY(!verified->batch.fraud && verified->batch.recomputed);
            for (const auto& verdict : verified->batch.verdicts)
                QVERIFY(verdict.replayed && verdict.agrees && verdict.ownRoot == verdict.claimedRoot);
        }
        QCOMPARE(both->first.batch.inboxEntries, std::uint64_t(4));
        QCOMPARE(both->second.batch.txCount, 100U);
        QCOMPARE(both->second.after.state.root(), chain.fixture.state.root());
        QCOMPARE(both->second.after.blockHash, chain.fixture.headHash);
        QVERIFY(both->second.after.block == chain.fixture.head);
    }

    void findsTheFirstWrongSegmentAndKeepsTheStateBefore() {
        const Chain chain(mint);
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value());
        const auto& wrong = both->second.batch;
        QVERIFY(wrong.fraud.has_value());
        QCOMPARE(wrong.header.number, std::uint64_t(2));
        QCOMPARE(wrong.fraud->segment, 1U);
        QVERIFY(wrong.fraud->reason == verifier::FraudReason::postRoot);
        QVERIFY(wrong.verdicts[0].agrees && !wrong.verdicts[1].agrees);
        QVERIFY(wrong.blocks.empty());
        QCOMPARE(both->second.after.state.root(), chain.first.postStateRoot);
        QCOMPARE(both->second.after.blockHash, both->first.after.blockHash);
        QVERIFY(both->second.after.block == both->first.after.block);
    }

    void provesTheFraudToATwinOfL1() {
        const Chain chain(mint);
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value());
        const auto proof = chain.prove(both->first.after, both->second.batch);
        QVERIFY(proof.has_value());
        QCOMPARE(proof->batchHash, transition::batchHash(chain.second));
        const auto& call = proof->call;
        QCOMPARE(call.index, 1U);
        QCOMPARE(transition::segmentsHash(call.segmentLeaves), chain.second.segmentsHash);
        const auto witness = state::Witness::decode(call.witness);
        QVERIFY(witness.has_value());
        const auto replayed =
            transition::replayWitness(call.previous.postRoot, call.records,
                                      chain.second.context(kChainId, chain.fixture.tokens), *witness);
        QVERIFY(replayed.has_value() && !replayed->broken);
        QVERIFY(replayed->postRoot != call.postRoot);
        QCOMPARE(replayed->postRoot, both->second.batch.fraud->ownRoot);
    }

    void refusesToChallengeWhatItDoesNotDispute() {
        const Chain chain;
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value());
        QVERIFY(chain.prove(both->first.after, both->second.batch).error().code ==
                ErrorCode::challengeAgrees);
        // One that was not recomputed, because it follows a wrong one.
        const auto described =
            verifier::describeBatch(chain.second, transition::batchHash(chain.second), chain.secondData);
        QVERIFY(described.has_value());
        QVERIFY(chain.prove(both->first.after, *described).error().code == ErrorCode::challengeAgrees);
    }

    void countsWhatStandsBehindAWrongSegment() {
        Chain chain;
        auto segments = *transition::decodeSegments(chain.secondData);
        segments.front().postRoot.bytes[0] ^= 1;
        chain.setSecond(segments);
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value() && both->second.batch.fraud);
        const auto& batch = both->second.batch;
        QCOMPARE(batch.fraud->segment, 0U);
        QVERIFY(batch.verdicts.size() > 1);
        QVERIFY(!batch.verdicts.back().replayed && batch.verdicts.back().txs > 0);
        QCOMPARE(batch.txCount, 100U);
    }

    void describesWhatItCannotRecompute() {
        const Chain chain(mint);
        const auto hash = transition::batchHash(chain.second);
        const auto batch = verifier::describeBatch(chain.second, hash, chain.secondData);
        QVERIFY(batch.has_value());
        QVERIFY(!batch->recomputed && !batch->fraud && batch->blocks.empty());
        QCOMPARE(batch->hash, hash);
        QVERIFY(batch->header == chain.second);
        QCOMPARE(batch->verdicts.size(), batch->segments.size());
        QCOMPARE(batch->verdicts.size(), std::size_t(chain.second.segmentCount));
        // What it holds is counted all the same.
        QCOMPARE(batch->txCount, 100U);
        for (std::size_t i = 0; i < batch->verdicts.size(); ++i) {
            const auto& verdict = batch->verdicts[i];
            QVERIFY(!verdict.replayed && !verdict.agrees && verdict.ownRoot.isZero());
            QCOMPARE(verdict.claimedRoot, batch->segments[i].postRoot);
            QCOMPARE(std::size_t(verdict.bytes), batch->segments[i].records.size());
            QVERIFY(verdict.records >= verdict.txs && verdict.txs > 0);
        }
        QVERIFY(verifier::describeBatch(chain.second, hash, chain.firstData).error().code ==
                ErrorCode::batchOtherData);
        QVERIFY(verifier::describeBatch(chain.second, hash, Bytes{1}).error().code ==
                ErrorCode::batchMalformedData);
    }

    void goesOnFromThePointBeforeAWrongBatch() {
        const Chain lie(mint);
        const Chain honest;
        const auto both = lie.verifyBoth();
        QVERIFY(both.has_value() && both->second.batch.fraud);
        const auto right = honest.verify(both->second.after, honest.second, honest.secondData);
        QVERIFY(right.has_value() && !right->batch.fraud);
        QCOMPARE(right->after.blockHash, honest.fixture.headHash);
    }

    void notesUndecodableBytesAsABrokenRule() {
        Chain chain;
        auto segments = *transition::decodeSegments(chain.secondData);
        segments[1].records.back() = 0xff; // a varint that never ends
        chain.setSecond(segments);
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value() && both->second.batch.fraud);
        QVERIFY(both->second.batch.fraud->reason == verifier::FraudReason::rule);
        QVERIFY(both->second.batch.fraud->rule == transition::Rule::decodable);
        QVERIFY(both->second.batch.fraud->ownRoot.isZero());
    }

    void refusesDataThatTheHeaderDoesNotCommitTo() {
        const Chain chain;
        const auto genesis = verifier::genesisPoint(kGenesisTime);
        QVERIFY(chain.verify(genesis, chain.first, chain.secondData).error().code ==
                ErrorCode::batchOtherData);
        QVERIFY(chain.verify(genesis, chain.first, Bytes{1}).error().code == ErrorCode::batchMalformedData);
        auto less = *transition::decodeSegments(chain.secondData);
        less.pop_back();
        const auto one = chain.verify(genesis, chain.first, chain.firstData);
        QVERIFY(one.has_value());
        QVERIFY(chain.verify(one->after, chain.second, transition::encodeSegments(less)).error().code ==
                ErrorCode::batchOtherData);
        QVERIFY(chain.verify(one->after, chain.second, chain.secondData).has_value());
    }

    void b3ABatchEndsItsLastBlock() {
        Chain chain;
        chain.endSecond(std::nullopt);
        const auto both = chain.verifyBoth();
        QVERIFY(both.has_value() && !both->second.batch.fraud);
        const auto& after = both->second.after;
        QCOMPARE(after.block.number, chain.fixture.head.number);
        QCOMPARE(after.block.stateRoot, after.state.root());
        QCOMPARE(after.block.txCount, 100U);
        QCOMPARE(after.block.txsHash, chain.fixture.head.txsHash);
        QCOMPARE(after.block.timeMs, chain.fixture.head.timeMs - 200); // of no ticks
        // The end that the data leave out is among the records.
        const auto& block = both->second.batch.blocks.back();
        QCOMPARE(block.records.size(), std::size_t{101});
        QVERIFY(block.records.back() == codec::Record(codec::BlockEndRecord{0}));
        QCOMPARE(block.inboxAfter, after.state.inboxCursor());
        auto state = after.state;
        state.revert(block.undo);
        QCOMPARE(state.root(), chain.first.postStateRoot);
    }

    void b2NoBlockIsFarAheadOfL1() {
        const auto timeWith = [](std::uint64_t ticks, std::uint64_t l1TimeMs) {
            Chain chain;
            chain.endSecond(ticks);
            const auto both = chain.verifyBoth(l1TimeMs);
            if (!both || both->second.batch.fraud) return std::uint64_t{0};
            const auto& after = both->second.after;
            // The end record of what is kept says the ticks that counted.
            const auto& end =
                std::get<codec::BlockEndRecord>(both->second.batch.blocks.back().records.back());
            const auto counted = both->first.after.block.timeMs + end.ticks * protocol::kTickMs;
            return counted == after.block.timeMs ? counted : 0;
        };
        const auto before = timeWith(0, kL1TimeMs);
        QCOMPARE(timeWith(7, kL1TimeMs), before + 700);
        constexpr std::uint64_t kLatest = kL1TimeMs + protocol::kMaxAheadMs;
        QCOMPARE(timeWith((kLatest - before) / 100, kL1TimeMs), kLatest);
        for (const auto ticks : {(kLatest - before) / 100 + 1, std::uint64_t{1} << 57,
                                 std::numeric_limits<std::uint64_t>::max()})
            QCOMPARE(timeWith(ticks, kL1TimeMs), kLatest);
        // Where L1 is behind, time stands still; it never goes back.
        QCOMPARE(timeWith(std::numeric_limits<std::uint64_t>::max(), 0),
                 std::uint64_t(protocol::kMaxAheadMs));
    }

    void aBatchOverAnotherStateDisagrees() {
        const Chain chain;
        const auto genesis = verifier::genesisPoint(kGenesisTime);
        const auto skipped = chain.verify(genesis, chain.second, chain.secondData);
        QVERIFY(skipped.has_value() && skipped->batch.fraud);
        QCOMPARE(skipped->batch.fraud->segment, 0U);
        QCOMPARE(skipped->after.blockHash, genesis.blockHash);
    }

    /// What is known of a block is the same, whoever made it: its way back, and records that give it again.
    void blocksAreThoseThatWereSealed() {
        Chain chain; // for its inbox and how it verifies
        auto& fixture = chain.fixture;
        fixture = ChainFixture();
        const auto force = [&](std::uint64_t nonce) {
            fixture.inbox.emplace_back(state::ForcedTransaction{.sender = fixture.keys[3].address(),
                                                                .nonce = nonce,
                                                                .maxFeeWei = 2 * kBaseFee,
                                                                .gasLimit = protocol::kTransferGas,
                                                                .recipient = fixture.keys[1].address(),
                                                                .amount = 1});
        };
        force(9); // not executable
        const std::vector deposits{fixture.depositBlock()};
        force(0);
        const auto newcomer = crypto::SecretKey::derive("newcomer", 1).address();
        const std::vector blocks{fixture.transfers(70), // more than a segment
                                 fixture.mixed({transfer(fixture.keys[2], 0, newcomer, kEther)},
                                               {transfer(fixture.keys[3], 1, newcomer, 5)}),
                                 fixture.transfers(1)};
        const state::State empty;
        const auto a = anchor::buildBatch(empty, deposits, kChainId, fixture.tokens, fixture.reader(), {});
        const auto b = anchor::buildBatch(a->after, blocks, kChainId, fixture.tokens, fixture.reader(), {});
        const auto first = headerOf(*a, 1, chain.genesis, empty.root(), 0);
        const auto second = headerOf(*b, 2, transition::batchHash(first), a->after.root(), 5);

        auto point = verifier::genesisPoint(kGenesisTime);
        const auto same = [&](const transition::BatchHeader& header, ByteView data,
                              const std::vector<sequencer::SealedBlock>& sealed) {
            const auto verified = chain.verify(point, header, data);
            QVERIFY(verified.has_value() && !verified->batch.fraud);
            const auto& anchored = verified->batch.blocks;
            QCOMPARE(anchored.size(), sealed.size());
            auto state = point.state;
            for (std::size_t i = 0; i < sealed.size(); ++i) {
                QVERIFY(anchored[i].header == sealed[i].header);
                QCOMPARE(anchored[i].hash, sealed[i].hash);
                QVERIFY(anchored[i].records == sealed[i].records);
                QCOMPARE(anchored[i].inboxAfter, sealed[i].inboxAfter);
                QVERIFY(anchored[i].undo == sealed[i].undo);
                auto after = replayed(chain, anchored[i], std::move(state));
                QVERIFY(after.has_value());
                QCOMPARE(after->root(), anchored[i].header.stateRoot);
                QCOMPARE(after->inboxCursor(), anchored[i].inboxAfter);
                state = std::move(*after);
            }
            for (std::size_t i = sealed.size(); i-- > 0;) {
                state.revert(anchored[i].undo);
                QCOMPARE(state.root(), i == 0 ? point.state.root() : anchored[i - 1].header.stateRoot);
            }
            QCOMPARE(state.inboxCursor(), point.state.inboxCursor());
            QCOMPARE(state.accountCount(), point.state.accountCount());
            point = verified->after;
        };
        same(first, a->data, deposits);
        same(second, b->data, blocks);
        QCOMPARE(point.blockHash, fixture.headHash);
    }
};

QTEST_APPLESS_MAIN(TestVerifier)
#include "tst_verifier.moc"
