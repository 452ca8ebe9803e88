#pragma once

#include "transition/batch.hpp"

#include <deque>
#include <optional>

namespace aw::verifier {

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

/// Why the first bad segment is bad; the values are those of IFraud.FraudProven.
enum class FraudReason : std::uint8_t { rule = 1, postRoot = 2, txRoot = 3, cursor = 4 };

struct Fraud {
    std::uint32_t segment = 0;
    FraudReason reason = FraudReason::postRoot;
    std::optional<transition::Rule> rule;
    Hash claimedRoot;
    Hash ownRoot;
};

/// An L2 block as L1's data alone tells it, of the same form as a sequencer::SealedBlock where both have the
/// same. Its `l1` is the block that the batch's header binds.
struct AnchoredBlock {
    transition::BlockHeader header;
    Hash hash;
    /// As in the data, with the end record: of the ticks that count (B-2), and 0 ticks where the batch ended
    /// the block (B-3). So they give a block of this hash in any later batch too, whatever comes behind it.
    std::vector<codec::Record> records;
    std::uint64_t inboxAfter = 0;
    state::Undo undo; ///< the way back to the state before it
    std::vector<transition::ExecutedTransaction> txs;
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
    std::vector<AnchoredBlock> blocks;
    std::uint32_t txCount = 0;
    std::uint64_t inboxEntries = 0;
};

/// Follows the batches on L1 and believes none: keeps the state after the last right one, recomputes every
/// root, and remembers enough to prove a fraud. Not thread-safe.
class Verifier {
public:
    Verifier(std::uint64_t l2ChainId, const Hash& genesisHash, std::uint64_t genesisTimeMs);

    /// Takes the next batch of the chain on L1; `l1TimeMs` is the time of its L1 block. Error
    /// "verifier.order" where it does not follow the tip (the caller missed something and must read again),
    /// "batch.malformed-data", "batch.other-data" where the data are not those of the header.
    Result<const VerifiedBatch*> add(const transition::BatchHeader& header, const Hash& hash, ByteView data,
                                     std::uint64_t l1TimeMs, const state::TokenList& tokens,
                                     const transition::InboxReader& inbox);

    /// Forgets batch `number` and what follows it. Error "verifier.too-deep" where its pre-state was pruned.
    Result<void> rollBack(std::uint64_t number);

    /// Forgets the states (not the heads) of batches below `number`, which are final.
    void prune(std::uint64_t number);

    std::uint64_t tipNumber() const;
    Hash tipHash() const;
    /// L1 block that the tip binds; 0 for the genesis.
    std::uint64_t tipL1Block() const;

    /// A wrong batch stands in the chain and nothing may be built on it.
    const VerifiedBatch* disputed() const;

    /// State, block and batch after the last right batch.
    const state::State& state() const;
    const transition::BlockHeader& block() const;
    Hash blockHash() const;
    std::uint64_t lastValidBatch() const;

    const VerifiedBatch* find(std::uint64_t number) const;
    /// State before a batch; nullptr where it is not known.
    const state::State* stateBefore(std::uint64_t number) const;

private:
    struct Entry {
        VerifiedBatch batch;
        state::State before; ///< meaningful where batch.recomputed
        transition::BlockHeader blockBefore;
        Hash blockHashBefore;
    };
    void verify(Entry& entry, std::uint64_t l1TimeMs, const state::TokenList& tokens,
                const transition::InboxReader& inbox);

    std::uint64_t m_l2ChainId;
    Hash m_genesisHash;
    std::deque<Entry> m_entries; ///< consecutive numbers, the last is the tip
    std::uint64_t m_prunedNumber = 0;
    Hash m_prunedHash;
    std::uint64_t m_prunedL1Block = 0;
    state::State m_state;
    transition::BlockHeader m_block;
    Hash m_blockHash;
};

} // namespace aw::verifier
