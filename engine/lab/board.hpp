#pragma once

#include "api/engine.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace aw::lab {

/// The latest snapshot and who wants to hear of the next one. Thread-safe.
class Board {
public:
    Board();

    /// Never null.
    std::shared_ptr<const api::Snapshot> snapshot() const;
    /// Calls back after each publish(), on its thread, until the subscription is destroyed.
    std::unique_ptr<api::Subscription> subscribe(std::function<void()> onChange);
    /// Numbers the snapshot, shows it, and tells the subscribers.
    void publish(api::Snapshot next);

private:
    struct Listeners;
    class Listening;

    mutable std::mutex m_mutex;
    std::shared_ptr<const api::Snapshot> m_snapshot; ///< guarded by m_mutex
    std::shared_ptr<Listeners> m_listeners;
};

} // namespace aw::lab
