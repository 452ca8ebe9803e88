#pragma once

#include "rpc/caller.hpp"
#include "rpc/filters.hpp"
#include "rpc/method_cost.hpp"
#include "rpc/params.hpp"
#include "rpc/read_pool.hpp"

#include <boost/json/object.hpp>

namespace aw::rpc {

/// The response to a message.
struct Answer {
    std::string text; ///< empty where the message holds notifications alone
    HeldBytes held;   ///< the text's, on the client's account; to be kept until it is sent
    /// Not 0: all of the message was refused because its client asks for too much; it may try again after so
    /// many milliseconds.
    std::uint64_t refusedForMs = 0;
};

/// Turns the text of a JSON-RPC 2.0 message, single or batch, into the text of its response.
///
/// Thread rule: immutable; may be called from any thread.
class Dispatcher {
public:
    struct Parts {
        std::shared_ptr<Backend> backend;
        std::shared_ptr<Filters> filters;
        std::shared_ptr<ReadPool> reads;         ///< of blocks
        std::shared_ptr<ReadPool> searches;      ///< and large messages
        std::shared_ptr<ByteBudget> unsentBytes; ///< of answers, of all clients
    };
    Dispatcher(Parts parts, Limits limits);

    /// The response. The message and the caller must stay as they are until then. Runs on the caller's
    /// executor, which must be a strand, and on the threads for reads.
    boost::asio::awaitable<Answer> handle(std::string_view message, const Caller& caller) const;
    /// The response to a message that is not looked at, because its client must wait for so long.
    std::string refusal(std::string_view message, std::uint64_t waitMs) const;

    const Backend& backend() const { return *m.backend; }

private:
    struct Request;
    struct Batch;
    static RpcResult<Request> readRequest(const boost::json::value& value);
    boost::asio::awaitable<Answer> handleBatch(const boost::json::array& batch, const Caller& caller) const;
    /// Any but eth_sendRawTransaction; empty for a notification.
    boost::asio::awaitable<std::string> respond(const Request& request, Place place,
                                                const Caller& caller) const;
    Reply answer(const Request& request, const Caller& caller) const;
    boost::asio::awaitable<Reply> sendRawTransaction(const boost::json::array* params) const;
    Answer answerOf(std::string text, const Caller& caller) const;

    const Parts m;
    const Limits m_limits;
};

} // namespace aw::rpc
