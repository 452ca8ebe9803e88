#pragma once

#include "api/values.hpp"
#include "base/result.hpp"

/// The history of a challenge, as it is kept in the store.
namespace aw::node {

std::string documentOf(const api::Challenge& challenge);
/// Error "store.corrupt".
Result<api::Challenge> challengeOf(const std::string& document);

} // namespace aw::node
