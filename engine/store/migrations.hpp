#pragma once

#include <string_view>

/// The files of engine/store/migrations, embedded by CMake. Append-only: a file that was released never
/// changes.
namespace aw::store::migrations {

extern const std::string_view kInitial;

} // namespace aw::store::migrations
