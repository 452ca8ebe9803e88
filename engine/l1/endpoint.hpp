#pragma once

#include "base/result.hpp"

#include <string>

namespace aw::l1 {

/// An L1 endpoint's URL in its parts.
struct Endpoint {
    bool webSocket = false;
    bool tls = false;
    std::string host;
    std::string port;
    std::string target;        ///< path and query
    std::string authorization; ///< "Basic ..." where the URL has a user; else empty
    /// scheme://host:port: what may stand in logs. Paths and users carry access keys.
    std::string display;
};

/// Error "l1.bad-url".
Result<Endpoint> parseEndpoint(const std::string& url);

/// scheme://host:port of a URL, for logs and texts: users, paths and queries carry keys. "invalid URL" for
/// what is none.
std::string maskedUrl(const std::string& url);

} // namespace aw::l1
