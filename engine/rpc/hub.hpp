#pragma once

#include "rpc/connection.hpp"
#include "rpc/dispatcher.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace aw::rpc {

/// A connection that can push. Its methods may be called from any thread; they only post.
class PushConnection : public Connection {
public:
    /// Hands over a new block, for newHeads (as text) and logs.
    virtual void pushBlock(std::shared_ptr<const std::string> header, BlockPtr block) = 0;
    /// Hands over a block that is no longer in the chain, for logs.
    virtual void pushRemoved(BlockPtr block) = 0;
    /// Hands over a notification's result of newPendingTransactions, by hash and whole.
    virtual void pushPending(std::shared_ptr<const std::string> hash,
                             std::shared_ptr<const std::string> whole) = 0;
};

/// What the connections of a server share. All methods may be called from any thread; callbacks into
/// connections are made outside the lock.
class Hub : public std::enable_shared_from_this<Hub> {
public:
    Hub(std::shared_ptr<Backend> backend, Limits limits, std::shared_ptr<const Clock> clock);

    const Dispatcher& dispatcher() const { return m_dispatcher; }
    const Limits& limits() const { return m_limits; }
    ClientTable& clients() { return m_clients; }
    std::uint64_t steadyMs() const { return m_clock->steadyMs(); }
    /// When something that began at `sinceMs` must be done that takes the time-out, and moves so many bytes.
    std::uint64_t deadline(std::uint64_t sinceMs, std::chrono::milliseconds timeout,
                           std::size_t bytes = 0) const {
        constexpr std::size_t kMsPerSecond = 1000;
        return sinceMs + static_cast<std::uint64_t>(timeout.count()) +
               bytes * kMsPerSecond / m_limits.minBytesPerSecond;
    }
    /// Of requests that are read and worked on, and of answers that are not sent, of all clients.
    ByteBudget& requestBytes() { return m_requestBytes; }
    ByteBudget& unsentBytes() { return *m_unsentBytes; }

    enum class Admission {
        served,
        turnedAway, ///< there are too many: it is told so and closed
        refused,    ///< there are even too many of those, or the server is closing
    };
    /// What becomes of a new connection of this client; all but a refused one leave() again. Connections of
    /// trusted proxies (`isProxy`) are many clients', and are counted for none.
    Admission join(const std::shared_ptr<Connection>& connection, const ClientPtr& client, bool isProxy);
    void leave(const Connection* connection);
    /// `successor` takes the place of a connection that has joined; false where it has none (any more).
    bool handOver(const Connection* connection, const std::shared_ptr<Connection>& successor);
    void listen(const std::shared_ptr<PushConnection>& connection);
    void silence(const PushConnection* connection);
    /// Those that are served.
    std::size_t connections() const;

    /// Closes what is over time, has it looked whether those who wait long are still there, forgets clients
    /// that are gone. To be called a few times a second.
    void sweep();

    /// The document of /health; sets `ok`.
    boost::json::object health(bool& ok) const;

    void publishBlock(const BlockPtr& block);
    void publishRemoved(const BlockPtr& block);
    void publishPending(const TxPtr& tx);
    void closeAll();
    /// Ends what the threads for reads and searches do; they use no executor afterwards.
    void stopReads() {
        m_searches->stop();
        m_reads->stop();
    }

private:
    struct Place {
        std::weak_ptr<Connection> connection;
        ClientPtr client; ///< whose place it takes; nullptr for none's
        bool isServed = true;
    };

    std::vector<std::shared_ptr<PushConnection>> listeners() const;
    std::vector<std::shared_ptr<Connection>> everybody() const;

    const Limits m_limits;
    const std::shared_ptr<const Clock> m_clock;
    ClientTable m_clients;
    ByteBudget m_requestBytes;
    const std::shared_ptr<ByteBudget> m_unsentBytes;
    const std::shared_ptr<Filters> m_filters;
    const std::shared_ptr<ReadPool> m_reads, m_searches;
    const Dispatcher m_dispatcher;
    std::atomic<unsigned> m_sweeps = 0;
    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    bool m_closing = false;
    std::map<const Connection*, Place> m_connections;
    std::size_t m_served = 0;
    std::map<const PushConnection*, std::weak_ptr<PushConnection>> m_listeners;
};

/// Serves one accepted connection until it ends: HTTP, and WebSocket after an upgrade.
boost::asio::awaitable<void> serveConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub);

} // namespace aw::rpc
