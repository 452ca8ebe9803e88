#include "node/latency_window.hpp"

#include <algorithm>
#include <bit>

namespace aw::node {

namespace {
constexpr std::size_t kSteps = 8; // of a doubling
constexpr unsigned kStepBits = 3;
constexpr std::uint64_t kMsPerSecond = 1000;
} // namespace

std::size_t LatencyWindow::bucketOf(std::uint64_t ms) {
    if (ms < kSteps) return static_cast<std::size_t>(ms);
    const auto doublings = static_cast<unsigned>(std::bit_width(ms)) - 1 - kStepBits;
    const auto bucket = (doublings + 1) * kSteps + static_cast<std::size_t>((ms >> doublings) - kSteps);
    return std::min(bucket, kBuckets - 1);
}

double LatencyWindow::highestOf(std::size_t bucket) {
    if (bucket < kSteps) return static_cast<double>(bucket);
    const auto doublings = bucket / kSteps - 1;
    return static_cast<double>(((bucket % kSteps + kSteps + 1) << doublings) - 1);
}

void LatencyWindow::add(std::uint64_t nowMs, std::uint64_t tookMs) {
    const auto number = nowMs / kMsPerSecond + 1;
    auto& second = m_seconds[number % kSeconds];
    if (second.number != number) second = {.number = number, .counts = {}};
    ++second.counts[bucketOf(tookMs)];
}

double LatencyWindow::percentile(std::uint64_t nowMs, double share) const {
    const auto now = nowMs / kMsPerSecond + 1;
    std::array<std::uint64_t, kBuckets> counts{};
    std::uint64_t all = 0;
    for (const auto& second : m_seconds) {
        if (second.number == 0 || second.number + kSeconds <= now) continue;
        for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
            counts[bucket] += second.counts[bucket];
            all += second.counts[bucket];
        }
    }
    if (all == 0) return 0;
    const auto rank = static_cast<std::uint64_t>(static_cast<double>(all - 1) * share);
    std::uint64_t below = 0;
    std::size_t bucket = 0;
    while ((below += counts[bucket]) <= rank)
        ++bucket;
    return highestOf(bucket);
}

} // namespace aw::node
