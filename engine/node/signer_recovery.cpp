#include "node/signer_recovery.hpp"

#include "crypto/public_key.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace aw::node {

namespace {
/// Transactions that a thread takes at a time.
constexpr std::size_t kAtATime = 4;
/// Until a peer's group is offered again where too many wait.
constexpr std::chrono::milliseconds kPause{20};
} // namespace

SignerRecovery::SignerRecovery(std::size_t threads) {
    for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i)
        m_threads.emplace_back([this] { run(); });
}

SignerRecovery::~SignerRecovery() { stop(); }

bool SignerRecovery::add(std::vector<codec::SignedTransaction> txs, Done done) {
    const auto request = std::make_shared<Request>();
    request->left = txs.size();
    request->results.resize(txs.size());
    request->txs = std::move(txs);
    request->done = std::move(done);
    if (request->left == 0) {
        complete(*request);
        return true;
    }
    bool wakes = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped || m_waiting + request->left > kMost) return false;
        m_waiting += request->left;
        m_slices.push_back({request, 0, request->left});
        wakes = m_idle > 0;
    }
    if (wakes) m_wake.notify_one();
    return true;
}

bool SignerRecovery::isStopped() {
    const std::scoped_lock lock(m_mutex);
    return m_stopped;
}

Task<std::vector<SignerRecovery::Recovered>>
SignerRecovery::recover(std::vector<codec::SignedTransaction> txs) {
    const auto executor = co_await boost::asio::this_coro::executor;
    boost::asio::steady_timer pause(executor);
    const auto shared = std::make_shared<std::vector<codec::SignedTransaction>>(std::move(txs));
    for (;;) {
        bool taken = false;
        auto results = co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>,
                                                            void(std::vector<Recovered>)>(
            [&](auto handler) {
                const auto held = std::make_shared<decltype(handler)>(std::move(handler));
                const auto finish = [held, executor](std::vector<Recovered> done) {
                    boost::asio::post(executor,
                                      [held, done = std::move(done)]() mutable { (*held)(std::move(done)); });
                };
                taken = add(*shared, finish);
                if (!taken) finish({});
            },
            boost::asio::use_awaitable);
        if (taken || isStopped()) co_return results;
        pause.expires_after(kPause);
        co_await pause.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
}

void SignerRecovery::stop() {
    std::deque<Slice> left;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        left = std::exchange(m_slices, {});
    }
    m_wake.notify_all();
    // Nobody ends these any more, whoever works on a part of one.
    for (const auto& slice : left)
        slice.request->done({});
}

std::vector<SignerRecovery::Slice> SignerRecovery::takeLocked() {
    std::vector<Slice> taken;
    for (std::size_t room = kAtATime; room > 0 && !m_slices.empty();) {
        auto& next = m_slices.front();
        const auto count = std::min(room, next.count);
        taken.push_back({next.request, next.first, count});
        next.first += count;
        next.count -= count;
        if (next.count == 0) m_slices.pop_front();
        m_waiting -= count;
        room -= count;
    }
    return taken;
}

SignerRecovery::Recovered SignerRecovery::recoverNow(codec::SignedTransaction tx) {
    const auto sender = codec::senderOf(crypto::recover(tx.signingHash, tx.signature));
    if (!sender) return sender.error();
    tx.sender = *sender;
    return tx;
}

void SignerRecovery::recover(const Slice& slice) {
    for (auto i = slice.first; i < slice.first + slice.count; ++i)
        slice.request->results[i].emplace(recoverNow(std::move(slice.request->txs[i])));
}

void SignerRecovery::complete(Request& request) {
    std::vector<Recovered> results;
    results.reserve(request.results.size());
    for (auto& result : request.results)
        results.push_back(std::move(*result));
    request.done(std::move(results));
}

void SignerRecovery::run() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        ++m_idle;
        m_wake.wait(lock, [&] { return m_stopped || !m_slices.empty(); });
        --m_idle;
        if (m_stopped) return;
        const auto taken = takeLocked();
        // There is work for another one.
        if (!m_slices.empty() && m_idle > 0) m_wake.notify_one();
        lock.unlock();
        for (const auto& slice : taken)
            recover(slice);
        lock.lock();
        std::vector<std::shared_ptr<Request>> whole;
        for (const auto& slice : taken)
            if ((slice.request->left -= slice.count) == 0) whole.push_back(slice.request);
        lock.unlock();
        for (const auto& request : whole)
            complete(*request);
        lock.lock();
    }
}

} // namespace aw::node
