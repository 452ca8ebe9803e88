#pragma once

#include "store/connection.hpp"
#include "store/values.hpp"

/// Rows of L2 blocks and of their transactions, for those who are in a transaction of the connection's.
/// Damage is an empty optional or an error; SQLite's failures are exceptions.
namespace aw::store {

/// The ids that the transactions of a block have: ids count the transactions of all blocks, without gaps.
struct TxRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
    std::uint64_t end() const { return first + count; }
};

/// Of a block; nothing where there is no such block.
std::optional<TxRange> txRangeOf(Connection& connection, std::uint64_t block);

struct Ends {
    std::uint64_t firstBlock = 0;
    std::uint64_t lastBlock = 0;
    std::uint64_t nextTx = 0; ///< id of the next block's first transaction
};
/// The first and the last block; nothing where there is none.
std::optional<Ends> endsOf(Connection& connection);

/// A number of the store's own; 0 where it was never set.
std::uint64_t getNumber(Connection& connection, std::string_view key);
void setNumber(Connection& connection, std::string_view key, std::uint64_t value);
inline constexpr std::string_view kHistoryFrom = "history-from";
inline constexpr std::string_view kL1Progress = "l1-progress";

/// A row of all columns of txs; nothing where it is not what was written.
std::optional<BlockTx> readTx(SQLite::Statement& row);
/// The transactions of a block, in their order.
Result<std::vector<BlockTx>> readTxs(Connection& connection, TxRange range);
/// The columns `kind` and `mark` of a transaction; `rawHash` is the keccak-256 of its bytes.
std::uint8_t kindOf(const BlockTx& tx);
std::int64_t markOf(const BlockTx& tx, const Hash& rawHash);

/// What an index finds a transaction by: the key is 6 bytes of its hash, or an account.
struct TxKey {
    std::uint64_t key = 0;
    std::uint64_t id = 0;
    auto operator<=>(const TxKey&) const = default;
};
std::uint64_t hashKey(const Hash& hash);

/// The accounts that a block changed and that neither sent nor received one of its transactions, ascending.
std::vector<std::uint32_t> otherChanges(const state::Undo& undo, std::vector<std::uint32_t> parties);

/// The undo of a block, empty bytes where it was pruned.
Result<Bytes> undoOf(Connection& connection, std::uint64_t block);

/// The id of the transaction with this hash; nothing where it is in no block.
Result<std::optional<std::uint64_t>> findTx(Connection& connection, const Hash& hash);

} // namespace aw::store
