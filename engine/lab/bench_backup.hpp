#pragma once

#include "node/config.hpp"

#include <sys/types.h>

namespace aw::lab {

/// An operator in a process of its own, for a benchmark: forked before this process has threads, idle until
/// it is told to join the competition, ended with the object and with this process.
class BenchBackup {
public:
    /// Call while there is one thread alone. `config`: of its node; `bidWei`: what it registers with.
    BenchBackup(node::NodeConfig config, std::uint64_t bidWei);
    ~BenchBackup();
    BenchBackup(const BenchBackup&) = delete;
    BenchBackup& operator=(const BenchBackup&) = delete;

    /// Opens its node and registers it; its account must have the bond.
    void join();

private:
    [[noreturn]] static void serve(int pipe, node::NodeConfig config, std::uint64_t bidWei);

    pid_t m_process = -1;
    int m_pipe = -1; ///< to it; it ends when this is closed
};

} // namespace aw::lab
