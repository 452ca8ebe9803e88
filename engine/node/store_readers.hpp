#pragma once

#include "store/store.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace aw::node {

/// Connections for reading a node's store from any thread; each is used by one at a time. Thread-safe.
class StoreReaders {
public:
    explicit StoreReaders(std::shared_ptr<const store::Store> store)
        : m_store(std::move(store)) {}

    /// Runs `read` with a connection that nobody else uses meanwhile. Errors also "node.stopped", after
    /// close(), and those of Store::reader().
    template<class Read>
    auto with(const Read& read) -> decltype(read(std::declval<store::Reader&>())) {
        std::unique_ptr<store::Reader> reader;
        std::shared_ptr<const store::Store> store;
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_store) return Error{ErrorCode::nodeStopped, "This operator is stopped."};
            store = m_store;
            ++m_reading;
            if (!m_free.empty()) {
                reader = std::move(m_free.back());
                m_free.pop_back();
            }
        }
        std::optional<Error> failure;
        if (!reader) {
            auto opened = store->reader();
            if (opened)
                reader = std::move(*opened);
            else
                failure = opened.error();
        }
        auto result = reader ? read(*reader) : decltype(read(*reader))(*failure);
        store.reset();
        const std::scoped_lock lock(m_mutex);
        if (reader && m_store && m_free.size() < kKept) m_free.push_back(std::move(reader));
        reader.reset();
        if (--m_reading == 0) m_idle.notify_all();
        return result;
    }

    /// Waits for reads that are under way, and lets go of the store.
    void close() {
        std::unique_lock lock(m_mutex);
        m_store.reset();
        m_free.clear();
        m_idle.wait(lock, [&] { return m_reading == 0; });
    }

private:
    /// Connections that are kept open: each has a cache of its own.
    static constexpr std::size_t kKept = 4;

    std::mutex m_mutex;
    std::condition_variable m_idle;
    // Guarded by m_mutex:
    std::shared_ptr<const store::Store> m_store;
    std::vector<std::unique_ptr<store::Reader>> m_free;
    std::size_t m_reading = 0;
};

} // namespace aw::node
