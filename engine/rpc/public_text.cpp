#include "rpc/public_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aw::rpc {
namespace json = boost::json;

std::string withoutPaths(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' '));
        if (word.find_first_of("/\\") == std::string_view::npos) {
            result += word;
        } else {
            result += "…";
            // What ends the sentence is no part of the path.
            result += word.substr(word.find_last_not_of(".,:;!?)\"'") + 1);
        }
        text.remove_prefix(word.size());
        if (text.empty()) break;
        result += ' ';
        text.remove_prefix(1);
    }
    return result;
}

json::value withoutPaths(json::value value) {
    if (auto* text = value.if_string()) {
        const auto changed = withoutPaths(std::string_view(*text));
        *text = changed;
    } else if (auto* list = value.if_array()) {
        for (auto& item : *list)
            item = withoutPaths(std::move(item));
    } else if (auto* object = value.if_object()) {
        for (auto& member : *object)
            member.value() = withoutPaths(std::move(member.value()));
    }
    return value;
}

} // namespace aw::rpc
