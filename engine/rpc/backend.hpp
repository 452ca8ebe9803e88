#pragma once

#include "base/result.hpp"
#include "codec/transaction.hpp"
#include "l1/token_metadata.hpp"
#include "transition/batch.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aw::rpc {

/// A transaction of a block. Fields that the signed bytes determine are in `tx`. Where a node rebuilt from L1
/// lacks the signature, `tx->signature` is zero.
using TxPtr = std::shared_ptr<const codec::SignedTransaction>;

/// An L2 block with what clients ask of it. Immutable.
struct BlockView {
    transition::BlockHeader header;
    Hash hash;               ///< B-3
    Address feeRecipient;    ///< owner of the fee account; zero where it has none
    std::uint64_t batch = 0; ///< batch that holds it on L1; 0 while in none
    std::vector<TxPtr> txs;  ///< none is null
};
using BlockPtr = std::shared_ptr<const BlockView>;

/// Where a transaction stands: in `block` at `index`, or pending where `block` is null.
struct TxView {
    TxPtr tx;
    BlockPtr block;
    std::uint32_t index = 0;
};

/// An account's ETH as of a block; zeros where there is none (S-6).
struct AccountView {
    std::uint64_t nonce = 0;
    Wei balance;
};

/// A token of the bridge as of a block.
struct TokenView {
    std::uint32_t number = 0;                          ///< D-3
    Wei supply;                                        ///< sum of all balances on L2 at that block
    std::shared_ptr<const l1::TokenMetadata> metadata; ///< nullptr while L1 was not asked yet
};

/// Numbers of L2 blocks, each not above the one before.
struct HeadNumbers {
    std::uint64_t latest = 0;
    std::uint64_t safe = 0;      ///< its data is on L1
    std::uint64_t finalized = 0; ///< its batch is final
};

/// How far a node has got that is still catching up with L1: L2 block numbers.
struct Syncing {
    std::uint64_t startingBlock = 0; ///< where it began
    std::uint64_t currentBlock = 0;
    std::uint64_t highestBlock = 0; ///< the highest that it knows of
};

/// What the public RPC needs of a node.
///
/// Thread rule: every read may be called from any thread at any time and must not block for long: the node
/// answers from immutable views. No reads throw.
///
/// A block that heads() names, or that was published, is served by every read at once, and a read at a block
/// never shows anything of a later one. Reads at a block give the errors "state.pruned" (older than this node
/// keeps; the detail says from which block on it can tell) and "state.unknown-block" (above the latest).
class Backend {
public:
    virtual ~Backend() = default;

    virtual std::string clientVersion() const = 0; ///< "anchorwatch/v0.1.0/linux"
    virtual std::uint64_t chainId() const = 0;
    virtual HeadNumbers heads() const = 0;
    /// nullptr where the block is not known.
    virtual BlockPtr blockByNumber(std::uint64_t number) const = 0;
    virtual BlockPtr blockByHash(const Hash& hash) const = 0;
    /// The first of the blocks first..last that may hold events; last + 1 where none does. So that searching
    /// many blocks does not read each.
    virtual std::uint64_t nextWithEvents(std::uint64_t first, std::uint64_t last) const = 0;
    virtual std::optional<TxView> transaction(const Hash& hash) const = 0;
    /// An account's ETH as of a block.
    virtual Result<AccountView> account(const Address& owner, std::uint64_t block) const = 0;
    /// The nonce after the pending transactions that follow each other without a gap.
    virtual std::uint64_t pendingNonce(const Address& owner) const = 0;
    /// The token at an address of L1 as of a block; nullopt where none was registered.
    virtual Result<std::optional<TokenView>> token(const Address& address, std::uint64_t block) const = 0;
    /// Of the token of this number, as of a block; zero where the owner had none.
    virtual Result<Wei> tokenBalance(const Address& owner, std::uint32_t token,
                                     std::uint64_t block) const = 0;
    /// Base fee of the next block, wei per gas.
    virtual std::uint64_t baseFeeWei() const = 0;
    virtual std::uint64_t suggestedTipWei() const = 0;
    /// nullopt where the node has caught up.
    virtual std::optional<Syncing> syncing() const = 0;
    /// Other operators that this node is connected to.
    virtual std::size_t peerCount() const = 0;

    /// Takes the signed bytes of a user transaction; completes once it is durable (and held by a backup,
    /// where that is set). May be called from any executor; calls that start in order are accepted in order.
    /// Errors: those of codec::decodeTransaction ("tx.*"), of sequencer::Mempool::add ("mempool.*"), or any
    /// other code ("node.l1-silent": the node has not heard of L1 for too long); wallet_errors.hpp turns them
    /// into the texts that wallets know.
    virtual boost::asio::awaitable<Result<Hash>> submit(Bytes rawTx) = 0;

    /// Answers of rollup_status, rollup_getBatch (null where unknown) and rollup_getOperators.
    virtual boost::json::value status() const = 0;
    virtual boost::json::value batch(BatchNumber number) const = 0;
    virtual boost::json::value operators() const = 0;
    /// The answer of rollup_getL1Transactions: what the operator has on L1 for its transactions, and the
    /// newest of these, so many, oldest first. null while nothing is known.
    virtual boost::json::value l1Transactions(std::size_t limit) const = 0;

    /// Whether the node serves as it should, for GET /health; `detail` is an object shown with it.
    struct Health {
        bool ok = false;
        boost::json::object detail;
    };
    virtual Health health() const = 0;
};

} // namespace aw::rpc
