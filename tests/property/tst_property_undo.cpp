#include "naive_tree.hpp"
#include "segment_generator.hpp"
#include "state/undo.hpp"

#include <rapidcheck.h>

#include <QTest>

using namespace aw;
using namespace aw::state;
using test::Random;

namespace {

Address ownerOf(std::uint64_t number) {
    Address owner;
    owner.bytes[0] = 1;
    owner.bytes[19] = static_cast<std::uint8_t>(number);
    owner.bytes[18] = static_cast<std::uint8_t>(number >> 8);
    return owner;
}
constexpr std::uint64_t kOwners = 400;
constexpr std::uint32_t kTokens = 4;

/// What a record could change, and more: several accounts, some new, some of an owner who has one (S-5).
Diff anyDiff(Random& random, const State& state) {
    Diff diff{.changes = {}, .inboxConsumed = random.below(3), .txs = random.below(3)};
    const auto count = state.accountCount();
    for (auto changes = random.below(4); changes > 0 && count > 0; --changes) {
        const AccountIndex index{random.index(count)};
        if (std::ranges::find(diff.changes, index, &Diff::Change::index) != diff.changes.end()) continue;
        auto account = *state.account(index);
        account.nonce += random.below(2);
        if (random.once(2)) account.balance = random.once(2) ? random.wei() : Wei(random.below(3));
        if (random.once(4)) account.withdrawn += random.below(1000);
        diff.changes.push_back({index, account});
    }
    for (auto appended = random.once(3) ? random.below(30) : 0, i = std::uint64_t{0}; i < appended; ++i)
        diff.changes.push_back({{static_cast<std::uint32_t>(count + i)},
                                {.owner = ownerOf(random.below(kOwners)),
                                 .token = random.index(kTokens),
                                 .nonce = 0,
                                 .balance = random.wei(),
                                 .withdrawn = 0}});
    return diff;
}

/// All that can be read of a state, but for the tree's inner nodes.
bool sameState(const State& left, const State& right) {
    bool same = left.root() == right.root() && left.accountCount() == right.accountCount() &&
                left.inboxCursor() == right.inboxCursor() && left.txCount() == right.txCount();
    for (std::uint32_t i = 0; same && i < left.accountCount(); ++i)
        same = left.account({i}) == right.account({i});
    for (std::uint64_t owner = 0; same && owner < kOwners; ++owner)
        for (std::uint32_t token = 0; token < kTokens; ++token)
            same = same && left.find(ownerOf(owner), token) == right.find(ownerOf(owner), token);
    for (std::uint32_t token = 0; token < kTokens; ++token)
        same = same && left.supply(token) == right.supply(token);
    return same;
}

Hash plainTreeRoot(const State& state) {
    std::vector<Account> accounts;
    for (std::uint32_t i = 0; i < state.accountCount(); ++i)
        accounts.push_back(*state.account({i}));
    return test::naiveNode(accounts, 32, 0);
}

/// The states on the way, each with the way back to it.
struct Step {
    State before;
    Bytes undo;
};

} // namespace

class TestPropertyUndo : public QObject {
    Q_OBJECT

private slots:
    void revertsGoBackOnWhateverWay() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            State state;
            std::vector<Step> way;
            std::vector<std::pair<State, Hash>> copies; // of some states, hashed only at the end
            for (int act = 0; act < 60; ++act) {
                if (!way.empty() && random.once(3)) {
                    const auto undo = decodeUndo(way.back().undo);
                    RC_ASSERT(undo.has_value());
                    state.revert(*undo);
                    RC_ASSERT(sameState(state, way.back().before));
                    way.pop_back();
                } else {
                    auto before = state;
                    UndoBuilder builder(state);
                    for (auto diffs = random.below(5); diffs > 0; --diffs) {
                        const auto diff = anyDiff(random, state);
                        builder.note(state, diff);
                        state.apply(diff);
                        if (random.once(4)) state.root();
                    }
                    way.push_back({std::move(before), encodeUndo(builder.take())});
                }
                if (random.once(8)) copies.emplace_back(state, plainTreeRoot(state));
                if (random.once(8)) RC_ASSERT(state.treeRoot() == plainTreeRoot(state));
            }
            for (; !way.empty(); way.pop_back()) {
                state.revert(*decodeUndo(way.back().undo));
                RC_ASSERT(state.treeRoot() == plainTreeRoot(way.back().before));
            }
            RC_ASSERT(sameState(state, State{}));
            for (const auto& [copy, root] : copies)
                RC_ASSERT(copy.treeRoot() == root);
        }));
    }

    void anUndoIsDecodedAsItWasEncoded() {
        QVERIFY(rc::check([](std::uint64_t seed) {
            Random random(seed);
            State state;
            for (int i = 0; i < 20; ++i)
                state.apply(anyDiff(random, state));
            UndoBuilder builder(state);
            for (int i = 0; i < 20; ++i) {
                const auto diff = anyDiff(random, state);
                builder.note(state, diff);
                state.apply(diff);
            }
            const auto undo = builder.take();
            const auto bytes = encodeUndo(undo);
            const auto decoded = decodeUndo(bytes);
            RC_ASSERT(decoded.has_value());
            RC_ASSERT(*decoded == undo);
            for (std::uint32_t i = 0; i < state.accountCount(); ++i) {
                const auto found = findInUndo(bytes, {i});
                RC_ASSERT(found.has_value());
                const auto* const expected = undo.find({i});
                RC_ASSERT(found->has_value() == (expected != nullptr));
                if (expected) RC_ASSERT(**found == *expected);
            }
        }));
    }
};

QTEST_APPLESS_MAIN(TestPropertyUndo)
#include "tst_property_undo.moc"
