#pragma once

#include "rpc/rpc_error.hpp"

#include <string>

namespace aw::rpc {

/// The response of JSON-RPC with a result or an error; `id` is nullptr for null.
std::string responseText(const boost::json::value* id, const Reply& reply);

/// -32005 in words that say when to try again.
RpcError limitExceeded(std::uint64_t waitMs);

} // namespace aw::rpc
