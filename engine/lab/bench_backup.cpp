#include "lab/bench_backup.hpp"

#include "node/node.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <utility>

namespace aw::lab {

BenchBackup::BenchBackup(node::NodeConfig config, std::uint64_t bidWei) {
    int ends[2];
    if (::pipe(ends) != 0) return;
    m_process = ::fork();
    if (m_process == 0) {
        ::close(ends[1]);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(ends[0], std::move(config), bidWei);
    }
    ::close(ends[0]);
    m_pipe = ends[1];
}

BenchBackup::~BenchBackup() {
    if (m_pipe >= 0) ::close(m_pipe);
    if (m_process <= 0) return;
    // Its folder goes with it; and a later one's process may hold the pipe open.
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
}

void BenchBackup::join() {
    const char go = 1;
    if (::write(m_pipe, &go, 1) != 1) std::perror("a backup of the benchmark");
}

void BenchBackup::serve(int pipe, node::NodeConfig config, std::uint64_t bidWei) {
    char go = 0;
    // Nothing of the parent is touched: its objects, its context and its anvil are not this process's.
    if (::read(pipe, &go, 1) != 1) ::_exit(0);
    boost::asio::io_context context;
    const auto work = boost::asio::make_work_guard(context);
    const auto bond = config.deployment.parameters.minBondWei;
    std::filesystem::create_directories(config.directory);
    auto opened = node::Node::open(context, std::move(config), {});
    if (!opened) {
        std::fprintf(stderr, "a backup of the benchmark: %s\n", opened.error().detail.c_str());
        ::_exit(1);
    }
    const auto node = *opened;
    node->start();
    boost::asio::co_spawn(context, node->registerOperator(bidWei, bond), boost::asio::detached);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] { context.run(); });
    while (::read(pipe, &go, 1) > 0) {
    }
    ::_exit(0);
}

} // namespace aw::lab
