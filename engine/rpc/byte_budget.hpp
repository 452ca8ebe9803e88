#pragma once

#include <atomic>
#include <cstddef>
#include <utility>

namespace aw::rpc {

/// So many bytes may be held at a time, by whoever. All methods may be called from any thread.
class ByteBudget {
public:
    explicit ByteBudget(std::size_t max)
        : m_max(max) {}
    ByteBudget(const ByteBudget&) = delete;
    ByteBudget& operator=(const ByteBudget&) = delete;

    /// False, and nothing is taken, where it would be too much.
    bool take(std::size_t bytes) {
        if (m_used.fetch_add(bytes, std::memory_order_relaxed) + bytes <= m_max) return true;
        give(bytes);
        return false;
    }
    void give(std::size_t bytes) { m_used.fetch_sub(bytes, std::memory_order_relaxed); }
    std::size_t used() const { return m_used.load(std::memory_order_relaxed); }

private:
    const std::size_t m_max;
    std::atomic<std::size_t> m_used = 0;
};

/// Bytes that something holds, on the account of one client and of all together; given back by the
/// destructor. The first kFree bytes are on nobody's account: ordinary messages are never refused because of
/// large ones. The budgets must outlive this object. Not thread-safe.
class HeldBytes {
public:
    static constexpr std::size_t kFree = 4096;

    HeldBytes() = default;
    HeldBytes(ByteBudget& client, ByteBudget& total)
        : m_client(&client)
        , m_total(&total) {}
    HeldBytes(HeldBytes&& other) noexcept
        : m_client(other.m_client)
        , m_total(other.m_total)
        , m_taken(std::exchange(other.m_taken, 0))
        , m_bytes(std::exchange(other.m_bytes, 0)) {}
    HeldBytes& operator=(HeldBytes&& other) noexcept {
        if (this == &other) return *this;
        resize(0);
        m_client = other.m_client;
        m_total = other.m_total;
        m_taken = std::exchange(other.m_taken, 0);
        m_bytes = std::exchange(other.m_bytes, 0);
        return *this;
    }
    ~HeldBytes() { resize(0); }

    std::size_t bytes() const { return m_bytes; }

    /// Holds so many bytes instead. False, and it stays as it was, where there is no room.
    bool resize(std::size_t bytes) {
        const auto wanted = bytes > kFree ? bytes - kFree : 0;
        if (wanted > m_taken) {
            const auto more = wanted - m_taken;
            if (!m_client->take(more)) return false;
            if (!m_total->take(more)) {
                m_client->give(more);
                return false;
            }
        } else if (wanted < m_taken) {
            m_client->give(m_taken - wanted);
            m_total->give(m_taken - wanted);
        }
        m_taken = wanted;
        m_bytes = bytes;
        return true;
    }
    bool grow(std::size_t more) { return resize(m_bytes + more); }

private:
    ByteBudget* m_client = nullptr;
    ByteBudget* m_total = nullptr;
    std::size_t m_taken = 0, m_bytes = 0;
};

} // namespace aw::rpc
