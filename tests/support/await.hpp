#pragma once

#include "base/async.hpp"

#include <boost/asio/io_context.hpp>

#include <optional>

namespace aw::test {

/// Runs a coroutine on the context until it ends; its exception comes out here.
template<class T>
T await(boost::asio::io_context& context, Task<T> task) {
    std::optional<T> result;
    std::exception_ptr failure;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
        failure = error;
        if (!error) result = std::move(value);
    });
    context.restart();
    while (!result && !failure && context.run_one() > 0) {
    }
    if (failure) std::rethrow_exception(failure);
    if (!result) throw std::logic_error("The coroutine waits for something that cannot come.");
    return std::move(*result);
}

} // namespace aw::test
