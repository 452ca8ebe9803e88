#pragma once

#include "transition/segment.hpp"

#include <memory>
#include <random>
#include <vector>

/// States, segments and witnesses made at random from a seed: the same on every machine. For property tests
/// and for the vectors that hold the L1 contracts against the engine.
namespace aw::test {

/// Random numbers that are the same everywhere (the distributions of the standard library are not).
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_engine(seed) {}
    std::uint64_t bits() { return m_engine(); }
    /// Below `limit`, which is not 0.
    std::uint64_t below(std::uint64_t limit) { return m_engine() % limit; }
    /// True once in `n` times.
    bool once(std::uint64_t n) { return below(n) == 0; }
    std::uint32_t index(std::uint64_t count) { return static_cast<std::uint32_t>(below(count)); }
    Wei wei() { return Wei(bits()) << 64 | bits(); }

private:
    std::mt19937_64 m_engine;
};

/// What a generated segment is meant to be.
enum class Aim {
    valid,       ///< every record keeps the rules
    breakRule,   ///< a valid start, then a record that breaks the rule, then more records
    tooMany,     ///< more than K valid records (T-2)
    spoiltBytes, ///< valid bytes of which some are changed, inserted or cut off
    wildBytes,   ///< random bytes
};

/// A segment, the state before it and what L1 knows.
struct GeneratedSegment {
    transition::BatchContext context;
    state::State before;
    std::vector<state::InboxEntry> inbox;           ///< from entry 0 on
    std::shared_ptr<const state::TokenList> tokens; ///< what the context points to
    Bytes records;

    transition::InboxReader reader() const {
        return [this](std::uint64_t index) { return index < inbox.size() ? &inbox[index] : nullptr; };
    }
    /// acc(index) of I-1; 0 above the inbox.
    Hash acc(std::uint64_t index) const;
};

/// Makes a segment. `rule` counts for Aim::breakRule alone; a rule that cannot be broken over the state made
/// (T-12, as a state of 2^32 accounts does not fit memory) gives another segment.
GeneratedSegment generateSegment(Random& random, Aim aim, transition::Rule rule = transition::Rule::balance);

/// Changes bytes, in place, cuts off or inserts some.
void spoil(Random& random, Bytes& bytes);

/// Spoils a witness: its bytes, or a well-formed witness with leaves, entries or siblings missing, surplus or
/// changed. Some changes are harmless (a leaf more than needed, with its siblings); where an account is
/// hidden (T-17, T-33), some leave it hidden.
Bytes spoilWitness(Random& random, const GeneratedSegment& segment, const state::Witness& built);

/// Rules that generated segments break.
const std::vector<transition::Rule>& breakableRules();

} // namespace aw::test
