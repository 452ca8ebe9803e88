#include "l1/endpoint.hpp"

#include <boost/url/parse.hpp>
#include <openssl/evp.h>

#include <charconv>
#include <cstdint>

namespace aw::l1 {

namespace {

std::string base64(const std::string& text) {
    std::string encoded((text.size() + 2) / 3 * 4 + 1, '\0');
    const auto length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    encoded.resize(static_cast<std::size_t>(length));
    return encoded;
}

} // namespace

Result<Endpoint> parseEndpoint(const std::string& url) {
    const auto bad = [](const std::string& why) {
        return Error{ErrorCode::l1BadUrl,
                     "The L1 address " + why + ". Give one such as http://127.0.0.1:8545."};
    };
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed) return bad("is not a URL");
    Endpoint endpoint;
    const std::string scheme(parsed->scheme());
    if (scheme == "ws" || scheme == "wss")
        endpoint.webSocket = true;
    else if (scheme != "http" && scheme != "https")
        return bad("begins with neither http://, https://, ws:// nor wss://");
    endpoint.tls = scheme == "https" || scheme == "wss";
    endpoint.host = parsed->host_address();
    if (endpoint.host.empty()) return bad("names no host");
    endpoint.port = parsed->has_port() && !parsed->port().empty() ? std::string(parsed->port())
                    : endpoint.tls                                ? "443"
                                                                  : "80";
    std::uint16_t port = 0;
    const auto* end = endpoint.port.data() + endpoint.port.size();
    if (const auto read = std::from_chars(endpoint.port.data(), end, port);
        read.ec != std::errc() || read.ptr != end || port == 0)
        return bad("has no usable port");
    endpoint.target = std::string(parsed->encoded_path());
    if (endpoint.target.empty()) endpoint.target = "/";
    if (parsed->has_query()) endpoint.target += "?" + std::string(parsed->encoded_query());
    if (parsed->has_userinfo()) endpoint.authorization = "Basic " + base64(parsed->userinfo());
    const bool literal6 = endpoint.host.find(':') != std::string::npos;
    endpoint.display =
        scheme + "://" + (literal6 ? "[" + endpoint.host + "]" : endpoint.host) + ":" + endpoint.port;
    return endpoint;
}

std::string maskedUrl(const std::string& url) {
    auto endpoint = parseEndpoint(url);
    return endpoint ? std::move(endpoint->display) : std::string("invalid URL");
}

} // namespace aw::l1
