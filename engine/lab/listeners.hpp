#pragma once

#include "lab/demo_impl.hpp"

#include <map>

namespace aw::lab {

/// Who wants to be called after each snapshot. Thread-safe. A call never runs after its subscription ended.
struct Demo::Listeners {
    std::recursive_mutex mutex;
    std::map<std::uint64_t, std::function<void()>> calls; ///< guarded by mutex
    std::uint64_t next = 1;                               ///< guarded by mutex

    std::unique_ptr<api::Subscription> add(const std::shared_ptr<Listeners>& self,
                                           std::function<void()> onChange);
    void notify() {
        // Under the lock, so that ending a subscription waits for a call that runs.
        const std::scoped_lock lock(mutex);
        for (auto& [id, call] : calls)
            call();
    }
};

class Demo::Listening final : public api::Subscription {
public:
    Listening(std::shared_ptr<Listeners> listeners, std::uint64_t id)
        : m_listeners(std::move(listeners))
        , m_id(id) {}
    ~Listening() override {
        const std::scoped_lock lock(m_listeners->mutex);
        m_listeners->calls.erase(m_id);
    }

private:
    std::shared_ptr<Listeners> m_listeners;
    std::uint64_t m_id;
};

inline std::unique_ptr<api::Subscription> Demo::Listeners::add(const std::shared_ptr<Listeners>& self,
                                                               std::function<void()> onChange) {
    const std::scoped_lock lock(mutex);
    const auto id = next++;
    calls.emplace(id, std::move(onChange));
    return std::make_unique<Listening>(self, id);
}

} // namespace aw::lab
