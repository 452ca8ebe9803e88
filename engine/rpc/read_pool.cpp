#include "rpc/read_pool.hpp"

namespace aw::rpc {

namespace asio = boost::asio;

ReadPool::ReadPool(unsigned threads, std::size_t maxWaiting)
    : m_maxWaiting(maxWaiting) {
    for (unsigned i = 0; i < threads; ++i)
        m_threads.emplace_back([this] { serve(); });
}

asio::awaitable<bool> ReadPool::run(std::shared_ptr<const void> client, std::size_t maxOfClient,
                                    std::function<void()> work) {
    const auto begin = [this, client = std::move(client), maxOfClient](auto handler,
                                                                       std::function<void()> toDo) {
        const auto waiter = std::make_shared<decltype(handler)>(std::move(handler));
        // Its context has something to do as long as the work runs.
        const auto executor = asio::prefer(asio::any_io_executor(asio::get_associated_executor(*waiter)),
                                           asio::execution::outstanding_work.tracked);
        Job job = [waiter, executor, toDo = std::move(toDo)](bool wanted) {
            if (wanted) toDo();
            asio::post(executor, [waiter, wanted] { std::move (*waiter)(wanted); });
        };
        if (!push(client, maxOfClient, job)) job(false);
    };
    auto done = asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(begin, asio::use_awaitable,
                                                                                std::move(work));
    const bool ran = co_await std::move(done);
    co_return ran;
}

bool ReadPool::push(const Client& client, std::size_t maxOfClient, Job& job) {
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping || m_waiting >= m_maxWaiting) return false;
        const auto found = m_jobs.find(client);
        if (found == m_jobs.end()) {
            m_turns.push_back(client);
            m_jobs[client].push_back(std::move(job));
        } else if (found->second.size() < maxOfClient) {
            found->second.push_back(std::move(job));
        } else {
            return false;
        }
        ++m_waiting;
    }
    m_wake.notify_one();
    return true;
}

void ReadPool::serve() {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_stopping || !m_turns.empty(); });
        if (m_turns.empty()) return;
        auto client = std::move(m_turns.front());
        m_turns.pop_front();
        const auto jobs = m_jobs.find(client);
        auto job = std::move(jobs->second.front());
        jobs->second.pop_front();
        --m_waiting;
        if (jobs->second.empty())
            m_jobs.erase(jobs);
        else
            m_turns.push_back(client);
        lock.unlock();
        job(!m_stopping);
        job = nullptr;
        client = nullptr;
        lock.lock();
    }
}

void ReadPool::stop() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        threads.swap(m_threads);
    }
    m_wake.notify_all();
    for (auto& thread : threads)
        thread.join();
}

std::size_t ReadPool::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

} // namespace aw::rpc
