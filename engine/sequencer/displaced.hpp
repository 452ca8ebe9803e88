#pragma once

#include "sequencer/mempool.hpp"

#include <deque>

namespace aw::sequencer {

/// Transactions that lost their place in a block; they go first into the next ones, in their order. Each is
/// there once. Not thread-safe.
class Displaced {
public:
    bool empty() const { return m_txs.empty(); }
    std::size_t size() const { return m_txs.size(); }
    bool contains(const Hash& hash) const { return m_hashes.contains(hash); }
    auto begin() const { return m_txs.begin(); }
    auto end() const { return m_txs.end(); }

    /// Puts them before all others; those that are there already move there.
    void putFirst(const std::vector<TxPtr>& txs);
    void putLast(const TxPtr& tx);
    /// Not to be called while empty().
    TxPtr takeFirst();
    template<class Condition>
    void removeIf(Condition condition) {
        std::erase_if(m_txs, [&](const TxPtr& tx) { return condition(tx) && m_hashes.erase(tx->hash) != 0; });
    }

private:
    std::deque<TxPtr> m_txs;
    base::FlatSet<Hash> m_hashes; ///< of m_txs
};

} // namespace aw::sequencer
