#pragma once

#include "base/result.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace aw::lab {

/// rollup_status of a running operator. Blocking. Errors "l1.unavailable" and those of the JSON-RPC client,
/// told in words about the operator.
Result<boost::json::object> fetchStatus(const std::string& url);

} // namespace aw::lab
