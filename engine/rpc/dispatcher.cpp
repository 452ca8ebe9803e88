#include "rpc/dispatcher.hpp"

#include "base/hex.hpp"
#include "feed/async.hpp"
#include "rpc/methods.hpp"
#include "rpc/parsed_message.hpp"
#include "rpc/public_text.hpp"
#include "rpc/response_text.hpp"
#include "rpc/wallet_errors.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

namespace aw::rpc {

namespace asio = boost::asio;
namespace json = boost::json;

/// A request; the pointers are into the parsed message.
struct Dispatcher::Request {
    const json::value* id = nullptr; ///< none for a notification
    std::string_view method;
    const json::array* params = nullptr;
};

namespace {

constexpr std::string_view kSend = "eth_sendRawTransaction";
/// Larger messages are parsed by the threads for searches.
constexpr std::size_t kParsedInline = std::size_t{64} << 10;
/// So many requests of a batch, at most, before others have their turn.
constexpr std::size_t kAtATime = 8;
/// So many transactions of a batch are on their way at a time: those of others wait behind no more.
constexpr std::size_t kSendsAtATime = 64;

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

RpcError internalError(const std::exception& error) {
    return {RpcErrorCode::internal, "internal error: " + withoutPaths(std::string_view(error.what()))};
}

RpcError tooManyReads() {
    return {RpcErrorCode::limitExceeded,
            "limit exceeded: too many expensive requests are waiting already; make "
            "fewer at a time, and try this one again in a moment."};
}

RpcError tooManyUnsent() {
    return {RpcErrorCode::limitExceeded,
            "limit exceeded: too many large answers have not been read yet; read "
            "them first, or ask for less at a time."};
}

/// The id of what is no request, as far as it has one.
const json::value* idOf(const json::value& value) {
    const auto* object = value.if_object();
    const auto* id = object ? object->if_contains("id") : nullptr;
    return id && (id->is_string() || id->is_number()) ? id : nullptr;
}

} // namespace

Dispatcher::Dispatcher(Parts parts, Limits limits)
    : m(std::move(parts))
    , m_limits(std::move(limits)) {}

RpcResult<Dispatcher::Request> Dispatcher::readRequest(const json::value& value) {
    if (!value.is_object()) return invalidRequest("invalid request: it must be a JSON object.");
    const auto& object = value.get_object();
    Request request;
    if (const auto* id = object.if_contains("id")) {
        if (!id->is_string() && !id->is_number() && !id->is_null())
            return invalidRequest("invalid request: id must be a string, a number or null.");
        request.id = id;
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

Reply Dispatcher::answer(const Request& request, const Caller& caller) const {
    const Params params(request.params);
    Work work(*caller.client, caller.hasLeft, m.searches->stopping());
    try {
        if (request.method == "eth_subscribe" || request.method == "eth_unsubscribe") {
            if (!caller.subscriptions)
                return RpcError{RpcErrorCode::methodNotFound,
                                "notifications not supported: use a WebSocket."};
            return request.method == "eth_subscribe" ? subscribe(params, *caller.subscriptions)
                                                     : unsubscribe(params, *caller.subscriptions);
        }
        if (const auto* method = findMethod(request.method))
            return (*method)(*m.backend, params, m_limits, work);
        if (const auto method = findFilterMethod(request.method))
            return method(*m.filters, *m.backend, params, m_limits, work);
    } catch (const std::exception& error) {
        return internalError(error);
    }
    constexpr std::size_t kShown = 64;
    return RpcError{RpcErrorCode::methodNotFound, "the method " +
                                                      std::string(request.method.substr(0, kShown)) +
                                                      " does not exist/is not available"};
}

asio::awaitable<std::string> Dispatcher::respond(const Request& request, Place place,
                                                 const Caller& caller) const {
    std::string text;
    std::function<void()> work = [&] {
        const auto reply = answer(request, caller);
        if (request.id) text = responseText(request.id, reply);
    };
    if (place == Place::connection) {
        work();
        co_return text;
    }
    auto& pool = place == Place::reads ? *m.reads : *m.searches;
    auto running = pool.run(caller.client, caller.client->allowance().waitingReads, std::move(work));
    const bool ran = co_await std::move(running);
    if (!ran && request.id) text = responseText(request.id, tooManyReads());
    co_return text;
}

asio::awaitable<Reply> Dispatcher::sendRawTransaction(const json::array* params) const {
    auto rawTx = Params(params).bytes(0);
    if (!rawTx) co_return rawTx.error();
    try {
        const auto hash = co_await m.backend->submit(std::move(*rawTx));
        if (!hash) co_return walletError(hash.error());
        co_return json::value(base::toHex(hash->view()));
    } catch (const std::exception& error) {
        co_return internalError(error);
    }
}

/// A batch on its way.
struct Dispatcher::Batch {
    Batch(std::size_t size, const asio::any_io_executor& executor)
        : texts(size)
        , done(executor) {}

    /// The response of those that have one.
    std::string joined() const {
        std::string response;
        for (const auto& text : texts) {
            if (text.empty()) continue;
            response += response.empty() ? '[' : ',';
            response += text;
        }
        if (!response.empty()) response += ']';
        return response;
    }

    /// Waits until no more transactions than these are on their way.
    asio::awaitable<void> awaitSends(std::size_t atMost) {
        wanted = atMost;
        while (sending > atMost)
            co_await done.waitFor(std::chrono::hours(1));
    }
    void sent() {
        if (--sending == wanted) done.notify();
    }

    std::vector<std::string> texts;
    std::size_t sending = 0; ///< transactions that are not settled yet
    std::size_t wanted = 0;
    feed::Signal done;
};

asio::awaitable<Answer> Dispatcher::handleBatch(const json::array& batch, const Caller& caller) const {
    // Transactions are started in order and awaited together: they wait for the same disk and backups.
    const auto executor = co_await asio::this_coro::executor;
    const auto progress = std::make_shared<Batch>(batch.size(), executor);
    Answer answer{.held = HeldBytes(caller.client->unsentBytes(), *m.unsentBytes)};
    std::size_t refused = 0;
    std::uint64_t waitMs = 0;
    for (std::size_t i = 0; i < batch.size() && !caller.hasLeft; ++i) {
        if (i % kAtATime == kAtATime - 1) co_await asio::post(executor, asio::use_awaitable);
        auto& text = progress->texts[i];
        const auto request = readRequest(batch[i]);
        if (!request) {
            text = responseText(idOf(batch[i]), request.error());
            answer.held.grow(text.size());
            continue;
        }
        const auto refuse = [&](RpcError error) {
            if (request->id) text = responseText(request->id, std::move(error));
        };
        if (answer.held.bytes() > m_limits.maxResponseBytes) {
            refuse({RpcErrorCode::responseTooLarge, "response too large: ask for less in one batch."});
            continue;
        }
        const auto& cost = costOf(request->method);
        if (const auto wait = caller.client->refuseCost(cost.units)) {
            waitMs = *wait;
            ++refused;
            refuse(limitExceeded(waitMs));
            continue;
        }
        if (request->method == kSend) {
            if (progress->sending >= kSendsAtATime) {
                auto waiting = progress->awaitSends(kSendsAtATime / 2);
                co_await std::move(waiting);
            }
            ++progress->sending;
            asio::co_spawn(executor, sendRawTransaction(request->params),
                           [progress, i, id = request->id](const std::exception_ptr& failure, Reply reply) {
                               if (failure) reply = RpcError{RpcErrorCode::internal, "internal error"};
                               if (id) progress->texts[i] = responseText(id, reply);
                               progress->sent();
                           });
            continue;
        }
        auto responding = respond(*request, cost.runsOn, caller);
        text = co_await std::move(responding);
        if (!answer.held.grow(text.size())) refuse(tooManyUnsent());
    }
    auto waiting = progress->awaitSends(0);
    co_await std::move(waiting);
    answer.text = progress->joined();
    if (refused == batch.size()) answer.refusedForMs = waitMs;
    co_return answer;
}

Answer Dispatcher::answerOf(std::string text, const Caller& caller) const {
    Answer answer{.text = std::move(text), .held = HeldBytes(caller.client->unsentBytes(), *m.unsentBytes)};
    answer.held.grow(answer.text.size());
    return answer;
}

asio::awaitable<Answer> Dispatcher::handle(std::string_view message, const Caller& caller) const {
    ParsedMessage parsed(m_limits, caller.scratch);
    caller.client->charge(message.size() / kBytesPerUnit);
    std::optional<RpcError> unread;
    if (message.size() <= kParsedInline) {
        unread = parsed.parse(message);
    } else {
        std::function<void()> work = [&] { unread = parsed.parse(message); };
        auto running =
            m.searches->run(caller.client, caller.client->allowance().waitingReads, std::move(work));
        const bool ran = co_await std::move(running);
        if (!ran) unread = tooManyReads();
    }
    if (unread) co_return answerOf(responseText(nullptr, *unread), caller);
    if (const auto* batch = parsed.value().if_array()) {
        if (batch->empty())
            co_return answerOf(responseText(nullptr, invalidRequest("invalid request: empty batch.")),
                               caller);
        if (batch->size() > m_limits.maxBatch)
            co_return answerOf(
                responseText(nullptr, invalidRequest("invalid request: batch of " +
                                                     std::to_string(batch->size()) + ", at most " +
                                                     std::to_string(m_limits.maxBatch) + " are allowed.")),
                caller);
        auto handling = handleBatch(*batch, caller);
        auto whole = co_await std::move(handling);
        co_return whole;
    }
    const auto request = readRequest(parsed.value());
    if (!request) co_return answerOf(responseText(idOf(parsed.value()), request.error()), caller);
    const auto& cost = costOf(request->method);
    if (const auto wait = caller.client->refuseCost(cost.units)) {
        auto refused =
            answerOf(request->id ? responseText(request->id, limitExceeded(*wait)) : std::string(), caller);
        refused.refusedForMs = *wait;
        co_return refused;
    }
    if (request->method == kSend) {
        auto sending = sendRawTransaction(request->params);
        const auto reply = co_await std::move(sending);
        co_return answerOf(request->id ? responseText(request->id, reply) : std::string(), caller);
    }
    auto responding = respond(*request, cost.runsOn, caller);
    auto text = co_await std::move(responding);
    auto answer = answerOf(std::move(text), caller);
    if (answer.held.bytes() < answer.text.size()) answer.text = responseText(request->id, tooManyUnsent());
    co_return answer;
}

std::string Dispatcher::refusal(std::string_view message, std::uint64_t waitMs) const {
    constexpr std::size_t kLookedAt = 4096;
    if (message.size() > kLookedAt) return responseText(nullptr, limitExceeded(waitMs));
    ParsedMessage parsed(m_limits, {});
    const bool isRead = !parsed.parse(message);
    return responseText(isRead ? idOf(parsed.value()) : nullptr, limitExceeded(waitMs));
}

} // namespace aw::rpc
