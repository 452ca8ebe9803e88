#include "node/ingress.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "crypto/keccak.hpp"

#include <boost/asio/as_tuple.hpp>

namespace aw::node {

namespace {
const log::Logger kLog("node");
} // namespace

sequencer::SenderState Ingress::senderOf(const codec::SignedTransaction& tx, bool fromUser) const {
    // What a peer accepted is kept even where this head is behind the peer's; it is judged when it is
    // executed.
    const auto& state = m.chain.head().state;
    sequencer::SenderState sender;
    if (const auto index = state.find(tx.sender, 0)) {
        const auto account = *state.account(*index);
        sender = {account.nonce, account.balance, std::nullopt};
    }
    if (!fromUser) return {std::min(sender.nonce, tx.tx.nonce), Wei(1) << 127, tx.tx.amount()};
    if (const auto token = tx.tx.token ? m.chain.tokens().find(tx.tx.to) : std::nullopt) {
        const auto index = state.find(tx.sender, *token);
        sender.tokenBalance = index ? state.account(*index)->balance : Wei(0);
    }
    return sender;
}

bool Ingress::holds(const Hash& txHash) const {
    return m.reader.isRecent(txHash) || m_arriving.contains(txHash) || m.pool.contains(txHash);
}

Result<std::shared_ptr<Ingress::Arrival>> Ingress::arrive(const TxPtr& tx, bool fromUser) {
    if (holds(tx->hash)) return Error{ErrorCode::mempoolKnown, "already known"};
    const auto good =
        m.pool.mempool().check(tx, senderOf(*tx, fromUser), fromUser ? m.reader.baseFeeWei() : 0);
    if (!good) return good.error();
    auto arrival = std::make_shared<Arrival>(Arrival{.tx = tx, .fromUser = fromUser});
    m_arrivals.push_back(arrival);
    m_arriving.insert(tx->hash);
    return arrival;
}

bool Ingress::isExecuted(const codec::SignedTransaction& tx) {
    const auto shown = m.chain.showSignature(tx);
    if (!shown) m.disk.note(shown.error());
    return shown && *shown;
}

bool Ingress::take(ByteView raw) {
    // Passed on by others (P-10), mostly: its signature is not recovered again.
    if (holds(crypto::keccak256(raw))) return false;
    auto decoded = codec::decodeTransaction(raw);
    if (!decoded) {
        kLog.warn("a pending transaction of a peer is not valid", decoded.error());
        return false;
    }
    if (isExecuted(*decoded)) return false;
    return arrive(std::make_shared<const codec::SignedTransaction>(std::move(*decoded)), false).has_value();
}

Task<Result<void>> Ingress::flush() {
    if (m_flush) {
        const auto shared = m_flush;
        co_await shared->done.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_return shared->outcome;
    }
    const auto flush = std::make_shared<Flush>(m.runtime.strand());
    m_flush = flush;
    co_await boost::asio::post(m.runtime.strand(), boost::asio::use_awaitable);
    m_flush.reset();
    const auto arrivals = std::exchange(m_arrivals, {});
    m_arriving.clear();
    flush->outcome = write(arrivals);
    if (flush->outcome) settle(arrivals);
    flush->done.cancel();
    co_return flush->outcome;
}

Result<void> Ingress::write(const std::vector<std::shared_ptr<Arrival>>& arrivals) {
    if (m.runtime.isStopped()) return Error{ErrorCode::nodeStopped, "This operator is stopped."};
    if (arrivals.empty()) return {};
    std::vector<store::PendingTx> rows;
    for (const auto& arrival : arrivals)
        rows.push_back({arrival->tx->hash, arrival->tx->raw, arrival->tx->sender});
    const auto saved = m.store.addPending(rows);
    if (m.disk.note(saved)) return {};
    return Error{ErrorCode::nodeNotDurable,
                 m.runtime.config().name +
                     " could not write the transaction to its disk and did not accept "
                     "it. " +
                     saved.error().detail + " Send it again later, or to another operator."};
}

void Ingress::settle(const std::vector<std::shared_ptr<Arrival>>& arrivals) {
    std::vector<Hash> dropped;
    for (const auto& arrival : arrivals) {
        const auto& tx = arrival->tx;
        if (m.reader.isRecent(tx->hash) || m.pool.displaced().contains(tx->hash))
            continue; // a block was faster
        if (!arrival->fromUser && isExecuted(*tx)) continue;
        const auto replaced = m.pool.mempool().find(tx->sender, tx->tx.nonce);
        arrival->outcome = m.pool.mempool().add(tx, senderOf(*tx, arrival->fromUser),
                                                arrival->fromUser ? m.reader.baseFeeWei() : 0);
        if (!arrival->outcome) {
            // Two for one nonce came together, or the nonce was used meanwhile.
            dropped.push_back(tx->hash);
            continue;
        }
        if (replaced) dropped.push_back(replaced->hash);
        m.pool.noteAccepted(tx, replaced);
        if (m_onAccepted) m_onAccepted(tx);
    }
    if (!dropped.empty()) m.disk.note(m.store.dropPending(dropped));
}

Result<void> Ingress::checkReady() const {
    if (m.runtime.isStopped()) return Error{ErrorCode::nodeStopped, "This operator is stopped."};
    if (!m.l1.isSynced())
        return Error{ErrorCode::nodeSyncing, "This operator is still reading L1; try again in a moment."};
    if (m.l1.isSilent())
        return Error{ErrorCode::nodeL1Silent,
                     m.runtime.config().name +
                         " has heard nothing new from L1 for too long and cannot know whether it may still "
                         "act; it takes no transactions. Send this one later, or to another operator."};
    return {};
}

Task<Result<Hash>> Ingress::submit(Bytes raw) {
    auto decoded = codec::decodeTransaction(raw);
    if (!decoded) co_return decoded.error();
    const auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
    if (const auto ready = checkReady(); !ready) co_return ready.error();
    if (const auto waiting = m_unheld.find(tx->hash); waiting != m_unheld.end()) {
        // Sent again after an answer that it is held nowhere else: it is here, and is waited for once more.
        const auto again = co_await acknowledge(tx, waiting->second);
        co_return again;
    }
    const auto arrival = arrive(tx, true);
    if (!arrival) co_return arrival.error();
    const auto durable = co_await flush();
    if (!durable) co_return durable.error();
    if (!(*arrival)->outcome) co_return (*arrival)->outcome.error();
    if (m.runtime.isStopped()) co_return Error{ErrorCode::nodeStopped, "This operator is stopped."};
    const auto seq = m.publisher.append(feed::PendingItem{tx->raw});
    if (!seq) co_return seq.error();
    const auto acknowledged = co_await acknowledge(tx, *seq);
    co_return acknowledged;
}

Task<Result<Hash>> Ingress::acknowledge(TxPtr tx, std::uint64_t seq) {
    const auto& config = m.runtime.config();
    const auto holders = co_await m.publisher.waitHolders(seq, 1, config.backupTimeout);
    m_lastHolders = holders;
    m.runtime.touch();
    // P-8. A backup that is connected and says nothing may hold it or not: neither is claimed.
    const auto pending = " It is pending here and may still be executed: ask for it by its hash " +
                         base::toHex(tx->hash.view()) + ".";
    if (holders == 0 && m.runtime.isStopped())
        co_return Error{ErrorCode::nodeStopped,
                        config.name + " was stopped before a backup held the transaction." + pending};
    if (holders == 0 && config.requireBackup && !m.publisher.peers().empty()) {
        m_unheld[tx->hash] = seq;
        co_return Error{ErrorCode::nodeNoBackup, "No backup of " + config.name + " has confirmed within " +
                                                     std::to_string(config.backupTimeout.count()) +
                                                     " ms that it holds the transaction." + pending +
                                                     " Sending the same bytes again is safe."};
    }
    m_unheld.erase(tx->hash);
    co_return tx->hash;
}

} // namespace aw::node
