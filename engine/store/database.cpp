#include "store/database.hpp"

#include "store/migrations.hpp"

#include <sqlite3.h>

#include <array>

namespace aw::store {

namespace {

/// Connection lets one call in at a time: SQLite need not lock for each row.
const int kOneAtATime = SQLite::OPEN_NOMUTEX;

// "AnW1": marks the file as one of ours.
constexpr int kApplicationId = 0x416e5731;
/// Of files that were made before the schema's first version: their version 1 is another one.
constexpr int kUnreleasedApplicationId = 0x416e6368;
const std::array<std::string_view, 2> kMigrations{migrations::kInitial, migrations::kL1Intents};

/// Up to this size the whole file is checked when it is opened (about 0.3 s).
constexpr std::uintmax_t kCheckedBytes = 64 << 20;
/// Of larger files these are: what is read as a whole at the start. The rest is checked when it is read.
constexpr std::array kCheckedTables{"batches",    "demands", "documents", "fences",  "inbox",
                                    "l1_intents", "meta",    "numbers",   "pending", "tokens"};
constexpr int kBusyMs = 10'000;

std::string rebuildHint(const std::filesystem::path& file) {
    return "Move " + file.string() + " away and start again: the node rebuilds from L1 and from its peers.";
}

int pragma(SQLite::Database& database, const char* sql) { return database.execAndGet(sql).getInt(); }

/// Of this process, all connections of a store: 24 MiB and 4 MiB for each reader; the log has 16 MiB, and is
/// cut to that where a long read made it grow.
void configure(SQLite::Database& database, bool writes) {
    database.setBusyTimeout(kBusyMs);
    database.exec(writes ? "PRAGMA cache_size = -24576" : "PRAGMA cache_size = -4096");
    if (!writes) return;
    database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = FULL");
    // What is deleted was public: to overwrite it would double the time of a rewind.
    database.exec("PRAGMA secure_delete = OFF");
    database.exec("PRAGMA wal_autocheckpoint = 4096");
    database.exec("PRAGMA journal_size_limit = 16777216");
}

Result<void> identify(SQLite::Database& database, const std::filesystem::path& file) {
    const bool empty = pragma(database, "SELECT count(*) FROM sqlite_schema") == 0;
    const auto id = pragma(database, "PRAGMA application_id");
    if (id == kUnreleasedApplicationId)
        return Error{ErrorCode::storeTooOld,
                     "The database " + file.string() +
                         " was made by a version of this program from before its first "
                         "release, which this one cannot read. " +
                         rebuildHint(file)};
    if (!empty && id != kApplicationId)
        return Error{ErrorCode::storeNotOurs,
                     "The file " + file.string() +
                         " is the database of another program. Choose another workspace."};
    return {};
}

Result<void> check(SQLite::Database& database, const std::filesystem::path& file) {
    const auto found = [&](const std::string& sql) -> Result<void> {
        const auto answer = database.execAndGet(sql).getString();
        if (answer == "ok") return {};
        return Error{ErrorCode::storeCorrupt,
                     "The database " + file.string() + " is damaged (" + answer + "). " + rebuildHint(file)};
    };
    std::error_code unreadable;
    const auto size = std::filesystem::file_size(file, unreadable);
    if (unreadable || size <= kCheckedBytes) return found("PRAGMA quick_check(1)");
    for (const auto* table : kCheckedTables)
        if (const auto ok = found(std::string("PRAGMA quick_check(") + table + ")"); !ok) return ok;
    return {};
}

Result<void> migrate(SQLite::Database& database, const std::filesystem::path& file,
                     std::span<const std::string_view> migrations) {
    const auto version = static_cast<std::size_t>(pragma(database, "PRAGMA user_version"));
    if (version > migrations.size())
        return Error{ErrorCode::storeTooNew,
                     "The database " + file.string() +
                         " was written by a newer version of this program. Update this one."};
    for (auto next = version; next < migrations.size(); ++next) {
        SQLite::Transaction dbTx(database, SQLite::TransactionBehavior::IMMEDIATE);
        database.exec(std::string(migrations[next]));
        // A pragma takes no bound values; these are numbers of this program.
        database.exec("PRAGMA user_version = " + std::to_string(next + 1));
        if (next == 0) database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
        dbTx.commit();
    }
    return {};
}

} // namespace

std::span<const std::string_view> migrationsOfThisProgram() { return kMigrations; }

Error describeFailure(const SQLite::Exception& failure, const std::filesystem::path& file) {
    const std::string name = "The database " + file.string();
    switch (failure.getErrorCode() & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::storeCorrupt, name + " is damaged. " + rebuildHint(file)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::storeLocked,
                name + " is in use by another process. Stop that one, or use another workspace."};
    case SQLITE_FULL:
        return {ErrorCode::storeFull, name + " cannot grow: the disk is full. Make room and start again."};
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return {ErrorCode::storeReadOnly,
                name + " cannot be written. Check the rights of the file and its directory."};
    case SQLITE_CANTOPEN:
        return {ErrorCode::storeCannotOpen,
                name + " cannot be opened. Check that its directory exists and may be written."};
    case SQLITE_IOERR:
        return {ErrorCode::storeIo,
                name + " cannot be read or written (" + failure.getErrorStr() + "). Check the disk."};
    default:
        return {ErrorCode::storeFailed, name + " refused an operation: " + failure.what() + "."};
    }
}

Error damagedFile(const std::filesystem::path& file, const std::string& what) {
    return {ErrorCode::storeCorrupt,
            "In the database " + file.string() + " " + what + " is damaged. " + rebuildHint(file)};
}

Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& file,
                                                       std::span<const std::string_view> migrations) {
    try {
        auto database = std::make_unique<SQLite::Database>(
            file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | kOneAtATime);
        // Before anything is written: the file may be another program's.
        if (const auto ours = identify(*database, file); !ours) return ours.error();
        configure(*database, true);
        // Writes nothing, but needs the right to: a read-only file is refused here and not at the first
        // block.
        database->exec("BEGIN IMMEDIATE; COMMIT");
        if (const auto sound = check(*database, file); !sound) return sound.error();
        if (const auto done = migrate(*database, file, migrations); !done) return done.error();
        return database;
    } catch (const SQLite::Exception& failure) {
        return describeFailure(failure, file);
    }
}

Result<std::unique_ptr<SQLite::Database>> openForReading(const std::filesystem::path& file) {
    try {
        auto database =
            std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READONLY | kOneAtATime);
        configure(*database, false);
        return database;
    } catch (const SQLite::Exception& failure) {
        return describeFailure(failure, file);
    }
}

} // namespace aw::store
