#include "l1/health.hpp"

#include <algorithm>
#include <vector>

namespace aw::l1 {

namespace {
constexpr std::size_t kRemembered = 64;
constexpr std::uint64_t kFarBelow = 256;
// Times are whole seconds: over a few blocks the rounding is small, and fast chains show a time at all.
constexpr std::size_t kStride = 8;
} // namespace

L1Health::L1Health(std::shared_ptr<const base::Clock> clock)
    : m_clock(std::move(clock))
    , m_sinceMs(m_clock->steadyMs()) {}

void L1Health::noteHead(const store::L1Block& head) {
    for (const auto& seen : m_heads)
        if (seen.hash == head.hash || head.number + kFarBelow < seen.number) return;
    m_sinceMs = m_clock->steadyMs();
    m_heads.push_back(head);
    if (m_heads.size() > kRemembered) m_heads.pop_front();
}

void L1Health::forgetAbove(std::uint64_t number) {
    std::erase_if(m_heads, [&](const store::L1Block& head) { return head.number > number; });
}

std::uint64_t L1Health::silentForMs() const { return m_clock->steadyMs() - m_sinceMs; }

std::uint64_t L1Health::blockTimeMs() const {
    if (m_heads.size() < 2) return 0;
    const auto stride = std::min(kStride, m_heads.size() - 1);
    std::vector<std::uint64_t> times;
    for (std::size_t i = stride; i < m_heads.size(); ++i) {
        const auto& before = m_heads[i - stride];
        const auto& after = m_heads[i];
        // After a reorg the number or the time may have gone back.
        if (after.number <= before.number || after.timeMs < before.timeMs) continue;
        times.push_back((after.timeMs - before.timeMs) / (after.number - before.number));
    }
    if (times.empty()) return 0;
    const auto middle = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
    std::ranges::nth_element(times, middle);
    return *middle;
}

std::optional<store::L1Block> L1Health::head() const {
    return m_heads.empty() ? std::nullopt : std::optional(m_heads.back());
}

} // namespace aw::l1
