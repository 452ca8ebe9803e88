#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace aw::rpc {

/// Threads of their own for what takes long: reads of blocks, searches, large messages. Who waits is served
/// in turns by client, so that one who asks for much does not make the others wait longer; each client may
/// have so many waiting, and all together too.
///
/// Thread rule: all methods from any thread, but not from the pool's own.
class ReadPool {
public:
    ReadPool(unsigned threads, std::size_t maxWaiting);
    ~ReadPool() { stop(); }
    ReadPool(const ReadPool&) = delete;
    ReadPool& operator=(const ReadPool&) = delete;

    /// Runs `work`, which must not throw, on one of the threads and goes on with the caller. False, and it
    /// was not run, where too many wait (of this client: `maxOfClient`) or the pool was stopped. What `work`
    /// uses must stay until then.
    boost::asio::awaitable<bool> run(std::shared_ptr<const void> client, std::size_t maxOfClient,
                                     std::function<void()> work);

    /// Lets what runs end, and runs nothing that waits. No thread of it uses an executor afterwards.
    void stop();
    const std::atomic<bool>& stopping() const { return m_stopping; }

    std::size_t waiting() const;
    /// Whether nobody's work would be taken now.
    bool isFull() const { return waiting() >= m_maxWaiting; }

private:
    using Client = std::shared_ptr<const void>;
    /// Called with whether to do it; then tells who waits.
    using Job = std::function<void(bool)>;

    /// Takes the job, or leaves it and returns false.
    bool push(const Client& client, std::size_t maxOfClient, Job& job);
    void serve();

    const std::size_t m_maxWaiting;
    std::atomic<bool> m_stopping = false;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    // Guarded by m_mutex:
    std::map<Client, std::deque<Job>> m_jobs; ///< none is empty
    std::deque<Client> m_turns;               ///< of m_jobs, whose turn it is first
    std::size_t m_waiting = 0;
    std::vector<std::thread> m_threads;
};

} // namespace aw::rpc
