#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

namespace aw::store {

/// A file of a PendingJournal, open to be appended to. One thread at a time.
/// Errors: "store.cannot-open", "store.read-only", "store.full", "store.io".
class JournalFile {
public:
    /// The numbers of a folder's files, ascending.
    static Result<std::vector<std::uint64_t>> list(const std::filesystem::path& folder);
    /// Hands over the content of each frame, which says whether it is one; returns the bytes of the frames.
    /// What a crash cut off at the end, and room that was never used, is passed over. Error also:
    /// "store.corrupt".
    static Result<std::uint64_t> read(const std::filesystem::path& folder, std::uint64_t number,
                                      const std::function<bool(ByteView)>& content);
    static Result<std::unique_ptr<JournalFile>> create(const std::filesystem::path& folder,
                                                       std::uint64_t number);
    /// What cannot be removed stays, and is read again.
    static void remove(const std::filesystem::path& folder, std::uint64_t number);

    ~JournalFile();
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;

    /// Appends a frame, on the disk when it returns. After an error the file may end with a part of it: it is
    /// not to be used any more.
    Result<void> append(ByteView content);
    std::uint64_t number() const { return m_number; }
    std::uint64_t size() const { return m_size; }

private:
    JournalFile(std::filesystem::path path, std::uint64_t number, int descriptor);
    void makeRoom();

    std::filesystem::path m_path;
    std::uint64_t m_number;
    int m_descriptor;
    std::uint64_t m_size = 0;
    std::uint64_t m_room = 0; ///< bytes that the file has, filled or not
};

} // namespace aw::store
