#pragma once

#include "rpc/backend.hpp"
#include "sequencer/mempool.hpp"
#include "state/state.hpp"

#include <deque>
#include <mutex>
#include <unordered_map>

namespace aw::node {

/// What the public RPC reads of a node's L2 chain, while the node goes on. Thread-safe: the node's strand
/// writes, any thread reads; every access copies under m_mutex and does nothing else there.
class ReadIndex {
public:
    /// The chain's blocks kept for reading.
    static constexpr std::size_t kKeepBlocks = 20'000;

    void addBlock(const rpc::BlockPtr& block, std::shared_ptr<const state::State> head);
    /// Forgets the blocks above a number; returns them, the newest first.
    std::vector<rpc::BlockPtr> truncate(std::uint64_t lastKept, std::shared_ptr<const state::State> head);
    /// Blocks up to `lastBlock` (from the first without a batch) are in `batch`.
    void setBatch(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch);
    void setHeads(const rpc::HeadNumbers& heads);
    void setBaseFee(std::uint64_t baseFeeWei);
    void addToken(const Address& address, std::uint32_t number);
    void setTokenMetadata(const Address& address, std::shared_ptr<const l1::TokenMetadata> metadata);
    void forgetTokens();
    void addPending(const sequencer::TxPtr& tx);
    void removePending(const Hash& hash);
    /// The status documents of rollup_*.
    struct Documents {
        boost::json::value status;
        boost::json::value operators;
        std::unordered_map<std::uint64_t, boost::json::value> batches;
        rpc::Backend::Health health;
    };
    void setDocuments(std::shared_ptr<const Documents> documents);

    rpc::HeadNumbers heads() const;
    rpc::BlockPtr block(std::uint64_t number) const;
    rpc::BlockPtr block(const Hash& hash) const;
    std::optional<rpc::TxView> transaction(const Hash& hash) const;
    rpc::AccountView account(const Address& owner) const;
    std::uint64_t pendingNonce(const Address& owner) const;
    std::optional<rpc::TokenView> token(const Address& address) const;
    Wei tokenBalance(const Address& owner, std::uint32_t token) const;
    std::uint64_t baseFeeWei() const;
    std::shared_ptr<const Documents> documents() const;

private:
    rpc::BlockPtr blockLocked(std::uint64_t number) const;

    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    std::deque<rpc::BlockPtr> m_blocks; ///< consecutive numbers
    std::unordered_map<Hash, std::uint64_t, FixedBytesHasher> m_byHash;
    struct Place {
        std::uint64_t block;
        std::uint32_t index;
    };
    std::unordered_map<Hash, Place, FixedBytesHasher> m_places;
    std::unordered_map<Hash, sequencer::TxPtr, FixedBytesHasher> m_pending;
    std::unordered_map<Address, std::map<std::uint64_t, Hash>, FixedBytesHasher> m_pendingOf;
    struct Token {
        std::uint32_t number = 0;
        std::shared_ptr<const l1::TokenMetadata> metadata;
    };
    std::unordered_map<Address, Token, FixedBytesHasher> m_tokens;
    std::shared_ptr<const state::State> m_head;
    rpc::HeadNumbers m_heads;
    std::uint64_t m_baseFeeWei = 0;
    std::shared_ptr<const Documents> m_documents = std::make_shared<Documents>();
};

} // namespace aw::node
