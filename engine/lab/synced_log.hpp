#pragma once

#include "base/result.hpp"
#include "base/types.hpp"

#include <memory>
#include <string>

namespace aw::lab {

/// A file that bytes are appended to, each time on the disk before the call returns (fdatasync). It is
/// removed at the end. POSIX.
class SyncedLog {
public:
    /// A new file of its own in the directory. Error "bench.disk".
    static Result<SyncedLog> create(const std::string& directory);
    SyncedLog(SyncedLog&& other) noexcept;
    SyncedLog& operator=(SyncedLog&&) = delete;
    ~SyncedLog();

    /// Error "bench.disk".
    Result<void> append(ByteView bytes);

private:
    explicit SyncedLog(int file, std::string path);

    int m_file = -1;
    std::string m_path;
};

} // namespace aw::lab
