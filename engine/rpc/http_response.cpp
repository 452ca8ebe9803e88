#include "rpc/http_response.hpp"

// Boost 1.81 uses it without including it.
#include <ostream>

#include <boost/beast/http/status.hpp>

namespace aw::rpc {

HttpResponse textResponse(unsigned status, std::string text) {
    return {.status = status, .contentType = "text/plain; charset=utf-8", .body = std::move(text) + "\n"};
}

std::string headOf(const HttpResponse& response, unsigned version, bool keepAlive) {
    constexpr std::size_t kOrdinary = 256;
    constexpr unsigned kOne = 10, kOk = 200;
    std::string head;
    head.reserve(kOrdinary + response.headers.size());
    head += version == kOne ? "HTTP/1.0 " : "HTTP/1.1 ";
    if (response.status == kOk) {
        head += "200 OK";
    } else {
        head += std::to_string(response.status);
        head += ' ';
        head += boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(response.status));
    }
    head += "\r\nServer: anchorwatch\r\nContent-Type: ";
    head += response.contentType;
    // Public methods alone are served here, to any page: wallets in browsers need it.
    head += "\r\nAccess-Control-Allow-Origin: *\r\n";
    if (version == kOne && keepAlive) head += "Connection: keep-alive\r\n";
    if (version != kOne && !keepAlive) head += "Connection: close\r\n";
    head += response.headers;
    // 204 has no body, and no length (RFC 9110, 8.6).
    constexpr unsigned kNoContent = 204;
    if (response.status != kNoContent) {
        head += "Content-Length: ";
        head += std::to_string(response.body.size());
        head += "\r\n";
    }
    head += "\r\n";
    return head;
}

} // namespace aw::rpc
