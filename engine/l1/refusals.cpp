#include "l1/refusals.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace aw::l1 {

namespace {

template<std::size_t N>
bool saysAnyOf(const std::string& text, const std::array<std::string_view, N>& words) {
    return std::ranges::any_of(words,
                               [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// "batch limit 100 exceeded", "batch too large", "Batch of more than 3 requests are not allowed", "response
// too large" (what geth puts in place of the rest of a batch's answers).
bool limitsBatches(const std::string& text) {
    static constexpr std::array<std::string_view, 11> kLimits{
        "limit",     "too large", "too big",       "too many",    "exceed",     "maximum",
        "more than", "size",      "not supported", "not allowed", "unsupported"};
    return text.find("batch") != std::string::npos ? saysAnyOf(text, kLimits)
                                                   : text.find("response too large") != std::string::npos;
}

constexpr std::array<std::string_view, 16> kRate{
    "rate limit",    "rate-limit",   "ratelimit",     "too many requests",
    "request rate",  "requests per", "/second",       "per second",
    "compute units", "quota",        "throttl",       "daily request",
    "rps limit",     "credits",      "request limit", "slow down"};

// "query returned more than 10000 results", "exceed maximum block range: 50000", "block range is too large",
// "range 1000000 exceeds limit of 10000", "eth_getLogs is limited to a 10,000 range", "Log response size
// exceeded", "query exceeds max results 20000", "limit the query to 1024 blocks", "query timeout exceeded".
constexpr std::array<std::string_view, 14> kMuch{
    "range",     "more than", "max results",     "response size", "too large",     "too big",  "timeout",
    "timed out", "too long",  "limit the query", "query exceeds", "returned more", "too much", "block limit"};

} // namespace

Refusal refusalOf(std::string_view method, const RpcError& error) {
    auto text = error.message;
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (limitsBatches(text)) return Refusal::batchTooBig;
    if (error.code == 429 || saysAnyOf(text, kRate)) return Refusal::rateLimited;
    constexpr int kMethodNotFound = -32601, kLimitExceeded = -32005; // EIP-1474
    if (error.code == kMethodNotFound) return Refusal::noMethod;
    if (saysAnyOf(text, kMuch)) return Refusal::tooMuch;
    if (error.code == kLimitExceeded)
        return method == "eth_getLogs" ? Refusal::tooMuch : Refusal::rateLimited;
    return Refusal::other;
}

} // namespace aw::l1
