#include "segment_generator.hpp"

#include <rapidcheck.h>

#include <QTest>

#include <array>
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
           left.inboxConsumed == right.inboxConsumed && left.finalTxCount == right.finalTxCount &&
           left.hidden == right.hidden;
}

/// Sum of balances and exits of each token; wider than a balance, so that it cannot wrap around.
std::map<std::uint32_t, U256> totals(const state::State& state) {
    std::map<std::uint32_t, U256> result;
    for (std::uint32_t i = 0; i < state.accountCount(); ++i) {
        const auto account = *state.account({i});
        result[account.token] += U256(account.balance) + U256(account.withdrawn);
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

std::string nameOf(codec::SkipReason why) {
    switch (why) {
    case codec::SkipReason::noSender:
        return "no sender";
    case codec::SkipReason::noTokenAccount:
        return "no token account";
    case codec::SkipReason::bySender:
        return "by sender";
    case codec::SkipReason::byTokenAccount:
        return "by token account";
    }
    return {};
}

/// What kind of inbox record it is.
std::string kindOf(const codec::Record& record, const state::InboxEntry& entry) {
    const auto token = [&] { return std::get<state::ForcedTransaction>(entry).token != 0; };
    const std::array targets{"known", "new", "L1"};
    return std::visit(
        base::Overloaded{[](const codec::BlockEndRecord&) { return std::string(); },
                         [](const codec::DepositRecord& deposit) {
                             return std::string(deposit.account ? "deposit" : "deposit to new");
                         },
                         [&](const codec::SkippedForcedRecord& skipped) {
                             return nameOf(skipped.why) +
                                    (skipped.why == codec::SkipReason::bySender && token() ? ", token" : "");
                         },
                         [&](const codec::ForcedRecord& forced) {
                             return std::string(token() ? "token to " : "ETH to ") +
                                    targets[forced.recipient.index()];
                         },
                         [](const codec::TransferRecord&) { return std::string(); }},
        record);
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

    // What the vectors for the contracts are made of is there, each kind of inbox record and of reason.
    void theGeneratorMakesEveryKindOfInboxRecord() {
        std::map<std::string, int> made;
        int unseen = 0;
        for (std::uint64_t seed = 0; seed < 400; ++seed) {
            Random random(seed);
            const auto segment = generateSegment(random, Aim::valid);
            auto state = segment.before;
            auto cursor = state.inboxCursor();
            replaySegment(segment.records, segment.context, state, segment.reader(),
                          [&](const codec::Record& record, const RecordResult&, const state::State&) {
                              if (codec::isInbox(record)) ++made[kindOf(record, segment.inbox[cursor++])];
                          });
            const auto hiding = generateSegment(random, Aim::breakRule,
                                                seed % 2 == 0 ? Rule::hiddenAccount : Rule::hiddenFromSender);
            const auto built = buildWitness(hiding.records, hiding.context, hiding.before, hiding.reader());
            for (int i = 0; i < 20; ++i) {
                const auto witness = state::Witness::decode(test::spoilWitness(random, hiding, built));
                if (!witness) continue;
                const auto replayed =
                    replayWitness(hiding.before.root(), hiding.records, hiding.context, *witness);
                if (replayed && !replayed->broken && !replayed->hidden) ++unseen;
            }
        }
        for (const auto* kind : {"deposit", "deposit to new", "no sender", "no token account", "by sender",
                                 "by sender, token", "by token account", "ETH to known", "ETH to new",
                                 "ETH to L1", "token to known", "token to new", "token to L1"})
            QVERIFY2(made[kind] > 3, qPrintable(QString("%1: %2").arg(kind).arg(made[kind])));
        QVERIFY2(unseen > 20, qPrintable(QString::number(unseen)));
    }

    void valueIsNeitherMadeNorLost() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            const auto segment = anySegment(random);
            auto state = segment.before;
            std::uint64_t forced = 0;
            const auto result =
                replaySegment(segment.records, segment.context, state, segment.reader(),
                              [&](const codec::Record& record, const RecordResult&, const state::State&) {
                                  if (std::holds_alternative<codec::ForcedRecord>(record)) ++forced;
                              });
            auto expected = totals(segment.before);
            for (auto i = segment.before.inboxCursor(); i < state.inboxCursor(); ++i)
                if (const auto* deposit = std::get_if<state::Deposit>(&segment.inbox[i]))
                    expected[deposit->token] += U256(deposit->amount);
            RC_ASSERT(totals(state) == expected);
            RC_ASSERT(totalNonces(state) == totalNonces(segment.before) + result.txs.size() + forced);
            RC_ASSERT(state.txCount() == segment.before.txCount() + result.txs.size());
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
                // S-5.
                RC_ASSERT(!snapshot.find(added.owner, added.token));
                RC_ASSERT(state.find(added.owner, added.token) ==
                          AccountIndex{static_cast<std::uint32_t>(i)});
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

    // F-2: whoever changes a witness gets the same verdict or none; or sees nothing of an account that is
    // hidden, and convicts nobody by what comes before it.
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
                if (!replayed || sameResult(*replayed, *truth)) continue;
                RC_ASSERT(truth->hidden.has_value());
                RC_ASSERT(!replayed->broken || replayed->brokenAt >= truth->brokenAt);
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
