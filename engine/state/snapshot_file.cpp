#include "state/snapshot_file.hpp"

#include "base/bytes.hpp"

#include <algorithm>

namespace aw::state {
namespace {

constexpr std::string_view kMagic = "AWSTATE";
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kPieceSize = std::size_t{64} * 1024;
/// The shortest account: an owner and four numbers that are 0.
constexpr std::size_t kLeastAccountSize = 24;
constexpr std::size_t kMostAccountSize = 20 + 1 + 4 + 1 + 8 + 2 * (1 + 16);

void appendNumber(Bytes& out, const U128& value) {
    std::array<std::uint8_t, 16> bytes;
    std::size_t size = 0;
    for (auto rest = value; rest != 0; rest >>= 8)
        bytes[size++] = static_cast<std::uint8_t>(rest & 0xff);
    out.push_back(static_cast<std::uint8_t>(size));
    while (size > 0)
        out.push_back(bytes[--size]);
}

/// A number of at most `size` bytes; marks the reader as failed where there is none.
U128 readNumber(base::ByteReader& reader, std::size_t size) {
    const auto length = reader.number<std::uint8_t>();
    const auto bytes = reader.take(length <= size ? length : reader.left() + 1);
    if (!bytes.empty() && bytes.front() == 0) reader.take(reader.left() + 1);
    U128 value = 0;
    for (const auto byte : bytes)
        value = value << 8 | byte;
    return value;
}

Error malformed(std::string detail) {
    return {"snapshot.malformed", "The state snapshot " + std::move(detail)};
}

} // namespace

void saveSnapshot(const State& state, const std::function<void(ByteView)>& sink) {
    Bytes piece;
    piece.reserve(kPieceSize);
    for (const auto letter : kMagic)
        piece.push_back(static_cast<std::uint8_t>(letter));
    piece.push_back(kVersion);
    base::appendBigEndian(piece, state.accountCount());
    base::appendBigEndian(piece, state.inboxCursor());
    base::appendBigEndian(piece, state.txCount());
    base::append(piece, state.root().view());
    for (std::uint64_t i = 0; i < state.accountCount(); ++i) {
        if (piece.size() + kMostAccountSize > kPieceSize) {
            sink(piece);
            piece.clear();
        }
        const auto account = *state.account({static_cast<std::uint32_t>(i)});
        base::append(piece, account.owner.view());
        appendNumber(piece, account.token);
        appendNumber(piece, account.nonce);
        appendNumber(piece, account.balance);
        appendNumber(piece, account.withdrawn);
    }
    sink(piece);
}

Result<State> loadSnapshot(ByteView bytes) {
    base::ByteReader reader(bytes);
    const auto magic = reader.take(kMagic.size());
    const auto version = reader.number<std::uint8_t>();
    if (!reader.ok() || !std::equal(magic.begin(), magic.end(), kMagic.begin()))
        return Error{"snapshot.not-one", "This is no state snapshot: it does not begin as one."};
    if (version != kVersion)
        return Error{"snapshot.not-one", "The state snapshot has version " + std::to_string(version) +
                                             "; this program reads version " + std::to_string(kVersion) +
                                             ". Rebuild the state from L1 instead."};
    const auto count = reader.number<std::uint64_t>();
    const auto cursor = reader.number<std::uint64_t>();
    const auto txCount = reader.number<std::uint64_t>();
    const auto root = reader.fixed<Hash>();
    if (!reader.ok() || count > reader.left() / kLeastAccountSize || count > std::uint64_t{1} << 32)
        return malformed("is cut: it claims " + std::to_string(count) + " accounts and has " +
                         std::to_string(reader.left()) + " bytes for them.");
    State state;
    Diff diff{.changes = {{}}, .inboxConsumed = 0};
    auto& [index, account] = diff.changes.front();
    for (std::uint64_t i = 0; i < count; ++i) {
        index.value = static_cast<std::uint32_t>(i);
        account.owner = reader.fixed<Address>();
        account.token = static_cast<std::uint32_t>(readNumber(reader, 4));
        account.nonce = static_cast<std::uint64_t>(readNumber(reader, 8));
        account.balance = readNumber(reader, 16);
        account.withdrawn = readNumber(reader, 16);
        if (!reader.ok()) return malformed("is cut or damaged at account " + std::to_string(i) + ".");
        state.apply(diff);
    }
    if (reader.left() != 0)
        return malformed("has " + std::to_string(reader.left()) + " bytes after its last account.");
    state.apply({.changes = {}, .inboxConsumed = cursor, .txs = txCount});
    if (state.root() != root)
        return Error{"snapshot.wrong-root",
                     "The state snapshot is damaged: its accounts give another root than it states. "
                     "Rebuild the state from L1 instead."};
    return state;
}

} // namespace aw::state
