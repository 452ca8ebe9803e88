#include "node/signer_recovery.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace aw::node {

namespace {
/// Groups up to this size are worked on without waking other threads.
constexpr std::size_t kAlone = 2;
/// Transactions that are worked on at a time: so the first of many are not kept waiting by the last.
constexpr std::size_t kGroup = 512;
/// Until a peer's group is offered again where too many wait.
constexpr std::chrono::milliseconds kPause{20};
} // namespace

SignerRecovery::SignerRecovery(std::size_t threads)
    : m_pool(threads)
    , m_thread([this] { run(); }) {}

SignerRecovery::~SignerRecovery() { stop(); }

bool SignerRecovery::add(std::vector<codec::SignedTransaction> txs, Done done) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopped || m_waiting + txs.size() > kMost) return false;
        m_waiting += txs.size();
        m_requests.push_back({std::move(txs), std::move(done)});
    }
    m_wake.notify_one();
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
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
    }
    m_pool.stop();
    m_wake.notify_one();
}

void SignerRecovery::run() {
    for (;;) {
        std::vector<Request> requests;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [&] { return m_stopped || !m_requests.empty(); });
            if (m_stopped) break;
            // Whole requests: the first of them may be larger than a group.
            std::size_t count = 0, taken = 0;
            while (taken < m_requests.size() &&
                   (taken == 0 || count + m_requests[taken].txs.size() <= kGroup))
                count += m_requests[taken++].txs.size();
            const auto end = m_requests.begin() + static_cast<std::ptrdiff_t>(taken);
            requests.assign(std::make_move_iterator(m_requests.begin()), std::make_move_iterator(end));
            m_requests.erase(m_requests.begin(), end);
            m_waiting -= count;
        }
        work(std::move(requests));
    }
    std::vector<Request> left;
    {
        const std::scoped_lock lock(m_mutex);
        left = std::exchange(m_requests, {});
    }
    for (auto& request : left)
        request.done({});
}

void SignerRecovery::work(std::vector<Request> requests) {
    std::vector<crypto::RecoveryJob> jobs;
    for (const auto& request : requests)
        for (const auto& tx : request.txs)
            jobs.push_back({tx.signingHash, tx.signature});
    std::vector<Result<Address>> signers;
    if (jobs.size() <= kAlone) {
        for (const auto& job : jobs)
            signers.push_back(crypto::recover(job.hash, job.signature));
    } else {
        auto recovered = m_pool.recover(jobs);
        if (!recovered) {
            for (auto& request : requests)
                request.done({}); // stopped
            return;
        }
        signers = std::move(*recovered);
    }
    std::size_t next = 0;
    for (auto& request : requests) {
        std::vector<Recovered> results;
        results.reserve(request.txs.size());
        for (auto& tx : request.txs) {
            const auto sender = codec::senderOf(std::move(signers[next++]));
            if (sender) {
                tx.sender = *sender;
                results.emplace_back(std::move(tx));
            } else {
                results.emplace_back(sender.error());
            }
        }
        request.done(std::move(results));
    }
}

} // namespace aw::node
