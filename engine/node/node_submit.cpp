#include "node/node.hpp"

#include "base/log.hpp"

#include <boost/asio/as_tuple.hpp>

/// How a transaction gets in: checked, on the disk, and only then in the pool and told to others.
namespace aw::node {

namespace {
const log::Logger kLog("node");
} // namespace

sequencer::SenderState Node::senderOf(const codec::SignedTransaction& tx, bool fromUser) const {
    sequencer::SenderState sender;
    if (const auto index = m_chain.headState().find(tx.sender, 0)) {
        const auto account = *m_chain.headState().account(*index);
        sender = {account.nonce, account.balance, std::nullopt};
    }
    if (const auto token = tx.tx.token ? m_chain.tokens().find(tx.tx.to) : std::nullopt) {
        const auto index = m_chain.headState().find(tx.sender, *token);
        sender.tokenBalance = index ? m_chain.headState().account(*index)->balance : Wei(0);
    }
    // What a peer accepted is kept even where this head is behind the peer's; it is judged when it is
    // executed.
    if (!fromUser) sender = {std::min(sender.nonce, tx.tx.nonce), Wei(1) << 127, tx.tx.amount()};
    return sender;
}

bool Node::holds(const Hash& txHash) const {
    return m_chain.place(txHash) || m_arriving.contains(txHash) || m_pool.contains(txHash) ||
           m_displaced.contains(txHash);
}

Result<std::shared_ptr<Node::Arrival>> Node::arrive(const sequencer::TxPtr& tx, bool fromUser) {
    if (holds(tx->hash)) return Error{"mempool.known", "already known"};
    const auto good = m_pool.check(tx, senderOf(*tx, fromUser), fromUser ? m_index.baseFeeWei() : 0);
    if (!good) return good.error();
    auto arrival = std::make_shared<Arrival>(Arrival{.tx = tx, .fromUser = fromUser, .outcome = {}});
    m_arrivals.push_back(arrival);
    m_arriving.insert(tx->hash);
    return arrival;
}

boost::asio::awaitable<Result<void>> Node::flushArrivals() {
    // One write to the disk serves everybody who waits at the moment.
    if (m_flush) {
        const auto shared = m_flush;
        co_await shared->done.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_return shared->outcome;
    }
    const auto flush = std::make_shared<Flush>(m_strand);
    m_flush = flush;
    co_await boost::asio::post(m_strand, boost::asio::use_awaitable);
    m_flush.reset();
    const auto arrivals = std::exchange(m_arrivals, {});
    m_arriving.clear();
    flush->outcome = writeArrivals(arrivals);
    if (flush->outcome) settle(arrivals);
    flush->done.cancel();
    co_return flush->outcome;
}

void Node::settle(const std::vector<std::shared_ptr<Arrival>>& arrivals) {
    std::vector<Hash> dropped;
    for (const auto& arrival : arrivals) {
        const auto& tx = arrival->tx;
        if (m_chain.place(tx->hash) || m_displaced.contains(tx->hash)) continue; // a block was faster
        const auto replaced = m_pool.find(tx->sender, tx->tx.nonce);
        arrival->outcome =
            m_pool.add(tx, senderOf(*tx, arrival->fromUser), arrival->fromUser ? m_index.baseFeeWei() : 0);
        if (!arrival->outcome) {
            // Two for one nonce came together, or the nonce was used meanwhile.
            dropped.push_back(tx->hash);
            continue;
        }
        if (replaced) {
            dropped.push_back(replaced->hash);
            m_acceptedAt.erase(replaced->hash);
        }
        m_chain.remember(tx);
        m_index.addPending(tx);
        m_acceptedAt.emplace(tx->hash, nowMs());
        m_server->publishPending(tx);
        m_viewChanged = true;
    }
    if (dropped.empty()) return;
    noteDisk(m_store->atomically([&]() -> Result<void> {
        for (const auto& hash : dropped)
            if (const auto done = m_store->drop(hash); !done) return done;
        return {};
    }));
}

boost::asio::awaitable<Result<Hash>> Node::submitNow(Bytes raw) {
    auto decoded = codec::decodeTransaction(raw);
    if (!decoded) co_return decoded.error();
    const auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
    if (m_stopped) co_return Error{"node.stopped", "This operator is stopped."};
    if (!m_synced)
        co_return Error{"node.syncing", "This operator is still reading L1; try again in a moment."};
    if (const auto waiting = m_unheld.find(tx->hash); waiting != m_unheld.end()) {
        // Sent again after an answer that it is held nowhere else: it is here, and is waited for once more.
        const auto again = co_await acknowledge(tx, waiting->second);
        co_return again;
    }
    const auto arrival = arrive(tx, true);
    if (!arrival) co_return arrival.error();
    const auto durable = co_await flushArrivals();
    if (!durable) co_return durable.error();
    if (!(*arrival)->outcome) co_return (*arrival)->outcome.error();
    if (m_stopped) co_return Error{"node.stopped", "This operator is stopped."};
    const auto seq = m_publisher->append(feed::PendingItem{tx->raw});
    if (!seq) co_return seq.error();
    const auto acknowledged = co_await acknowledge(tx, *seq);
    co_return acknowledged;
}

boost::asio::awaitable<Result<Hash>> Node::acknowledge(sequencer::TxPtr tx, std::uint64_t seq) {
    const auto holders = co_await m_publisher->waitHolders(seq, 1, m_config.backupTimeout);
    m_lastHolders = holders;
    m_viewChanged = true;
    // P-8. A backup that is connected and says nothing may hold it or not: neither is claimed.
    const auto pending = " It is pending here and may still be executed: ask for it by its hash " +
                         base::toHex(tx->hash.view()) + ".";
    if (holders == 0 && m_stopped)
        co_return Error{"node.stopped",
                        m_config.name + " was stopped before a backup held the transaction." + pending};
    if (holders == 0 && m_config.requireBackup && !m_publisher->peers().empty()) {
        m_unheld[tx->hash] = seq;
        co_return Error{"node.no-backup", "No backup of " + m_config.name + " has confirmed within " +
                                              std::to_string(m_config.backupTimeout.count()) +
                                              " ms that it holds the transaction." + pending +
                                              " Sending the same bytes again is safe."};
    }
    m_unheld.erase(tx->hash);
    co_return tx->hash;
}

} // namespace aw::node
