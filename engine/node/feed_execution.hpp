#pragma once

#include "node/inbox_log.hpp"
#include "sequencer/block.hpp"
#include "verifier/verifier.hpp"

namespace aw::node {

/// A block as the feed brings it; signers known.
struct FeedBlock {
    transition::BlockHeader header;
    Hash hash;
    std::vector<sequencer::BlockEntry> entries;
    sequencer::L1Reference l1;
};

/// A block of the feed and what it follows: values, so that any thread can execute it while the chain goes
/// on.
struct FeedExecution {
    FeedBlock block;
    verifier::ChainPoint before;
    std::uint64_t l2ChainId = 0;
    std::shared_ptr<const state::TokenList> tokens;
    InboxLog inbox; ///< from the state's cursor on

    struct Executed {
        sequencer::SealedBlock block;
        state::State after;
    };
    /// Executes it and believes nothing of it. Errors: "feed.inbox" (an entry that L1 has not shown here
    /// yet), "feed.wrong-root", "feed.not-executable".
    Result<Executed> run() const;
};

} // namespace aw::node
