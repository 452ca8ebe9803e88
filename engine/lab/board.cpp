#include "lab/board.hpp"

#include <utility>

namespace aw::lab {

struct Board::Listeners {
    std::recursive_mutex mutex;
    std::map<std::uint64_t, std::function<void()>> calls; ///< guarded by mutex
    std::uint64_t next = 1;                               ///< guarded by mutex

    void notify() {
        // Under the lock, so that ending a subscription waits for a call that runs.
        const std::scoped_lock lock(mutex);
        for (auto& [id, call] : calls)
            call();
    }
};

class Board::Listening final : public api::Subscription {
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

Board::Board()
    : m_snapshot(std::make_shared<api::Snapshot>())
    , m_listeners(std::make_shared<Listeners>()) {}

std::shared_ptr<const api::Snapshot> Board::snapshot() const {
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
}

std::unique_ptr<api::Subscription> Board::subscribe(std::function<void()> onChange) {
    const std::scoped_lock lock(m_listeners->mutex);
    const auto id = m_listeners->next++;
    m_listeners->calls.emplace(id, std::move(onChange));
    return std::make_unique<Listening>(m_listeners, id);
}

void Board::publish(api::Snapshot next) {
    auto shown = std::make_shared<api::Snapshot>(std::move(next));
    {
        const std::scoped_lock lock(m_mutex);
        shown->version = m_snapshot->version + 1;
        m_snapshot = std::move(shown);
    }
    m_listeners->notify();
}

} // namespace aw::lab
