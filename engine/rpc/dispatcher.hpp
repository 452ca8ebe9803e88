#pragma once

#include "rpc/filters.hpp"
#include "rpc/logs.hpp"
#include "rpc/params.hpp"
#include "rpc/server.hpp"

#include <boost/json/object.hpp>

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

/// Turns the text of a JSON-RPC 2.0 message, single or batch, into the text of its response.
///
/// Thread rule: immutable; may be called from any thread.
class Dispatcher {
public:
    Dispatcher(std::shared_ptr<Backend> backend, Limits limits, std::shared_ptr<Filters> filters);

    /// The response; empty where the message holds notifications alone. `subscriptions` is nullptr on
    /// connections that cannot push, and must otherwise outlive the call. Runs on the caller's executor,
    /// which must be a strand.
    boost::asio::awaitable<std::string> handle(std::string message, Subscriptions* subscriptions) const;

    const Backend& backend() const { return *m_backend; }

private:
    struct Request;
    static RpcResult<Request> readRequest(const boost::json::value& value);
    boost::asio::awaitable<std::string> handleBatch(const boost::json::array& batch,
                                                    Subscriptions* subscriptions) const;
    /// Answers at once, or says by nullopt that the request is one to wait for.
    std::optional<Reply> answer(const Request& request, Subscriptions* subscriptions) const;
    boost::asio::awaitable<Reply> sendRawTransaction(const boost::json::array* params) const;

    std::shared_ptr<Backend> m_backend;
    Limits m_limits;
    std::shared_ptr<Filters> m_filters;
};

/// The response with a result or an error.
std::string responseText(const boost::json::value& id, const Reply& reply);

} // namespace aw::rpc
