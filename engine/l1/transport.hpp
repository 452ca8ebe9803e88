#pragma once

#include "l1/endpoint.hpp"
#include "l1/json_rpc.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <cstdint>

namespace aw::l1 {

using Strand = boost::asio::strand<boost::asio::any_io_executor>;
using Deadline = std::chrono::steady_clock::time_point;

/// A request on its way: its text and the JSON-RPC ids in it.
struct OutgoingMessage {
    std::string body;
    std::vector<std::uint64_t> ids;
};

/// Carries one message there and the answer back. All calls run on its strand. Errors: those of Rpc.
class JsonRpcClient::Transport {
public:
    virtual ~Transport() = default;
    virtual Task<Result<boost::json::value>> exchange(OutgoingMessage message, Deadline deadline) = 0;
    /// Breaks what is under way; the transport is not used afterwards. On the strand.
    virtual void close() = 0;

    Strand strand;
    Endpoint endpoint;
    std::string url;
    std::uint64_t nextId = 1;     ///< on the strand
    std::size_t batchLimit = 100; ///< most calls of a message; on the strand
    std::atomic<std::uint64_t> connections{0};

protected:
    Transport(Strand where, Endpoint to)
        : strand(std::move(where))
        , endpoint(std::move(to)) {}
};

/// TLS settings shared by the connections of a client: verifies against the system's certificates.
std::shared_ptr<boost::asio::ssl::context> tlsContext();

/// Answers parsed; error "l1.bad-answer".
Result<boost::json::value> parseAnswer(std::string_view text, const std::string& from);

/// Error "l1.too-large": an answer of more than kMaxAnswerBytes.
Error tooLarge(const Endpoint& from);

/// Throws operation_aborted where the coroutine was cancelled; else the error of a failed connection.
Task<Error> connectionError(boost::system::error_code error, std::string doing, std::string with,
                            Deadline deadline);

} // namespace aw::l1
