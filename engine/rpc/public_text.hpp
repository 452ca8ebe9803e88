#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace aw::rpc {

/// The text without the paths and addresses in it: each word with a slash, each quotation with one, and what
/// stands between the words of one path is replaced by "…". An error's detail is written for the operator and
/// may name files and endpoints that are nobody else's business.
std::string withoutPaths(std::string_view text);

/// The same for every text in a value.
boost::json::value withoutPaths(boost::json::value value);

} // namespace aw::rpc
