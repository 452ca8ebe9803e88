#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace aw::lab {

/// JSON-RPC requests that go over one connection, one after another.
using RpcScript = std::vector<std::string>;

/// A request that sends a signed transaction, or a JSON batch that sends several.
std::string sendRequest(const Bytes& raw);
std::string sendRequest(const std::vector<Bytes>& raws);

/// What came of scripts that were played.
struct RpcPlay {
    double seconds = 0;
    std::uint64_t accepted = 0;    ///< transactions that were answered with a result
    std::uint64_t refused = 0;     ///< those that were answered with an error
    std::string firstRefusal;      ///< the answer to one of them
    std::vector<double> latencyMs; ///< of each request, ascending
};

/// Plays each script over a keep-alive connection of its own to http://127.0.0.1:`port`, all at once, on one
/// thread: the next request of a connection is sent when the one before is answered and, with `perSecond` not
/// 0, no faster than so many requests a second over all connections. Blocking. Error "l1.unavailable" where a
/// connection fails.
Result<RpcPlay> playRpc(std::uint16_t port, const std::vector<RpcScript>& scripts, double perSecond = 0);

} // namespace aw::lab
