#pragma once

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace aw::base {

/// An expected failure. `code` is a stable dotted identifier for programs ("l1.unavailable"), always a
/// string literal; `detail` is a sentence for people that says what is wrong and what to do.
struct Error {
    std::string_view code;
    std::string detail;

    Error() = default;
    // Without it an Error could be made of a lone text, and Result<std::string> would be ambiguous.
    Error(std::string_view errorCode, std::string errorDetail)
        : code(errorCode)
        , detail(std::move(errorDetail)) {}

    bool operator==(const Error&) const = default;
};

/// A value or an Error. Test with `if (!result)`; read with `*result`, `result.error()`.
template<class T>
using Result = boost::system::result<T, Error>;

/// Called by Result::value() on an error: a program error of the caller, who had to test first.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error(std::string(error.code) + ": " + error.detail);
}

} // namespace aw::base

namespace aw {
using base::Error;
using base::Result;
} // namespace aw
