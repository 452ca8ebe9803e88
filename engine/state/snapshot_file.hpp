#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "state/state.hpp"

#include <filesystem>
#include <functional>

/// The compact form of a whole state, to be kept in a file: a node that has one need not replay the rollup
/// from its first batch.
///
/// Layout: "AWSTATE" ‖ version u8 (2) ‖ accountCount u64 ‖ inboxCursor u64 ‖ txCount u64 ‖ stateRoot 32, then
/// the accounts in order of their index: owner 20 ‖ token ‖ nonce ‖ balance ‖ withdrawn. A number is a byte
/// that counts the bytes after it, and these bytes, big-endian, the first not 0. The state root (S-4) commits
/// to all of it, so that no damage goes unnoticed.
namespace aw::state {

/// Hands the bytes to `sink`, piece by piece, at most 64 KiB each.
void saveSnapshot(const State& state, const std::function<void(ByteView)>& sink);

/// Reads a snapshot piece by piece, of any sizes. Never allocates by what the bytes claim. After an error
/// nothing more can be added.
class SnapshotReader {
public:
    /// `size`: of all pieces together.
    explicit SnapshotReader(std::uint64_t size);

    /// Errors: "snapshot.not-one" (other bytes, another version), "snapshot.malformed" (cut, a number that
    /// does not fit).
    Result<void> add(ByteView piece);

    /// The state, after the last piece. Errors as of add(), "snapshot.malformed" also where bytes are left
    /// over, and "snapshot.wrong-root".
    Result<State> finish();

private:
    Result<void> readHeader(base::ByteReader& reader);
    Result<void> readAccounts(base::ByteReader& reader, bool last);
    Result<void> read(base::ByteReader& reader, bool last);

    std::uint64_t m_size;
    Bytes m_rest; ///< of the last piece: what may go on in the next
    bool m_begun = false;
    State m_state;
    Diff m_next; ///< the account that is read
    std::uint64_t m_count = 0;
    std::uint64_t m_cursor = 0;
    std::uint64_t m_txCount = 0;
    Hash m_root;
};

/// The state of bytes that are all there. Errors as of SnapshotReader::finish().
Result<State> loadSnapshot(ByteView bytes);

// The only functions of this folder that touch the disk. They block: a million accounts take about a second.

/// Writes the snapshot to a file; whatever happens meanwhile, the file is then the old one or the new one,
/// and after a success the new one is on the disk. `path` with ".new" is used on the way; two writers at a
/// time need two paths. Error "snapshot.not-writable": the old file is as it was, unless the detail says
/// otherwise.
Result<void> writeSnapshotFile(const std::filesystem::path& path, const State& state);

/// Errors: "snapshot.missing" (there is no such file), "snapshot.not-readable", and those of loadSnapshot().
Result<State> readSnapshotFile(const std::filesystem::path& path);

} // namespace aw::state
