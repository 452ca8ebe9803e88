#pragma once

#include "base/flat_tables.hpp"
#include "node/chain.hpp"
#include "node/store_readers.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>

namespace aw::node {

/// What the public RPC reads of a node's L2 chain, while the node goes on: the newest blocks from memory, all
/// others from the store.
///
/// All of it changes at once: a head that is told of is served by every function, and what is asked as of a
/// block never shows what came after it. Thread-safe: the node's strand writes, any thread reads; accesses to
/// memory copy under m_mutex and do nothing else there, reads of the store use connections of their own.
class ChainReader : public std::enable_shared_from_this<ChainReader> {
public:
    /// Blocks whose contents and undo are kept in memory.
    static constexpr std::size_t kRecentBlocks = 256;

    explicit ChainReader(std::shared_ptr<const store::Store> store);
    ~ChainReader();

    /// Waits for reads of the store that are under way, and lets go of it: later ones find nothing.
    void close();

    /// Begins with the chain as it was read from the store.
    Result<void> load(const Chain& chain);

    // Written by the node's strand.
    using Appended = ChainObserver::Appended;
    /// What the blocks hold is pending no longer.
    void append(std::span<const Appended> blocks, const state::State& head);
    /// Forgets the blocks above; returns the recent ones of them, the newest first.
    std::vector<rpc::BlockPtr> rewind(std::uint64_t lastKept, const state::State& head);
    void setBatchOf(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch);
    void setSafe(std::uint64_t block);
    void setFinalized(std::uint64_t block);
    void setBaseFee(std::uint64_t baseFeeWei);
    void addToken(const Address& address, std::uint32_t number);
    void setTokenMetadata(const Address& address, std::shared_ptr<const l1::TokenMetadata> metadata);
    void forgetTokensAbove(std::uint32_t count);
    void addPending(std::span<const TxPtr> txs);
    void removePending(std::span<const Hash> hashes);
    /// The status documents of rollup_*.
    struct Documents {
        boost::json::value status;
        boost::json::value operators;
        std::shared_ptr<const boost::json::object> l1Transactions; ///< all that are shown; null at first
        rpc::Backend::Health health;
        std::optional<std::uint64_t> writtenAtMs; ///< steady; nothing before the first time
        std::optional<rpc::Syncing> syncing;
        std::uint64_t finalBatch = 0;
        std::size_t peers = 0; ///< operators that this one is connected to
    };
    void setDocuments(std::shared_ptr<const Documents> documents);

    // Read by any thread.
    rpc::HeadNumbers heads() const;
    rpc::BlockPtr block(std::uint64_t number) const;
    rpc::BlockPtr block(const Hash& hash) const;
    std::optional<rpc::TxView> transaction(const Hash& hash) const;
    /// The first of the blocks first..last in which a token moves; last + 1 where there is none.
    std::uint64_t nextWithTokens(std::uint64_t first, std::uint64_t last) const;
    /// Blocks first..last with the transactions of users in them, those that are stored. `state`: one that
    /// has their accounts. Errors: "node.stopped", those of the store.
    Result<std::vector<sequencer::SealedBlock>> sealedBlocks(std::uint64_t first, std::uint64_t last,
                                                             const state::State& state) const;
    /// Blocks first..last as a batch is made of them: their records, without the entries behind them. Errors
    /// "node.stopped", those of the store.
    Result<std::vector<sequencer::SealedBlock>> recordedBlocks(std::uint64_t first, std::uint64_t last) const;
    /// Whether it is in one of the recent blocks.
    bool isRecent(const Hash& txHash) const;
    /// Errors: "state.pruned", "state.unknown-block".
    Result<rpc::AccountView> account(const Address& owner, std::uint64_t block) const;
    std::uint64_t pendingNonce(const Address& owner) const;
    Result<std::optional<rpc::TokenView>> token(const Address& address, std::uint64_t block) const;
    Result<Wei> tokenBalance(const Address& owner, std::uint32_t token, std::uint64_t block) const;
    std::uint64_t baseFeeWei() const;
    std::shared_ptr<const Documents> documents() const;
    /// The batch of this number in the chain; nothing where there is none.
    std::optional<store::StoredBatch> batch(std::uint64_t number) const;

private:
    struct Recent {
        rpc::BlockPtr block;
        std::shared_ptr<const state::Undo> undo;
    };
    /// What is in memory at a moment, and how to tell afterwards that the store still goes with it.
    struct Moment {
        std::uint64_t base = 0; ///< the last block whose changes are in the store alone
        Hash baseHash;
        std::uint64_t rewinds = 0;
        bool isStored = false; ///< whether changes right after the block asked for are in the store alone
    };
    /// Error "state.unknown-block".
    Result<Moment> momentLocked(std::uint64_t block) const;
    Result<bool> isStill(const Moment& moment, store::Reader& reader) const;
    /// An account as of a block; nothing where it was not there yet.
    Result<std::optional<state::Account>> accountAt(const Address& owner, std::uint32_t token,
                                                    std::uint64_t block) const;
    /// What the store says of a block, or nothing where the chain was rewound meanwhile. Error
    /// "state.pruned".
    template<class Value>
    Result<std::optional<Value>> fromStore(const Moment& moment, std::uint64_t block,
                                           const std::function<Result<Value>(store::Reader&)>& read) const;
    rpc::BlockPtr stored(const std::optional<store::StoredBlock>& row, store::Reader& reader) const;
    rpc::BlockPtr recentLocked(std::uint64_t number) const;
    void removePendingLocked(const Hash& hash);
    void pushLocked(const Recent& recent);
    void popFrontLocked();

    std::unique_ptr<StoreReaders> m_readers;

    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    rpc::BlockPtr m_genesis;
    std::deque<Recent> m_recent; ///< consecutive numbers, the last is the head; the genesis block has no undo
    base::FlatMap<Hash, std::uint64_t> m_byHash; ///< of m_recent
    struct Place {
        std::uint64_t block;
        std::uint32_t index;
    };
    base::FlatMap<Hash, Place> m_places; ///< of m_recent
    base::FlatMap<Hash, TxPtr> m_pending;
    base::FlatMap<Address, boost::container::flat_map<std::uint64_t, Hash>> m_pendingOf;
    struct Token {
        std::uint32_t number = 0;
        std::shared_ptr<const l1::TokenMetadata> metadata;
    };
    std::unordered_map<Address, Token, FixedBytesHasher> m_tokens;
    state::State m_head;
    Hash m_headHash;
    std::uint64_t m_rewinds = 0; ///< how often blocks left the chain
    rpc::HeadNumbers m_heads;
    std::uint64_t m_baseFeeWei = 0;
    std::shared_ptr<const Documents> m_documents = std::make_shared<Documents>();
};

} // namespace aw::node
