#pragma once

#include "sequencer/block.hpp"
#include "verifier/verifier.hpp"

#include <deque>
#include <unordered_map>

namespace aw::node {

/// Where a transaction stands.
struct TxPlace {
    std::uint64_t block = 0;
    std::uint32_t index = 0;
};

/// An L2 block as it is served: the users' transactions and the forced ones, in the order of execution. The
/// users' whose signatures this node does not hold are null, forced ones are left out then.
struct ServedBlock {
    transition::BlockHeader header;
    Hash hash;
    std::vector<sequencer::TxPtr> txs;
    std::uint64_t batch = 0; ///< 0 while not anchored
};

/// One operator's L2 chain: the batches on L1, recomputed, and the blocks above them that only the feed
/// knows. Not thread-safe.
class L2Chain {
public:
    L2Chain(std::uint64_t l2ChainId, const Hash& genesisHash, std::uint64_t genesisTimeMs);

    const verifier::Verifier& verifier() const { return m_verifier; }
    const state::State& headState() const { return m_headState; }
    const transition::BlockHeader& head() const { return m_head; }
    const Hash& headHash() const { return m_headHash; }
    /// Blocks above the last right batch.
    const std::deque<sequencer::SealedBlock>& unanchored() const { return m_unanchored; }

    void addInboxEntry(const state::InboxEntry& entry) { m_inbox.push_back(entry); }
    void truncateInbox(std::uint64_t count);
    /// The signature of a forced transaction of the inbox, whose token is known here: blocks that execute it
    /// then name it. False where it is not that of the entry; it is not named then.
    bool addForced(std::uint64_t index, const Signature& signature);
    std::uint64_t inboxCount() const { return m_inbox.size(); }
    transition::InboxReader inboxReader() const;

    void addToken(const Address& address) { m_tokens.add(address); }
    const state::TokenList& tokens() const { return m_tokens; }

    /// Remembers a signed transaction, so that blocks rebuilt from L1 can name it.
    void remember(const sequencer::TxPtr& tx);
    sequencer::TxPtr known(const Hash& txHash) const;
    /// By its txLeaf.
    sequencer::TxPtr knownByLeaf(const Hash& leaf) const;

    /// Takes the next batch of L1. `displaced`: transactions of own blocks that the batch did not keep, in
    /// order; the head is then the batch's.
    struct BatchResult {
        const verifier::VerifiedBatch* batch = nullptr;
        bool rebuilt = false;
        std::vector<sequencer::TxPtr> displaced;
    };
    Result<BatchResult> addBatch(const transition::BatchHeader& header, const Hash& hash, ByteView data,
                                 std::uint64_t l1TimeMs);

    /// L1 rolled back to before batch `number`: the head is the state before it; returns the transactions
    /// that lost their place, in order.
    Result<std::vector<sequencer::TxPtr>> rollBack(std::uint64_t number);

    /// Drops the blocks above the last right batch and returns their transactions in order.
    std::vector<sequencer::TxPtr> dropUnanchored();

    /// Appends a block that was executed over a copy of headState().
    void append(sequencer::SealedBlock block, state::State after);

    /// Executes a block of the feed and appends it if everything in it is as it says.
    /// Errors: "feed.not-next" (its parent is not the head), "feed.inbox" (entry unknown here yet),
    /// "feed.wrong-root", "feed.not-executable".
    Result<void> appendFromFeed(const transition::BlockHeader& header, const Hash& hash,
                                const std::vector<sequencer::BlockEntry>& entries,
                                const sequencer::L1Reference& l1);

    std::optional<TxPlace> place(const Hash& txHash) const;
    const ServedBlock* block(std::uint64_t number) const;
    const ServedBlock* block(const Hash& hash) const;
    std::uint64_t firstBlock() const { return m_blocks.empty() ? 1 : m_blocks.front().header.number; }
    /// User transactions executed since the genesis.
    std::uint64_t totalTxs() const { return m_totalTxs; }
    std::uint64_t safeBlock() const { return m_verifier.block().number; }

    /// Last block of a batch; 0 where the batch is unknown or wrong.
    std::uint64_t lastBlockOf(std::uint64_t batch) const;
    /// State after a batch; nullptr where it is unknown, wrong, or no longer kept.
    const state::State* stateAfter(std::uint64_t batch) const;
    /// Forgets states of final batches and blocks beyond the newest `keepBlocks`.
    void prune(std::uint64_t finalBatch, std::size_t keepBlocks);

private:
    std::vector<sequencer::TxPtr> dropAbove(std::uint64_t lastKept);
    sequencer::TxPtr forcedAt(std::uint64_t inboxIndex) const;
    std::vector<sequencer::TxPtr> txsOf(const verifier::AnchoredBlock& block) const;
    std::vector<sequencer::TxPtr> txsOf(const sequencer::SealedBlock& block) const;
    void setHeadToVerified();
    void truncateBlocks(std::uint64_t lastKept);
    void serve(ServedBlock block);

    std::uint64_t m_l2ChainId;
    verifier::Verifier m_verifier;
    state::State m_headState;
    transition::BlockHeader m_head;
    Hash m_headHash;
    std::deque<sequencer::SealedBlock> m_unanchored;
    std::vector<state::InboxEntry> m_inbox;
    std::unordered_map<std::uint64_t, sequencer::TxPtr> m_forced; ///< by inbox index
    state::TokenList m_tokens;
    std::uint64_t m_totalTxs = 0;
    std::deque<ServedBlock> m_blocks;
    std::unordered_map<Hash, std::uint64_t, FixedBytesHasher> m_blockByHash;
    std::unordered_map<Hash, TxPlace, FixedBytesHasher> m_places;
    /// By txLeaf: a signing hash does not name the sender, and two may sign the same transfer.
    std::unordered_map<Hash, sequencer::TxPtr, FixedBytesHasher> m_byLeaf;
    std::unordered_map<Hash, sequencer::TxPtr, FixedBytesHasher> m_byHash;
};

} // namespace aw::node
