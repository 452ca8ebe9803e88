#include "store/journal_file.hpp"

#include "base/bytes.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <sys/uio.h>
#include <unistd.h>

namespace aw::store {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMark = "AWpj";
constexpr std::size_t kSumBytes = 8;
constexpr std::size_t kHeadBytes = 4 + 4 + kSumBytes;
/// Room that is made ahead, of zeros: to sync bytes over others takes half as long as where the file grows,
/// and two thirds of what it takes where room was only reserved, whose first write changes the file system
/// too.
constexpr std::size_t kRoomBytes = std::size_t{256} << 10;
constexpr std::string_view kPrefix = "pending-", kSuffix = ".log";

fs::path pathOf(const fs::path& folder, std::uint64_t number) {
    return folder / (std::string(kPrefix) + std::to_string(number) + std::string(kSuffix));
}

/// The number in a file's name; nothing where it is not one of ours.
std::optional<std::uint64_t> numberOf(const std::string& name) {
    const std::string_view text = name;
    if (!text.starts_with(kPrefix) || !text.ends_with(kSuffix)) return {};
    const auto digits = text.substr(kPrefix.size(), text.size() - kPrefix.size() - kSuffix.size());
    std::uint64_t number = 0;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failed != std::errc() || end != digits.data() + digits.size()) return {};
    return number;
}

Error ioError(const fs::path& path, int why) {
    const auto what = path.string() + " cannot be written (" + std::strerror(why) + ").";
    if (why == ENOSPC || why == EDQUOT || why == EFBIG)
        return {ErrorCode::storeFull, "The disk is full: " + what + " Make room."};
    if (why == EACCES || why == EROFS || why == EPERM)
        return {ErrorCode::storeReadOnly, what + " Check the rights of the file and its directory."};
    return {ErrorCode::storeIo, what + " Check the disk."};
}

/// The frame that begins here; nothing where there is none.
std::optional<ByteView> contentOf(ByteView bytes) {
    if (bytes.size() < kHeadBytes || !std::ranges::equal(bytes.first(kMark.size()), kMark)) return {};
    const auto size = base::readBigEndian<std::uint32_t>(bytes.subspan(kMark.size(), 4));
    if (bytes.size() - kHeadBytes < size) return {};
    const auto content = bytes.subspan(kHeadBytes, size);
    const auto sum = crypto::keccak256(content);
    if (!std::ranges::equal(sum.view().first(kSumBytes), bytes.subspan(kMark.size() + 4, kSumBytes)))
        return {};
    return content;
}

/// Whether a whole frame stands anywhere in these bytes.
bool holdsFrame(ByteView bytes) {
    for (auto rest = bytes; !rest.empty();) {
        const auto mark = std::ranges::search(rest, kMark);
        if (mark.empty()) return false;
        rest = rest.subspan(static_cast<std::size_t>(mark.begin() - rest.begin()));
        if (contentOf(rest)) return true;
        rest = rest.subspan(1);
    }
    return false;
}

/// Makes the names of a folder durable.
bool syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool synced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return synced;
}

} // namespace

Result<std::vector<std::uint64_t>> JournalFile::list(const fs::path& folder) {
    std::vector<std::uint64_t> numbers;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed))
        if (const auto number = numberOf(entry.path().filename().string())) numbers.push_back(*number);
    if (failed)
        return Error{ErrorCode::storeCannotOpen, "The directory " + folder.string() + " cannot be read (" +
                                                     failed.message() + "). Check that it exists."};
    std::ranges::sort(numbers);
    return numbers;
}

Result<std::uint64_t> JournalFile::read(const fs::path& folder, std::uint64_t number,
                                        const std::function<bool(ByteView)>& content) {
    const auto path = pathOf(folder, number);
    std::ifstream in(path, std::ios::binary);
    const Bytes bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    if (!in)
        return Error{ErrorCode::storeCannotOpen,
                     "The file " + path.string() + " cannot be read. Check its rights and the disk."};
    ByteView rest = bytes;
    while (!rest.empty()) {
        const auto frame = contentOf(rest);
        if (frame && content(*frame)) {
            rest = rest.subspan(kHeadBytes + frame->size());
            continue;
        }
        // The end of the last write, which nobody was told of; behind it nothing was written.
        if (!frame && !holdsFrame(rest.subspan(1))) break;
        return Error{ErrorCode::storeCorrupt,
                     "The file " + path.string() + " is damaged at byte " +
                         std::to_string(bytes.size() - rest.size()) +
                         ". Move the operator's folder away and start again: the node rebuilds from L1 and "
                         "from its peers."};
    }
    return bytes.size() - rest.size();
}

Result<std::unique_ptr<JournalFile>> JournalFile::create(const fs::path& folder, std::uint64_t number) {
    const auto path = pathOf(folder, number);
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) return ioError(path, errno);
    std::unique_ptr<JournalFile> file(new JournalFile(path, number, descriptor));
    if (!syncFolder(folder)) return ioError(folder, errno);
    return file;
}

void JournalFile::remove(const fs::path& folder, std::uint64_t number) {
    std::error_code ignored;
    fs::remove(pathOf(folder, number), ignored);
}

JournalFile::JournalFile(fs::path path, std::uint64_t number, int descriptor)
    : m_path(std::move(path))
    , m_number(number)
    , m_descriptor(descriptor) {}

JournalFile::~JournalFile() { ::close(m_descriptor); }

void JournalFile::makeRoom() {
    static const Bytes zeros(kRoomBytes);
    const auto begin = std::max(m_room, m_size);
    const auto written = ::pwrite(m_descriptor, zeros.data(), zeros.size(), static_cast<off_t>(begin));
    // Where there is none, what is appended next says so.
    if (written > 0) m_room = begin + static_cast<std::uint64_t>(written);
}

Result<void> JournalFile::append(ByteView content) {
    Bytes head;
    base::append(head, {reinterpret_cast<const std::uint8_t*>(kMark.data()), kMark.size()});
    base::appendBigEndian(head, static_cast<std::uint32_t>(content.size()));
    base::append(head, crypto::keccak256(content).view().first(kSumBytes));
    std::array<iovec, 2> parts{
        {{head.data(), head.size()}, {const_cast<std::uint8_t*>(content.data()), content.size()}}};
    std::size_t left = head.size() + content.size();
    if (m_size + left > m_room) makeRoom();
    for (std::size_t at = 0; left > 0;) {
        const auto written = ::pwritev(m_descriptor, &parts[at], static_cast<int>(parts.size() - at),
                                       static_cast<off_t>(m_size));
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return ioError(m_path, errno);
        left -= static_cast<std::size_t>(written);
        m_size += static_cast<std::size_t>(written);
        for (auto done = static_cast<std::size_t>(written); at < parts.size() && done > 0;) {
            const auto step = std::min(done, parts[at].iov_len);
            parts[at].iov_base = static_cast<std::uint8_t*>(parts[at].iov_base) + step;
            parts[at].iov_len -= step;
            done -= step;
            if (parts[at].iov_len == 0) ++at;
        }
    }
    if (::fdatasync(m_descriptor) != 0) return ioError(m_path, errno);
    return {};
}

} // namespace aw::store
