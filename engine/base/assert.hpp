#pragma once

#include <source_location>
#include <type_traits>

namespace aw::base {

/// Whether expects() checks: the CMake option AW_ASSERTS, which is on in every build with tests.
#ifdef AW_ASSERTS
inline constexpr bool kAsserts = true;
#else
inline constexpr bool kAsserts = false;
#endif

/// Writes what does not hold and where to standard error, and aborts.
[[noreturn]] void assertFailed(const char* what, const std::source_location& where);

/// What the caller of a function guarantees, or what holds at this place whatever came in: a program error
/// where it does not, never an answer to bad input (that is a Result). `what` says it as a sentence. Where
/// asserts are off nothing is checked, and a condition without side effects costs nothing. Thread-safe.
inline void expects(bool holds, const char* what,
                    const std::source_location& where = std::source_location::current()) {
    if constexpr (kAsserts) {
        if (!holds) [[unlikely]]
            assertFailed(what, where);
    }
}

/// The same for a condition that costs something to find out: it is called only where asserts are on.
template<class Condition>
requires std::is_invocable_r_v<bool, Condition>
void expects(Condition&& holds, const char* what,
             const std::source_location& where = std::source_location::current()) {
    if constexpr (kAsserts) {
        if (!holds()) [[unlikely]]
            assertFailed(what, where);
    }
}

} // namespace aw::base
