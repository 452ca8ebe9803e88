#pragma once

#include "rpc/dispatcher.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>

namespace aw::rpc {

/// A connection as the hub sees it. Its methods may be called from any thread; they only post.
class Connection {
public:
    virtual ~Connection() = default;
    virtual void requestClose() = 0;
};

/// A connection that can push.
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
    Hub(std::shared_ptr<Backend> backend, Limits limits, std::shared_ptr<const Clock> clock)
        : m_filters(std::make_shared<Filters>(limits, std::move(clock)))
        , m_dispatcher(std::move(backend), limits, m_filters)
        , m_limits(limits) {}

    const Dispatcher& dispatcher() const { return m_dispatcher; }
    const Limits& limits() const { return m_limits; }

    /// False where there are too many, or the server is closing.
    bool join(const std::shared_ptr<Connection>& connection);
    void leave(const Connection* connection);
    void listen(const std::shared_ptr<PushConnection>& connection);
    void silence(const PushConnection* connection);
    std::size_t connections() const;

    void publishBlock(const BlockPtr& block);
    void publishRemoved(const BlockPtr& block);
    void publishPending(const TxPtr& tx);
    void closeAll();

private:
    std::vector<std::shared_ptr<PushConnection>> listeners() const;

    const std::shared_ptr<Filters> m_filters;
    const Dispatcher m_dispatcher;
    const Limits m_limits;
    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    bool m_closing = false;
    std::map<const Connection*, std::weak_ptr<Connection>> m_connections;
    std::map<const PushConnection*, std::weak_ptr<PushConnection>> m_listeners;
};

/// Serves one accepted connection until it ends: HTTP, and WebSocket after an upgrade.
boost::asio::awaitable<void> serveConnection(boost::asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub);

} // namespace aw::rpc
