#pragma once

#include "base/async.hpp"
#include "base/types.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace aw::l1 {

inline constexpr std::chrono::milliseconds kDefaultTimeout{10'000};
/// Larger answers are refused as "l1.too-large".
inline constexpr std::size_t kMaxAnswerBytes = 64U << 20U;

/// What the L1 node itself refused, as JSON-RPC says it.
struct RpcError {
    int code = 0;
    std::string message;
    Bytes data; ///< revert data where there is any; see describeRevert() in contracts.hpp
};

/// One call of a batch.
struct RpcRequest {
    std::string method;
    boost::json::array params;
};

/// A well-formed answer: a result, or the node's own error.
struct RpcAnswer {
    std::optional<RpcError> error;
    boost::json::value result;
};

/// Ethereum JSON-RPC of one L1 endpoint. Errors of every function: "l1.unavailable" (no connection),
/// "l1.timeout", "l1.bad-answer" (not JSON, wrong id), "l1.too-large". Which thread: see the implementation.
class Rpc {
public:
    virtual ~Rpc() = default;

    /// Asks, and leaves the node's own error to the caller.
    virtual Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                        std::chrono::milliseconds timeout = kDefaultTimeout) = 0;
    /// Many calls in one message; the answers in the order of the requests.
    virtual Task<Result<std::vector<RpcAnswer>>>
    batch(std::vector<RpcRequest> requests, std::chrono::milliseconds timeout = kDefaultTimeout) = 0;
    virtual const std::string& url() const = 0;

    /// As ask(), with the node's own error as "l1.rpc-error" whose detail names method and message.
    Task<Result<boost::json::value>> call(std::string method, boost::json::array params,
                                          std::chrono::milliseconds timeout = kDefaultTimeout);
};

using RpcPtr = std::shared_ptr<Rpc>;

/// The error of an answer in which the node refused.
Error rpcError(std::string_view method, const RpcError& error);

/// Rpc over http://, https://, ws:// or wss://. HTTP keeps up to four connections alive, WebSocket one; both
/// connect when first asked and again after a loss. A call that was under way when a connection broke fails
/// with "l1.unavailable"; only where a kept connection turns out to be closed is it repeated, once.
/// Certificates are verified against the system's store. May be called on any thread; its own work runs on a
/// strand of `executor`. Destruction fails open calls.
class JsonRpcClient final : public Rpc {
public:
    /// Error "l1.bad-url".
    static Result<std::shared_ptr<JsonRpcClient>> create(boost::asio::any_io_executor executor,
                                                         std::string url);
    ~JsonRpcClient() override;

    Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                std::chrono::milliseconds timeout = kDefaultTimeout) override;
    Task<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcRequest> requests,
                                               std::chrono::milliseconds timeout = kDefaultTimeout) override;
    const std::string& url() const override;

private:
    class Transport;
    class HttpTransport;
    class WebSocketTransport;
    JsonRpcClient();
    static Task<Result<std::vector<RpcAnswer>>> exchange(std::shared_ptr<Transport> transport,
                                                         std::vector<RpcRequest> requests,
                                                         std::chrono::milliseconds timeout, bool asBatch);
    static Task<Result<std::vector<RpcAnswer>>> exchangeOnStrand(std::shared_ptr<Transport> transport,
                                                                 std::vector<RpcRequest> requests,
                                                                 std::chrono::milliseconds timeout,
                                                                 bool asBatch);
    std::shared_ptr<Transport> m_transport;
};

} // namespace aw::l1
