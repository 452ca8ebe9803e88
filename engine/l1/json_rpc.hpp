#pragma once

#include "base/async.hpp"
#include "base/types.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <chrono>
#include <cstdint>
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

/// Ethereum JSON-RPC of an L1. Errors of every function: "l1.unavailable" (no connection), "l1.timeout",
/// "l1.bad-answer" (not JSON, wrong id), "l1.too-large", "l1.rate-limited" (HTTP status 429). Which thread:
/// see the implementation.
class Rpc {
public:
    virtual ~Rpc() = default;

    /// Asks, and leaves the node's own error to the caller.
    virtual Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                        std::chrono::milliseconds timeout = kDefaultTimeout) = 0;
    /// Many calls in one message, or in as few as the endpoint takes; the answers in the order of the
    /// requests.
    virtual Task<Result<std::vector<RpcAnswer>>>
    batch(std::vector<RpcRequest> requests, std::chrono::milliseconds timeout = kDefaultTimeout) = 0;
    virtual const std::string& url() const = 0;

    /// Which endpoint answers now: another number after each change of endpoint.
    virtual std::uint64_t source() const { return 0; }
    /// How many connections were made so far: where it grows, another node may answer than before.
    virtual std::uint64_t connections() const { return 0; }
    /// Says that what `source` answered cannot be believed. True where another endpoint answers now, so that
    /// it is worth while to ask again.
    virtual bool distrust([[maybe_unused]] std::uint64_t source, [[maybe_unused]] const Error& why) {
        return false;
    }

    /// As ask(), with the node's own error as rpcError().
    Task<Result<boost::json::value>> call(std::string method, boost::json::array params,
                                          std::chrono::milliseconds timeout = kDefaultTimeout);
};

using RpcPtr = std::shared_ptr<Rpc>;

/// The error of an answer in which the node refused: "l1.rate-limited" where it says that it was asked too
/// often, else "l1.rpc-error"; the detail names method and message.
Error rpcError(std::string_view method, const RpcError& error);

/// Rpc over http://, https://, ws:// or wss://. HTTP keeps up to four connections alive, WebSocket one; both
/// connect when first asked and again after a loss. A call that was under way when a connection broke fails
/// with "l1.unavailable"; only where a kept connection turns out to be closed is it repeated, once.
/// A batch goes out in messages of at most 100 calls, and of fewer once the endpoint has refused so many.
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
    std::uint64_t connections() const override;

private:
    class Transport;
    class HttpTransport;
    class WebSocketTransport;
    /// The answers to one message, and whether the node refused it as a whole.
    struct Exchanged {
        std::vector<RpcAnswer> answers;
        bool refused = false;
    };
    JsonRpcClient();
    static Task<Result<std::vector<RpcAnswer>>> batchOnStrand(std::shared_ptr<Transport> transport,
                                                              std::vector<RpcRequest> requests,
                                                              std::chrono::milliseconds timeout);
    static Task<Result<Exchanged>> exchange(std::shared_ptr<Transport> transport,
                                            std::vector<RpcRequest> requests,
                                            std::chrono::steady_clock::time_point deadline, bool asBatch);
    std::shared_ptr<Transport> m_transport;
};

} // namespace aw::l1
