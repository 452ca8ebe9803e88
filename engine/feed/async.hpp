#pragma once

#include "base/types.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <memory>
#include <random>

/// Small coroutine tools for connections; each object belongs to one strand.
namespace aw::feed {

/// Completes with (error code, ...) instead of throwing.
inline constexpr auto kAsTuple = boost::asio::as_tuple(boost::asio::use_awaitable);

/// A flag that one coroutine waits for and others set.
class Signal {
public:
    explicit Signal(const boost::asio::any_io_executor& executor)
        : m_timer(executor) {}

    void notify() {
        m_set = true;
        m_timer.cancel();
    }

    /// True if notified, false if the time is over. Clears the flag.
    boost::asio::awaitable<bool> waitFor(std::chrono::milliseconds time) {
        if (!m_set) {
            m_timer.expires_after(time);
            co_await m_timer.async_wait(kAsTuple);
        }
        co_return std::exchange(m_set, false);
    }

private:
    boost::asio::steady_timer m_timer;
    bool m_set = false;
};

/// Runs an action unless disarmed, armed anew or destroyed before.
class Deadline {
public:
    explicit Deadline(const boost::asio::any_io_executor& executor)
        : m_timer(executor) {}
    ~Deadline() { disarm(); }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    template<class Action>
    void arm(std::chrono::milliseconds time, Action action) {
        const auto round = ++*m_round;
        m_timer.expires_after(time);
        m_timer.async_wait([round, current = m_round, action = std::move(action)](const auto& error) {
            // An expiry that is already queued cannot be cancelled any more: the round tells.
            if (!error && *current == round) action();
        });
    }
    void disarm() {
        ++*m_round;
        m_timer.cancel();
    }

private:
    boost::asio::steady_timer m_timer;
    std::shared_ptr<std::uint64_t> m_round = std::make_shared<std::uint64_t>(0);
};

/// From the operating system's randomness.
inline std::uint64_t random64() {
    std::random_device device;
    return (std::uint64_t{device()} << 32) | device();
}

inline Hash randomHash() {
    Hash hash;
    std::random_device device;
    for (std::size_t i = 0; i < Hash::kSize; i += 4) {
        const std::uint32_t word = device();
        std::memcpy(hash.bytes.data() + i, &word, sizeof word);
    }
    return hash;
}

} // namespace aw::feed
