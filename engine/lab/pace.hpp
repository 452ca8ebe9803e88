#pragma once

#include "base/async.hpp"
#include "base/clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <functional>

namespace aw::lab {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;

/// The time of a demo: its strand, its clock, and whether it is being stopped. Outlives whoever waits here.
class Pace {
public:
    explicit Pace(boost::asio::io_context& context)
        : m_strand(boost::asio::make_strand(context)) {}

    const Strand& strand() const { return m_strand; }
    std::int64_t nowMs() const { return static_cast<std::int64_t>(m_clock.nowMs()); }

    /// Any thread. True once; every wait ends soon afterwards.
    bool stop() { return !m_stopping.exchange(true); }
    bool stopping() const { return m_stopping; }

    /// False where the demo is being stopped.
    Task<bool> sleep(std::chrono::milliseconds duration) {
        boost::asio::steady_timer timer(m_strand, duration);
        co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
        co_return !m_stopping;
    }
    /// False where the condition did not come true in time, or the demo is being stopped.
    Task<bool> waitUntil(std::function<bool()> condition, std::chrono::seconds timeout) {
        const auto deadline = m_clock.steadyMs() + static_cast<std::uint64_t>(timeout.count()) * 1000;
        while (!condition()) {
            if (m_clock.steadyMs() >= deadline) co_return false;
            const bool goesOn = co_await sleep(std::chrono::milliseconds(50));
            if (!goesOn) co_return false;
        }
        co_return true;
    }

private:
    Strand m_strand;
    base::SystemClock m_clock;
    std::atomic<bool> m_stopping = false;
};

} // namespace aw::lab
