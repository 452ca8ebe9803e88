#include "store/lock_file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace aw::store {

// flock() and not fcntl(): its locks belong to the descriptor, so that two Stores of one process exclude each
// other too.
Result<LockFile> LockFile::take(const std::filesystem::path& database) {
    const auto file = database.string() + ".lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int why = errno;
        if (why == EACCES || why == EROFS || why == EPERM)
            return Error{ErrorCode::storeReadOnly,
                         "The lock file " + file +
                             " cannot be written. Check the rights of the file and its "
                             "directory."};
        return Error{ErrorCode::storeCannotOpen,
                     "The lock file " + file + " cannot be opened (" + std::strerror(why) +
                         "). Check that its directory exists and may be written."};
    }
    LockFile lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
    const int why = errno;
    if (why == EWOULDBLOCK)
        return Error{ErrorCode::storeLocked,
                     "The database " + database.string() +
                         " is in use by another process. Stop that one, or use another "
                         "workspace."};
    return Error{ErrorCode::storeCannotOpen, "The file system refuses to lock " + file + " (" +
                                                 std::strerror(why) + "). Use a workspace on a local disk."};
}

LockFile::LockFile(LockFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LockFile::~LockFile() {
    if (m_descriptor >= 0) ::close(m_descriptor);
}

} // namespace aw::store
