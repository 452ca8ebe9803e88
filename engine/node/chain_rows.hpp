#pragma once

#include "node/inbox_log.hpp"
#include "sequencer/block.hpp"
#include "store/store.hpp"
#include "verifier/verifier.hpp"

#include <unordered_map>

/// L2 blocks between memory and the store; for the chain alone.
namespace aw::node {

using sequencer::TxPtr;

/// The store's row of a block that is in `batch` (0: in none).
store::StoredBlock rowOf(const sequencer::SealedBlock& block, std::uint64_t batch);
/// The rows of its transactions: those of users, and forced ones whose signature is known. `after`: the state
/// after the block, or after a later one.
std::vector<store::BlockTx> txRowsOf(const sequencer::SealedBlock& block, const state::State& after,
                                     const InboxLog& inbox);

/// A stored transaction; the sender is the owner of its account. Without a signature its hash is zero.
/// Error "store.corrupt".
Result<TxPtr> txOf(const store::BlockTx& row, const state::State& state);
/// A transaction of which nobody has shown the signature.
TxPtr unsignedTx(const codec::Transaction& tx, const Address& sender);

/// A stored block with the transactions of users in it. Error "store.corrupt".
Result<sequencer::SealedBlock> blockOf(const store::StoredBlock& row, const std::vector<store::BlockTx>& txs,
                                       const state::State& state);
/// Stored blocks first..last. Errors: those of the store.
Result<std::vector<sequencer::SealedBlock>> readBlocks(const store::Reader& reader, std::uint64_t first,
                                                       std::uint64_t last, const state::State& state);
/// The same with their records, and without the entries behind these and the way back.
Result<std::vector<sequencer::SealedBlock>> readRecordedBlocks(const store::Reader& reader,
                                                               std::uint64_t first, std::uint64_t last);
/// Its records. Error "store.corrupt".
Result<std::vector<codec::Record>> recordsOf(const store::StoredBlock& row);

/// Signed transactions by txLeaf: a signing hash does not name the sender, and two may sign the same.
using TxsByLeaf = std::unordered_map<Hash, TxPtr, FixedBytesHasher>;
TxsByLeaf byLeaf(std::span<const TxPtr> txs);
/// A block as L1's data tell it, with the signatures that are known.
sequencer::SealedBlock blockOf(const verifier::AnchoredBlock& block, const TxsByLeaf& known,
                               std::uint64_t inboxBefore, const sequencer::L1Reference& l1);

/// What wallets see of a block: transactions whose signature is known, forced ones included.
std::vector<TxPtr> shownTxs(const sequencer::SealedBlock& block, const InboxLog& inbox);

} // namespace aw::node
