#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <limits>

namespace aw::rpc {

/// A connection as the server sees it: it can be closed, and it must do what it does in time. No timer runs
/// for that: it only says until when, and the server looks at all connections a few times a second
/// (Hub::sweep).
///
/// Thread rule: all methods from any thread, but for those that set something, which are called on the
/// connection's strand.
class Connection {
public:
    /// What may be under way at once.
    enum class Doing { reading, writing };
    static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

    virtual ~Connection() = default;
    /// Posts only.
    virtual void requestClose() = 0;
    /// Finds out whether the client is still there, where somebody works for it; posts only.
    virtual void requestLook() {}

    /// Whether something is not done in time.
    bool isOverdue(std::uint64_t nowMs) const {
        return nowMs >= m_deadlines[0].load(std::memory_order_relaxed) ||
               nowMs >= m_deadlines[1].load(std::memory_order_relaxed);
    }
    /// Since when its client waits for an answer; kNever while none does.
    std::uint64_t answeringSinceMs() const { return m_answeringSinceMs.load(std::memory_order_relaxed); }
    /// True once nobody reads an answer any more.
    const std::atomic<bool>& hasLeft() const { return m_hasLeft; }

protected:
    void setDeadline(Doing doing, std::uint64_t atMs) {
        m_deadlines[static_cast<std::size_t>(doing)].store(atMs, std::memory_order_relaxed);
    }
    void setAnswering(std::uint64_t sinceMs) { m_answeringSinceMs.store(sinceMs, std::memory_order_relaxed); }
    void setHasLeft() { m_hasLeft = true; }

private:
    std::array<std::atomic<std::uint64_t>, 2> m_deadlines{kNever, kNever}; ///< by Doing, steady milliseconds
    std::atomic<std::uint64_t> m_answeringSinceMs = kNever;
    std::atomic<bool> m_hasLeft = false;
};

} // namespace aw::rpc
