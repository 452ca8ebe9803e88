#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace aw::simulation {

/// The schedule's source of chance: the same numbers for the same seed on every machine (SplitMix64).
class Random {
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed) {}

    std::uint64_t next() {
        auto z = (m_state += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31U);
    }
    /// One of 0..count-1.
    std::uint64_t below(std::uint64_t count) { return next() % count; }
    /// One of first..last.
    std::uint64_t between(std::uint64_t first, std::uint64_t last) { return first + below(last - first + 1); }
    bool chance(unsigned percent) { return below(100) < percent; }
    template<class T>
    void shuffle(std::vector<T>& values) {
        for (auto i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t m_state;
};

} // namespace aw::simulation
