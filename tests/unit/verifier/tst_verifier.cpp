#include "chain_fixture.hpp"
#include "verifier/fraud_proof.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using verifier::Verifier;

/// A backup that believes no anchor.
class VerifierTest : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t kGenesisTime = 1'000'000;

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
        void feed(Verifier& verifier) const {
            QVERIFY(give(verifier, first, firstData).has_value());
            QVERIFY(give(verifier, second, secondData).has_value());
        }
        Result<const verifier::VerifiedBatch*> give(Verifier& verifier, const transition::BatchHeader& header,
                                                    ByteView data) const {
            return verifier.add(header, transition::batchHash(header), data, fixture.tokens,
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
        QCOMPARE(verifier.rightTip(), std::uint64_t(1));
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
        chain.secondData = transition::encodeSegments(segments);
        Verifier verifier(kChainId, chain.genesis, kGenesisTime);
        chain.feed(verifier);
        QVERIFY(verifier.disputed());
        QVERIFY(verifier.disputed()->fraud->reason == verifier::FraudReason::rule);
        QVERIFY(verifier.disputed()->fraud->rule == transition::Rule::decodable);
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
