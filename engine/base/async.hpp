#pragma once

#include "base/result.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

/// Asynchronous functions are coroutines that run on the executor of who awaits them. Expected failures are
/// Results; cancellation is the exception boost::system::system_error with operation_aborted, which unwinds
/// the coroutine and is caught only by who spawned it.
namespace aw::base {

template<class T>
using Task = boost::asio::awaitable<T>;

/// Waits; throws operation_aborted when cancelled.
inline Task<void> sleepFor(std::chrono::steady_clock::duration delay) {
    boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
    timer.expires_after(delay);
    co_await timer.async_wait(boost::asio::use_awaitable);
}

/// The task's result, or `onTimeout` where it takes longer: the task is then cancelled and has ended.
template<class T>
Task<Result<T>> withTimeout(Task<Result<T>> task, std::chrono::steady_clock::duration timeout,
                            Error onTimeout) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto race = std::move(task) || sleepFor(timeout);
    auto winner = co_await std::move(race);
    if (winner.index() == 0) co_return std::get<0>(std::move(winner));
    co_return onTimeout;
}

/// Runs `work` on the pool and resumes on the caller's executor with its result. What `work` uses must stay
/// alive until it ends: cancelling does not stop it.
template<class Work, class Value = std::invoke_result_t<Work&>>
Task<Value> runOnPool(boost::asio::thread_pool& pool, Work work) {
    auto job = [](Work inner) -> Task<Value> { co_return inner(); };
    co_return co_await boost::asio::co_spawn(pool.get_executor(), job(std::move(work)),
                                             boost::asio::use_awaitable);
}

} // namespace aw::base

namespace aw {
using base::Task;
}
