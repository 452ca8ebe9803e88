#pragma once

#include "base/error_code.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <utility>

namespace aw::base {

/// An expected failure: `code` for programs; `detail`, a sentence for people that says what is wrong and what
/// to do.
struct Error {
    ErrorCode code = ErrorCode::none;
    std::string detail;

    Error() = default; // boost::system::result asks for it
    // Written out, so that nobody makes one without words.
    Error(ErrorCode what, std::string why)
        : code(what)
        , detail(std::move(why)) {}

    bool operator==(const Error&) const = default;
};

/// A value or an Error. Test with `if (!result)`; read with `*result`, `result.error()`.
template<class T>
using Result = boost::system::result<T, Error>;

/// Called by Result::value() on an error: a program error of the caller, who had to test first.
[[noreturn]] inline void throw_exception_from_error(const Error& error, const boost::source_location&) {
    throw std::logic_error(std::string(name(error.code)) + ": " + error.detail);
}

} // namespace aw::base

namespace aw {
using base::Error;
using base::Result;
} // namespace aw
