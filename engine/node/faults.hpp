#pragma once

#include "anchor/batch_builder.hpp"
#include "sequencer/block.hpp"
#include "state/state.hpp"

#include <span>

namespace aw::node {

/// The one way in for faults on purpose: what the Lab has an operator do wrong. Production code never sets
/// one. Asked on the node's strand.
class Faults {
public:
    virtual ~Faults() = default;

    /// The state that the next batch claims to build on; nullptr: the true one.
    virtual const state::State* claimedState() const = 0;
    /// What is changed in the state while the next batch is built; empty: nothing.
    virtual anchor::Tamper tamper() = 0;
    /// The last L2 block that went into false batches; 0 for none.
    virtual std::uint64_t lastClaimedBlock() const = 0;
    /// The batch landed: it claims this state, and its last block is `lastBlock`.
    virtual void noteAnchored(const state::State& claimed, std::uint64_t lastBlock) = 0;
};

} // namespace aw::node
