#pragma once

#include "base/async.hpp"

#include <chrono>
#include <list>

namespace aw::l1 {

/// Lets coroutines wait for the next beat. All of it belongs to one strand; outlives those who wait.
class Pulse {
public:
    Pulse() = default;
    Pulse(const Pulse&) = delete;
    Pulse& operator=(const Pulse&) = delete;

    /// Everybody who waits goes on.
    void beat() {
        for (auto* timer : m_waiting)
            timer->cancel();
    }
    /// Until the next beat, at most so long.
    Task<void> wait(std::chrono::milliseconds limit) {
        boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, limit);
        const Place place(m_waiting, &timer);
        boost::system::error_code ignored;
        co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    }

private:
    using Timers = std::list<boost::asio::steady_timer*>;
    class Place {
    public:
        Place(Timers& timers, boost::asio::steady_timer* timer)
            : m_timers(timers)
            , m_at(timers.insert(timers.end(), timer)) {}
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        ~Place() { m_timers.erase(m_at); }

    private:
        Timers& m_timers;
        Timers::iterator m_at;
    };
    Timers m_waiting;
};

} // namespace aw::l1
