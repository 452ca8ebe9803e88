#pragma once

#include "api/codes.hpp"
#include "state/undo.hpp"
#include "transition/batch.hpp"
#include "transition/segment.hpp"

#include <optional>

namespace aw::verifier {

using api::FraudReason;

/// How a claimed segment compares with the own replay.
struct SegmentVerdict {
    Hash claimedRoot;
    Hash ownRoot; ///< zero where it was not replayed
    std::uint32_t bytes = 0;
    std::uint32_t records = 0;
    std::uint32_t txs = 0;
    bool replayed = false;
    bool agrees = false;
};

struct Fraud {
    std::uint32_t segment = 0;
    FraudReason reason = FraudReason::postRoot;
    std::optional<transition::Rule> rule;
    Hash claimedRoot;
    Hash ownRoot;
};

/// An L2 block as L1's data alone tells it.
struct AnchoredBlock {
    transition::BlockHeader header;
    Hash hash;
    std::vector<codec::Record> records; ///< with the end record, also where the data leave it out (B-3)
    state::Undo undo;
    std::uint64_t inboxAfter = 0;
    struct Tx {
        codec::Transaction tx;
        transition::ExecutedTransaction executed;
    };
    std::vector<Tx> txs; ///< of users
    struct Forced {
        std::uint64_t inboxIndex = 0;
        std::size_t txsBefore = 0; ///< user transactions of the block before it
    };
    std::vector<Forced> forced; ///< forced transactions that were executed, in order
};

/// A batch, recomputed.
struct VerifiedBatch {
    transition::BatchHeader header;
    Hash hash;
    std::vector<transition::Segment> segments;
    std::vector<SegmentVerdict> verdicts;
    std::optional<Fraud> fraud;
    bool recomputed = false; ///< false where it follows a wrong batch, so that its pre-state is nobody's
    std::vector<AnchoredBlock> blocks; ///< none of a wrong batch
    std::uint32_t txCount = 0;
    std::uint64_t inboxEntries = 0;
};

/// Where a chain of L2 blocks stands: what follows is executed over it.
struct ChainPoint {
    state::State state;
    transition::BlockHeader block;
    Hash blockHash;
};

/// B-1: before the first block. `deployedAtMs`: L1's time of the deployment.
ChainPoint genesisPoint(std::uint64_t deployedAtMs);

/// What a batch is judged with.
struct BatchContext {
    std::uint64_t l2ChainId = 0;
    std::uint64_t l1TimeMs = 0; ///< of the L1 block that holds the batch (B-2)
    const state::TokenList& tokens;
    const transition::InboxReader& inbox;
};

/// A batch and where the chain stands after it: where it stood before it where the batch is wrong.
struct Verification {
    VerifiedBatch batch;
    ChainPoint after;
};

/// Recomputes a batch over the point that it follows and believes nothing of it. Errors
/// "batch.malformed-data", "batch.other-data" (the data are not those of the header, A-2). Pure.
Result<Verification> verifyBatch(const ChainPoint& before, const transition::BatchHeader& header,
                                 const Hash& hash, ByteView data, const BatchContext& context);

/// The same of a batch that follows a wrong one: nothing of it can be recomputed.
Result<VerifiedBatch> describeBatch(const transition::BatchHeader& header, const Hash& hash, ByteView data);

} // namespace aw::verifier
