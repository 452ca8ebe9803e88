#pragma once

#include "base/result.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

namespace aw::store {

/// The migrations of this program, oldest first: the schema's version is how many of them were run.
std::span<const std::string_view> migrationsOfThisProgram();

/// What an SQLite failure means to the node's owner.
Error describeFailure(const SQLite::Exception& failure, const std::filesystem::path& file);

/// Error of a part of the file that is not what was written.
Error damagedFile(const std::filesystem::path& file, const std::string& what);

/// Opens or makes the file, checks it and brings its schema up to date, each migration in one transaction.
/// The caller holds its LockFile. Errors: those of Store::open().
Result<std::unique_ptr<SQLite::Database>>
openDatabase(const std::filesystem::path& file,
             std::span<const std::string_view> migrations = migrationsOfThisProgram());

/// A connection that only reads, beside the one of openDatabase().
Result<std::unique_ptr<SQLite::Database>> openForReading(const std::filesystem::path& file);

} // namespace aw::store
