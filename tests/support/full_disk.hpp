#pragma once

#include <csignal>
#include <cstdint>
#include <sys/resource.h>

namespace aw::test {

/// While it lives, no file of this process takes a byte beyond so many: what a full disk does. A write that
/// begins below ends there, half done.
class FullDisk {
public:
    explicit FullDisk(std::uint64_t bytes = 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        rlimit limit = m_before;
        limit.rlim_cur = bytes;
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit m_before{};
};

} // namespace aw::test
