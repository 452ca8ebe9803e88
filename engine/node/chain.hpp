#pragma once

#include "node/block_write.hpp"
#include "node/feed_execution.hpp"
#include "node/inbox_log.hpp"
#include "rpc/backend.hpp"
#include "sequencer/block.hpp"
#include "store/store.hpp"
#include "verifier/verifier.hpp"

#include <deque>
#include <filesystem>

namespace aw::node {

using sequencer::TxPtr;
using verifier::ChainPoint;

/// Whoever wants to know what becomes of the L2 chain. Called on the node's strand, after it is on the disk
/// and before anything else happens.
class ChainObserver {
public:
    virtual ~ChainObserver() = default;
    /// Blocks that follow the head, ascending; the last one is the new head, `head` the state after it.
    struct Appended {
        rpc::BlockPtr block;
        std::shared_ptr<const state::Undo> undo; ///< leads back to the state before the block
    };
    virtual void onAppended(std::span<const Appended> blocks, const state::State& head) = 0;
    /// The blocks above left the chain. Their signed transactions, in order: they are pending again.
    virtual void onRewound(std::uint64_t lastKept, const std::vector<TxPtr>& displaced,
                           const state::State& head) = 0;
    /// Blocks first..last are in this batch; 0: in none any more.
    virtual void onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) = 0;
};

/// What is shown of a block that no valid batch holds, and what a batch is planned with.
struct UnanchoredBlock {
    std::uint64_t number = 0;
    std::uint64_t timeMs = 0;
    std::uint32_t txs = 0;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount;
    std::size_t recordBytes = 0;
    std::size_t records = 0;
    std::uint64_t inboxAfter = 0;
};

/// A batch where L1 put it.
struct AnchoredBatch {
    transition::BatchHeader header;
    Hash hash;
    Bytes data; ///< A-1
    Hash l1TxHash;
    std::uint64_t l1Block = 0;
    std::uint64_t l1LogIndex = 0;
    Hash l1BlockHash;
    std::uint64_t timeMs = 0;  ///< of the L1 block
    std::uint64_t gasUsed = 0; ///< 0 while its receipt was not asked
    Wei costWei;
};

/// An entry of the inbox, and the L1 block that shows it.
struct ShownEntry {
    std::uint64_t l1Block = 0;
    state::InboxEntry entry;
};

/// One operator's L2 chain: the batches on L1, recomputed, and the blocks above them that only the feed
/// knows. Blocks, transactions and batches are in the store; in memory are the accounts after the newest
/// block (the head) and after the last valid batch (safe), which share what they have in common.
///
/// Every change is in the store first; where that fails, nothing has changed, the error is the store's
/// ("store.*"), and the same may be tried again. Belongs to the node's strand; what takes long can be done
/// elsewhere (FeedExecution, BlockWrite, Judging, Checkpoint).
class Chain {
public:
    struct Config {
        std::uint64_t l2ChainId = 0;
        Hash genesisHash;                ///< parent of batch 1 (A-3)
        std::uint64_t deployedAtMs = 0;  ///< L1's time of the deployment
        std::filesystem::path directory; ///< of the checkpoints
    };

    /// Goes on from what is in the store: the newest checkpoint that fits, and the blocks after it executed
    /// again (without their signatures). Errors: "store.*", "chain.damaged" (a block in the store does not
    /// give its state: move the folder away and rebuild from L1).
    static Result<std::unique_ptr<Chain>> open(store::Store& store, Config config);
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    void setObserver(ChainObserver* observer) { m_observer = observer; }

    /// After the newest block.
    const ChainPoint& head() const { return m_head; }
    /// After the last valid batch.
    const ChainPoint& safe() const { return m_safe; }

    /// The last batch on L1, valid or not.
    struct Tip {
        std::uint64_t number = 0; ///< 0: none
        Hash hash;
        std::uint64_t boundL1Block = 0; ///< A-12; 0 for none
    };
    const Tip& tip() const { return m_tip; }
    /// The first wrong batch on L1; nothing may be built on it.
    const verifier::VerifiedBatch* disputed() const { return m_disputed ? &*m_disputed : nullptr; }
    std::uint64_t lastValidBatch() const { return m_disputed ? m_disputed->header.number - 1 : m_tip.number; }
    Hash lastValidBatchHash() const { return m_disputed ? m_disputed->header.parentHash : m_tip.hash; }

    /// Above safe(), ascending.
    const std::deque<UnanchoredBlock>& unanchored() const { return m_unanchored; }

    /// From the first entry on that safe() has not consumed.
    const InboxLog& inbox() const { return m_inbox; }
    const state::TokenList& tokens() const { return *m_tokens; }
    /// As of now: it does not change.
    const std::shared_ptr<const state::TokenList>& sharedTokens() const { return m_tokens; }
    const Config& config() const { return m_config; }

    bool isInChain(std::uint64_t block, const Hash& hash) const;
    /// Blocks as they were made or derived: with records; `entries` name inbox entries and transactions.
    Result<std::vector<sequencer::SealedBlock>> blocks(std::uint64_t first, std::uint64_t last) const;

    // What L1 said beside batches. `events`: those that say it, and others that are kept with them.
    /// The next entries, in one write.
    Result<void> addInboxEntries(std::span<const store::StoredL1Event> events,
                                 std::span<const ShownEntry> entries);
    Result<void> addForced(const store::StoredL1Event& event, std::uint64_t index,
                           const Signature& signature);
    Result<void> addToken(const store::StoredL1Event& event, std::uint32_t number, const Address& address);

    /// Appends a block that was executed over a copy of head().state: BlockWrite::write() brings it to the
    /// disk, on any thread, and endAppend() makes it the head. Whatever changes the chain in between does
    /// both first.
    std::shared_ptr<BlockWrite> beginAppend(sequencer::SealedBlock block, state::State after,
                                            BlockWrite::OnHead onHead = {});
    /// Whether it was written; the head is it then, or was it.
    Result<void> endAppend(BlockWrite& write);
    /// Both at once.
    Result<void> append(sequencer::SealedBlock block, state::State after, BlockWrite::OnHead onHead = {});
    /// What executes a block of the feed over the head; what comes out of it can be appended while that is
    /// still the head. Error "feed.not-next" (its parent is not the head).
    Result<FeedExecution> executionOf(FeedBlock block);
    /// Drops the blocks above safe(); their transactions are pending again, first.
    Result<void> dropUnanchored() { return rewind(m_safe.block.number); }

    struct BatchResult {
        verifier::VerifiedBatch batch;
        bool rebuilt = false; ///< its blocks were not the unanchored ones, which left the chain
    };
    /// The recomputation of the next batch, to be run on any thread while the chain goes on.
    struct Judging {
        ChainPoint before;
        std::uint64_t l2ChainId = 0;
        std::shared_ptr<const state::TokenList> tokens;
        InboxLog inbox;
        /// What came out of it.
        struct Judged {
            Hash before; ///< the block that the batch follows
            Result<verifier::Verification> verification;
        };
        Judged run(const AnchoredBatch& anchored) const;
    };
    /// Nothing where a batch before it is wrong: it cannot be recomputed.
    std::optional<Judging> judging(const AnchoredBatch& anchored) const;
    /// Transactions that the blocks of a batch may hold beside those that are unanchored; asked where blocks
    /// are made anew of it.
    using Candidates = std::function<Result<std::vector<TxPtr>>()>;
    /// Takes the next batch of L1. `candidates`: so that its transactions are named with their signatures.
    /// `judged`: of this batch; where there is none, or it is of another state than the one that the batch
    /// follows now, it is judged here. Errors also "chain.batch-order" (it does not follow the tip),
    /// "chain.inbox-gap" (A-15: it consumes entries that L1 has not shown here), "batch.malformed-data",
    /// "batch.other-data".
    Result<BatchResult> addBatch(const AnchoredBatch& anchored, const store::StoredL1Event& event,
                                 const Candidates& candidates, std::optional<Judging::Judged> judged = {});
    /// Somebody shows the signature of a transaction that was executed without it. True where this is the
    /// one; it is then kept, pending no longer; the observer is not told. Looks only at the
    /// sender's newest 256 transactions.
    Result<bool> showSignature(const codec::SignedTransaction& tx);
    /// L1 rolled back to before batch `number`.
    Result<void> rollBack(std::uint64_t number, const store::StoredL1Event& event);
    /// L1 has replaced everything above a block: batches submitted there leave the chain, those rolled back
    /// there stand in it again, and blocks that used what L1 took back are dropped. All other blocks stay.
    Result<void> rewindL1(std::uint64_t lastKept);

    /// Writes the accounts of safe() to a file, so that a start need not go back further. Takes the state out
    /// of the strand: `write` may run on any thread, and `done` belongs to the strand again.
    struct Checkpoint {
        std::uint64_t block = 0;
        Hash blockHash;
        state::State state;
        std::filesystem::path file;
        Result<void> write() const;
    };
    Checkpoint checkpoint() const;
    /// It is written; `finalBlock`: the newest checkpoint up to it is kept beside the newest ones, and some
    /// between them, which are up to it one day.
    Result<void> checkpointWritten(const Checkpoint& checkpoint, std::uint64_t finalBlock);
    /// The block of the newest checkpoint up to a block; 0 where there is none.
    Result<std::uint64_t> checkpointUpTo(std::uint64_t block) const;
    /// Transactions since the last one.
    std::uint64_t txsSinceCheckpoint() const { return m_safe.state.txCount() - m_checkpointTxs; }

    /// Where to go to a block of the past from: safe() gone back to it, or a checkpoint at or before it from
    /// which replayTo() goes on, whichever is shorter. Above safe(): safe(). Errors as of replayTo().
    Result<ChainPoint> pointBefore(std::uint64_t block) const;
    /// Executes stored blocks again, without their signatures: `point` goes on to block `last`. Errors:
    /// "store.*", "chain.damaged".
    Result<void> replayTo(ChainPoint& point, std::uint64_t last) const;

private:
    Chain(store::Store& store, Config config);
    // chain_load.cpp
    Result<void> load();
    /// What the store has of the inbox from an entry on, at most up to `end`.
    Result<InboxLog> inboxFrom(std::uint64_t first,
                               std::uint64_t end = std::numeric_limits<std::uint64_t>::max()) const;
    Result<void> loadTokens();
    Result<ChainPoint> newestCheckpoint(std::uint64_t lastBlock) const;

    /// Ends what is being appended.
    void settle();
    Result<void> rewind(std::uint64_t lastKept);
    /// Lets the point go back to block `lastKept`.
    Result<void> goBack(ChainPoint& point, std::uint64_t lastKept) const;
    store::Store::OwnerOf ownerOf() const;
    Result<std::vector<TxPtr>> signedTxsAbove(std::uint64_t lastKept) const;

    // Batches; `event` is nullptr where it is in the store already.
    using Event = const store::StoredL1Event*;
    Result<BatchResult> place(const AnchoredBatch& anchored, Event event, const Candidates& candidates,
                              std::optional<Judging::Judged> judged);
    Result<void> placeUnjudged(const AnchoredBatch& anchored, Event event,
                               const verifier::VerifiedBatch& batch);
    Result<void> confirm(const AnchoredBatch& anchored, Event event, const verifier::Verification& verified);
    Result<void> rebuild(const AnchoredBatch& anchored, Event event, const verifier::Verification& verified,
                         const Candidates& candidates);
    Result<void> listUnanchored();
    Result<std::vector<TxPtr>> pendingTxs() const;
    /// Batches that the store has above the tip, judged and taken.
    Result<void> placeStored();
    bool matchesUnanchored(const verifier::VerifiedBatch& batch) const;
    Result<void> keepEvent(Event event);
    void setTip(const AnchoredBatch& anchored);
    /// The last block of a valid batch; 0 for batch 0.
    Result<std::uint64_t> lastBlockOf(std::uint64_t batch) const;
    /// The last block that used nothing of the inbox from `count` on, of those above `from`.
    Result<std::uint64_t> lastBlockWithin(std::uint64_t count, std::uint64_t from) const;
    void popUnanchored(std::uint64_t lastKept);
    void tell(std::span<const sequencer::SealedBlock> blocks, std::uint64_t batch);

    store::Store& m_store;
    Config m_config;
    ChainObserver* m_observer = nullptr;
    ChainPoint m_head, m_safe;
    std::deque<UnanchoredBlock> m_unanchored;
    Tip m_tip;
    std::optional<verifier::VerifiedBatch> m_disputed;
    InboxLog m_inbox;
    std::shared_ptr<const state::TokenList> m_tokens = std::make_shared<state::TokenList>();
    std::shared_ptr<BlockWrite> m_appending; ///< on its way
    std::uint64_t m_checkpointTxs = 0;
};

} // namespace aw::node
