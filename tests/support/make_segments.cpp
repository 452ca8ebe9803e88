#include "base/hex.hpp"
#include "segment_generator.hpp"

#include <boost/json.hpp>

#include <charconv>
#include <fstream>
#include <iostream>
#include <map>
#include <string_view>

/// Writes segments with what the engine makes of them, for the contracts' DifferentialTest. The format stands
/// at the top of engine/contracts/test/Differential.t.sol.
namespace {

using namespace aw;
using namespace aw::test;

/// What L1 must make of a segment and a witness.
struct Verdict {
    bool malformed = false;
    transition::SegmentResult result;
};

/// The engine's verdict, with the check of the entries against the inbox that L1 does on top (I-1).
Verdict judge(const GeneratedSegment& segment, const Hash& preRoot, const Bytes& witnessBytes) {
    const Verdict malformed{.malformed = true, .result = {}};
    const auto witness = state::Witness::decode(witnessBytes);
    if (!witness) return malformed;
    for (std::size_t i = 0; i < witness->entries.size(); ++i) {
        const auto* const entry = segment.reader()(witness->preCursor + i);
        if (!entry || *entry != witness->entries[i]) return malformed;
    }
    auto replayed = transition::replayWitness(preRoot, segment.records, segment.context, *witness);
    if (!replayed) return malformed;
    return {.malformed = false, .result = std::move(*replayed)};
}

/// Number of entries that the bytes claim, which decides on the range L1 looks up; 0 where it cannot be read.
std::uint64_t claimedEntries(const Bytes& witness) {
    constexpr std::size_t kLeafCount = 24;
    if (witness.size() < kLeafCount + 2) return 0;
    const std::size_t leaves = witness[kLeafCount] * 256U + witness[kLeafCount + 1];
    const auto at = kLeafCount + 2 + 68 * leaves;
    return witness.size() < at + 2 ? 0 : witness[at] * 256U + witness[at + 1];
}

std::uint64_t claimedCursor(const Bytes& witness) {
    std::uint64_t cursor = 0;
    for (std::size_t i = 8; i < 16 && i < witness.size(); ++i)
        cursor = cursor << 8 | witness[i];
    return cursor;
}

boost::json::array tokensOf(const GeneratedSegment& segment) {
    boost::json::array addresses;
    for (std::uint32_t token = 1; token <= segment.tokens->count(); ++token)
        addresses.emplace_back(base::toHex(segment.tokens->address(token)->view()));
    return addresses;
}

/// Of the user transactions, in order.
boost::json::array signingHashesOf(const transition::SegmentResult& result) {
    boost::json::array hashes;
    for (const auto& tx : result.txs)
        hashes.emplace_back(base::toHex(tx.signingHash.view()));
    return hashes;
}

boost::json::object toJson(const GeneratedSegment& segment, const Hash& preRoot, const Bytes& witness,
                           const Verdict& verdict) {
    const auto& context = segment.context;
    const auto& result = verdict.result;
    const auto first = claimedCursor(witness);
    const bool valid = !verdict.malformed && !result.broken;
    const auto rule = result.broken ? static_cast<unsigned>(*result.broken) : 0U;
    return {{"chainId", std::to_string(context.l2ChainId)},
            {"baseFeeWei", std::to_string(context.baseFeeWei)},
            {"feeAccount", std::to_string(context.feeAccount.value)},
            {"templateMaxFeeWei", std::to_string(context.feeTemplate.maxFeeWei)},
            {"templateTipWei", std::to_string(context.feeTemplate.tipWei)},
            {"inboxAfter", std::to_string(context.inboxAfter)},
            {"tokens", tokensOf(segment)},
            {"preRoot", base::toHex(preRoot.view())},
            {"accStart", base::toHex(segment.acc(first).view())},
            {"accEnd", base::toHex(segment.acc(first + claimedEntries(witness)).view())},
            {"records", base::toHex(segment.records)},
            {"witness", base::toHex(witness)},
            {"valid", valid},
            {"rule", std::to_string(rule)},
            {"malformed", verdict.malformed},
            {"postRoot", base::toHex(result.postRoot.view())},
            {"txRoot", base::toHex(result.txRoot.view())},
            {"finalCursor", std::to_string(result.finalCursor)},
            {"finalTxCount", std::to_string(result.finalTxCount)},
            {"signingHashes", valid ? signingHashesOf(result) : boost::json::array{}}};
}

/// The n-th segment: the aims and the rules take turns.
GeneratedSegment segmentOf(Random& random, std::uint64_t n) {
    const auto& rules = breakableRules();
    switch (n % 8) {
    case 0:
    case 1:
        return generateSegment(random, Aim::valid);
    case 2:
    case 3:
    case 4:
        return generateSegment(random, Aim::breakRule, rules[(n / 8 * 3 + n % 8) % rules.size()]);
    case 5:
        return generateSegment(random, random.once(3) ? Aim::tooMany : Aim::spoiltBytes);
    case 6:
        return generateSegment(random, random.once(3) ? Aim::wildBytes : Aim::spoiltBytes);
    default:
        if (random.once(3)) return generateSegment(random, random.once(2) ? Aim::valid : Aim::spoiltBytes);
        if (random.once(2)) return generateSegment(random, Aim::breakRule, rules[random.below(rules.size())]);
        return generateSegment(random, Aim::breakRule,
                               random.once(2) ? transition::Rule::hiddenAccount
                                              : transition::Rule::hiddenFromSender);
    }
}

int run(std::uint64_t count, std::uint64_t seed, const char* path) {
    boost::json::array vectors;
    std::map<std::string, unsigned> kinds;
    for (std::uint64_t n = 0; n < count; ++n) {
        Random random(seed * 1'000'003 + n);
        const auto segment = segmentOf(random, n);
        const auto preRoot = segment.before.root();
        const auto built =
            transition::buildWitness(segment.records, segment.context, segment.before, segment.reader());
        const auto witness = n % 8 == 7 ? spoilWitness(random, segment, built) : built.encode();
        const auto verdict = judge(segment, preRoot, witness);
        if (n % 8 != 7 && verdict.malformed) {
            std::cerr << "Segment " << n << ": a witness that was built is malformed.\n";
            return 1;
        }
        const auto& broken = verdict.result.broken;
        ++kinds[verdict.malformed ? "malformed" : broken ? transition::ruleName(*broken) : "valid"];
        vectors.push_back(toJson(segment, preRoot, witness, verdict));
    }
    std::ofstream file(path, std::ios::binary);
    file << boost::json::serialize(vectors) << '\n';
    file.close();
    if (!file) {
        std::cerr << "Cannot write " << path << ".\n";
        return 1;
    }
    for (const auto& [kind, number] : kinds)
        std::cout << kind << ": " << number << '\n';
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    std::uint64_t count = 300;
    std::uint64_t seed = 1;
    const auto read = [&](int position, std::uint64_t& value) {
        if (argc <= position) return true;
        const std::string_view text = argv[position];
        const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
        return parsed.ec == std::errc{} && parsed.ptr == text.data() + text.size();
    };
    if (argc < 2 || argc > 4 || !read(2, count) || !read(3, seed)) {
        std::cerr << "usage: make_segments FILE [COUNT [SEED]]\n";
        return 64;
    }
    return run(count, seed, argv[1]);
}
