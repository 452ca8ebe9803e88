#include "node/ingress.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

#include <boost/asio/as_tuple.hpp>

#include <algorithm>

namespace aw::node {

namespace {

const log::Logger kLog("node");

/// Transactions that are told to others at a time.
constexpr std::size_t kGroup = 512;
static_assert(kGroup <= feed::kMaxPendingTxs);
/// Transactions that may be on their way to the disk at a time.
constexpr std::size_t kMostArriving = 20'000;
/// Transactions whose turn on the strand has not come yet, from which on it is behind.
constexpr std::size_t kBehind = 64;
/// Size at which the journal begins anew, where at least half of it is of transactions that are pending no
/// longer.
constexpr std::uint64_t kJournalBytes = std::uint64_t{16} << 20;
constexpr std::chrono::milliseconds kTidyEvery{5'000};

Error overShare() {
    return {ErrorCode::mempoolFull, "An operator passed on more transactions than are kept of one."};
}

store::PendingTx rowOf(const TxPtr& tx) { return {tx->hash, tx->raw, tx->sender}; }

} // namespace

Ingress::Ingress(const Parts& parts)
    : m(parts)
    , m_acknowledgements(parts.runtime, parts.publisher) {}

void Ingress::submit(ByteView raw, Done done) {
    auto tx = codec::parseTransaction(raw);
    if (!tx) return done(tx.error());
    if (!isBehind()) return onRecovered(SignerRecovery::recoverNow(std::move(*tx)), std::move(done));
    std::vector<codec::SignedTransaction> one;
    one.push_back(std::move(*tx));
    const bool taken = m.recovery.add(std::move(one), [this, done](auto recovered) {
        if (recovered.empty())
            done(Error{ErrorCode::nodeStopped, "This operator is stopped."});
        else
            onRecovered(std::move(recovered.front()), done);
    });
    if (taken) return;
    const bool stopped = m.runtime.isStopped();
    done(Error{stopped ? ErrorCode::nodeStopped : ErrorCode::nodeBusy,
               stopped
                   ? "This operator is stopped."
                   : m.runtime.config().name + " has more transactions on their way in than it takes at a "
                                               "time. Send this one again in a moment."});
}

bool Ingress::isBehind() {
    const std::scoped_lock lock(m_mutex);
    return m_submissions.size() >= kBehind;
}

void Ingress::onRecovered(SignerRecovery::Recovered recovered, Done done) {
    if (!recovered) return done(recovered.error());
    {
        const std::scoped_lock lock(m_mutex);
        m_submissions.push_back(
            {std::make_shared<const codec::SignedTransaction>(std::move(*recovered)), std::move(done)});
        if (m_submissions.size() > 1) return; // somebody looks already
    }
    m.runtime.post([this] { admit(); });
}

void Ingress::admit() {
    std::vector<Submission> submissions;
    {
        const std::scoped_lock lock(m_mutex);
        submissions = std::exchange(m_submissions, {});
    }
    const auto ready = checkReady();
    for (auto& submission : submissions) {
        if (ready)
            admit(std::move(submission));
        else
            submission.done(ready.error());
    }
    write();
}

void Ingress::admit(Submission submission) {
    const auto& tx = submission.tx;
    // Sent again after an answer that it is held nowhere else: it is here, and is waited for once more.
    if (m_acknowledgements.expectAgain(tx->hash, submission.done)) return;
    if (const auto good = check(tx, {}); !good) return submission.done(good.error());
    arrive({.tx = tx, .done = std::move(submission.done), .peer = {}, .wait = nullptr});
}

bool Ingress::mayBeCurrent(const Peer& peer) const {
    return peer && (!m.l1.isSynced() || *peer == m.l1.operators().current);
}

sequencer::SenderState Ingress::senderOf(const codec::SignedTransaction& tx, const Peer& peer) const {
    // What an operator accepted is kept even where this head is behind that one's; it is judged when it is
    // executed.
    if (mayBeCurrent(peer)) return {tx.tx.nonce, Wei(1) << 127, tx.tx.amount()};
    const auto& state = m.chain.head().state;
    sequencer::SenderState sender;
    if (const auto index = state.find(tx.sender, 0)) {
        const auto account = *state.account(*index);
        sender = {account.nonce, account.balance, std::nullopt};
    }
    if (peer) return {std::min(sender.nonce, tx.tx.nonce), Wei(1) << 127, tx.tx.amount()};
    if (const auto token = tx.tx.token ? m.chain.tokens().find(tx.tx.to) : std::nullopt) {
        const auto index = state.find(tx.sender, *token);
        sender.tokenBalance = index ? state.account(*index)->balance : Wei(0);
    }
    return sender;
}

bool Ingress::holds(const Hash& txHash) const {
    return m.reader.isRecent(txHash) || m_arriving.contains(txHash) || m.pool.contains(txHash);
}

Result<void> Ingress::check(const TxPtr& tx, const Peer& peer) const {
    if (holds(tx->hash)) return Error{ErrorCode::mempoolKnown, "already known"};
    if (!peer && m_arriving.size() >= kMostArriving)
        return Error{ErrorCode::nodeBusy,
                     "Too many transactions are on their way in. Send this one again in a "
                     "moment."};
    const bool decides = mayBeCurrent(peer);
    if (peer && !decides && m.pool.hasFullShare(*peer)) return overShare();
    auto good = m.pool.mempool().check(tx, senderOf(*tx, peer), peer ? 0 : m.reader.baseFeeWei());
    if (!good && decides && good.error().code == ErrorCode::mempoolUnderpriced) return {};
    return good;
}

bool Ingress::isExecuted(const codec::SignedTransaction& tx) {
    const auto shown = m.chain.showSignature(tx);
    if (!shown) m.disk.note(shown.error());
    return shown && *shown;
}

void Ingress::arrive(Arrival arrival) {
    m_arriving.insert(arrival.tx->hash);
    m_arrivals.push_back(std::move(arrival));
}

Task<Result<bool>> Ingress::keep(const Address& who, std::vector<TxPtr> txs) {
    const Peer peer = who;
    const auto wait = std::make_shared<Wait>(m.runtime.strand());
    bool waits = false;
    for (const auto& tx : txs) {
        if (holds(tx->hash) || isExecuted(*tx)) continue;
        if (!check(tx, peer)) {
            wait->kept = false;
            continue;
        }
        arrive({.tx = tx, .done = {}, .peer = peer, .wait = wait});
        waits = true;
    }
    if (!waits) co_return wait->kept;
    write();
    if (wait->written) co_await wait->over.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (!wait->written) co_return wait->written.error();
    co_return wait->kept;
}

void Ingress::write() {
    if (m_arrivals.empty()) return;
    if (m.runtime.isStopped()) return stop();
    const auto group = std::make_shared<Group>(std::exchange(m_arrivals, {}));
    m_writing.push_back(group);
    std::vector<store::PendingTx> rows;
    rows.reserve(group->size());
    for (const auto& arrival : *group)
        rows.push_back(rowOf(arrival.tx));
    m.journal.add(std::move(rows), [this](const Result<void>& written) {
        {
            const std::scoped_lock lock(m_mutex);
            m_written.push_back(written);
            if (m_written.size() > 1) return; // somebody looks already
        }
        m.runtime.post([this] { takeWritten(); });
    });
}

void Ingress::takeWritten() {
    std::vector<Result<void>> written;
    {
        const std::scoped_lock lock(m_mutex);
        written = std::exchange(m_written, {});
    }
    Group accepted;
    for (const auto& result : written) {
        if (m_writing.empty()) return; // stopped meanwhile
        const auto group = m_writing.front();
        m_writing.pop_front();
        for (const auto& arrival : *group)
            m_arriving.erase(arrival.tx->hash);
        if (m.disk.note(result))
            std::ranges::move(*group, std::back_inserter(accepted));
        else
            refuse(*group, result.error());
    }
    accept(accepted);
}

void Ingress::refuse(Group& group, const Error& error) {
    for (const auto& arrival : group) {
        if (arrival.wait) arrival.wait->written = error;
        if (arrival.done)
            arrival.done(Error{ErrorCode::nodeNotDurable,
                               m.runtime.config().name +
                                   " could not write the transaction to its disk and did not accept it. " +
                                   error.detail + " Send it again later, or to another operator."});
    }
    end(group);
}

void Ingress::accept(std::vector<Arrival>& arrivals) {
    std::vector<TxPtr> accepted, told;
    std::vector<Acknowledgements::Waiting> waiting;
    for (auto& arrival : arrivals) {
        const auto settled = settle(arrival);
        if (settled) accepted.push_back(arrival.tx);
        if (arrival.wait && !settled) arrival.wait->kept = false;
        if (!arrival.done) continue;
        if (!settled) {
            arrival.done(settled.error());
            continue;
        }
        told.push_back(arrival.tx);
        waiting.push_back({arrival.tx->hash, std::move(arrival.done)});
    }
    // What another one of them replaced, or a block was faster with, is not pending.
    std::erase_if(accepted, [this](const TxPtr& tx) { return !m.pool.mempool().contains(tx->hash); });
    m.pool.show(accepted);
    if (m_onAccepted && !accepted.empty()) m_onAccepted(accepted);
    for (std::size_t first = 0; first < told.size(); first += kGroup) {
        const auto count = std::min(kGroup, told.size() - first);
        const auto begin = waiting.begin() + static_cast<std::ptrdiff_t>(first);
        publish(std::span(told).subspan(first, count),
                {std::make_move_iterator(begin),
                 std::make_move_iterator(begin + static_cast<std::ptrdiff_t>(count))});
    }
    end(arrivals);
}

void Ingress::publish(std::span<const TxPtr> txs, std::vector<Acknowledgements::Waiting> waiting) {
    // One entry of the feed, one signature, one acknowledgement for all of them.
    const feed::MakeItem make = [txs]() -> feed::Item {
        feed::PendingItem item;
        for (const auto& tx : txs)
            item.rawTxs.push_back(tx->raw);
        return item;
    };
    const auto seq = m.publisher.append(make);
    if (seq) return m_acknowledgements.expect(*seq, std::move(waiting));
    kLog.error("pending transactions could not be published", seq.error());
    for (const auto& each : waiting)
        each.done(seq.error());
}

void Ingress::end(const Group& group) {
    for (const auto& arrival : group)
        if (arrival.wait) arrival.wait->over.cancel();
}

Result<void> Ingress::settle(const Arrival& arrival) {
    const auto& tx = arrival.tx;
    // A block was faster.
    if (m.reader.isRecent(tx->hash) || m.pool.displaced().contains(tx->hash)) return {};
    const auto& peer = arrival.peer;
    if (peer && isExecuted(*tx)) return {};
    const bool decides = mayBeCurrent(peer);
    if (peer && !decides && m.pool.hasFullShare(*peer)) {
        m.journal.remove({tx->hash});
        return overShare();
    }
    auto& mempool = m.pool.mempool();
    const auto replaced = mempool.find(tx->sender, tx->tx.nonce);
    if (replaced && decides) mempool.remove(replaced->hash);
    const auto added = mempool.add(tx, senderOf(*tx, peer), peer ? 0 : m.reader.baseFeeWei());
    if (!added) {
        // Two for one nonce came together, or the nonce was used meanwhile.
        m.journal.remove({tx->hash});
        return added;
    }
    if (replaced) m.journal.remove({replaced->hash});
    m.pool.noteAccepted(tx, replaced, decides ? Peer() : peer);
    return {};
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

Task<void> Ingress::run() {
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(kTidyEvery);
        if (!running) break;
        if (m.l1.isSynced()) expire();
        tidy();
    }
}

void Ingress::expire() {
    const auto lifetime = m.runtime.config().pendingLifetime;
    const auto expired = m.pool.takeExpired(
        lifetime, [this](const TxPtr& tx) { return senderOf(*tx, {}); }, m.reader.baseFeeWei());
    if (expired.empty()) return;
    std::vector<Hash> hashes;
    for (const auto& tx : expired)
        hashes.push_back(tx->hash);
    kLog.info("pending transactions that could not be executed were dropped",
              {{"code", base::name(ErrorCode::mempoolExpired)},
               {"count", expired.size()},
               {"seconds", lifetime.count() / 1000},
               {"first", base::toHex(hashes[0].view())}});
    m.disk.note(m.store.dropPending(hashes));
    m.journal.remove(std::move(hashes));
}

void Ingress::tidy() {
    if (m.journal.size() < kJournalBytes) return;
    std::vector<store::PendingTx> pending;
    std::uint64_t bytes = 0;
    const auto add = [&](const TxPtr& tx) {
        pending.push_back(rowOf(tx));
        bytes += tx->raw.size();
    };
    for (const auto& tx : m.pool.all())
        add(tx);
    // Given to the journal, and in the pool soon: under load there are always some.
    for (const auto& group : m_writing)
        for (const auto& arrival : *group)
            add(arrival.tx);
    if (bytes * 2 < m.journal.size()) m.journal.renew(std::move(pending));
}

void Ingress::stop() {
    m_acknowledgements.stop();
    std::vector<Submission> submissions;
    {
        const std::scoped_lock lock(m_mutex);
        submissions = std::exchange(m_submissions, {});
    }
    const Error stopped{ErrorCode::nodeStopped, "This operator is stopped."};
    for (const auto& submission : submissions)
        submission.done(stopped);
    // What is being written may be found after the next start, and be executed then.
    auto groups = std::exchange(m_arrivals, {});
    for (const auto& writing : std::exchange(m_writing, {}))
        std::ranges::move(*writing, std::back_inserter(groups));
    for (const auto& arrival : groups) {
        if (arrival.done) arrival.done(stopped);
        if (!arrival.wait) continue;
        arrival.wait->written = stopped;
        arrival.wait->over.cancel();
    }
    m_arriving.clear();
}

} // namespace aw::node
