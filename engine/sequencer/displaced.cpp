#include "sequencer/displaced.hpp"

namespace aw::sequencer {

void Displaced::putFirst(const std::vector<TxPtr>& txs) {
    base::FlatSet<Hash> moved;
    for (const auto& tx : txs)
        if (m_hashes.contains(tx->hash)) moved.insert(tx->hash);
    if (!moved.empty()) removeIf([&](const TxPtr& tx) { return moved.contains(tx->hash); });
    std::vector<TxPtr> added;
    for (const auto& tx : txs)
        if (m_hashes.insert(tx->hash).second) added.push_back(tx);
    m_txs.insert(m_txs.begin(), added.begin(), added.end());
}

void Displaced::putLast(const TxPtr& tx) {
    if (m_hashes.insert(tx->hash).second) m_txs.push_back(tx);
}

TxPtr Displaced::takeFirst() {
    auto tx = std::move(m_txs.front());
    m_txs.pop_front();
    m_hashes.erase(tx->hash);
    return tx;
}

} // namespace aw::sequencer
