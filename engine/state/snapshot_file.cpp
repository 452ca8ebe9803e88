#include "state/snapshot_file.hpp"

#include "base/bytes.hpp"
#include "state/short_number.hpp"

#include <algorithm>

namespace aw::state {
namespace {

constexpr std::string_view kMagic = "AWSTATE";
constexpr std::uint8_t kVersion = 2;
constexpr std::size_t kPieceSize = std::size_t{64} * 1024;
/// The shortest account: an owner and four numbers that are 0.
constexpr std::size_t kLeastAccountSize = 24;
constexpr std::size_t kHeaderSize = 7 + 1 + 3 * 8 + 32;
constexpr std::size_t kMostAccountSize = 20 + 1 + 4 + 1 + 8 + 2 * (1 + 16);

Error malformed(std::string detail) {
    return {ErrorCode::snapshotMalformed, "The state snapshot " + std::move(detail)};
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
        appendShortNumber(piece, account.token);
        appendShortNumber(piece, account.nonce);
        appendShortNumber(piece, account.balance);
        appendShortNumber(piece, account.withdrawn);
    }
    sink(piece);
}

SnapshotReader::SnapshotReader(std::uint64_t size)
    : m_size(size)
    , m_next{.changes = {{}}} {}

Result<void> SnapshotReader::readHeader(base::ByteReader& reader) {
    const auto magic = reader.take(kMagic.size());
    const auto version = reader.number<std::uint8_t>();
    if (!reader.ok() || !std::equal(magic.begin(), magic.end(), kMagic.begin()))
        return Error{ErrorCode::snapshotNotOne, "This is no state snapshot: it does not begin as one."};
    if (version != kVersion)
        return Error{ErrorCode::snapshotNotOne, "The state snapshot has version " + std::to_string(version) +
                                                    "; this program reads version " +
                                                    std::to_string(kVersion) +
                                                    ". Rebuild the state from L1 instead."};
    m_count = reader.number<std::uint64_t>();
    m_cursor = reader.number<std::uint64_t>();
    m_txCount = reader.number<std::uint64_t>();
    m_root = reader.fixed<Hash>();
    const auto room = m_size - std::min<std::uint64_t>(m_size, kHeaderSize);
    if (!reader.ok() || m_count > room / kLeastAccountSize || m_count > std::uint64_t{1} << 32)
        return malformed("is cut: it claims " + std::to_string(m_count) + " accounts and has " +
                         std::to_string(room) + " bytes for them.");
    m_state.reserve(m_count);
    m_begun = true;
    return {};
}

Result<void> SnapshotReader::readAccounts(base::ByteReader& reader, bool last) {
    auto& [index, account] = m_next.changes.front();
    while (m_state.accountCount() < m_count && (last || reader.left() >= kMostAccountSize)) {
        index.value = static_cast<std::uint32_t>(m_state.accountCount());
        account.owner = reader.fixed<Address>();
        account.token = static_cast<std::uint32_t>(readCountedNumber(reader, 4));
        account.nonce = static_cast<std::uint64_t>(readCountedNumber(reader, 8));
        account.balance = readCountedNumber(reader, 16);
        account.withdrawn = readCountedNumber(reader, 16);
        if (!reader.ok())
            return malformed("is cut or damaged at account " + std::to_string(index.value) + ".");
        m_state.apply(m_next);
    }
    return {};
}

Result<void> SnapshotReader::read(base::ByteReader& reader, bool last) {
    if (!m_begun) {
        if (!last && reader.left() < kHeaderSize) return {};
        if (const auto header = readHeader(reader); !header) return header.error();
    }
    return readAccounts(reader, last);
}

Result<void> SnapshotReader::add(ByteView piece) {
    if (!m_rest.empty()) {
        base::append(m_rest, piece);
        piece = m_rest;
    }
    base::ByteReader reader(piece);
    if (const auto done = read(reader, false); !done) return done.error();
    const auto rest = piece.last(reader.left());
    m_rest = Bytes(rest.begin(), rest.end());
    return {};
}

Result<State> SnapshotReader::finish() {
    base::ByteReader reader(m_rest);
    if (const auto done = read(reader, true); !done) return done.error();
    if (reader.left() != 0)
        return malformed("has " + std::to_string(reader.left()) + " bytes after its last account.");
    m_state.apply({.changes = {}, .inboxConsumed = m_cursor, .txs = m_txCount});
    if (m_state.root() != m_root)
        return Error{ErrorCode::snapshotWrongRoot,
                     "The state snapshot is damaged: its accounts give another root than it states. "
                     "Rebuild the state from L1 instead."};
    return std::move(m_state);
}

Result<State> loadSnapshot(ByteView bytes) {
    SnapshotReader reader(bytes.size());
    if (const auto added = reader.add(bytes); !added) return added.error();
    return reader.finish();
}

} // namespace aw::state
