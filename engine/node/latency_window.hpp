#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace aw::node {

/// How long something took, over the last minute, in memory that does not depend on how often it happened: a
/// histogram for each second. A percentile is at most an eighth above the true value. Not thread-safe.
class LatencyWindow {
public:
    void add(std::uint64_t nowMs, std::uint64_t tookMs);
    /// The value, in ms, that so many of those of the last minute are not above; 0 where there is none.
    /// `share`: from 0 to 1.
    double percentile(std::uint64_t nowMs, double share) const;

private:
    static constexpr std::size_t kSeconds = 60;
    /// Eight for each doubling: exact below 8 ms, and up to two hours.
    static constexpr std::size_t kBuckets = 8 * 21;
    static std::size_t bucketOf(std::uint64_t ms);
    static double highestOf(std::size_t bucket);

    struct Second {
        std::uint64_t number = 0; ///< since the clock began, plus one; 0: nothing
        std::array<std::uint32_t, kBuckets> counts{};
    };
    std::array<Second, kSeconds> m_seconds;
};

} // namespace aw::node
