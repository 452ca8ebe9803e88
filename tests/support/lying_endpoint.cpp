#include "lying_endpoint.hpp"

#include "base/hex.hpp"
#include "crypto/keccak.hpp"

#include <boost/json.hpp>

namespace aw::test {

namespace json = boost::json;

namespace {

/// A question that any node answers, in place of one that it is not to see.
constexpr std::string_view kHarmless = "net_version";

/// Every call of a message, or every answer.
template<class Each>
void forEach(json::value& message, const Each& each) {
    if (auto* one = message.if_object()) each(*one);
    if (auto* several = message.if_array())
        for (auto& entry : *several)
            if (auto* object = entry.if_object()) each(*object);
}

std::optional<json::value> parsed(const std::string& body) {
    boost::system::error_code failed;
    auto value = json::parse(body, failed);
    if (failed) return std::nullopt;
    return value;
}

/// The call of a request that an answer is to.
const json::object* callOf(json::value& request, const json::object& answer) {
    const json::object* found = nullptr;
    const auto* id = answer.if_contains("id");
    forEach(request, [&](const json::object& call) {
        if (const auto* its = call.if_contains("id"); id && its && *its == *id) found = &call;
    });
    return found;
}

void tellWrongParent(json::value& block) {
    auto* object = block.if_object();
    if (!object || !object->contains("parentHash")) return;
    auto& parent = object->at("parentHash").as_string();
    parent.back() = parent.back() == '0' ? '1' : '0';
}

/// A log stands in an odd block of L1.
bool isOdd(const json::value& log) {
    constexpr std::string_view kOddDigits = "13579bdf";
    return kOddDigits.find(log.at("blockNumber").as_string().back()) != std::string_view::npos;
}

void leaveOut(json::value& logs, bool all) {
    auto* list = logs.if_array();
    if (!list) return;
    json::array kept;
    for (auto& log : *list)
        if (!all && isOdd(log)) kept.push_back(std::move(log));
    *list = std::move(kept);
}

} // namespace

const char* textOf(EndpointLie lie) {
    switch (lie) {
    case EndpointLie::none:
        return "is honest";
    case EndpointLie::oldHead:
        return "shows old heads";
    case EndpointLie::otherChain:
        return "says that it is of another chain";
    case EndpointLie::wrongParent:
        return "shows blocks with wrong parents";
    case EndpointLie::noLogs:
        return "leaves out all logs";
    case EndpointLie::halfTheLogs:
        return "leaves out the logs of every other block";
    case EndpointLie::swallows:
        return "swallows transactions";
    }
    return "";
}

std::string LyingEndpoint::request(std::string body) const {
    if (m_lie != EndpointLie::oldHead && m_lie != EndpointLie::swallows) return body;
    auto message = parsed(body);
    if (!message) return body;
    forEach(*message, [&](json::object& call) {
        auto& method = call["method"];
        if (m_lie == EndpointLie::swallows && method == "eth_sendRawTransaction") {
            method = kHarmless;
            call["params"] = json::array();
        }
        auto* params = call["params"].if_array();
        if (m_lie == EndpointLie::oldHead && method == "eth_getBlockByNumber" && params && !params->empty() &&
            params->front() == "latest")
            params->front() = base::toQuantity(U256(m_head));
    });
    return json::serialize(*message);
}

std::string LyingEndpoint::answer(const std::string& request, std::string body) const {
    if (m_lie == EndpointLie::none || m_lie == EndpointLie::oldHead) return body;
    auto asked = parsed(request);
    auto message = parsed(body);
    if (!asked || !message) return body;
    forEach(*message, [&](json::object& answer) {
        const auto* call = callOf(*asked, answer);
        auto* result = answer.if_contains("result");
        if (!call || !result) return;
        const std::string_view method = call->at("method").as_string();
        if (m_lie == EndpointLie::otherChain && method == "eth_chainId") {
            *result = "0x1";
        } else if (m_lie == EndpointLie::wrongParent && method.starts_with("eth_getBlockBy")) {
            tellWrongParent(*result);
        } else if ((m_lie == EndpointLie::noLogs || m_lie == EndpointLie::halfTheLogs) &&
                   method == "eth_getLogs") {
            leaveOut(*result, m_lie == EndpointLie::noLogs);
        } else if (m_lie == EndpointLie::swallows && method == "eth_sendRawTransaction") {
            const auto raw = base::fromHex(std::string_view(call->at("params").at(0).as_string()));
            *result = base::toHex(crypto::keccak256(*raw).view());
        }
    });
    return json::serialize(*message);
}

} // namespace aw::test
