#include "segment_generator.hpp"

#include <rapidcheck.h>

#include <QTest>

#include <map>
#include <utility>

using namespace aw;
using namespace aw::transition;
using test::Aim;
using test::GeneratedSegment;
using test::generateSegment;
using test::Random;

namespace {

/// A segment of any aim.
GeneratedSegment anySegment(Random& random) {
    const auto aim = static_cast<Aim>(random.below(5));
    const auto& rules = test::breakableRules();
    return generateSegment(random, aim, rules[random.below(rules.size())]);
}

bool sameResult(const SegmentResult& left, const SegmentResult& right) {
    const auto leaves = [](const SegmentResult& result) {
        std::vector<Hash> hashes;
        for (const auto& tx : result.txs)
            hashes.push_back(tx.leaf);
        return hashes;
    };
    return left.broken == right.broken && left.brokenAt == right.brokenAt &&
           left.recordCount == right.recordCount && left.postRoot == right.postRoot &&
           left.txRoot == right.txRoot && left.finalCursor == right.finalCursor &&
           leaves(left) == leaves(right) && left.appended == right.appended &&
           left.inboxConsumed == right.inboxConsumed;
}

/// Sum of balances and exits of each token; wider than a balance, so that it cannot wrap around.
std::map<std::uint32_t, U256> totals(const state::State& state) {
    std::map<std::uint32_t, U256> result;
    for (std::uint32_t i = 0; i < state.accountCount(); ++i) {
        const auto account = *state.account({i});
        result[account.token] += U256(account.balance) + U256(account.exited);
    }
    std::erase_if(result, [](const auto& total) { return total.second == 0; });
    return result;
}

U256 totalNonces(const state::State& state) {
    U256 result = 0;
    for (std::uint32_t i = 0; i < state.accountCount(); ++i)
        result += state.account({i})->nonce;
    return result;
}

} // namespace

class TestPropertyTransition : public QObject {
    Q_OBJECT

private slots:
    void theWitnessReplaysAsTheFullState() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            auto state = segment.before;
            const auto full = replaySegment(segment.records, segment.context, state, segment.reader());
            const auto witness =
                buildWitness(segment.records, segment.context, segment.before, segment.reader());
            const auto decoded = state::Witness::decode(witness.encode());
            RC_ASSERT(decoded.has_value());
            RC_ASSERT(*decoded == witness);
            const auto light =
                replayWitness(segment.before.root(), segment.records, segment.context, *decoded);
            RC_ASSERT(light.has_value());
            RC_ASSERT(sameResult(*light, full));
            RC_CLASSIFY(!full.broken, "valid");
        }));
    }

    void valueIsNeitherMadeNorLost() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            auto state = segment.before;
            const auto result = replaySegment(segment.records, segment.context, state, segment.reader());
            auto expected = totals(segment.before);
            for (auto i = segment.before.inboxCursor(); i < state.inboxCursor(); ++i)
                expected[segment.inbox[i].token] += U256(segment.inbox[i].amount);
            RC_ASSERT(totals(state) == expected);
            RC_ASSERT(totalNonces(state) == totalNonces(segment.before) + result.txs.size());
        }));
    }

    void aSnapshotRollsEverythingBack() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            auto state = segment.before;
            const auto root = state.root();
            const auto snapshot = state;
            replaySegment(segment.records, segment.context, state, segment.reader());
            for (auto i = snapshot.accountCount(); i < state.accountCount(); ++i) {
                const auto added = *state.account({static_cast<std::uint32_t>(i)});
                const auto found = snapshot.find(added.owner, added.token);
                const bool fromBefore = !found || found->value < snapshot.accountCount();
                RC_ASSERT(fromBefore);
                RC_ASSERT(state.find(added.owner, added.token).has_value());
            }
            state = snapshot;
            RC_ASSERT(state.root() == root);
            RC_ASSERT(snapshot.root() == root);
        }));
    }

    void howRecordsAreCutIntoSegmentsDoesNotMatter() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = generateSegment(random, Aim::valid);
            std::vector<codec::Record> records;
            codec::RecordReader reader(segment.records, segment.context.feeTemplate);
            while (!reader.atEnd())
                records.push_back(*reader.next());
            auto whole = segment.before;
            replaySegment(segment.records, segment.context, whole, segment.reader());
            auto parts = segment.before;
            std::vector<codec::Record> part;
            for (const auto& record : records) {
                part.push_back(record);
                if (!random.once(4)) continue;
                replaySegment(codec::encodeRecords(std::exchange(part, {}), segment.context.feeTemplate),
                              segment.context, parts, segment.reader());
            }
            replaySegment(codec::encodeRecords(part, segment.context.feeTemplate), segment.context, parts,
                          segment.reader());
            RC_ASSERT(parts.root() == whole.root());
        }));
    }

    // F-2: whoever changes a witness gets the same verdict or none.
    void aSpoiltWitnessNeverChangesTheVerdict() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            const auto preRoot = segment.before.root();
            const auto built =
                buildWitness(segment.records, segment.context, segment.before, segment.reader());
            const auto truth = replayWitness(preRoot, segment.records, segment.context, built);
            RC_ASSERT(truth.has_value());
            for (int i = 0; i < 8; ++i) {
                const auto witness = state::Witness::decode(spoilWitness(random, segment, built));
                if (!witness) continue;
                // L1 holds the entries against the inbox (I-1).
                bool entriesHold = true;
                for (std::size_t k = 0; k < witness->entries.size(); ++k) {
                    const auto* const entry = segment.reader()(witness->preCursor + k);
                    entriesHold = entriesHold && entry && *entry == witness->entries[k];
                }
                if (!entriesHold) continue;
                const auto replayed = replayWitness(preRoot, segment.records, segment.context, *witness);
                if (replayed) RC_ASSERT(sameResult(*replayed, *truth));
            }
        }));
    }

    void aWitnessOpensNoOtherState() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            const auto witness =
                buildWitness(segment.records, segment.context, segment.before, segment.reader());
            auto other = segment.before.root();
            other.bytes[random.below(32)] ^= 1;
            RC_ASSERT(!replayWitness(other, segment.records, segment.context, witness));
        }));
    }
};

QTEST_APPLESS_MAIN(TestPropertyTransition)
#include "tst_property_transition.moc"
