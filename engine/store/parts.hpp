#pragma once

#include "store/connection.hpp"

/// Bytes of any length in small pieces. A row of some kilobytes would leave much of its last page empty; of
/// these pieces four fill a page. The bytes are marked, so that damage is noticed.
namespace aw::store {

/// A table of parts: id = number << 16 | piece.
struct PartsTable {
    const char* insert;
    const char* select;
    const char* remove;
};
extern const PartsTable kRecordParts; ///< by L2 block
extern const PartsTable kUndoParts;   ///< by L2 block
extern const PartsTable kBatchParts;  ///< by the batch's row

/// The longest bytes that a number can have.
inline constexpr std::size_t kMaxPartsBytes = 60'000'000;

/// Keeps the bytes under a number that has none. No bytes at all are no rows.
void putParts(Connection& connection, const PartsTable& table, std::uint64_t number, ByteView bytes);
/// The bytes of a number, empty where it has none; nothing where they are not what was put.
std::optional<Bytes> getParts(Connection& connection, const PartsTable& table, std::uint64_t number);
/// Forgets the bytes of the numbers first..last.
void removeParts(Connection& connection, const PartsTable& table, std::uint64_t first, std::uint64_t last);

} // namespace aw::store
