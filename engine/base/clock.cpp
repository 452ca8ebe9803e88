#include "base/clock.hpp"

#include <chrono>

namespace aw::base {
namespace {

template<class Source>
std::uint64_t millisecondsOf() {
    const auto sinceStart = Source::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(sinceStart).count());
}

} // namespace

std::uint64_t SystemClock::nowMs() const { return millisecondsOf<std::chrono::system_clock>(); }

std::uint64_t SystemClock::steadyMs() const { return millisecondsOf<std::chrono::steady_clock>(); }

} // namespace aw::base
