#pragma once

#include "store/columns.hpp"
#include "store/database.hpp"

#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace aw::store {

/// A connection to the file: its prepared statements and the transaction that is open.
///
/// Thread rule: read() and write() from any thread; one waits for the other. The rest from within them.
class Connection {
public:
    Connection(std::filesystem::path file, std::unique_ptr<SQLite::Database> database)
        : m_file(std::move(file))
        , m_database(std::move(database)) {}

    const std::filesystem::path& file() const { return m_file; }

    /// A statement with its values, to be stepped through. The text must be a literal: statements are kept by
    /// its address. Valid until the same text is asked for again.
    template<class... Values>
    SQLite::Statement& query(const char* sql, const Values&... values) {
        auto& statement = prepared(sql);
        int index = 0;
        (bindTo(statement, ++index, values), ...);
        return statement;
    }
    /// Runs a statement that returns no rows; returns how many it changed.
    template<class... Values>
    int exec(const char* sql, const Values&... values) {
        return query(sql, values...).exec();
    }

    /// Error of a row that is not what was written.
    Error damaged(const std::string& what) const { return damagedFile(m_file, what); }

    /// Runs `work` (which returns a Result) in a transaction of its own, or in the one that is open. It looks
    /// before it writes: what it writes before it returns an error is undone only in a transaction of its
    /// own. A failure of SQLite's spoils the open transaction: nothing of it is kept, whatever is done after.
    template<class Work>
    auto write(Work work) -> decltype(work()) {
        const std::scoped_lock lock(m_mutex);
        if (m_inTransaction) return guarded(work);
        return inTransaction("BEGIN IMMEDIATE", work);
    }

    /// Runs `work` over one state of the file.
    template<class Work>
    auto read(Work work) -> decltype(work()) {
        const std::scoped_lock lock(m_mutex);
        if (m_inTransaction) return guarded(work);
        return inTransaction("BEGIN", work);
    }

private:
    SQLite::Statement& prepared(const char* sql) {
        auto& slot = m_statements[sql];
        if (!slot.statement) slot.statement = std::make_unique<SQLite::Statement>(*m_database, sql);
        slot.statement->reset();
        if (!slot.used) m_used.push_back(&slot);
        slot.used = true;
        return *slot.statement;
    }

    template<class Work>
    auto guarded(Work& work) -> decltype(work()) {
        if (m_failure) return *m_failure;
        try {
            auto result = work();
            // Damage is found in the middle of a write too.
            if (!result && result.error().code == ErrorCode::storeCorrupt) m_failure = result.error();
            return result;
        } catch (const SQLite::Exception& failure) {
            m_failure = describeFailure(failure, m_file);
            return *m_failure;
        }
    }

    template<class Work>
    auto inTransaction(const char* begin, Work& work) -> decltype(work()) {
        try {
            prepared(begin).exec();
        } catch (const SQLite::Exception& failure) {
            resetStatements();
            return describeFailure(failure, m_file);
        }
        m_inTransaction = true;
        m_failure.reset();
        struct Leave {
            Connection& connection;
            bool committed = false;
            ~Leave() {
                connection.m_inTransaction = false;
                if (!committed) connection.rollBack();
            }
        } leave{*this};
        auto result = guarded(work);
        resetStatements();
        if (!result) return result;
        if (m_failure) return *m_failure;
        try {
            prepared("COMMIT").exec();
        } catch (const SQLite::Exception& failure) {
            return describeFailure(failure, m_file);
        }
        resetStatements();
        leave.committed = true;
        return result;
    }

    void rollBack() noexcept {
        resetStatements();
        try {
            // After some failures SQLite has done so itself.
            if (sqliteInTransaction()) prepared("ROLLBACK").exec();
        } catch (const std::exception&) {
            // What was not committed is not there when the file is opened again.
        }
        resetStatements();
    }
    bool sqliteInTransaction() const;

    // A statement that was not run to its end would keep its snapshot, and the log could not be shortened.
    void resetStatements() noexcept {
        for (auto* slot : m_used) {
            slot->statement->tryReset();
            slot->used = false;
        }
        m_used.clear();
    }

    struct Slot {
        std::unique_ptr<SQLite::Statement> statement;
        bool used = false; ///< since the transaction began
    };

    const std::filesystem::path m_file;
    std::recursive_mutex m_mutex; ///< of the thread whose transaction is open
    // Guarded by m_mutex:
    std::unique_ptr<SQLite::Database> m_database;
    std::unordered_map<const char*, Slot> m_statements; // its elements never move
    std::vector<Slot*> m_used;
    bool m_inTransaction = false;
    std::optional<Error> m_failure; ///< of SQLite's in the open transaction
};

} // namespace aw::store
