#pragma once

#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <string>

namespace aw::lab {

/// rollup_status of a running operator. Blocking. Errors "node.bad-url", "node.unavailable", "node.not-ready"
/// and those of the JSON-RPC client, told in words about the operator. `option`: how a command line names the
/// address.
Result<boost::json::object> fetchStatus(const std::string& url, const std::string& option);

/// rollup_getL1Transactions, with the newest `limit` of them. As fetchStatus().
Result<boost::json::object> fetchL1Transactions(const std::string& url, std::uint64_t limit,
                                                const std::string& option);

} // namespace aw::lab
