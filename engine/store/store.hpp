#pragma once

#include "base/result.hpp"
#include "store/l1_intent.hpp"
#include "store/values.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace aw::store {

class Connection;
class LockFile;

/// Reads of one node's SQLite file. Each call sees one consistent state of the file.
/// Errors of every function: "store.corrupt", "store.io", "store.failed".
///
/// Thread rule: any thread; a call waits while another one uses the same object. Store::reader() gives each
/// thread or strand one of its own; readers and the writer do not wait for each other (WAL).
class Reader {
public:
    virtual ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    // L2 blocks and their transactions.
    Result<std::optional<StoredBlock>> block(std::uint64_t number) const;
    Result<std::optional<StoredBlock>> blockByHash(const Hash& hash) const;
    Result<std::vector<StoredBlock>> blocks(std::uint64_t first, std::uint64_t last) const; ///< ascending
    /// The same without `records` and `undo`, which take most of the time.
    Result<std::vector<StoredBlock>> headers(std::uint64_t first, std::uint64_t last) const;
    Result<std::optional<std::uint64_t>> firstBlock() const;
    Result<std::optional<std::uint64_t>> lastBlock() const;
    Result<std::vector<BlockTx>> txsOf(std::uint64_t block) const; ///< in the order of execution
    /// Where a transaction of a block stands; nothing where it is in none (or its signature is not known
    /// here).
    Result<std::optional<TxPlace>> place(const Hash& txHash) const;
    Result<std::optional<BlockTx>> tx(const TxPlace& place) const;
    /// Transactions that an account sent or received, the newest first, below `before` (nothing: from the
    /// head).
    Result<std::vector<PlacedTx>> txsOfSender(AccountIndex account, std::optional<TxPlace> before,
                                              std::size_t limit) const;
    Result<std::vector<PlacedTx>> txsOfRecipient(AccountIndex account, std::optional<TxPlace> before,
                                                 std::size_t limit) const;
    /// Transactions in blocks first..last that move a token, ascending; at most `limit`.
    Result<std::vector<PlacedTx>> tokenTxs(std::uint64_t first, std::uint64_t last, std::size_t limit) const;

    // State of the past. Error "store.pruned" below historyFrom().
    /// The account after `block`; nothing where no block above it changed it, so that it is what it is now.
    /// Its owner and token are zero here: they never change (S-1), and the accounts of now have them. All
    /// zero where the account did not exist yet.
    /// Take the accounts of now first, of a block that is stored, and ask then: so a block that is added
    /// meanwhile cannot show through.
    Result<std::optional<state::Account>> accountAt(AccountIndex account, std::uint64_t block) const;
    /// The sum of a token's balances after `block`; nothing where it is what it is now.
    Result<std::optional<Wei>> supplyAt(std::uint32_t token, std::uint64_t block) const;
    /// How many accounts there were after `block`; nothing where it is the last block or none of ours.
    Result<std::optional<std::uint64_t>> accountCountAt(std::uint64_t block) const;
    /// The oldest block whose state can still be told (see Store::pruneHistory).
    Result<std::uint64_t> historyFrom() const;

    // Pending.
    Result<std::optional<PendingTx>> pendingTx(const Hash& hash) const;

    // Batches on L1. A number can have stood on L1 several times (roll-backs): all of them are kept.
    Result<std::optional<StoredBatch>> batch(std::uint64_t number) const; ///< the one in the chain
    Result<std::optional<StoredBatch>> batchByHash(const Hash& hash) const;
    /// Those in the chain, ascending.
    Result<std::vector<StoredBatch>> batches(std::uint64_t first, std::uint64_t last) const;
    /// By when they were submitted, those that were rolled back too; the newest last.
    Result<std::vector<StoredBatch>> newestBatches(std::size_t count) const;
    Result<std::optional<std::uint64_t>> lastBatch() const; ///< in the chain
    Result<Bytes> batchData(const Hash& batchHash) const;   ///< A-1; empty where it is not known

protected:
    friend class Store;
    explicit Reader(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> m_connection;
};

/// One node's SQLite file: everything that a node keeps but the accounts (state/snapshot_file) and what was
/// accepted and waits for its first block (PendingJournal). Each function
/// is one transaction that is on the disk when it returns (WAL, synchronous FULL); atomically() joins
/// several. Errors of every function: "store.corrupt" (the file or a row is damaged: move it away and rebuild
/// from L1), "store.full", "store.io", "store.read-only", "store.locked" (another program holds it for 10 s),
/// "store.failed". "store.invalid" is a program error of the caller's: the detail says which value
/// contradicts itself. After an error nothing of the call was stored.
///
/// Thread rule: any thread; a call waits for the one before.
class Store : public Reader {
public:
    /// Opens or makes the file and brings its schema up to date. Holds the folder (a lock file beside it)
    /// against every other process and every other Store. Errors also: "store.locked", "store.too-new" (made
    /// by a newer program), "store.too-old" (made before the first released schema: move it away),
    /// "store.not-ours" (another program's database), "store.cannot-open".
    static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file);
    ~Store() override;

    /// Another connection, read-only, for another thread. May outlive no Store.
    Result<std::unique_ptr<Reader>> reader() const;

    /// All of it or, where `work` returns an error or a call in it failed on the disk, nothing. Not nested.
    /// Calls of other threads wait until it ends.
    Result<void> atomically(const std::function<Result<void>()>& work);

    // Pending transactions, in the order in which they are to be executed.
    /// After all others. Known ones (pending, or in a block) are skipped.
    Result<void> addPending(std::span<const PendingTx> txs);
    /// Before all others, in this order. Pending ones move; those in a block are skipped.
    Result<void> addPendingFirst(std::span<const PendingTx> txs);
    /// Those that are not pending are skipped.
    Result<void> dropPending(std::span<const Hash> hashes);
    Result<std::vector<PendingTx>> pending() const;

    // L2 blocks.
    /// Adds the block after the last one with its transactions, which are pending no longer. Error
    /// "store.not-next" where the number is not the next (the first may have any number).
    Result<void> appendBlock(const StoredBlock& block, std::span<const BlockTx> txs);
    /// Deletes the blocks above; their signed transactions are pending again, before all others, in their
    /// order (forced ones are not: the inbox brings them again). `ownerOf` says whose account it is, of the
    /// state before the rewind; without it the signers are recovered, which takes some 30 us each.
    using OwnerOf = std::function<Address(AccountIndex)>;
    Result<void> rewindBlocks(std::uint64_t lastKept, const OwnerOf& ownerOf = {});
    /// Blocks first..last are in this batch (0: in none any more).
    Result<void> setBatchOf(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch);
    /// A signature came to light: `tx` replaces the unsigned one at its place, which has the same accounts.
    /// It is pending no longer. Error "store.invalid" where there is no such one, or another signature.
    Result<void> setSigned(const TxPlace& place, const BlockTx& tx);
    /// States of blocks below can no longer be told and not be gone back to. That of the last block always
    /// can.
    Result<void> pruneHistory(std::uint64_t below);
    /// Forgets blocks below with their transactions (a setting; default: never). The last block stays.
    Result<void> pruneBlocks(std::uint64_t below);

    // L1: what it said, and how far that was processed.
    /// Blocks that were seen, ascending, and events of blocks that are stored or given. Says nothing of how
    /// far they were processed: setL1Progress().
    Result<void> addL1(std::span<const L1Block> blocks, std::span<const StoredL1Event> events);
    /// Forgets everything that L1 said above a block: blocks, events, inbox entries, tokens, demands; demands
    /// settled above are open again; batches submitted above are gone, those rolled back above are in the
    /// chain again. In which batch an L2 block is, setBatchOf() alone says.
    Result<void> rewindL1(std::uint64_t lastKept);
    Result<std::optional<L1Block>> l1Cursor() const; ///< the newest
    /// The newest of those up to `last`, at most `count`, ascending.
    Result<std::vector<L1Block>> l1Blocks(std::uint64_t last, std::size_t count) const;
    Result<std::vector<StoredL1Event>> l1Events(std::uint64_t first, std::uint64_t last) const; ///< ascending
    /// L1 was read up to here although the block itself carried nothing (catching up).
    Result<void> setL1Progress(std::uint64_t number);
    Result<std::uint64_t> l1Progress() const; ///< 0 where nothing was read

    /// The next entry, or one that is there (again). Error "store.invalid" where it leaves a gap.
    Result<void> addInboxEntry(std::uint64_t index, std::uint64_t l1Block, ByteView entry);
    Result<void> setForcedSignature(std::uint64_t index, ByteView rawTx); ///< the signed transaction
    Result<std::uint64_t> inboxCount() const;
    /// From an index on, at most `count` of them; fewer where there are not so many.
    Result<std::vector<StoredInboxEntry>> inbox(std::uint64_t first, std::uint64_t count) const;
    /// The next token from 1 on, or one that is there (again). Error "store.invalid" where it leaves a gap.
    Result<void> addToken(std::uint32_t number, std::uint64_t l1Block, const Address& address);
    /// Error "store.invalid" where no token has this address.
    Result<void> setTokenMetadata(const Address& address, const TokenMetadata& metadata);
    Result<std::vector<StoredToken>> tokens() const; ///< by number, from 1

    /// Appends to the chain, or replaces the one with its hash: all but its data, where `data` is empty, and
    /// but whether it was rolled back, which rollBackBatches() and rewindL1() say. Error "store.not-next"
    /// where its number is not the chain's next (the first may have any number).
    Result<void> putBatch(const StoredBatch& batch);
    Result<void> setVerdict(const Hash& batchHash, Verdict verdict, std::string_view detail);
    /// Batch `number` and all after it were rolled back by L1 block `l1Block`.
    Result<void> rollBackBatches(std::uint64_t number, std::uint64_t l1Block);

    Result<void> putDemand(const StoredDemand& demand);    ///< adds, or replaces the one with its id
    Result<std::vector<StoredDemand>> openDemands() const; ///< not settled, by id
    Result<void> settleDemand(std::uint64_t id, std::uint64_t l1Block);

    /// Documents of the node that are kept over restarts (a challenge's history, ...): text by kind and key.
    Result<void> putDocument(std::string_view kind, std::string_view key, std::string_view text);
    /// Key and text of a kind's documents, in the order in which the keys were added.
    Result<std::vector<std::pair<std::string, std::string>>> documents(std::string_view kind) const;

    // What operators want done on L1.
    /// Adds, or replaces all but data and account of those with the same ids.
    Result<void> putL1Intents(std::span<const StoredL1Intent> intents);
    /// Of an account: all that are not settled, and the newest that are, so many. By id.
    Result<std::vector<StoredL1Intent>> l1Intents(const Address& account, std::size_t settled) const;
    /// Fees that an account paid since then, oldest first.
    Result<std::vector<L1Spending>> l1Spendings(const Address& account, std::int64_t sinceMs) const;
    Result<std::uint64_t> lastL1Intent() const; ///< highest id; 0 where there is none
    /// Forgets settled ones that were made before then, but for the newest `kept` of all.
    Result<void> pruneL1Intents(std::size_t kept, std::int64_t createdBeforeMs);

    // Facts about the node itself: "rollup", "operator", ...
    Result<void> setMeta(std::string_view key, std::string_view value);
    Result<std::optional<std::string>> meta(std::string_view key) const;
    /// A number that never falls: `value`, where it is more than what is there. Returns what is there then.
    Result<std::uint64_t> raiseFence(std::string_view key, std::uint64_t value);
    Result<std::uint64_t> fence(std::string_view key) const; ///< 0 where it was never raised

private:
    Store(std::unique_ptr<Connection> connection, std::unique_ptr<LockFile> lock);
    std::unique_ptr<LockFile> m_lock;
};

} // namespace aw::store
