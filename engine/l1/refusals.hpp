#pragma once

#include "l1/json_rpc.hpp"

#include <string_view>

namespace aw::l1 {

/// Why an endpoint refused a call, as far as its words and codes tell. Nobody agreed on these: they are what
/// nodes and services are known to answer.
enum class Refusal : std::uint8_t {
    other,
    rateLimited, ///< too many calls: wait, or ask another endpoint
    tooMuch,     ///< the range, the answer or the work is too large: ask for less
    batchTooBig, ///< too many calls in a message, or too large an answer to all of them
    noMethod     ///< the endpoint does not know the method
};

/// @param method that was called: the code for any limit means the range where it is eth_getLogs, else the
/// rate.
Refusal refusalOf(std::string_view method, const RpcError& error);

} // namespace aw::l1
