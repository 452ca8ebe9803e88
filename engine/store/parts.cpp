#include "store/parts.hpp"

#include "crypto/keccak.hpp"

namespace aw::store {

namespace {

constexpr std::size_t kMarkBytes = 8;
// With its id of 7 bytes and the headers of SQLite's, four of them are at most the 4,088 bytes of a page.
constexpr std::size_t kPieceBytes = 1004;
constexpr unsigned kPieceBits = 16;
constexpr std::uint64_t kEndOfParts = kEndOfNumbers >> kPieceBits;

static_assert(kMaxPartsBytes + kMarkBytes <= kPieceBytes << kPieceBits);

std::uint64_t idOf(std::uint64_t number, std::uint64_t piece) { return number << kPieceBits | piece; }

} // namespace

const PartsTable kRecordParts{.insert = "INSERT INTO record_parts VALUES (?, ?)",
                              .select = "SELECT part FROM record_parts WHERE id BETWEEN ? AND ? ORDER BY id",
                              .remove = "DELETE FROM record_parts WHERE id BETWEEN ? AND ?"};
const PartsTable kUndoParts{.insert = "INSERT INTO undo_parts VALUES (?, ?)",
                            .select = "SELECT part FROM undo_parts WHERE id BETWEEN ? AND ? ORDER BY id",
                            .remove = "DELETE FROM undo_parts WHERE id BETWEEN ? AND ?"};
const PartsTable kBatchParts{.insert = "INSERT INTO batch_parts VALUES (?, ?)",
                             .select = "SELECT part FROM batch_parts WHERE id BETWEEN ? AND ? ORDER BY id",
                             .remove = "DELETE FROM batch_parts WHERE id BETWEEN ? AND ?"};

void putParts(Connection& connection, const PartsTable& table, std::uint64_t number, ByteView bytes) {
    if (bytes.empty()) return;
    const auto mark = crypto::keccak256(bytes);
    Bytes marked;
    marked.reserve(kMarkBytes + bytes.size());
    base::append(marked, mark.view().first(kMarkBytes));
    base::append(marked, bytes);
    const ByteView all = marked;
    for (std::uint64_t at = 0, piece = 0; at < all.size(); at += kPieceBytes, ++piece)
        connection.exec(table.insert, idOf(number, piece),
                        all.subspan(at, std::min<std::uint64_t>(kPieceBytes, all.size() - at)));
}

std::optional<Bytes> getParts(Connection& connection, const PartsTable& table, std::uint64_t number) {
    auto& rows = connection.query(table.select, idOf(number, 0), idOf(number + 1, 0) - 1);
    Bytes marked;
    while (rows.executeStep())
        base::append(marked, blobView(rows.getColumn(0)));
    if (marked.empty()) return Bytes{};
    if (marked.size() <= kMarkBytes) return {};
    Bytes bytes(marked.begin() + kMarkBytes, marked.end());
    const auto mark = crypto::keccak256(bytes);
    if (!std::equal(marked.begin(), marked.begin() + kMarkBytes, mark.bytes.begin())) return {};
    return bytes;
}

void removeParts(Connection& connection, const PartsTable& table, std::uint64_t first, std::uint64_t last) {
    if (first > last || first >= kEndOfParts) return;
    const auto end = last >= kEndOfParts ? kEndOfNumbers : idOf(last + 1, 0) - 1;
    connection.exec(table.remove, idOf(first, 0), end);
}

} // namespace aw::store
