#include "state/snapshot_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

// The files of snapshot_file.hpp, with the calls of POSIX that make them last.
namespace aw::state {
namespace {

constexpr std::size_t kReadSize = std::size_t{1024} * 1024;

/// An open file or folder; closed at the end of its life.
class File {
public:
    File(const std::filesystem::path& path, int flags)
        : m_descriptor(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (isOpen()) ::close(m_descriptor);
    }

    bool isOpen() const { return m_descriptor >= 0; }
    /// False with errno set.
    bool write(ByteView bytes) {
        while (!bytes.empty()) {
            const auto written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR) return false;
            if (written > 0) bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
        return true;
    }
    /// How many bytes were read, 0 at the end; -1 with errno set.
    ssize_t read(Bytes& buffer) {
        for (;;) {
            const auto count = ::read(m_descriptor, buffer.data(), buffer.size());
            if (count >= 0 || errno != EINTR) return count;
        }
    }
    /// Size of the file; -1 with errno set.
    off_t size() {
        const auto size = ::lseek(m_descriptor, 0, SEEK_END);
        return size < 0 || ::lseek(m_descriptor, 0, SEEK_SET) < 0 ? -1 : size;
    }
    bool sync() { return ::fsync(m_descriptor) == 0; }
    bool close() { return ::close(std::exchange(m_descriptor, -1)) == 0; }

private:
    int m_descriptor;
};

std::string reason(int error) { return std::system_category().message(error); }

Error notWritable(const std::filesystem::path& path, int error, std::string_view left) {
    return {ErrorCode::snapshotNotWritable, "The state snapshot " + path.string() + " cannot be written: " +
                                                reason(error) + ". " + std::string(left)};
}

Error notReadable(const std::filesystem::path& path, int error) {
    return {error == ENOENT ? ErrorCode::snapshotMissing : ErrorCode::snapshotNotReadable,
            "The state snapshot " + path.string() + " cannot be read: " + reason(error) + "."};
}

/// 0, or errno of what failed.
int writeAll(const std::filesystem::path& path, const State& state) {
    File file(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.isOpen()) return errno;
    int error = 0;
    saveSnapshot(state, [&](ByteView piece) {
        if (error == 0 && !file.write(piece)) error = errno;
    });
    if (error != 0) return error;
    return file.sync() && file.close() ? 0 : errno;
}

/// Makes a rename in the folder last.
int syncFolder(const std::filesystem::path& path) {
    const auto parent = path.parent_path();
    File folder(parent.empty() ? std::filesystem::path(".") : parent, O_RDONLY | O_DIRECTORY);
    return folder.isOpen() && folder.sync() ? 0 : errno;
}

} // namespace

Result<void> writeSnapshotFile(const std::filesystem::path& path, const State& state) {
    auto unfinished = path;
    unfinished += ".new";
    auto error = writeAll(unfinished, state);
    if (error == 0 && ::rename(unfinished.c_str(), path.c_str()) != 0) error = errno;
    if (error != 0) {
        ::unlink(unfinished.c_str());
        return notWritable(path, error, "The one before it is as it was.");
    }
    if (error = syncFolder(path); error != 0)
        return notWritable(path, error, "It is there, but a power loss could undo it.");
    return {};
}

Result<State> readSnapshotFile(const std::filesystem::path& path) {
    File file(path, O_RDONLY);
    if (!file.isOpen()) return notReadable(path, errno);
    const auto size = file.size();
    if (size < 0) return notReadable(path, errno);
    SnapshotReader reader(static_cast<std::uint64_t>(size));
    Bytes buffer(kReadSize);
    for (;;) {
        const auto count = file.read(buffer);
        if (count < 0) return notReadable(path, errno);
        if (count == 0) return reader.finish();
        const auto added = reader.add(ByteView(buffer).first(static_cast<std::size_t>(count)));
        if (!added) return added.error();
    }
}

} // namespace aw::state
