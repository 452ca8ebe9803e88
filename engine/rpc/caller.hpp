#pragma once

#include "rpc/client_limits.hpp"
#include "rpc/logs.hpp"

#include <atomic>
#include <span>

namespace aw::rpc {

/// What a client wants to be told of.
struct Subscription {
    enum class Kind { heads, logs, pendingHashes, pendingWhole };
    Kind kind = Kind::heads;
    LogFilter filter; ///< of logs
};

/// What a connection that can push offers to eth_subscribe and eth_unsubscribe.
class Subscriptions {
public:
    virtual ~Subscriptions() = default;
    /// Returns its id.
    virtual RpcResult<std::string> subscribe(Subscription wanted) = 0;
    virtual bool unsubscribe(std::string_view id) = 0;
};

/// Who sent a message. It must outlive the message's handling.
struct Caller {
    ClientPtr client;                       ///< never null
    const std::atomic<bool>& hasLeft;       ///< nobody reads the answer any more
    Subscriptions* subscriptions = nullptr; ///< of connections that can push
    std::span<unsigned char> scratch = {};  ///< memory for parsing that nobody else uses meanwhile
};

/// What one request does beyond the cost of its method: charged to its client as it is done. On one thread at
/// a time.
class Work {
public:
    /// What is named must outlive this object.
    Work(Client& client, const std::atomic<bool>& hasLeft, const std::atomic<bool>& stopping)
        : m_client(client)
        , m_hasLeft(hasLeft)
        , m_stopping(stopping) {}

    void charge(std::uint64_t units) { m_client.charge(units); }
    /// False once the answer is of no use: its client has left, or the server is stopping.
    bool isWanted() const { return !m_hasLeft && !m_stopping; }

private:
    Client& m_client;
    const std::atomic<bool>& m_hasLeft;
    const std::atomic<bool>& m_stopping;
};

} // namespace aw::rpc
