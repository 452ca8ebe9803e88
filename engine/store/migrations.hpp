#pragma once

#include <string_view>

/// The files of engine/store/migrations, embedded by CMake. Append-only: a file that was released never
/// changes.
namespace aw::store::migrations {

extern const std::string_view kInitial;
extern const std::string_view kL1Intents;

} // namespace aw::store::migrations
