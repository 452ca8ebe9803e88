#include "base/protocol.hpp"
#include "segment_scene.hpp"

/// How segments and witnesses are spoilt.
namespace aw::test {
namespace {

/// The witness of the segment that shows what it names and not the account that it hides (T-17, T-33): its
/// replay goes on where the whole state's does not. As built where nothing is hidden.
state::Witness withoutHidden(const GeneratedSegment& segment, const state::Witness& built) {
    auto state = segment.before;
    const auto result = transition::replaySegment(segment.records, segment.context, state, segment.reader());
    if (!result.hidden) return built;
    std::vector<AccountIndex> shown;
    for (const auto& leaf : built.leaves)
        if (leaf.index != *result.hidden) shown.push_back(leaf.index);
    const auto root = segment.before.root();
    state::Witness last;
    for (std::uint64_t more = 0; more < 16; ++more) {
        last = segment.before.witness(shown, result.appended + more % 4);
        last.entries = built.entries;
        for (auto entries = more / 4; entries > 0; --entries)
            if (const auto* entry = segment.reader()(last.preCursor + last.entries.size()))
                last.entries.push_back(*entry);
        if (transition::replayWitness(root, segment.records, segment.context, last)) break;
    }
    return last;
}

} // namespace

void spoil(Random& random, Bytes& bytes) {
    for (auto times = 1 + random.below(3); times > 0; --times) {
        const auto at = static_cast<std::ptrdiff_t>(random.below(bytes.size() + 1));
        const auto kind = random.below(4);
        const auto byte = static_cast<std::uint8_t>(random.bits());
        if (kind == 0 || bytes.empty())
            bytes.insert(bytes.begin() + at, byte);
        else if (kind == 1)
            bytes.resize(static_cast<std::size_t>(at));
        else if (at < static_cast<std::ptrdiff_t>(bytes.size()))
            bytes[static_cast<std::size_t>(at)] ^= static_cast<std::uint8_t>(1U << random.below(8));
    }
}

Bytes spoilWitness(Random& random, const GeneratedSegment& segment, const state::Witness& built) {
    auto spoilt = built;
    const auto any = [&](auto& list) {
        return list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size()));
    };
    switch (random.below(11)) {
    case 0:
        if (!spoilt.leaves.empty()) spoilt.leaves.erase(any(spoilt.leaves));
        break;
    case 1:
        if (!spoilt.leaves.empty()) any(spoilt.leaves)->account.balance += 1 + random.below(1000);
        break;
    case 2:
        if (!spoilt.siblings.empty()) spoilt.siblings.erase(any(spoilt.siblings));
        break;
    case 3:
        spoilt.siblings.insert(spoilt.siblings.begin() +
                                   static_cast<std::ptrdiff_t>(random.below(spoilt.siblings.size() + 1)),
                               Hash{});
        break;
    case 4:
        if (!spoilt.entries.empty()) spoilt.entries.pop_back();
        break;
    case 5:
        spoilt.entries.push_back(
            segment.inbox.empty()
                ? state::Deposit{.owner = randomAddress(random), .token = 0, .amount = 1 + random.below(100)}
                : *any(segment.inbox));
        break;
    case 6:
        if (random.once(3))
            ++spoilt.preCursor;
        else if (random.once(2))
            ++spoilt.preTxCount;
        else
            ++spoilt.preCount;
        break;
    case 7: {
        // Every account of the state: more than needed, and well-formed.
        std::vector<AccountIndex> all;
        for (std::uint32_t i = 0; i < segment.before.accountCount(); ++i)
            all.push_back({i});
        const auto entries = spoilt.entries;
        auto state = segment.before;
        const auto result =
            transition::replaySegment(segment.records, segment.context, state, segment.reader());
        spoilt = segment.before.witness(all, result.appended);
        spoilt.entries = entries;
        break;
    }
    case 8: {
        // Well-formed without an account that a record may name.
        if (built.leaves.empty()) break;
        std::vector<AccountIndex> shown;
        for (const auto& leaf : built.leaves)
            shown.push_back(leaf.index);
        shown.erase(any(shown));
        const auto entries = spoilt.entries;
        spoilt = segment.before.witness(shown, 0);
        spoilt.entries = entries;
        break;
    }
    case 9:
        return withoutHidden(segment, built).encode();
    default: {
        auto bytes = built.encode();
        spoil(random, bytes);
        return bytes;
    }
    }
    return spoilt.encode();
}

} // namespace aw::test
