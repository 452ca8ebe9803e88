#pragma once

#include "base/clock.hpp"
#include "rpc/backend.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>

namespace aw::rpc {

/// Bounds of the public server. Body and batch are geth's.
struct Limits {
    std::size_t maxBodyBytes = std::size_t{5} << 20;
    std::size_t maxBatch = 1000;
    std::size_t maxDepth = 32;                            ///< nesting of JSON
    std::size_t maxResponseBytes = std::size_t{25} << 20; ///< the rest of a batch is refused with -32003
    std::size_t maxConnections = 512;
    std::size_t maxInFlight = 64;                      ///< unanswered messages of one WebSocket
    std::size_t maxSubscriptions = 64;                 ///< of one WebSocket
    std::size_t maxQueueBytes = std::size_t{32} << 20; ///< unsent to one WebSocket; then it is closed
    std::size_t maxFilters = 4096;                     ///< of all clients together
    std::size_t maxFilterTerms = 200'000;              ///< addresses and topics of all filters
    std::size_t maxKeptResults = 65'536;               ///< that wait for the filters to be polled
    std::chrono::milliseconds filterLifetime{300'000}; ///< since a filter was last used; geth's
    std::chrono::milliseconds headerTimeout{30'000};   ///< idle between requests included
    std::chrono::milliseconds bodyTimeout{30'000};
    std::chrono::milliseconds writeTimeout{30'000};
    std::chrono::milliseconds webSocketIdle{300'000}; ///< pings keep a living peer
};

/// The public JSON-RPC server: HTTP/1.1 and WebSocket on one port, any origin, no operator methods.
///
/// Thread rule: all methods may be called from any thread. Each connection runs on a strand of its own over
/// `executor`.
class Server {
public:
    /// The backend must outlive the server and every connection, that is until the executor's context has
    /// stopped or `stop` was called and its handlers ran; it is held as a shared pointer for that.
    /// `clock` tells when filters expire.
    Server(boost::asio::any_io_executor executor, std::shared_ptr<Backend> backend, Limits limits = {},
           std::shared_ptr<const Clock> clock = std::make_shared<base::SystemClock>());
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Opens the port (0: any free one). Error "rpc.listen".
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

    std::size_t connections() const;

private:
    class Impl;
    std::shared_ptr<Impl> m_impl;
};

} // namespace aw::rpc
