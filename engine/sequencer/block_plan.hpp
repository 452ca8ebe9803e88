#pragma once

#include "sequencer/block.hpp"

namespace aw::sequencer {

/// What a block is made of: values, so that any thread can make it while its plan's world goes on.
struct BlockPlan {
    state::State state; ///< after the parent
    transition::BlockHeader parent;
    Hash parentHash;
    std::uint64_t l2ChainId = 0;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount = kNoFeeAccount;
    std::shared_ptr<const state::TokenList> tokens; ///< of L1; nullptr: none
    std::vector<state::InboxEntry> inbox;           ///< from the state's cursor on; they come first
    std::vector<TxPtr> txs;                         ///< tried in this order
    std::size_t maxEntries = 0;
    std::uint64_t timeMs = 0; ///< rounded up to a whole number of ticks after the parent's
    L1Reference l1;
};

/// What became of a plan.
struct PlannedBlock {
    std::optional<SealedBlock> block; ///< nothing where nothing could be executed
    state::State after;               ///< the plan's where there is no block
    struct Refused {
        TxPtr tx;
        transition::Rule rule;
        bool waits = false; ///< for its nonce or for a lower base fee; else the state refuses it
    };
    std::vector<Refused> refused; ///< in order; what came after the block was full is neither here nor there
};

/// Makes the block: inbox first, then transactions until it is full. Pure.
PlannedBlock makeBlock(BlockPlan plan);

} // namespace aw::sequencer
