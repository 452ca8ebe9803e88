#pragma once

#include "base/clock.hpp"
#include "rpc/backend.hpp"
#include "rpc/limits.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace aw::rpc {

/// The public JSON-RPC server: HTTP/1.1 and WebSocket on one port, any origin, no operator methods.
///
/// Thread rule: all methods may be called from any thread. Each connection runs on a strand of its own over
/// `executor`; what takes long runs on threads of the server's own, which the destructor waits for.
class Server {
public:
    /// The backend must outlive the server and every connection, that is until the executor's context has
    /// stopped or `stop` was called and its handlers ran; it is held as a shared pointer for that.
    /// `clock` tells when filters expire, what is over time, and how allowances fill again.
    Server(boost::asio::any_io_executor executor, std::shared_ptr<Backend> backend, Limits limits = {},
           std::shared_ptr<const Clock> clock = std::make_shared<base::SystemClock>());
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Opens the port (0: any free one). Error "rpc.listen", also for a trusted proxy that is no address.
    Result<void> start(const std::string& bindAddress = "127.0.0.1", std::uint16_t port = 0);
    /// The port; 0 while not started.
    std::uint16_t port() const;
    /// Closes the port and every connection.
    void stop();

    /// Tells the subscribers of newHeads and logs, and the filters. Call once for each new block, in order.
    void publishBlock(const BlockPtr& block);
    /// Tells the subscribers and filters of logs that a published block is no longer in the chain. Call for
    /// the newest one first.
    void publishRemoved(const BlockPtr& block);
    /// Tells the subscribers and filters of pending transactions.
    void publishPending(const TxPtr& tx);

    /// What is in use of the limits now.
    struct Usage {
        std::size_t connections = 0;
        std::size_t requestBytes = 0, unsentBytes = 0;
        std::size_t addresses = 0; ///< that are remembered
    };
    Usage usage() const;
    std::size_t connections() const { return usage().connections; }

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::rpc
