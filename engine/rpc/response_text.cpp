#include "rpc/response_text.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serializer.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace aw::rpc {
namespace json = boost::json;

namespace {

void appendText(std::string& out, std::string_view text) { out.append(text); }

/// Whether a JSON text needs no escapes. Bytes from 0x80 on are UTF-8, which stands for itself.
bool isPlain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != '"' && byte != '\\';
    });
}

void appendJson(std::string& out, const json::value& value) {
    // What most answers and ids are.
    if (const auto* text = value.if_string(); text && isPlain(*text)) {
        out += '"';
        appendText(out, *text);
        out += '"';
        return;
    }
    if (const auto* number = value.if_int64()) {
        std::array<char, 24> digits;
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
        appendText(out, {digits.data(), static_cast<std::size_t>(end - digits.data())});
        return;
    }
    json::serializer serializer;
    serializer.reset(&value);
    std::array<char, 4096> piece;
    while (!serializer.done())
        appendText(out, serializer.read(piece.data(), piece.size()));
}

} // namespace

std::string responseText(const json::value* id, const Reply& reply) {
    std::string text;
    constexpr std::size_t kOrdinary = 160;
    text.reserve(kOrdinary);
    appendText(text, R"({"jsonrpc":"2.0","id":)");
    if (id)
        appendJson(text, *id);
    else
        appendText(text, "null");
    if (reply) {
        appendText(text, R"(,"result":)");
        appendJson(text, *reply);
    } else {
        json::object error{{"code", static_cast<int>(reply.error().code)},
                           {"message", reply.error().message}};
        if (!reply.error().data.empty()) error["data"] = reply.error().data;
        appendText(text, R"(,"error":)");
        appendJson(text, json::value(std::move(error)));
    }
    text += '}';
    return text;
}

RpcError limitExceeded(std::uint64_t waitMs) {
    return {RpcErrorCode::limitExceeded,
            "limit exceeded: your address asks for more than its share; try again in " +
                std::to_string(waitMs) + " ms, and ask for less at a time."};
}

} // namespace aw::rpc
