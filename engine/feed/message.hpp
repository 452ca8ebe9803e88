#pragma once

#include "base/result.hpp"
#include "sequencer/block.hpp"
#include "transition/batch.hpp"

#include <variant>
#include <vector>

/// What operators tell each other, PROTOCOL.md section 11. Strict decoding: every error starts with "feed.".
namespace aw::feed {

/// Most bytes in a WebSocket frame, and thus in an item with its envelope.
inline constexpr std::size_t kMaxFrameBytes = std::size_t{16} << 20;
/// Most bytes in an encoded item: the rest of a frame is the envelope's.
inline constexpr std::size_t kMaxItemBytes = kMaxFrameBytes - 1024;
/// Most bytes in the signed bytes of a user transaction (a type-2 transfer needs less than 200).
inline constexpr std::size_t kMaxRawTxBytes = 1024;

/// Where signatures of the feed are valid.
struct Domain {
    Address rollup;
    std::uint64_t l2ChainId = 0;
    bool operator==(const Domain&) const = default;
};

/// Appends `rollup ‖ l2ChainId u64`, with which everything that is signed here begins after its tag.
void appendDomain(Bytes& out, const Domain& domain);

/// Most transactions in a pending item.
inline constexpr std::size_t kMaxPendingTxs = 1024;

/// Users' transactions that were accepted together and wait for a block, in the order of acceptance.
struct PendingItem {
    std::vector<Bytes> rawTxs; ///< signed bytes; 1 to kMaxPendingTxs
    bool operator==(const PendingItem&) const = default;
};

/// An entry of a block: the signed bytes of a user transaction, or the index of the inbox entry it consumed.
using BlockEntry = std::variant<Bytes, std::uint64_t>;

/// An L2 block as it was made, complete: nothing else is needed to execute it again and to defend it.
struct BlockItem {
    transition::BlockHeader header; ///< its parentHash links the blocks
    std::uint64_t era = 0;
    std::uint64_t anchoredTip = 0; ///< number of the last batch on L1 when it was made; the block is above it
    sequencer::L1Reference l1;     ///< L1 block it was made under (SealedBlock::l1)
    std::vector<BlockEntry> entries; ///< in order
    Bytes records;                   ///< encoded (PROTOCOL.md section 5), end-of-block record included
    bool operator==(const BlockItem&) const = default;
};

/// "My L2 chain was rebuilt on this batch: blocks above its last block are void."
struct ResetItem {
    std::uint64_t era = 0;
    BatchNumber batch;
    Hash batchHash;
    bool operator==(const ResetItem&) const = default;
};

using Item = std::variant<PendingItem, BlockItem, ResetItem>;

Bytes encodeItem(const Item& item);
/// Errors: "feed.malformed-item", "feed.unknown-item", "feed.too-large".
Result<Item> decodeItem(ByteView bytes);

/// A signed, numbered entry of an operator's log.
struct Envelope {
    std::uint64_t logId = 0; ///< random for each start of the publisher, never 0
    std::uint64_t seq = 0;   ///< from 1, without gaps
    Hash previous;           ///< envelopeHash of seq - 1; zero for seq 1
    Bytes item;              ///< encodeItem
    Signature signature;     ///< the operator's, over envelopeHash
    bool operator==(const Envelope&) const = default;
};

/// What is signed and what the next envelope links to (P-2).
Hash envelopeHash(const Domain& domain, const Envelope& envelope);

/// Error "feed.forged" where the signature is not `publisher`'s.
Result<void> verifyEnvelope(const Domain& domain, const Envelope& envelope, const Address& publisher);

/// Two envelopes of one log and number that say different things: both signed, so a proof against the signer.
struct Equivocation {
    Envelope first;
    Envelope second;
};

} // namespace aw::feed
