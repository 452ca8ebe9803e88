#pragma once

#include <string_view>

namespace aw::crypto {

/// The 2048 English words of BIP-39 in alphabetical order, one a line: resources/mnemonic/english.txt, put
/// into the program by CMake (embed.cmake).
extern const std::string_view kEnglishWordList;

} // namespace aw::crypto
