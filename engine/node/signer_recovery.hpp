#pragma once

#include "base/async.hpp"
#include "codec/transaction.hpp"
#include "crypto/recovery_pool.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace aw::node {

/// Finds out who signed transactions, beside the node's strand and in groups: whatever was asked for while
/// the last group was worked on is the next one, so that a lone transaction does not wait.
///
/// Thread rule: add() and stop() from any thread; completions come on a thread of its own.
class SignerRecovery {
public:
    /// With its sender, or why there is none ("tx.high-s", "tx.bad-signature").
    using Recovered = Result<codec::SignedTransaction>;
    /// Gets them in their order; none where it was stopped.
    using Done = std::function<void(std::vector<Recovered>)>;

    /// `threads`: how many recover at a time, at least 1.
    explicit SignerRecovery(std::size_t threads);
    ~SignerRecovery();
    SignerRecovery(const SignerRecovery&) = delete;
    SignerRecovery& operator=(const SignerRecovery&) = delete;

    /// Takes parsed transactions (codec::parseTransaction). False, and no completion, where more than kMost
    /// would wait, or it was stopped.
    bool add(std::vector<codec::SignedTransaction> txs, Done done);
    /// The same for whoever waits, on the caller's executor; waits for its turn while too many do.
    Task<std::vector<Recovered>> recover(std::vector<codec::SignedTransaction> txs);
    /// Nothing more is taken; what waits is completed without results.
    void stop();

    /// Transactions that may wait at a time.
    static constexpr std::size_t kMost = 20'000;

private:
    struct Request {
        std::vector<codec::SignedTransaction> txs;
        Done done;
    };
    void run();
    void work(std::vector<Request> requests);
    bool isStopped();

    crypto::RecoveryPool m_pool;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex:
    std::vector<Request> m_requests;
    std::size_t m_waiting = 0; ///< transactions of m_requests
    bool m_stopped = false;

    std::jthread m_thread;
};

} // namespace aw::node
