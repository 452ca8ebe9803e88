#pragma once

#include "base/result.hpp"

#include <filesystem>

namespace aw::store {

/// An exclusive hold on a file beside the database, which SQLite's own locks do not give: readers share
/// those. Ends with the object or with the process, however that ends; the file stays. Not inherited by
/// programs that this one starts.
class LockFile {
public:
    /// Takes it without waiting. Errors: "store.locked" (held by another process, or by another LockFile of
    /// this one), "store.cannot-open", "store.read-only".
    static Result<LockFile> take(const std::filesystem::path& database);
    LockFile(LockFile&& other) noexcept;
    LockFile& operator=(LockFile&&) = delete;
    ~LockFile();

private:
    explicit LockFile(int descriptor)
        : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

} // namespace aw::store
