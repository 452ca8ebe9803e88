#pragma once

#include "base/async.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <optional>

namespace aw::lab {

/// Runs a coroutine to its end on a context that has nothing else to do. For programs' main threads.
template<class T>
Result<T> runBlocking(boost::asio::io_context& context, Task<Result<T>> task) {
    std::optional<Result<T>> result;
    boost::asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& failure, Result<T> value) {
        if (failure)
            result = Error{ErrorCode::l1Unavailable, "The request was cut off."};
        else
            result = std::move(value);
        // Idle connections must not keep the caller waiting.
        context.stop();
    });
    context.restart();
    context.run();
    return result ? std::move(*result)
                  : Result<T>(Error{ErrorCode::l1Unavailable, "The request was cut off."});
}

} // namespace aw::lab
