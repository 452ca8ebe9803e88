#include "rpc/public_text.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>

namespace aw::rpc {
namespace json = boost::json;

namespace {

constexpr std::string_view kHidden = "…";
constexpr std::string_view kSpaces = " \t\n\r";
/// What may end a sentence, or a part of it, after a path.
constexpr std::string_view kEnds = ".,:;!?)\"'";
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kQuotes{
    {{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"“", "”"}}};

bool hasSlash(std::string_view word) { return word.find_first_of("/\\") != std::string_view::npos; }

/// Whether a path begins with this word, rather than goes on with it after a space in a name.
bool beginsPath(std::string_view word) {
    word.remove_prefix(std::min(word.size(), word.find_first_not_of("([{<\"'")));
    const bool hasDrive = word.size() > 2 && word[1] == ':' && (word[2] == '/' || word[2] == '\\');
    return hasDrive || word.starts_with('/') || word.starts_with('\\') || word.starts_with('~') ||
           word.starts_with("./") || word.starts_with("../") || word.find("://") != std::string_view::npos;
}

std::string_view firstWord(std::string_view text) { return text.substr(0, text.find_first_of(kSpaces)); }

/// How much of the text is a quotation with a path in it; 0 where none begins here.
std::size_t quotedPath(std::string_view text) {
    for (const auto& [open, close] : kQuotes) {
        if (!text.starts_with(open)) continue;
        const auto end = text.find(close, open.size());
        if (end != std::string_view::npos && hasSlash(text.substr(0, end))) return end + close.size();
    }
    return 0;
}

/// How much of the text is a path that begins with its first word: names in it may have spaces.
std::size_t pathLength(std::string_view text) {
    constexpr int kMaxWords = 8; // of a name
    auto length = firstWord(text).size();
    if (!beginsPath(text.substr(0, length))) return length;
    auto at = length;
    for (int words = 0; words < kMaxWords && at < text.size(); ++words) {
        if (kEnds.find(text[at - 1]) != std::string_view::npos && text[at - 1] != ')') break;
        const auto begin = text.find_first_not_of(kSpaces, at);
        if (begin == std::string_view::npos ||
            text.substr(at, begin - at).find('\n') != std::string_view::npos)
            break;
        const auto word = firstWord(text.substr(begin));
        if (hasSlash(word) && beginsPath(word)) break;
        at = begin + word.size();
        if (!hasSlash(word)) continue;
        length = at;
        words = 0;
    }
    return length;
}

} // namespace

std::string withoutPaths(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        if (const auto quoted = quotedPath(text); quoted > 0) {
            result += kHidden;
            text.remove_prefix(quoted);
        }
        const auto word = firstWord(text);
        if (!hasSlash(word)) {
            result += word;
            text.remove_prefix(word.size());
        } else {
            const auto path = text.substr(0, pathLength(text));
            result += kHidden;
            // What ends the sentence is no part of the path.
            result += path.substr(path.find_last_not_of(kEnds) + 1);
            text.remove_prefix(path.size());
        }
        const auto spaces = text.substr(0, text.find_first_not_of(kSpaces));
        result += spaces;
        text.remove_prefix(spaces.size());
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
