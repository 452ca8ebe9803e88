#pragma once

#include "node/chain_reader.hpp"
#include "node/runtime.hpp"
#include "sequencer/displaced.hpp"
#include "sequencer/mempool.hpp"

namespace aw::node {

/// The transactions that wait for a block here: those that lost their place in one, in their order, and the
/// mempool. What it holds is on the disk (Ingress) and is what wallets see as pending. On the node's strand.
class PendingPool {
public:
    PendingPool(Runtime& runtime, ChainReader& reader);

    sequencer::Mempool& mempool() { return m_mempool; }
    sequencer::Displaced& displaced() { return m_displaced; }
    const sequencer::Mempool& mempool() const { return m_mempool; }
    std::size_t size() const { return m_mempool.size() + m_displaced.size(); }
    bool contains(const Hash& txHash) const {
        return m_mempool.contains(txHash) || m_displaced.contains(txHash);
    }
    TxPtr find(const Hash& txHash) const;
    /// All of it, those that lost their place first.
    std::vector<TxPtr> all() const;

    /// Whether as many are kept because this operator, which is not the current one, passed them on as may
    /// be.
    bool hasFullShare(const Address& peer) const;

    /// Takes one that the disk holds: it was accepted before the node was started. Behind all others.
    void restore(const TxPtr& tx);
    /// It was added to the mempool, in place of `replaced` where that is set; `peer` passed it on.
    void noteAccepted(const TxPtr& tx, const TxPtr& replaced, const std::optional<Address>& peer);
    /// They lost their place in a block, in this order: they go first.
    void putFirst(const std::vector<TxPtr>& txs);
    /// It is in a block now.
    void noteExecuted(const TxPtr& tx);
    /// It can never be executed.
    void noteDropped(const TxPtr& tx);

    /// Takes those out of the mempool that were accepted so long ago and cannot be executed as things are:
    /// `nextOf` tells a sender's next nonce and what it owns.
    std::vector<TxPtr> takeExpired(std::chrono::milliseconds lifetime,
                                   const std::function<sequencer::SenderState(const TxPtr&)>& stateOf,
                                   std::uint64_t baseFeeWei);

    /// From acceptance to a block, the 99th percentile of the last minute; 0 where none was executed.
    double confirmMsP99();

private:
    Runtime& m_runtime;
    ChainReader& m_reader;
    sequencer::Mempool m_mempool;
    sequencer::Displaced m_displaced;
    struct Acceptance {
        std::uint64_t atMs = 0; ///< steady
        std::optional<Address> peer;
    };
    /// Forgets when it was accepted, and tells.
    std::optional<Acceptance> forget(const Hash& txHash);

    std::unordered_map<Hash, Acceptance, FixedBytesHasher> m_acceptances;
    std::unordered_map<Address, std::size_t, FixedBytesHasher> m_keptOf;
    std::deque<std::pair<std::uint64_t, double>> m_confirmations; ///< (steady ms, ms)
};

} // namespace aw::node
