#include "node/pending_pool.hpp"

#include <algorithm>

namespace aw::node {

namespace {
constexpr std::uint64_t kWindowMs = 60'000;
} // namespace

PendingPool::PendingPool(Runtime& runtime, ChainReader& reader)
    : m_runtime(runtime)
    , m_reader(reader)
    , m_mempool(runtime.parameters().l2ChainId) {}

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

void PendingPool::noteAccepted(const TxPtr& tx, const TxPtr& replaced) {
    if (replaced) m_acceptedAt.erase(replaced->hash);
    m_reader.addPending(tx);
    m_acceptedAt.emplace(tx->hash, m_runtime.steadyMs());
    m_runtime.touch();
}

void PendingPool::putFirst(const std::vector<TxPtr>& txs) {
    if (txs.empty()) return;
    m_displaced.putFirst(txs);
    for (const auto& tx : txs) {
        m_mempool.remove(tx->hash);
        m_reader.addPending(tx);
    }
    m_runtime.touch();
}

void PendingPool::noteExecuted(const TxPtr& tx) {
    m_mempool.remove(tx->hash);
    if (m_displaced.contains(tx->hash))
        m_displaced.removeIf([&](const TxPtr& other) { return other->hash == tx->hash; });
    m_reader.removePending(tx->hash);
    const auto accepted = m_acceptedAt.find(tx->hash);
    if (accepted == m_acceptedAt.end()) return;
    const auto now = m_runtime.steadyMs();
    m_confirmations.emplace_back(now, static_cast<double>(now - accepted->second));
    m_acceptedAt.erase(accepted);
}

void PendingPool::noteDropped(const TxPtr& tx) {
    m_reader.removePending(tx->hash);
    m_acceptedAt.erase(tx->hash);
    m_runtime.touch();
}

double PendingPool::confirmMsP99() {
    const auto now = m_runtime.steadyMs();
    while (!m_confirmations.empty() && m_confirmations.front().first + kWindowMs < now)
        m_confirmations.pop_front();
    if (m_confirmations.empty()) return 0;
    std::vector<double> values;
    values.reserve(m_confirmations.size());
    for (const auto& [when, value] : m_confirmations)
        values.push_back(value);
    const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) * 99 / 100);
    std::ranges::nth_element(values, at);
    return *at;
}

} // namespace aw::node
