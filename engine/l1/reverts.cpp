#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "l1/contracts.hpp"
#include "l1/deployment.hpp"

#include <boost/json/parse.hpp>

#include <map>

namespace aw::l1 {

namespace {

namespace json = boost::json;
using codec::abi::Decoder;

struct Parameter {
    std::string name;
    std::string type;
};

struct CustomError {
    std::string name;
    std::vector<Parameter> parameters;
};

using Selector = std::array<std::uint8_t, 4>;

std::string field(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

/// Every error that the embedded artifacts declare.
std::map<Selector, CustomError> errorsOfArtifacts() {
    std::map<Selector, CustomError> errors;
    for (const auto& artifact : artifacts()) {
        boost::system::error_code failed;
        const auto parsed = json::parse(artifact.json, failed);
        const auto* root = failed ? nullptr : parsed.if_object();
        const auto* abi = root ? root->if_contains("abi") : nullptr;
        if (!abi || !abi->is_array()) continue;
        for (const auto& item : abi->as_array()) {
            const auto* entry = item.if_object();
            if (!entry || field(*entry, "type") != "error") continue;
            CustomError error{field(*entry, "name"), {}};
            std::string signature = error.name + "(";
            if (const auto* inputs = entry->if_contains("inputs"); inputs && inputs->is_array())
                for (const auto& input : inputs->as_array()) {
                    if (!input.is_object()) continue;
                    error.parameters.push_back(
                        {field(input.as_object(), "name"), field(input.as_object(), "type")});
                    if (signature.back() != '(') signature += ",";
                    signature += error.parameters.back().type;
                }
            errors.emplace(codec::abi::selector(signature + ")"), std::move(error));
        }
    }
    return errors;
}

const std::map<Selector, CustomError>& knownErrors() {
    static const auto kErrors = errorsOfArtifacts();
    return kErrors;
}

std::string argument(Decoder& decoder, const std::string& type) {
    if (type == "address") return base::toHex(decoder.address().view());
    if (type == "bytes32") return base::toHex(decoder.hash().view());
    if (type == "bool") return decoder.boolean() ? "true" : "false";
    if (type == "string") return decoder.text();
    if (type == "bytes") return base::toHex(decoder.bytes());
    return decoder.number().str();
}

std::string panicMeaning(const U256& code) {
    static const std::map<std::uint64_t, std::string_view> kMeanings{
        {0x01, "an assertion failed"},       {0x11, "an arithmetic overflow"},
        {0x12, "a division by zero"},        {0x21, "a value outside its enumeration"},
        {0x31, "pop() on an empty array"},   {0x32, "an index outside an array"},
        {0x41, "too much memory requested"}, {0x51, "an uninitialised function called"}};
    if (code <= 0xff)
        if (const auto found = kMeanings.find(static_cast<std::uint64_t>(code)); found != kMeanings.end())
            return "Panic: " + std::string(found->second);
    return "Panic with code " + code.str();
}

} // namespace

std::string revertName(ByteView data) {
    if (data.size() < 4) return {};
    Selector selector{};
    std::copy_n(data.begin(), selector.size(), selector.begin());
    const auto found = knownErrors().find(selector);
    return found == knownErrors().end() ? std::string() : found->second.name;
}

std::string describeRevert(ByteView data) {
    if (data.empty()) return "reverted without a reason";
    if (data.size() < 4) return "reverted with " + base::toHex(data);
    Selector selector{};
    std::copy_n(data.begin(), selector.size(), selector.begin());
    Decoder decoder(data.subspan(4));
    if (selector == codec::abi::selector("Error(string)")) {
        const auto text = decoder.text();
        if (decoder.ok()) return text;
    }
    if (selector == codec::abi::selector("Panic(uint256)")) {
        const auto code = decoder.number();
        if (decoder.ok()) return panicMeaning(code);
    }
    const auto found = knownErrors().find(selector);
    if (found == knownErrors().end()) return "reverted with " + base::toHex(data);
    std::string text = found->second.name;
    std::string arguments;
    for (const auto& parameter : found->second.parameters) {
        if (!arguments.empty()) arguments += ", ";
        arguments += parameter.name + " " + argument(decoder, parameter.type);
    }
    if (!decoder.ok()) return text + " with " + base::toHex(data);
    return arguments.empty() ? text : text + " (" + arguments + ")";
}

} // namespace aw::l1
