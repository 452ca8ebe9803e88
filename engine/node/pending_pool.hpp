#pragma once

#include "node/chain_reader.hpp"
#include "node/latency_window.hpp"
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
    /// It was added to the mempool, in place of `replaced` where that is set; `peer` passed it on. To be
    /// shown then, with others of its group.
    void noteAccepted(const TxPtr& tx, const TxPtr& replaced, const std::optional<Address>& peer);
    /// Has wallets see them as pending; they are in the mempool.
    void show(std::span<const TxPtr> txs) { m_reader.addPending(txs); }
    /// They lost their place in a block, in this order: they go first.
    void putFirst(const std::vector<TxPtr>& txs);
    /// They are in a block now, and shown there.
    void noteExecuted(std::span<const TxPtr> txs);
    /// It can never be executed.
    void noteDropped(const TxPtr& tx);

    /// Takes those out of the mempool that were accepted so long ago and cannot be executed as things are:
    /// `nextOf` tells a sender's next nonce and what it owns.
    std::vector<TxPtr> takeExpired(std::chrono::milliseconds lifetime,
                                   const std::function<sequencer::SenderState(const TxPtr&)>& stateOf,
                                   std::uint64_t baseFeeWei);

    /// From acceptance to a block, the 99th percentile of the last minute; 0 where none was executed.
    double confirmMsP99() const { return m_confirmations.percentile(m_runtime.steadyMs(), 0.99); }

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

    base::FlatMap<Hash, Acceptance> m_acceptances;
    base::FlatMap<Address, std::size_t> m_keptOf;
    LatencyWindow m_confirmations; ///< from acceptance to a block
};

} // namespace aw::node
