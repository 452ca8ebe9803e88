#pragma once

#include "base/async.hpp"
#include "base/types.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace aw::l1 {

struct AnvilOptions {
    std::filesystem::path directory; ///< of its log and cache; made if missing
    std::uint64_t chainId = 31337;
    unsigned blockTimeMs = 1000; ///< 0: a block for each transaction
    unsigned accounts = 10;      ///< funded with 10,000 ETH each
    std::string mnemonic = "test test test test test test test test test test test junk";
    std::uint16_t port = 0;                         ///< 0: a free one
    std::chrono::milliseconds startTimeout{15'000}; ///< until eth_chainId answers
};

/// Where the anvil program is: the environment's ANCHORWATCH_ANVIL, else installer/tools/node_modules beside
/// an ancestor of the running program or of the working directory, else PATH. Error "anvil.not-found".
Result<std::filesystem::path> findAnvil();

/// A managed Ethereum node, the child of this process: it ends with the object, and with the process
/// whatever ends that. A fresh chain each time.
class AnvilProcess {
public:
    /// Starts it and waits until it answers.
    /// Errors: "anvil.not-found", "anvil.start-failed" (with the end of its log), "anvil.directory".
    static Task<Result<std::unique_ptr<AnvilProcess>>> start(boost::asio::any_io_executor executor,
                                                             AnvilOptions options);
    ~AnvilProcess();
    AnvilProcess(const AnvilProcess&) = delete;
    AnvilProcess& operator=(const AnvilProcess&) = delete;

    const std::string& url() const { return m_url; }            ///< http://127.0.0.1:port
    const std::string& webSocketUrl() const { return m_wsUrl; } ///< ws://127.0.0.1:port
    const AnvilOptions& options() const { return m_options; }
    std::filesystem::path logFile() const;
    bool running() const;
    int processId() const;

    /// Stops its time and starts it again: an L1 outage for scenarios (SIGSTOP, SIGCONT).
    void pause();
    void resume();
    /// Ends it at once, as a crash would.
    void kill();

private:
    AnvilProcess() = default;
    struct Child;
    std::unique_ptr<Child> m_child;
    AnvilOptions m_options;
    std::string m_url;
    std::string m_wsUrl;
};

} // namespace aw::l1
