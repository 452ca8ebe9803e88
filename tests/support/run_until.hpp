#pragma once

#include <boost/asio/io_context.hpp>

#include <chrono>

namespace aw::test {

/// Runs handlers until the condition holds; false where it does not within the time. One thread, no sleeping:
/// what is awaited is itself a handler.
template<class Condition>
bool runUntil(boost::asio::io_context& context, Condition condition,
              std::chrono::milliseconds limit = std::chrono::seconds(20)) {
    const auto end = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= end) return false;
        context.restart();
        context.run_one_for(std::chrono::milliseconds(20));
    }
    return true;
}

} // namespace aw::test
