#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aw::rpc {

/// A response of HTTP. The headers that every response has are not in `headers`: Server, CORS,
/// Content-Length, and Connection where it is needed.
struct HttpResponse {
    unsigned status = 200;
    std::string_view contentType = "application/json"; ///< a literal
    std::string body = {};
    std::string headers = {}; ///< further ones, each ended by CR LF
};

/// A text for people; ends with a line feed.
HttpResponse textResponse(unsigned status, std::string text);

/// Everything before the body. `version`: 10 or 11.
std::string headOf(const HttpResponse& response, unsigned version, bool keepAlive);

} // namespace aw::rpc
