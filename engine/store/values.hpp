#pragma once

#include "base/types.hpp"
#include "transition/batch.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a node keeps on its disk.
namespace aw::store {

enum class TxStatus : std::uint8_t { pending = 0, included = 1, dropped = 2 };

/// A user's signed transaction.
struct StoredTx {
    Hash hash;
    Hash signingHash;
    Bytes raw;
    Address sender;
    std::uint64_t nonce = 0;
    TxStatus status = TxStatus::pending;
    std::uint64_t block = 0;    ///< L2 block, where included
    std::uint32_t index = 0;    ///< among the block's user transactions
    std::uint64_t sequence = 0; ///< order of acceptance here, from 1; given by the store
    bool operator==(const StoredTx&) const = default;
};

/// Where a transaction stands.
struct TxPlace {
    std::uint64_t block = 0;
    std::uint32_t index = 0;
    bool operator==(const TxPlace&) const = default;
};

/// An L2 block. An entry is a user transaction's hash or the index of the inbox entry it consumed.
struct StoredBlock {
    using Entry = std::variant<Hash, std::uint64_t>;
    transition::BlockHeader header;
    Hash hash; ///< B-3
    std::vector<Entry> entries;
    Bytes records; ///< encoded, with its end record
    std::uint64_t inboxAfter = 0;
    std::uint64_t l1Number = 0; ///< L1 head when it was made
    Hash l1Hash;
    bool operator==(const StoredBlock&) const = default;
};

/// What this node found when it recomputed a batch.
enum class Verdict : std::uint8_t { unknown = 0, good = 1, fraud = 2 };

struct StoredBatch {
    transition::BatchHeader header;
    Hash hash; ///< A-3
    Hash l1TxHash;
    std::uint64_t l1Block = 0; ///< that holds the submission
    Bytes data;                ///< A-1
    Verdict verdict = Verdict::unknown;
    std::string verdictDetail;
    std::uint64_t lastL2Block = 0; ///< last L2 block it anchors
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

} // namespace aw::store
