#include "l1/anvil.hpp"

#include "l1/child_process.hpp"
#include "l1/follower.hpp"

#include <boost/asio/co_spawn.hpp>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <unistd.h>

namespace aw::l1 {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds kPoll{25};

#if defined(__linux__)
constexpr std::string_view kSystem = "linux";
#elif defined(__APPLE__)
constexpr std::string_view kSystem = "darwin";
#else
constexpr std::string_view kSystem = "unknown";
#endif
#if defined(__aarch64__)
constexpr std::string_view kMachine = "arm64";
#else
constexpr std::string_view kMachine = "amd64";
#endif

bool executable(const fs::path& path) {
    std::error_code failed;
    return fs::is_regular_file(path, failed) && ::access(path.c_str(), X_OK) == 0;
}

// The program itself: the npm package's bin.mjs would be a parent in between, which does not pass signals on.
fs::path inTree(const fs::path& root) {
    return root / "installer/tools/node_modules/@foundry-rs" /
           ("anvil-" + std::string(kSystem) + "-" + std::string(kMachine)) / "bin/anvil";
}

std::string tailOf(const fs::path& file, std::size_t size) {
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    auto all = text.str();
    while (!all.empty() && (all.back() == '\n' || all.back() == ' '))
        all.pop_back();
    return all.size() > size ? "..." + all.substr(all.size() - size) : all;
}

/// The port that anvil says it listens on; 0 while it has not said so.
std::uint16_t portIn(const fs::path& log) {
    std::ifstream in(log);
    const std::string marker = "Listening on 127.0.0.1:";
    for (std::string line; std::getline(in, line);) {
        // A line that is still being written ends the file.
        if (in.eof()) break;
        if (const auto at = line.find(marker); at != std::string::npos) {
            const auto port = std::strtoul(line.c_str() + at + marker.size(), nullptr, 10);
            return port <= 65535 ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
        }
    }
    return 0;
}

std::string seconds(unsigned milliseconds) {
    std::ostringstream text;
    text << milliseconds / 1000 << '.' << (milliseconds % 1000) / 100 << (milliseconds % 100) / 10
         << milliseconds % 10;
    return text.str();
}

std::vector<std::string> argumentsOf(const AnvilOptions& options) {
    // The history of states would grow without end; blocks, logs and receipts are kept.
    std::vector<std::string> arguments{"--host",         "127.0.0.1",
                                       "--port",         std::to_string(options.port),
                                       "--chain-id",     std::to_string(options.chainId),
                                       "--accounts",     std::to_string(options.accounts),
                                       "--mnemonic",     options.mnemonic,
                                       "--cache-path",   (options.directory / "anvil-cache").string(),
                                       "--prune-history"};
    if (options.blockTimeMs > 0) {
        arguments.emplace_back("--block-time");
        arguments.push_back(options.blockTimeMs % 1000 == 0 ? std::to_string(options.blockTimeMs / 1000)
                                                            : seconds(options.blockTimeMs));
    }
    return arguments;
}

} // namespace

struct AnvilProcess::Child {
    std::unique_ptr<ChildProcess> process;
};

Result<fs::path> findAnvil() {
    if (const char* named = std::getenv("ANCHORWATCH_ANVIL"); named && *named) {
        if (executable(named)) return fs::path(named);
        return Error{ErrorCode::anvilNotFound,
                     "ANCHORWATCH_ANVIL names " + std::string(named) +
                         ", which is no program that can be run. Correct it or unset it."};
    }
    std::error_code failed;
    for (auto start : {fs::read_symlink("/proc/self/exe", failed), fs::current_path(failed)})
        for (auto at = start; !at.empty(); at = at.parent_path()) {
            if (executable(inTree(at))) return inTree(at);
            if (at == at.root_path()) break;
        }
    std::istringstream path(std::getenv("PATH") ? std::getenv("PATH") : "");
    for (std::string directory; std::getline(path, directory, ':');)
        if (!directory.empty() && executable(fs::path(directory) / "anvil"))
            return fs::path(directory) / "anvil";
    return Error{
        ErrorCode::anvilNotFound,
        "The Ethereum node anvil is not installed. Run \"npm ci\" in installer/tools, or name the program in "
        "ANCHORWATCH_ANVIL."};
}

Task<Result<std::unique_ptr<AnvilProcess>>> AnvilProcess::start(boost::asio::any_io_executor executor,
                                                                AnvilOptions options) {
    const auto program = findAnvil();
    if (!program) co_return program.error();
    std::error_code failed;
    options.directory = fs::absolute(options.directory, failed);
    fs::create_directories(options.directory, failed);
    if (failed)
        co_return Error{ErrorCode::anvilDirectory, "The directory " + options.directory.string() +
                                                       " for L1 cannot be made: " + failed.message() +
                                                       ". Choose another."};
    std::unique_ptr<AnvilProcess> anvil(new AnvilProcess);
    anvil->m_options = options;
    const auto log = anvil->logFile();
    auto process = ChildProcess::start(*program, argumentsOf(options), log, options.directory);
    if (!process) co_return Error{ErrorCode::anvilStartFailed, process.error().detail};
    anvil->m_child = std::make_unique<Child>();
    anvil->m_child->process = std::move(*process);

    const auto deadline = std::chrono::steady_clock::now() + options.startTimeout;
    std::shared_ptr<JsonRpcClient> client;
    while (std::chrono::steady_clock::now() < deadline && anvil->running()) {
        const auto port = client ? anvil->m_options.port : portIn(log);
        if (!client && port != 0) {
            anvil->m_options.port = port;
            anvil->m_url = "http://127.0.0.1:" + std::to_string(port);
            anvil->m_wsUrl = "ws://127.0.0.1:" + std::to_string(port);
            auto made = JsonRpcClient::create(executor, anvil->m_url);
            if (!made) co_return made.error();
            client = std::move(*made);
        }
        if (client) {
            const auto answer = co_await chainId(client);
            if (answer && *answer == options.chainId) co_return std::move(anvil);
        }
        co_await base::sleepFor(kPoll);
    }
    const auto said = tailOf(log, 600);
    co_return Error{ErrorCode::anvilStartFailed,
                    "The Ethereum node " + program->string() +
                        (anvil->running() ? " does not answer" : " ended at once") + ". Its log " +
                        log.string() + " ends with: " + said};
}

AnvilProcess::~AnvilProcess() = default;

fs::path AnvilProcess::logFile() const { return m_options.directory / "anvil.log"; }

bool AnvilProcess::running() const { return m_child && m_child->process->running(); }

int AnvilProcess::processId() const { return m_child->process->id(); }

void AnvilProcess::pause() { m_child->process->pause(); }

void AnvilProcess::resume() { m_child->process->resume(); }

void AnvilProcess::kill() { m_child->process->kill(); }

} // namespace aw::l1
