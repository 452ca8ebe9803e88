#pragma once

#include "base/async.hpp"
#include "codec/transaction.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace aw::node {

/// Finds out who signed transactions, beside the node's strand: its threads take the next few of whatever was
/// asked for first, so that neither a lone transaction nor a core waits for a group to be full or to end.
///
/// Thread rule: add() and stop() from any thread; completions come on threads of its own, several at a time.
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

    /// The same of one, by the caller.
    static Recovered recoverNow(codec::SignedTransaction tx);

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
        std::vector<std::optional<Recovered>> results; ///< each written by the thread that took it
        std::size_t left = 0;                          ///< not recovered yet; guarded by m_mutex
        Done done;
    };
    /// Some transactions of a request.
    struct Slice {
        std::shared_ptr<Request> request;
        std::size_t first = 0, count = 0;
    };
    void run();
    std::vector<Slice> takeLocked();
    static void recover(const Slice& slice);
    static void complete(Request& request);
    bool isStopped();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex:
    std::deque<Slice> m_slices; ///< what no thread has taken, in the order of the requests
    std::size_t m_waiting = 0;  ///< transactions of m_slices
    std::size_t m_idle = 0;     ///< threads that wait
    bool m_stopped = false;

    std::vector<std::jthread> m_threads;
};

} // namespace aw::node
