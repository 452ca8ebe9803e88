#include "l1/json_rpc.hpp"

#include "base/hex.hpp"
#include "l1/http_transport.hpp"
#include "l1/refusals.hpp"
#include "l1/ws_transport.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/ssl.h>

#include <algorithm>
#include <iterator>

namespace aw::l1 {

namespace json = boost::json;

namespace {

json::object envelope(std::uint64_t id, std::string_view method, json::array params) {
    return {{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
}

Error badAnswer(const std::string& from, const std::string& why) {
    return {ErrorCode::l1BadAnswer, "The L1 node at " + from + " answered " + why + "."};
}

// Revert data stands as a hex string in "data", or, with some nodes, one level deeper.
Bytes revertData(const json::object& error) {
    const auto* data = error.if_contains("data");
    if (data && data->is_object()) data = data->as_object().if_contains("data");
    if (!data || !data->is_string()) return {};
    const auto text = std::string_view(data->as_string());
    if (!text.starts_with("0x")) return {};
    auto bytes = base::fromHex(text);
    return bytes ? std::move(*bytes) : Bytes{};
}

Result<RpcAnswer> readAnswer(json::value& value, const std::string& from) {
    auto* object = value.if_object();
    if (!object) return badAnswer(from, "something that is not a JSON-RPC object");
    RpcAnswer answer;
    if (const auto* error = object->if_contains("error"); error && !error->is_null()) {
        const auto* fields = error->if_object();
        if (!fields) return badAnswer(from, "an error that is not an object");
        RpcError refused;
        if (const auto* code = fields->if_contains("code"); code && code->is_int64())
            refused.code = static_cast<int>(std::clamp<std::int64_t>(code->as_int64(), INT32_MIN, INT32_MAX));
        if (const auto* message = fields->if_contains("message"); message && message->is_string())
            refused.message = std::string(message->as_string());
        refused.data = revertData(*fields);
        answer.error = std::move(refused);
        return answer;
    }
    auto* result = object->if_contains("result");
    if (!result) return badAnswer(from, "neither a result nor an error");
    answer.result = std::move(*result);
    return answer;
}

std::optional<std::uint64_t> idOf(const json::value& value) {
    const auto* object = value.if_object();
    const auto* id = object ? object->if_contains("id") : nullptr;
    if (!id) return {};
    if (id->is_uint64()) return id->as_uint64();
    if (id->is_int64() && id->as_int64() >= 0) return static_cast<std::uint64_t>(id->as_int64());
    return {};
}

} // namespace

Error rpcError(std::string_view method, const RpcError& error) {
    const bool rate = refusalOf(method, error) == Refusal::rateLimited;
    return {rate ? ErrorCode::l1RateLimited : ErrorCode::l1RpcError,
            std::string(method) + " was refused by L1: " + error.message + " (code " +
                std::to_string(error.code) + ")."};
}

Task<Result<json::value>> Rpc::call(std::string method, json::array params,
                                    std::chrono::milliseconds timeout) {
    auto answer = co_await ask(method, std::move(params), timeout);
    if (!answer) co_return answer.error();
    if (answer->error) co_return rpcError(method, *answer->error);
    co_return std::move(answer->result);
}

std::shared_ptr<boost::asio::ssl::context> tlsContext() {
    auto context = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_client);
    context->set_options(boost::asio::ssl::context::default_workarounds |
                         boost::asio::ssl::context::no_tlsv1 | boost::asio::ssl::context::no_tlsv1_1);
    boost::system::error_code ignored; // an empty store refuses every certificate, which is the safe outcome
    context->set_default_verify_paths(ignored);
    context->set_verify_mode(boost::asio::ssl::verify_peer);
    return context;
}

Result<json::value> parseAnswer(std::string_view text, const std::string& from) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) return badAnswer(from, "something that is not JSON (" + error.message() + ")");
    return value;
}

Error tooLarge(const Endpoint& from) {
    return {ErrorCode::l1TooLarge, "The L1 node at " + from.display + " answered with more than 64 MiB."};
}

Task<Error> connectionError(boost::system::error_code error, std::string doing, std::string with,
                            Deadline deadline) {
    const auto state = co_await boost::asio::this_coro::cancellation_state;
    if (state.cancelled() != boost::asio::cancellation_type::none)
        throw boost::system::system_error(boost::asio::error::operation_aborted);
    if (std::chrono::steady_clock::now() >= deadline)
        co_return Error{ErrorCode::l1Timeout,
                        "The L1 node at " + with + " did not answer in time (" + doing + ")."};
    co_return Error{ErrorCode::l1Unavailable, "The L1 node at " + with + " cannot be reached (" + doing +
                                                  ": " + error.message() +
                                                  "). Check that it runs and its address."};
}

JsonRpcClient::JsonRpcClient() = default;

JsonRpcClient::~JsonRpcClient() {
    if (!m_transport) return;
    const auto strand = m_transport->strand;
    boost::asio::post(strand, [transport = std::move(m_transport)] { transport->close(); });
}

Result<std::shared_ptr<JsonRpcClient>> JsonRpcClient::create(boost::asio::any_io_executor executor,
                                                             std::string url) {
    auto endpoint = parseEndpoint(url);
    if (!endpoint) return endpoint.error();
    std::shared_ptr<JsonRpcClient> client(new JsonRpcClient);
    Strand strand(std::move(executor));
    if (endpoint->webSocket)
        client->m_transport = std::make_shared<WebSocketTransport>(std::move(strand), std::move(*endpoint));
    else
        client->m_transport = std::make_shared<HttpTransport>(std::move(strand), std::move(*endpoint));
    client->m_transport->url = std::move(url);
    return client;
}

const std::string& JsonRpcClient::url() const { return m_transport->url; }

std::uint64_t JsonRpcClient::connections() const { return m_transport->connections; }

Task<Result<RpcAnswer>> JsonRpcClient::ask(std::string method, json::array params,
                                           std::chrono::milliseconds timeout) {
    std::vector<RpcRequest> requests;
    requests.push_back({std::move(method), std::move(params)});
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    auto work = exchange(m_transport, std::move(requests), deadline, false);
    auto exchanged =
        co_await boost::asio::co_spawn(m_transport->strand, std::move(work), boost::asio::use_awaitable);
    if (!exchanged) co_return exchanged.error();
    co_return std::move(exchanged->answers.front());
}

Task<Result<std::vector<RpcAnswer>>> JsonRpcClient::batch(std::vector<RpcRequest> requests,
                                                          std::chrono::milliseconds timeout) {
    if (requests.empty()) co_return std::vector<RpcAnswer>{};
    auto work = batchOnStrand(m_transport, std::move(requests), timeout);
    co_return co_await boost::asio::co_spawn(m_transport->strand, std::move(work),
                                             boost::asio::use_awaitable);
}

// In messages that shrink when one is refused: endpoints limit the calls of a message, or the bytes of its
// answer, or take no batches at all, and few say so in words that are known.
Task<Result<std::vector<RpcAnswer>>> JsonRpcClient::batchOnStrand(std::shared_ptr<Transport> transport,
                                                                  std::vector<RpcRequest> requests,
                                                                  std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::vector<RpcAnswer> answers;
    auto limit = std::min(transport->batchLimit, requests.size());
    std::optional<RpcError> refusal; // of a whole message, not overcome yet
    while (answers.size() < requests.size()) {
        const auto begin = requests.begin() + static_cast<std::ptrdiff_t>(answers.size());
        const auto size = std::min(limit, requests.size() - answers.size());
        std::vector<RpcRequest> part(begin, begin + static_cast<std::ptrdiff_t>(size));
        auto exchanged = co_await exchange(transport, std::move(part), deadline, size > 1);
        if (!exchanged) {
            if (exchanged.error().code != ErrorCode::l1TooLarge || size == 1) co_return exchanged.error();
            limit = size / 2;
            continue;
        }
        auto& got = exchanged->answers;
        if (exchanged->refused) {
            const auto& error = *got.front().error;
            const auto why = refusalOf("", error);
            if (why == Refusal::rateLimited) {
                answers.resize(requests.size(), got.front());
                break;
            }
            refusal = error;
            limit = why == Refusal::batchTooBig ? size / 2 : std::max<std::size_t>(1, size / 4);
            if (why == Refusal::batchTooBig) transport->batchLimit = limit;
            continue;
        }
        if (refusal && size == 1 && got.front().error && got.front().error->message == refusal->message) {
            // It was not the size.
            answers.resize(requests.size(), got.front());
            break;
        }
        refusal.reset();
        // What had no room in the answer any more is asked again.
        const auto cut = size == 1 ? got.end() : std::ranges::find_if(got, [](const RpcAnswer& each) {
            return each.error && refusalOf("", *each.error) == Refusal::batchTooBig;
        });
        if (cut == got.begin()) limit = size / 2;
        std::move(got.begin(), cut, std::back_inserter(answers));
    }
    co_return answers;
}

Task<Result<JsonRpcClient::Exchanged>> JsonRpcClient::exchange(std::shared_ptr<Transport> transport,
                                                               std::vector<RpcRequest> requests,
                                                               std::chrono::steady_clock::time_point deadline,
                                                               bool asBatch) {
    const auto& from = transport->endpoint.display;
    OutgoingMessage message;
    json::array envelopes;
    for (auto& request : requests) {
        message.ids.push_back(transport->nextId++);
        envelopes.push_back(envelope(message.ids.back(), request.method, std::move(request.params)));
    }
    const auto ids = message.ids;
    message.body = asBatch ? json::serialize(envelopes) : json::serialize(envelopes.front());
    envelopes.clear();
    auto answer = co_await transport->exchange(std::move(message), deadline);
    if (!answer) co_return answer.error();

    Exchanged exchanged;
    auto& answers = exchanged.answers;
    answers.resize(ids.size());
    if (!asBatch || answer->is_object()) {
        // A node that refuses a whole batch answers with one error object without an id.
        auto single = readAnswer(*answer, from);
        if (!single) co_return single.error();
        if (asBatch && !single->error) co_return badAnswer(from, "a batch with a single object");
        if (!asBatch && idOf(*answer) != ids.front() && !single->error)
            co_return badAnswer(from, "with another id than asked");
        for (auto& each : answers)
            each = *single;
        exchanged.refused = asBatch;
        co_return exchanged;
    }
    auto* array = answer->if_array();
    if (!array || array->size() != ids.size())
        co_return badAnswer(from, "a batch with something that is not as many answers");
    std::vector<bool> seen(ids.size());
    for (auto& value : *array) {
        const auto id = idOf(value);
        if (!id || *id < ids.front() || *id > ids.back() || seen[*id - ids.front()])
            co_return badAnswer(from, "a batch with another id than asked, or with one twice");
        seen[*id - ids.front()] = true;
        auto each = readAnswer(value, from);
        if (!each) co_return each.error();
        answers[*id - ids.front()] = std::move(*each);
    }
    co_return exchanged;
}

} // namespace aw::l1
