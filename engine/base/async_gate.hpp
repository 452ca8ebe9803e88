#pragma once

#include "base/async.hpp"

#include <list>

namespace aw::base {

/// Lets a limited number of coroutines through at a time, in order of arrival. All of them, and the passes,
/// belong to one strand. Outlives its passes.
class AsyncGate {
public:
    explicit AsyncGate(std::size_t slots)
        : m_free(slots) {}
    AsyncGate(const AsyncGate&) = delete;
    AsyncGate& operator=(const AsyncGate&) = delete;

    /// The right to be inside; given back by the destructor.
    class Pass {
    public:
        explicit Pass(AsyncGate& gate)
            : m_gate(&gate) {}
        Pass(Pass&& other) noexcept
            : m_gate(std::exchange(other.m_gate, nullptr)) {}
        Pass(const Pass&) = delete;
        Pass& operator=(const Pass&) = delete;
        Pass& operator=(Pass&&) = delete;
        ~Pass() {
            if (m_gate) m_gate->leave();
        }

    private:
        AsyncGate* m_gate;
    };

    /// Waits for a slot; throws operation_aborted when cancelled.
    Task<Pass> enter() {
        if (m_free > 0) {
            --m_free;
            co_return Pass(*this);
        }
        const auto executor = co_await boost::asio::this_coro::executor;
        Waiter waiter(*this, executor);
        boost::system::error_code ignored;
        co_await waiter.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
        if (!waiter.granted) throw boost::system::system_error(boost::asio::error::operation_aborted);
        waiter.granted = false;
        co_return Pass(*this);
    }

private:
    struct Waiter {
        Waiter(AsyncGate& owner, const boost::asio::any_io_executor& executor)
            : gate(owner)
            , timer(executor, boost::asio::steady_timer::time_point::max())
            , place(owner.m_waiting.insert(owner.m_waiting.end(), this)) {}
        Waiter(const Waiter&) = delete;
        Waiter& operator=(const Waiter&) = delete;
        // A slot that was granted to a coroutine that was cancelled in the same moment must not be lost.
        ~Waiter() {
            gate.m_waiting.erase(place);
            if (granted) gate.leave();
        }
        AsyncGate& gate;
        boost::asio::steady_timer timer;
        std::list<Waiter*>::iterator place;
        bool granted = false;
    };

    void leave() {
        for (auto* waiter : m_waiting) {
            if (waiter->granted) continue;
            waiter->granted = true;
            waiter->timer.cancel();
            return;
        }
        ++m_free;
    }

    std::size_t m_free;
    std::list<Waiter*> m_waiting;
};

} // namespace aw::base
