#pragma once

#include "base/types.hpp"
#include "state/undo.hpp"
#include "transition/batch.hpp"

#include <optional>
#include <string>
#include <vector>

/// What a node keeps on its disk.
namespace aw::store {

/// A user's signed transaction that is in no block.
struct PendingTx {
    Hash hash;
    Bytes raw;
    Address sender;
    bool operator==(const PendingTx&) const = default;
};

/// Where a transaction stands.
struct TxPlace {
    std::uint64_t block = 0;
    std::uint32_t index = 0; ///< among the transactions of the block, forced ones counted
    auto operator<=>(const TxPlace&) const = default;
};

/// A transaction of a block.
struct BlockTx {
    Hash hash;              ///< zero where nobody has shown its signature here
    Bytes raw;              ///< signed bytes; without a signature: what X-1 hashes
    AccountIndex sender;    ///< its ETH account
    AccountIndex recipient; ///< the account that is credited; the sender's own for a withdrawal
    std::uint32_t token = 0;
    bool forced = false; ///< came through the inbox
    bool operator==(const BlockTx&) const = default;
};
struct PlacedTx {
    TxPlace place;
    BlockTx tx;
    bool operator==(const PlacedTx&) const = default;
};

/// An L2 block, all but its transactions.
struct StoredBlock {
    transition::BlockHeader header;
    Hash hash; ///< B-3
    Bytes
        records; ///< encoded with the template of its base fee (sequencer::templateFor), with its end record
    std::uint64_t inboxAfter = 0;
    std::uint64_t l1Number = 0; ///< L1 head when it was made; 0 where it was derived from L1
    Hash l1Hash;
    std::uint64_t batch = 0; ///< 0 while in none
    Bytes undo;              ///< state::encodeUndo; empty once pruned
    bool operator==(const StoredBlock&) const = default;
};

/// What this node found when it recomputed a batch.
enum class Verdict : std::uint8_t { unknown = 0, good = 1, fraud = 2 };

struct StoredBatch {
    transition::BatchHeader header;
    Hash hash; ///< A-3
    Hash l1TxHash;
    std::uint64_t l1Block = 0; ///< that holds the submission
    std::uint64_t l1LogIndex = 0;
    Hash l1BlockHash;
    std::uint64_t timeMs = 0; ///< of that L1 block
    Verdict verdict = Verdict::unknown;
    std::string verdictDetail;                       ///< a document of the node's (segments and their roots)
    std::uint64_t firstL2Block = 0, lastL2Block = 0; ///< 0 where not recomputed
    std::uint32_t txCount = 0;
    std::uint64_t dataBytes = 0;
    std::uint64_t gasUsed = 0; ///< of the receipt; 0 while it was not asked
    Wei costWei;
    std::uint64_t rolledBackAt = 0; ///< L1 block; 0 while in the chain
    Bytes data;                     ///< A-1; given when it is put, empty when it is read (Reader::batchData)
    bool operator==(const StoredBatch&) const = default;
};

/// A block of L1.
struct L1Block {
    std::uint64_t number = 0;
    Hash hash;
    Hash parentHash;
    std::uint64_t timeMs = 0;
    bool operator==(const L1Block&) const = default;
};

/// A log of our contracts, as L1 gave it. The data of a batch are kept with the batch alone.
struct StoredL1Event {
    std::uint64_t block = 0;
    std::uint64_t logIndex = 0;
    Hash txHash;
    Address address;
    std::vector<Hash> topics;
    Bytes data; ///< empty of BatchSubmitted
    bool operator==(const StoredL1Event&) const = default;
};

struct StoredInboxEntry {
    std::uint64_t index = 0;
    std::uint64_t l1Block = 0;
    Bytes entry; ///< I-2, I-3
    Bytes rawTx; ///< the signed forced transaction; empty of a deposit, or where not known
    bool operator==(const StoredInboxEntry&) const = default;
};

/// What an ERC-20 contract answered to name(), symbol() and decimals(), ABI-encoded as it came; empty for
/// what it does not tell. Contracts differ in how they encode a name, so that it is passed on unread.
struct TokenMetadata {
    Bytes name, symbol, decimals;
    bool operator==(const TokenMetadata&) const = default;
};

struct StoredToken {
    std::uint32_t number = 0;
    std::uint64_t l1Block = 0;
    Address address;
    std::optional<TokenMetadata> metadata; ///< nothing while L1 was not asked
    bool operator==(const StoredToken&) const = default;
};

/// F-5.
struct StoredDemand {
    std::uint64_t id = 0;
    std::uint64_t batch = 0;
    std::uint64_t l1Block = 0; ///< in which it was made
    std::uint64_t overdueAfter = 0;
    std::string document; ///< the rest, of the node's own form
    bool operator==(const StoredDemand&) const = default;
};

} // namespace aw::store
