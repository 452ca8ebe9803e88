#include "node/pending_pool.hpp"

#include <algorithm>

namespace aw::node {

namespace {
/// Of the pool, what one operator may fill with what it passes on.
constexpr std::size_t kShares = 8;
} // namespace

PendingPool::PendingPool(Runtime& runtime, ChainReader& reader)
    : m_runtime(runtime)
    , m_reader(reader)
    , m_mempool(runtime.parameters().l2ChainId, {.total = runtime.config().maxPending}) {}

TxPtr PendingPool::find(const Hash& txHash) const {
    if (auto tx = m_mempool.find(txHash)) return tx;
    if (!m_displaced.contains(txHash)) return nullptr;
    return *std::ranges::find(m_displaced, txHash, [](const TxPtr& tx) { return tx->hash; });
}

std::vector<TxPtr> PendingPool::all() const {
    std::vector<TxPtr> txs(m_displaced.begin(), m_displaced.end());
    const auto waiting = m_mempool.all();
    txs.insert(txs.end(), waiting.begin(), waiting.end());
    return txs;
}

bool PendingPool::hasFullShare(const Address& peer) const {
    const auto kept = m_keptOf.find(peer);
    return kept != m_keptOf.end() && kept->second >= m_runtime.config().maxPending / kShares;
}

std::optional<PendingPool::Acceptance> PendingPool::forget(const Hash& txHash) {
    const auto found = m_acceptances.find(txHash);
    if (found == m_acceptances.end()) return {};
    const auto acceptance = found->second;
    m_acceptances.erase(found);
    if (!acceptance.peer) return acceptance;
    const auto kept = m_keptOf.find(*acceptance.peer);
    if (--kept->second == 0) m_keptOf.erase(kept);
    return acceptance;
}

void PendingPool::noteAccepted(const TxPtr& tx, const TxPtr& replaced, const std::optional<Address>& peer) {
    if (replaced) {
        forget(replaced->hash);
        m_reader.removePending({&replaced->hash, 1});
    }
    const bool isNew =
        m_acceptances.emplace(tx->hash, Acceptance{.atMs = m_runtime.steadyMs(), .peer = peer}).second;
    if (isNew && peer) ++m_keptOf[*peer];
    m_runtime.touch();
}

void PendingPool::restore(const TxPtr& tx) {
    // Of two for one nonce the later one replaced the other.
    const auto replaced = m_mempool.find(tx->sender, tx->tx.nonce);
    if (replaced) m_mempool.remove(replaced->hash);
    if (!m_mempool.add(tx, {tx->tx.nonce, Wei(1) << 127, tx->tx.amount()}, 0)) return noteDropped(tx);
    noteAccepted(tx, replaced, {});
    show({&tx, 1});
}

std::vector<TxPtr>
PendingPool::takeExpired(std::chrono::milliseconds lifetime,
                         const std::function<sequencer::SenderState(const TxPtr&)>& stateOf,
                         std::uint64_t baseFeeWei) {
    const auto now = m_runtime.steadyMs();
    const auto isOld = [&](const TxPtr& tx) {
        const auto accepted = m_acceptances.find(tx->hash);
        return accepted != m_acceptances.end() &&
               accepted->second.atMs + static_cast<std::uint64_t>(lifetime.count()) <= now;
    };
    std::vector<TxPtr> expired;
    for (const auto& tx : m_mempool.all()) {
        if (!isOld(tx)) continue;
        const auto sender = stateOf(tx);
        // What follows one that can be executed waits for that alone.
        const auto next = m_mempool.find(tx->sender, sender.nonce);
        const bool follows = next && tx->tx.nonce < m_mempool.pendingNonce(tx->sender, sender.nonce);
        if (follows && sequencer::isExecutable(next->tx, stateOf(next), baseFeeWei)) continue;
        expired.push_back(tx);
    }
    for (const auto& tx : expired) {
        m_mempool.remove(tx->hash);
        noteDropped(tx);
    }
    return expired;
}

void PendingPool::putFirst(const std::vector<TxPtr>& txs) {
    if (txs.empty()) return;
    m_displaced.putFirst(txs);
    for (const auto& tx : txs)
        m_mempool.remove(tx->hash);
    m_reader.addPending(txs);
    m_runtime.touch();
}

void PendingPool::noteExecuted(std::span<const TxPtr> txs) {
    const auto now = m_runtime.steadyMs();
    base::FlatSet<Hash> executed;
    for (const auto& tx : txs) {
        if (m_displaced.contains(tx->hash)) executed.insert(tx->hash);
        m_mempool.remove(tx->hash);
        if (const auto accepted = forget(tx->hash)) m_confirmations.add(now, now - accepted->atMs);
    }
    if (!executed.empty()) m_displaced.removeIf([&](const TxPtr& tx) { return executed.contains(tx->hash); });
}

void PendingPool::noteDropped(const TxPtr& tx) {
    m_reader.removePending({&tx->hash, 1});
    forget(tx->hash);
    m_runtime.touch();
}

} // namespace aw::node
