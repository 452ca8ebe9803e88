#pragma once

#include "base/result.hpp"
#include "store/values.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace aw::store {

/// Transactions that were accepted, on the disk before anybody is told: a log of their own beside the
/// database, because nothing is as fast as to append. A thread of its own writes and syncs (fdatasync) all
/// that was given meanwhile at once. What became of them is not kept here but for removals: those in a block
/// of the database are pending no longer.
///
/// Files `pending-NUMBER.log` in the folder, of frames: "AWpj", bytes of the content u32, the first 8 bytes
/// of its keccak-256, content. The content is a list of `1 ‖ sender ‖ size u16 ‖ signed bytes` (accepted) and
/// `2 ‖ hash` (removed); numbers are big-endian. A frame that a crash cut off ends the last file: nobody was
/// told of what it holds.
///
/// Thread rule: every method from any thread. Completions come on the journal's own thread.
class PendingJournal {
public:
    using Done = std::function<void(Result<void>)>;

    /// Opens the folder's files and reads them. Errors: "store.corrupt" (a frame in the midst is damaged),
    /// "store.io", "store.cannot-open", "store.read-only", "store.full".
    static Result<std::unique_ptr<PendingJournal>> open(std::filesystem::path folder);
    /// Ends the thread once everything that was given is written.
    ~PendingJournal();
    PendingJournal(const PendingJournal&) = delete;
    PendingJournal& operator=(const PendingJournal&) = delete;

    /// What the files held when they were opened, without what was removed, in the order of acceptance; given
    /// once.
    std::vector<PendingTx> takeFound();

    /// Keeps transactions, each with at most 65,535 signed bytes; `done` is called once they are on the disk,
    /// or the disk refused ("store.full", "store.io", "store.read-only": then none of them is kept).
    void add(std::vector<PendingTx> txs, Done done);
    /// They are pending no longer and in no block. Written with what comes next: when a crash is faster, they
    /// are found once more.
    void remove(std::vector<Hash> hashes);

    /// Begins a new file with these alone, which are all that is still pending of what was added before this
    /// call, and removes the files before. To be called when size() has grown; nothing is lost where it
    /// fails.
    void renew(std::vector<PendingTx> pending);
    /// Bytes of the files.
    std::uint64_t size() const;

private:
    class Impl;
    explicit PendingJournal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace aw::store
