#pragma once

#include "base/result.hpp"
#include "store/store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <string>
#include <unordered_map>

namespace aw::store {

/// What an SQLite failure means to the node's owner.
Error describeFailure(const SQLite::Exception& failure, const std::filesystem::path& file);

/// Opens the file, takes the lock, checks it and brings its schema up to date.
Result<std::unique_ptr<SQLite::Database>> openDatabase(const std::filesystem::path& file);

/// The connection, its prepared statements and the transaction that is open.
struct Store::Impl {
    std::filesystem::path file;
    std::unique_ptr<SQLite::Database> database;
    bool inTransaction = false;

    /// A prepared statement, ready to bind; the text must be a literal.
    SQLite::Statement& prepared(const char* sql) {
        auto& slot = m_statements[sql];
        if (!slot) slot = std::make_unique<SQLite::Statement>(*database, sql);
        slot->reset();
        slot->clearBindings();
        return *slot;
    }

    /// Error of a row that is not what was written.
    Error damaged(const std::string& what) const;

    /// Runs `work` (which returns a Result) in a transaction of its own, or in the one that is open.
    template<class Work>
    auto write(Work work) -> decltype(work()) {
        try {
            if (inTransaction) return work();
            SQLite::Transaction transaction(*database, SQLite::TransactionBehavior::IMMEDIATE);
            inTransaction = true;
            struct Leave {
                bool& flag;
                ~Leave() { flag = false; }
            } leave{inTransaction};
            auto result = work();
            if (result) transaction.commit();
            resetStatements();
            return result;
        } catch (const SQLite::Exception& failure) {
            resetStatements();
            return describeFailure(failure, file);
        }
    }

    template<class Work>
    auto read(Work work) -> decltype(work()) {
        try {
            auto result = work();
            resetStatements();
            return result;
        } catch (const SQLite::Exception& failure) {
            resetStatements();
            return describeFailure(failure, file);
        }
    }

private:
    // A statement that was not run to its end would keep its snapshot, and the log could not be shortened.
    void resetStatements() {
        for (auto& [sql, statement] : m_statements)
            statement->tryReset();
    }
    std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> m_statements;
};

// Values in and out of statements. Numbers of 64 bits keep their bits: SQLite's are signed.
inline std::int64_t toSql(std::uint64_t value) { return static_cast<std::int64_t>(value); }
inline std::uint64_t number(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(column.getInt64());
}
inline void bindTo(SQLite::Statement& statement, int index, ByteView bytes) {
    // A null pointer would bind NULL instead of an empty blob.
    static const std::uint8_t kNothing = 0;
    statement.bind(index, bytes.empty() ? &kNothing : bytes.data(), static_cast<int>(bytes.size()));
}
inline void bindTo(SQLite::Statement& statement, int index, std::uint64_t value) {
    statement.bind(index, toSql(value));
}
inline Bytes blob(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    const auto size = static_cast<std::size_t>(column.getBytes());
    return size == 0 ? Bytes{} : Bytes(data, data + size);
}
template<class Fixed>
Fixed fixed(const SQLite::Column& column) {
    // The schema checks the sizes.
    const auto bytes = blob(column);
    return bytes.size() == Fixed::kSize ? Fixed::from(bytes) : Fixed{};
}

} // namespace aw::store
