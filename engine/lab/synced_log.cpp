#include "lab/synced_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace aw::lab {
namespace {

Error diskError(const std::string& what, const std::string& path) {
    return {ErrorCode::benchDisk, "Cannot " + what + " " + path + ": " +
                                      std::system_category().message(errno) +
                                      ". Name a directory that can be written to with --directory."};
}

} // namespace

SyncedLog::SyncedLog(int file, std::string path)
    : m_file(file)
    , m_path(std::move(path)) {}

SyncedLog::SyncedLog(SyncedLog&& other) noexcept
    : m_file(std::exchange(other.m_file, -1))
    , m_path(std::move(other.m_path)) {}

SyncedLog::~SyncedLog() {
    if (m_file < 0) return;
    ::close(m_file);
    ::unlink(m_path.c_str());
}

Result<SyncedLog> SyncedLog::create(const std::string& directory) {
    auto path = directory + "/anchorwatch-bench-" + std::to_string(::getpid()) + ".log";
    const auto file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return diskError("create", path);
    return SyncedLog(file, std::move(path));
}

Result<void> SyncedLog::append(ByteView bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return diskError("write to", m_path);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fdatasync(m_file) != 0) return diskError("sync", m_path);
    return {};
}

} // namespace aw::lab
