#pragma once

#include "base/result.hpp"
#include "store/values.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace aw::store {

/// One node's SQLite file. Each function is one transaction that is on the disk when it returns (WAL,
/// synchronous FULL); atomically() joins several. One thread at a time.
/// Errors of every function: "store.corrupt" (the file or a row is damaged: move it away and rebuild from
/// L1), "store.full", "store.io", "store.read-only", "store.failed".
class Store {
public:
    /// Opens or makes the file and brings its schema up to date. Holds it against every other process and
    /// every other Store. Errors also: "store.locked", "store.too-new" (made by a newer program),
    /// "store.not-ours" (another program's database), "store.cannot-open".
    static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// All of it or, where `work` returns an error, nothing. Not nested.
    Result<void> atomically(const std::function<Result<void>()>& work);

    // Transactions of users.
    /// Returns its sequence. A transaction that is known keeps its sequence and becomes pending again if it
    /// was dropped.
    Result<std::uint64_t> addPending(const StoredTx& tx);
    Result<void> drop(const Hash& hash);
    Result<std::optional<StoredTx>> tx(const Hash& hash) const;
    Result<std::optional<StoredTx>> txBySigningHash(const Hash& signingHash) const;
    Result<std::optional<TxPlace>> place(const Hash& hash) const;
    Result<std::vector<StoredTx>> pending() const; ///< in order of acceptance

    // L2 blocks.
    /// Adds the block after the last one, with all its transactions, which become included (those unknown
    /// are added). Error "store.not-next" where the number is not the next or a transaction is missing.
    Result<void> appendBlock(const StoredBlock& block, std::span<const StoredTx> txs);
    Result<std::optional<StoredBlock>> block(std::uint64_t number) const;
    Result<std::optional<StoredBlock>> blockByHash(const Hash& hash) const;
    Result<std::vector<StoredBlock>> blocks(std::uint64_t first, std::uint64_t last) const; ///< ascending
    Result<std::optional<std::uint64_t>> lastBlock() const;
    /// Deletes the blocks above; their transactions are pending again.
    Result<void> deleteBlocksAbove(std::uint64_t number);
    /// Deletes blocks below and what was in them; transactions in them are forgotten.
    Result<void> pruneBlocksBelow(std::uint64_t number);

    // Batches on L1.
    Result<void> putBatch(const StoredBatch& batch); ///< adds, or replaces the one with its number
    Result<void> setVerdict(std::uint64_t number, Verdict verdict, std::string_view detail);
    Result<std::optional<StoredBatch>> batch(std::uint64_t number) const;
    Result<std::optional<StoredBatch>> batchByHash(const Hash& hash) const;
    Result<std::vector<StoredBatch>> batches(std::uint64_t first, std::uint64_t last) const; ///< ascending
    Result<std::optional<std::uint64_t>> lastBatch() const;
    Result<void> deleteBatchesAbove(std::uint64_t number);

    // How far L1 was processed: the newest blocks, 256 of them.
    Result<void> addL1Blocks(std::span<const L1Block> blocks);
    Result<void> deleteL1BlocksAbove(std::uint64_t number);
    Result<std::vector<L1Block>> recentL1Blocks() const; ///< ascending
    Result<std::optional<L1Block>> l1Cursor() const;     ///< the newest

    // Facts about the node itself: "rollup", "operator", ...
    Result<void> setMeta(std::string_view key, std::string_view value);
    Result<std::optional<std::string>> meta(std::string_view key) const;
    /// A number that only grows, such as the highest feed sequence published: raises it to `value` if that
    /// is more, and returns what it is now.
    Result<std::uint64_t> raiseFence(std::string_view key, std::uint64_t value);
    Result<std::uint64_t> fence(std::string_view key) const; ///< 0 where never raised

private:
    struct Impl;
    explicit Store(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::store
