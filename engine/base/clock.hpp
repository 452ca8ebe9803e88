#pragma once

#include <atomic>
#include <cstdint>

namespace aw::base {

/// Where time comes from, so that tests can hold it. All functions may be called from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    /// Milliseconds since the Unix epoch; may jump when the system's clock is set.
    virtual std::uint64_t nowMs() const = 0;
    /// Milliseconds since an arbitrary start; never goes back. For delays and timeouts.
    virtual std::uint64_t steadyMs() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
public:
    std::uint64_t nowMs() const override;
    std::uint64_t steadyMs() const override;
};

/// A clock that moves only when told to.
class ManualClock final : public Clock {
public:
    explicit ManualClock(std::uint64_t nowMs = 0)
        : m_nowMs(nowMs) {}

    std::uint64_t nowMs() const override { return m_nowMs; }
    std::uint64_t steadyMs() const override { return m_steadyMs; }

    /// Moves both clocks on.
    void advance(std::uint64_t ms) {
        m_nowMs += ms;
        m_steadyMs += ms;
    }
    /// Sets the wall clock alone, as somebody who sets the system's time does.
    void setNow(std::uint64_t nowMs) { m_nowMs = nowMs; }

private:
    std::atomic<std::uint64_t> m_nowMs;
    std::atomic<std::uint64_t> m_steadyMs{0};
};

} // namespace aw::base

namespace aw {
using base::Clock;
} // namespace aw
