#include "crypto/recovery_pool.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace aw::crypto {
namespace {

/// Jobs that a thread takes at a time: a millisecond of work, so that a call to stop is soon obeyed.
constexpr std::size_t kChunk = 16;

} // namespace

class RecoveryPool::Impl {
public:
    explicit Impl(std::size_t threads) {
        m_threads.reserve(threads);
        for (std::size_t i = 0; i < threads; ++i)
            m_threads.emplace_back([this] { work(); });
    }

    ~Impl() {
        stop();
        for (auto& thread : m_threads)
            thread.join();
        std::unique_lock lock(m_mutex);
        m_callEnded.wait(lock, [this] { return m_callers == 0; });
    }

    std::size_t threads() const { return m_threads.size(); }

    /// Calls `job` with each number below `count`, on the threads of the pool.
    Result<void> run(std::size_t count, const std::function<void(std::size_t)>& job,
                     const std::stop_token& cancel) {
        if (cancel.stop_requested()) return cancelled();
        Call call{.job = job, .count = count};
        std::unique_lock lock(m_mutex);
        if (m_stopped) return stopped();
        if (count == 0) return {};
        m_calls.push_back(&call);
        ++m_callers;
        m_workArrived.notify_all();
        m_callEnded.wait(lock, cancel, [&] { return m_stopped || (call.done == count); });
        // From here on nobody begins with it; those inside write to what belongs to the caller.
        std::erase(m_calls, &call);
        m_callEnded.wait(lock, [&] { return call.busy == 0; });
        --m_callers;
        const bool complete = call.done == count;
        const bool poolStopped = m_stopped;
        m_callEnded.notify_all();
        if (complete) return {};
        return poolStopped ? stopped() : cancelled();
    }

    void stop() {
        const std::lock_guard lock(m_mutex);
        m_stopped = true;
        m_workArrived.notify_all();
        m_callEnded.notify_all();
    }

private:
    /// One call of run(); its numbers belong to m_mutex.
    struct Call {
        const std::function<void(std::size_t)>& job;
        std::size_t count = 0;
        std::size_t next = 0; ///< first number that no thread took
        std::size_t done = 0;
        std::size_t busy = 0; ///< threads inside it
    };

    static Error cancelled() {
        return {ErrorCode::recoveryCancelled, "The check of the signatures was cancelled before its end."};
    }
    static Error stopped() {
        return {ErrorCode::recoveryStopped, "The signatures are not checked: the program is stopping."};
    }

    void work() {
        std::unique_lock lock(m_mutex);
        for (;;) {
            m_workArrived.wait(lock, [this] { return m_stopped || !m_calls.empty(); });
            if (m_stopped) return;
            auto& call = *m_calls.front();
            const auto first = call.next;
            const auto last = std::min(call.count, first + kChunk);
            call.next = last;
            // Nobody finds work in it any more; its caller waits for those that are busy.
            if (last == call.count) m_calls.pop_front();
            ++call.busy;
            lock.unlock();
            for (auto i = first; i < last; ++i)
                call.job(i);
            lock.lock();
            --call.busy;
            call.done += last - first;
            if (call.busy == 0) m_callEnded.notify_all();
        }
    }

    std::mutex m_mutex;
    // Guarded by m_mutex.
    std::deque<Call*> m_calls;
    std::size_t m_callers = 0;
    bool m_stopped = false;
    std::condition_variable m_workArrived;
    std::condition_variable_any m_callEnded;

    std::vector<std::thread> m_threads;
};

RecoveryPool::RecoveryPool(std::size_t threads)
    : m_impl(std::make_unique<Impl>(std::max<std::size_t>(threads, 1))) {}

RecoveryPool::~RecoveryPool() = default;

std::size_t RecoveryPool::threads() const { return m_impl->threads(); }

Result<std::vector<Result<Address>>> RecoveryPool::recover(std::span<const RecoveryJob> jobs,
                                                           const std::stop_token& cancel) {
    std::vector<Result<Address>> results(jobs.size(), Address{});
    const auto ended = m_impl->run(
        jobs.size(), [&](std::size_t i) { results[i] = crypto::recover(jobs[i].hash, jobs[i].signature); },
        cancel);
    if (!ended) return ended.error();
    return results;
}

Result<std::vector<Result<void>>> RecoveryPool::verify(std::span<const VerifyJob> jobs,
                                                       const std::stop_token& cancel) {
    std::vector<Result<void>> results(jobs.size());
    const auto ended = m_impl->run(
        jobs.size(),
        [&](std::size_t i) { results[i] = crypto::verify(jobs[i].hash, jobs[i].signature, *jobs[i].key); },
        cancel);
    if (!ended) return ended.error();
    return results;
}

void RecoveryPool::stop() { m_impl->stop(); }

} // namespace aw::crypto
