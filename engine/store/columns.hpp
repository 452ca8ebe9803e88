#pragma once

#include "base/bytes.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

/// Values in and out of statements.
namespace aw::store {

/// Where a range of numbers ends: SQLite's are signed, and what is beyond them is beyond every number kept.
constexpr std::uint64_t kEndOfNumbers = std::numeric_limits<std::int64_t>::max();
constexpr std::uint64_t upTo(std::uint64_t number) { return std::min(number, kEndOfNumbers); }

/// A number of 64 bits keeps its bits.
template<std::unsigned_integral Number>
void bindTo(SQLite::Statement& statement, int index, Number value) {
    statement.bind(index, static_cast<std::int64_t>(std::uint64_t{value}));
}
inline void bindTo(SQLite::Statement& statement, int index, std::int64_t value) {
    statement.bind(index, value);
}

inline void bindTo(SQLite::Statement& statement, int index, ByteView bytes) {
    // A null pointer would bind NULL instead of an empty blob.
    static const std::uint8_t kNothing = 0;
    statement.bind(index, bytes.empty() ? &kNothing : bytes.data(), static_cast<int>(bytes.size()));
}
inline void bindTo(SQLite::Statement& statement, int index, const Bytes& bytes) {
    bindTo(statement, index, ByteView(bytes));
}
template<class Tag, std::size_t N>
void bindTo(SQLite::Statement& statement, int index, const base::FixedBytes<Tag, N>& value) {
    bindTo(statement, index, value.view());
}
inline void bindTo(SQLite::Statement& statement, int index, std::string_view text) {
    statement.bind(index, std::string(text));
}
inline void bindTo(SQLite::Statement& statement, int index, const std::string& text) {
    statement.bind(index, text);
}

inline std::uint64_t number(const SQLite::Column& column) {
    return static_cast<std::uint64_t>(column.getInt64());
}
/// Valid until the statement goes on.
inline ByteView blobView(const SQLite::Column& column) {
    const auto* data = static_cast<const std::uint8_t*>(column.getBlob());
    const auto size = static_cast<std::size_t>(column.getBytes());
    return size == 0 ? ByteView{} : ByteView(data, size);
}
inline Bytes blob(const SQLite::Column& column) {
    const auto view = blobView(column);
    return {view.begin(), view.end()};
}
/// Zero where the size is wrong, which the schema forbids.
template<class Fixed>
Fixed fixed(const SQLite::Column& column) {
    const auto bytes = blobView(column);
    return bytes.size() == Fixed::kSize ? Fixed::from(bytes) : Fixed{};
}

} // namespace aw::store
