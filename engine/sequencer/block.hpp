#pragma once

#include "sequencer/mempool.hpp"
#include "state/undo.hpp"
#include "transition/batch.hpp"

#include <span>

namespace aw::sequencer {

/// A block of L1 that something is bound to.
struct L1Reference {
    std::uint64_t number = 0;
    Hash hash;
    bool operator==(const L1Reference&) const = default;
};

/// An entry of an L2 block: a user's transaction, or the index of the inbox entry it consumed.
using BlockEntry = std::variant<TxPtr, std::uint64_t>;

/// An L2 block that is not on L1 yet.
struct SealedBlock {
    transition::BlockHeader header;
    Hash hash;
    std::vector<BlockEntry> entries;
    std::vector<codec::Record> records; ///< of the entries, and the end-of-block record
    std::uint32_t txCount() const { return header.txCount; }
    std::uint64_t inboxAfter = 0;
    state::Undo undo; ///< the way back to the state before it
    L1Reference l1;   ///< head of L1 when it was made
};

/// The records of a block, encoded with the template of its base fee.
Bytes encodedRecords(const SealedBlock& block);

/// The fees that wallets state when they follow this rollup's answers, so that records need not carry them.
codec::FeeTemplate templateFor(std::uint64_t baseFeeWei);

/// The record of a transaction over a state, in which `sender` is the signer's ETH account; nothing where it
/// moves a token that L1 does not know or of which the signer has no account. Whether it keeps the rules is
/// not looked at.
std::optional<codec::TransferRecord> recordOf(const codec::SignedTransaction& tx, AccountIndex sender,
                                              const state::State& state, const state::TokenList* tokens);

/// The records that may consume an inbox entry over a state, in the order in which they are tried: a forced
/// transaction is executed where the rules allow it, else left out by the first reason that holds.
std::vector<codec::Record> inboxRecords(const state::InboxEntry& entry, const state::State& state);

/// Begins to load what executing the transactions over the state will read: best for some dozens at a time.
void loadAhead(std::span<const TxPtr> txs, const state::State& state, const state::TokenList* tokens);

/// The account index that no account has: blocks of an operator without an account, which consume the inbox
/// alone.
inline constexpr AccountIndex kNoFeeAccount{0xffffffff};

/// The context in which an operator's blocks execute.
struct BlockContext {
    std::uint64_t l2ChainId = 0;
    std::uint64_t baseFeeWei = 0;
    AccountIndex feeAccount = kNoFeeAccount;
    const state::TokenList* tokens = nullptr; ///< of L1, which outlives this; nullptr: none
};

/// Executes the entries of one block over a state, which is the caller's and changes with each entry; nobody
/// else changes it until seal().
class BlockExecutor {
public:
    BlockExecutor(state::State& state, const BlockContext& context);

    /// The rule that refuses the transaction, or nothing where it was executed.
    std::optional<transition::Rule> execute(const TxPtr& tx);
    /// Consumes the inbox entry at the state's cursor: of a forced transaction, executes it or leaves it out.
    /// The rule that refuses it is that of its execution.
    std::optional<transition::Rule> consume(const state::InboxEntry& entry);

    bool empty() const { return m_block.entries.empty(); }
    std::size_t size() const { return m_block.entries.size(); }

    /// Ends the block, and with it the use of this. `timeMs` is rounded up to a whole number of ticks after
    /// the parent's time.
    SealedBlock seal(const transition::BlockHeader& parent, const Hash& parentHash, std::uint64_t timeMs,
                     const L1Reference& l1);

private:
    std::optional<transition::Rule> apply(const codec::Record& record, const state::InboxEntry* entry);
    Bytes joinedTxLeaves() const;

    state::State& m_state;
    BlockContext m_context;
    state::UndoBuilder m_undo;
    SealedBlock m_block;
};

} // namespace aw::sequencer
