#pragma once

#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace aw::lab {

/// rollup_status of a running operator. Blocking. Errors "node.bad-url", "node.unavailable", "node.not-ready"
/// and those of the JSON-RPC client, told in words about the operator.
Result<boost::json::object> fetchStatus(const std::string& url);

} // namespace aw::lab
