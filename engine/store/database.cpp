#include "store/database.hpp"

#include "store/migrations.hpp"

#include <sqlite3.h>

#include <array>

namespace aw::store {

namespace {

// "Anch": marks the file as one of ours.
constexpr int kApplicationId = 0x416e6368;
const std::array<std::string_view, 1> kMigrations{migrations::kInitial};

std::string rebuildHint(const std::filesystem::path& file) {
    return "Move " + file.string() + " away and start again: the node rebuilds from L1 and from its peers.";
}

int pragma(SQLite::Database& database, const char* sql) { return database.execAndGet(sql).getInt(); }

Result<void> migrate(SQLite::Database& database, const std::filesystem::path& file) {
    const auto version = static_cast<std::size_t>(pragma(database, "PRAGMA user_version"));
    if (version > kMigrations.size())
        return Error{"store.too-new",
                     "The database " + file.string() +
                         " was written by a newer version of this program. Update this one."};
    for (auto next = version; next < kMigrations.size(); ++next) {
        SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
        database.exec(std::string(kMigrations[next]));
        // A pragma takes no bound values; these are numbers of this program.
        database.exec("PRAGMA user_version = " + std::to_string(next + 1));
        if (next == 0) database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        transaction.commit();
    }
    return {};
}

} // namespace

Error describeFailure(const SQLite::Exception& failure, const std::filesystem::path& file) {
    const std::string name = "The database " + file.string();
    switch (failure.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {"store.corrupt", name + " is damaged. " + rebuildHint(file)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {"store.locked",
                name + " is in use by another process. Stop that one, or use another workspace."};
    case SQLITE_FULL:
        return {"store.full", name + " cannot grow: the disk is full. Make room and start again."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {"store.read-only",
                name + " cannot be written. Check the rights of the file and its directory."};
    case SQLITE_CANTOPEN:
        return {"store.cannot-open",
                name + " cannot be opened. Check that its directory exists and may be written."};
    case SQLITE_IOERR:
        return {"store.io",
                name + " cannot be read or written (" + failure.getErrorStr() + "). Check the disk."};
    default:
        return {"store.failed", name + " refused an operation: " + failure.what() + "."};
    }
}

Error Store::Impl::damaged(const std::string& what) const {
    return {"store.corrupt",
            "In the database " + file.string() + " " + what + " is damaged. " + rebuildHint(file)};
}

Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& file) {
    try {
        auto database =
            std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        // The lock is taken at the first access and kept until the file is closed.
        database->exec("PRAGMA locking_mode = EXCLUSIVE");
        const bool empty = pragma(*database, "SELECT count(*) FROM sqlite_schema") == 0;
        if (!empty && pragma(*database, "PRAGMA application_id") != kApplicationId)
            return Error{"store.not-ours",
                         "The file " + file.string() +
                             " is the database of another program. Choose another workspace."};
        database->exec("PRAGMA journal_mode = WAL");
        database->exec("PRAGMA synchronous = FULL");
        database->exec("PRAGMA foreign_keys = ON");
        database->exec("BEGIN EXCLUSIVE; COMMIT");
        if (const auto found = database->execAndGet("PRAGMA quick_check(1)").getString(); found != "ok")
            return Error{"store.corrupt", "The database " + file.string() + " is damaged (" + found + "). " +
                                              rebuildHint(file)};
        if (const auto done = migrate(*database, file); !done) return done.error();
        return database;
    } catch (const SQLite::Exception& failure) {
        return describeFailure(failure, file);
    }
}

} // namespace aw::store
