#include "chain_fixture.hpp"
#include "verifier/fraud_proof.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using verifier::Verifier;

/// A backup that believes no anchor.
class VerifierTest : public QObject {
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
        void feed(Verifier& verifier) const {
            QVERIFY(give(verifier, first, firstData).has_value());
            QVERIFY(give(verifier, second, secondData).has_value());
        }
        Result<const verifier::VerifiedBatch*> give(Verifier& verifier, const transition::BatchHeader& header,
                                                    ByteView data) const {
            return verifier.add(header, transition::batchHash(header), data, kL1TimeMs, fixture.tokens,
                                fixture.reader());
        }
    };

    static void mint(state::State& state) {
        auto account = *state.account(AccountIndex{0});
        account.balance += kEther;
        state.apply({.changes = {{AccountIndex{0}, account}}, .inboxConsumed = 0});
    }

private slots:
    void agreesWithHonestBatches() {
        const Chain chain;
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        QVERIFY(!verifier.disputed());
        QCOMPARE(verifier.tipNumber(), std::uint64_t(2));
        QCOMPARE(verifier.state().root(), chain.fixture.state.root());
        QCOMPARE(verifier.blockHash(), chain.fixture.headHash);
    }

    // What is stored of a block is the same, whoever made it.
    void blocksAreThoseThatWereSealed() {
        ChainFixture fixture;
        fixture.inbox.emplace_back(state::ForcedTransaction{.sender = fixture.keys[3].address(),
                                                            .nonce = 9, // not executable
                                                            .maxFeeWei = 2 * kBaseFee,
                                                            .gasLimit = protocol::kTransferGas,
                                                            .recipient = fixture.keys[1].address(),
                                                            .amount = 1});
        const std::vector deposits{fixture.depositBlock()};
        fixture.inbox.emplace_back(state::ForcedTransaction{.sender = fixture.keys[3].address(),
                                                            .maxFeeWei = 2 * kBaseFee,
                                                            .gasLimit = protocol::kTransferGas,
                                                            .recipient = fixture.keys[1].address(),
                                                            .amount = 1});
        const std::vector blocks{fixture.transfers(70), fixture.mixed({}, {}), fixture.transfers(1)};
        const state::State empty;
        const auto a = anchor::buildBatch(empty, deposits, kChainId, fixture.tokens, fixture.reader(), {});
        const auto b = anchor::buildBatch(a->after, blocks, kChainId, fixture.tokens, fixture.reader(), {});
        const auto first = headerOf(*a, 1, Hash{}, empty.root(), 0);
        const auto second = headerOf(*b, 2, transition::batchHash(first), a->after.root(), 5);

        Verifier verifier(kChainId, Hash{}, kGenesisTime);
        const auto same = [&](const transition::BatchHeader& header, ByteView data,
                              const std::vector<sequencer::SealedBlock>& sealed) {
            const auto added = verifier.add(header, transition::batchHash(header), data, kL1TimeMs,
                                            fixture.tokens, fixture.reader());
            QVERIFY(added && !(*added)->fraud);
            const auto& anchored = (*added)->blocks;
            QCOMPARE(anchored.size(), sealed.size());
            for (std::size_t i = 0; i < sealed.size(); ++i) {
                QVERIFY(anchored[i].header == sealed[i].header);
                QCOMPARE(anchored[i].hash, sealed[i].hash);
                QVERIFY(anchored[i].records == sealed[i].records);
                QCOMPARE(anchored[i].inboxAfter, sealed[i].inboxAfter);
                QVERIFY(anchored[i].undo == sealed[i].undo);
            }
        };
        same(first, a->data, deposits);
        const auto between = verifier.state();
        same(second, b->data, blocks);
        auto state = verifier.state();
        const auto& anchored = verifier.find(2)->blocks;
        for (auto block = anchored.rbegin(); block != anchored.rend(); ++block)
            state.revert(block->undo);
        QCOMPARE(state.root(), between.root());
    }

    void findsTheFirstWrongSegmentAndKeepsTheRightState() {
        const Chain chain(mint);
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        const auto* wrong = verifier.disputed();
        QVERIFY(wrong);
        QCOMPARE(wrong->header.number, std::uint64_t(2));
        QCOMPARE(wrong->fraud->segment, 1u);
        QVERIFY(wrong->fraud->reason == verifier::FraudReason::postRoot);
        QVERIFY(wrong->verdicts[0].agrees && !wrong->verdicts[1].agrees);
        QCOMPARE(verifier.lastValidBatch(), std::uint64_t(1));
        QCOMPARE(verifier.state().root(), chain.first.postStateRoot);
    }

    void provesTheFraudToATwinOfL1() {
        const Chain chain(mint);
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        const auto proof =
            verifier::buildFraudProof(verifier, 2, kChainId, chain.fixture.tokens, chain.fixture.reader());
        QVERIFY(proof.has_value());
        const auto& call = proof->call;
        QCOMPARE(call.index, 1u);
        QCOMPARE(transition::segmentsHash(call.segmentLeaves), chain.second.segmentsHash);
        const auto witness = state::Witness::decode(call.witness);
        QVERIFY(witness.has_value());
        const auto replayed =
            transition::replayWitness(call.previous.postRoot, call.records,
                                      chain.second.context(kChainId, chain.fixture.tokens), *witness);
        QVERIFY(replayed.has_value() && !replayed->broken);
        QVERIFY(replayed->postRoot != call.postRoot);
        QCOMPARE(replayed->postRoot, verifier.disputed()->fraud->ownRoot);
    }

    void refusesToChallengeARightBatch() {
        const Chain chain;
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        QVERIFY(verifier::buildFraudProof(verifier, 2, kChainId, chain.fixture.tokens, chain.fixture.reader())
                    .error()
                    .code == "challenge.agrees");
        QVERIFY(verifier::buildFraudProof(verifier, 9, kChainId, chain.fixture.tokens, chain.fixture.reader())
                    .error()
                    .code == "challenge.unknown-batch");
    }

    void rollsBackAndGoesOn() {
        const Chain lie(mint);
        const Chain honest;
        Verifier verifier(kChainId, lie.genesis, kGenesisTime);
        lie.feed(verifier);
        QVERIFY(verifier.rollBack(2).has_value());
        QVERIFY(!verifier.disputed());
        QCOMPARE(verifier.tipNumber(), std::uint64_t(1));
        QVERIFY(honest.give(verifier, honest.second, honest.secondData).has_value());
        QVERIFY(!verifier.disputed());
    }

    void notesUndecodableBytesAsABrokenRule() {
        Chain chain;
        auto segments = *transition::decodeSegments(chain.secondData);
        segments[1].records.back() = 0xff; // a varint that never ends
        chain.setSecond(segments);
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        QVERIFY(verifier.disputed());
        QVERIFY(verifier.disputed()->fraud->reason == verifier::FraudReason::rule);
        QVERIFY(verifier.disputed()->fraud->rule == transition::Rule::decodable);
    }

    void refusesDataThatTheHeaderDoesNotCommitTo() {
        const Chain chain;
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        QVERIFY(chain.give(verifier, chain.first, chain.secondData).error().code == "batch.other-data");
        QCOMPARE(verifier.tipNumber(), std::uint64_t(0));
        auto less = *transition::decodeSegments(chain.secondData);
        less.pop_back();
        QVERIFY(chain.give(verifier, chain.first, chain.firstData).has_value());
        QVERIFY(chain.give(verifier, chain.second, transition::encodeSegments(less)).error().code ==
                "batch.other-data");
        QVERIFY(chain.give(verifier, chain.second, chain.secondData).has_value());
    }

    void b3ABatchEndsItsLastBlock() {
        Chain chain;
        chain.endSecond(std::nullopt);
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        QVERIFY(!verifier.disputed());
        QCOMPARE(verifier.block().number, chain.fixture.head.number);
        QCOMPARE(verifier.block().stateRoot, verifier.state().root());
        QCOMPARE(verifier.block().txCount, 100U);
        QCOMPARE(verifier.block().txsHash, chain.fixture.head.txsHash);
        QCOMPARE(verifier.block().timeMs, chain.fixture.head.timeMs - 200); // of no ticks
        const auto& block = verifier.find(2)->blocks.back();
        QCOMPARE(block.records.size(), std::size_t{101});
        QVERIFY(block.records.back() == codec::Record(codec::BlockEndRecord{0}));
        QCOMPARE(block.inboxAfter, verifier.state().inboxCursor());
        auto state = verifier.state();
        state.revert(block.undo);
        QCOMPARE(state.root(), chain.first.postStateRoot);
    }

    void b2NoBlockIsFarAheadOfL1() {
        const auto timeWith = [](std::uint64_t ticks, std::uint64_t l1TimeMs) {
            Chain chain;
            chain.endSecond(ticks);
            Verifier verifier(kChainId, chain.genesis, kGenesisTime);
            const auto give = [&](const transition::BatchHeader& header, ByteView data) {
                return verifier
                    .add(header, transition::batchHash(header), data, l1TimeMs, chain.fixture.tokens,
                         chain.fixture.reader())
                    .has_value();
            };
            const bool taken = give(chain.first, chain.firstData) && give(chain.second, chain.secondData);
            if (!taken || verifier.disputed()) return std::uint64_t{0};
            // The end record of what is kept says the ticks that counted.
            const auto& end = std::get<codec::BlockEndRecord>(verifier.find(2)->blocks.back().records.back());
            const auto before = verifier.find(1)->blocks.back().header.timeMs;
            return before + end.ticks * protocol::kTickMs == verifier.block().timeMs ? verifier.block().timeMs
                                                                                     : 0;
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

    void saysWhenABatchDoesNotFollow() {
        const Chain chain;
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        const auto added = chain.give(verifier, chain.second, chain.secondData);
        QVERIFY(added.error().code == "verifier.order");
    }

    void prunedBatchesCannotBeRolledBack() {
        const Chain chain;
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        verifier.prune(2);
        QVERIFY(!verifier.find(1));
        QVERIFY(verifier.rollBack(1).error().code == "verifier.too-deep");
        QCOMPARE(verifier.tipNumber(), std::uint64_t(2));
    }
};

QTEST_APPLESS_MAIN(VerifierTest)
#include "tst_verifier.moc"
