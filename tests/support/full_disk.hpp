#pragma once

#include <atomic>
#include <csignal>
#include <cstdint>
#include <sys/resource.h>

namespace aw::test {

/// While it lives, no file of this process takes a byte beyond so many: what a full disk does. A write that
/// begins below ends there, half done.
class FullDisk {
public:
    explicit FullDisk(std::uint64_t bytes = 0) {
        std::signal(SIGXFSZ, [](int) { ++s_refusals; });
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

    /// Writes that were refused so far, in this process.
    static std::uint64_t refusals() { return s_refusals; }

private:
    inline static std::atomic<std::uint64_t> s_refusals = 0;
    static_assert(std::atomic<std::uint64_t>::is_always_lock_free, "a signal's handler counts");
    rlimit m_before{};
};

} // namespace aw::test
