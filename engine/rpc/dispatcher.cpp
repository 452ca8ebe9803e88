#include "rpc/dispatcher.hpp"

#include "base/hex.hpp"
#include "feed/async.hpp"
#include "rpc/methods.hpp"
#include "rpc/wallet_errors.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace aw::rpc {

namespace asio = boost::asio;
namespace json = boost::json;

/// A request; the pointers are into the parsed message.
struct Dispatcher::Request {
    std::optional<json::value> id; ///< none for a notification
    std::string_view method;
    const json::array* params = nullptr;
};

namespace {

constexpr std::string_view kSend = "eth_sendRawTransaction";

RpcError invalidRequest(std::string message) { return {RpcErrorCode::invalidRequest, std::move(message)}; }

Reply subscribe(const Params& params, Subscriptions& subscriptions) {
    const auto* kind = params.find(0);
    if (!kind || !kind->is_string()) return invalidParams("missing parameter 1: what to subscribe to.");
    const std::string_view name = kind->get_string();
    using Kind = Subscription::Kind;
    Subscription wanted;
    if (name == "newPendingTransactions") {
        const auto whole = params.boolean(1, false);
        if (!whole) return whole.error();
        wanted.kind = *whole ? Kind::pendingWhole : Kind::pendingHashes;
    } else if (name == "logs") {
        wanted.kind = Kind::logs;
        if (params.has(1)) {
            const auto object = params.object(1);
            if (!object) return object.error();
            auto filter = logFilter(**object);
            if (!filter) return filter.error();
            wanted.filter = std::move(*filter);
        }
    } else if (name != "newHeads") {
        return invalidParams("cannot subscribe to \"" + std::string(name) +
                             "\": newHeads, logs and newPendingTransactions are offered.");
    }
    const auto id = subscriptions.subscribe(std::move(wanted));
    if (!id) return id.error();
    return json::value(*id);
}

Reply unsubscribe(const Params& params, Subscriptions& subscriptions) {
    const auto* id = params.find(0);
    if (!id || !id->is_string()) return invalidParams("missing parameter 1: the id of a subscription.");
    if (!subscriptions.unsubscribe(std::string_view(id->get_string())))
        return rejected("subscription not found");
    return json::value(true);
}

} // namespace

std::string responseText(const json::value& id, const Reply& reply) {
    std::string text = R"({"jsonrpc":"2.0","id":)" + json::serialize(id);
    if (reply) {
        text += R"(,"result":)" + json::serialize(*reply);
    } else {
        json::object error{{"code", static_cast<int>(reply.error().code)},
                           {"message", reply.error().message}};
        if (!reply.error().data.empty()) error["data"] = reply.error().data;
        text += R"(,"error":)" + json::serialize(error);
    }
    text += '}';
    return text;
}

Dispatcher::Dispatcher(std::shared_ptr<Backend> backend, Limits limits, std::shared_ptr<Filters> filters)
    : m_backend(std::move(backend))
    , m_limits(limits)
    , m_filters(std::move(filters)) {}

RpcResult<Dispatcher::Request> Dispatcher::readRequest(const json::value& value) {
    if (!value.is_object()) return invalidRequest("invalid request: it must be a JSON object.");
    const auto& object = value.get_object();
    Request request;
    if (const auto* id = object.if_contains("id")) {
        if (!id->is_string() && !id->is_number() && !id->is_null())
            return invalidRequest("invalid request: id must be a string, a number or null.");
        request.id = *id;
    }
    const auto* version = object.if_contains("jsonrpc");
    if (!version || !version->is_string() || version->get_string() != "2.0")
        return invalidRequest("invalid request: jsonrpc must be \"2.0\".");
    const auto* method = object.if_contains("method");
    if (!method || !method->is_string()) return invalidRequest("invalid request: method must be a string.");
    request.method = method->get_string();
    const auto* params = object.if_contains("params");
    if (params && params->is_array())
        request.params = &params->get_array();
    else if (params && !params->is_null())
        return RpcError{RpcErrorCode::invalidParams, "params must be a list: they are given by position."};
    return request;
}

std::optional<Reply> Dispatcher::answer(const Request& request, Subscriptions* subscriptions) const {
    if (request.method == kSend) return std::nullopt;
    const Params params(request.params);
    try {
        if (request.method == "eth_subscribe" || request.method == "eth_unsubscribe") {
            if (!subscriptions)
                return RpcError{RpcErrorCode::methodNotFound,
                                "notifications not supported: use a WebSocket."};
            return request.method == "eth_subscribe" ? subscribe(params, *subscriptions)
                                                     : unsubscribe(params, *subscriptions);
        }
        if (const auto method = findMethod(request.method)) return method(*m_backend, params);
        if (const auto method = findFilterMethod(request.method))
            return method(*m_filters, *m_backend, params);
    } catch (const std::exception& error) {
        return RpcError{RpcErrorCode::internal, std::string("internal error: ") + error.what()};
    }
    constexpr std::size_t kShown = 64;
    return RpcError{RpcErrorCode::methodNotFound, "the method " +
                                                      std::string(request.method.substr(0, kShown)) +
                                                      " does not exist/is not available"};
}

asio::awaitable<Reply> Dispatcher::sendRawTransaction(const json::array* params) const {
    auto rawTx = Params(params).bytes(0);
    if (!rawTx) co_return rawTx.error();
    try {
        const auto hash = co_await m_backend->submit(std::move(*rawTx));
        if (!hash) co_return walletError(hash.error());
        co_return json::value(base::toHex(hash->view()));
    } catch (const std::exception& error) {
        co_return RpcError{RpcErrorCode::internal, std::string("internal error: ") + error.what()};
    }
}

asio::awaitable<std::string> Dispatcher::handleBatch(const json::array& batch,
                                                     Subscriptions* subscriptions) const {
    // Transactions are started in order and awaited together: they wait for the same disk and backups.
    struct Progress {
        explicit Progress(const asio::any_io_executor& executor)
            : done(executor) {}
        std::size_t waiting = 0;
        feed::Signal done;
    };
    const auto executor = co_await asio::this_coro::executor;
    const auto progress = std::make_shared<Progress>(executor);
    const auto texts = std::make_shared<std::vector<std::string>>(batch.size());
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const auto request = readRequest(batch[i]);
        if (!request) {
            const auto* object = batch[i].if_object();
            const auto* id = object ? object->if_contains("id") : nullptr;
            (*texts)[i] = responseText(
                id && (id->is_string() || id->is_number()) ? *id : json::value(nullptr), request.error());
            bytes += (*texts)[i].size();
            continue;
        }
        if (bytes > m_limits.maxResponseBytes) {
            if (request->id)
                (*texts)[i] =
                    responseText(*request->id, RpcError{RpcErrorCode::responseTooLarge,
                                                        "response too large: ask for less in one batch."});
            continue;
        }
        if (const auto reply = answer(*request, subscriptions)) {
            if (request->id) (*texts)[i] = responseText(*request->id, *reply);
            bytes += (*texts)[i].size();
            continue;
        }
        ++progress->waiting;
        asio::co_spawn(
            executor, sendRawTransaction(request->params),
            [progress, texts, i, id = request->id](const std::exception_ptr& failure, Reply reply) {
                if (failure) reply = RpcError{RpcErrorCode::internal, "internal error"};
                if (id) (*texts)[i] = responseText(*id, reply);
                if (--progress->waiting == 0) progress->done.notify();
            });
    }
    while (progress->waiting > 0)
        co_await progress->done.waitFor(std::chrono::hours(1));

    std::string response;
    for (const auto& text : *texts) {
        if (text.empty()) continue;
        response += response.empty() ? '[' : ',';
        response += text;
    }
    if (!response.empty()) response += ']';
    co_return response;
}

asio::awaitable<std::string> Dispatcher::handle(std::string message, Subscriptions* subscriptions) const {
    json::parse_options options;
    options.max_depth = m_limits.maxDepth;
    boost::system::error_code error;
    const auto parsed = json::parse(message, error, {}, options);
    if (error)
        co_return responseText(nullptr,
                               RpcError{RpcErrorCode::parse, "parse error: " + error.message() + "."});
    if (const auto* batch = parsed.if_array()) {
        if (batch->empty()) co_return responseText(nullptr, invalidRequest("invalid request: empty batch."));
        if (batch->size() > m_limits.maxBatch)
            co_return responseText(
                nullptr, invalidRequest("invalid request: batch of " + std::to_string(batch->size()) +
                                        ", at most " + std::to_string(m_limits.maxBatch) + " are allowed."));
        auto response = co_await handleBatch(*batch, subscriptions);
        co_return response;
    }
    const auto request = readRequest(parsed);
    if (!request) {
        const auto* object = parsed.if_object();
        const auto* id = object ? object->if_contains("id") : nullptr;
        co_return responseText(id && (id->is_string() || id->is_number()) ? *id : json::value(nullptr),
                               request.error());
    }
    auto reply = answer(*request, subscriptions);
    if (!reply) reply = co_await sendRawTransaction(request->params);
    co_return request->id ? responseText(*request->id, *reply) : std::string();
}

} // namespace aw::rpc
