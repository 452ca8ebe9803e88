#pragma once

#include "base/types.hpp"

#include <optional>
#include <string_view>

namespace aw::simulation {

/// Which operator subscribes to a feed, by the first bytes that it sent there: those of the WebSocket
/// handshake and of its hello (P-3). Nothing while they do not say it yet.
std::optional<Address> subscriberOf(std::string_view sent);

} // namespace aw::simulation
