#include "rpc/websocket_session.hpp"

#include "base/hex.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/json/serialize.hpp>

namespace aw::rpc {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using feed::kAsTuple;

WebSocketSession::WebSocketSession(beast::tcp_stream stream, std::shared_ptr<Hub> hub)
    : m_stream(std::move(stream))
    , m_hub(std::move(hub))
    , m_answered(m_stream.get_executor())
    , m_writeDeadline(m_stream.get_executor()) {}

void WebSocketSession::close() {
    if (!m_open) return;
    m_open = false;
    m_writeDeadline.disarm();
    beast::get_lowest_layer(m_stream).close();
    m_answered.notify();
}

void WebSocketSession::requestClose() {
    asio::post(m_stream.get_executor(), [self = shared_from_this()] { self->close(); });
}

asio::awaitable<void> WebSocketSession::run(beast::http::request<beast::http::string_body> upgrade) {
    const auto& limits = m_hub->limits();
    auto timeout = websocket::stream_base::timeout::suggested(beast::role_type::server);
    timeout.idle_timeout = limits.webSocketIdle;
    timeout.keep_alive_pings = true;
    m_stream.set_option(timeout);
    m_stream.read_message_max(limits.maxBodyBytes);
    const auto [acceptError] = co_await m_stream.async_accept(upgrade, kAsTuple);
    while (!acceptError && m_open) {
        // A client that asks faster than it is answered waits here, and then in its own socket.
        while (m_open && m_inFlight >= limits.maxInFlight)
            co_await m_answered.waitFor(std::chrono::hours(1));
        m_buffer.clear();
        const auto [error, size] = co_await m_stream.async_read(m_buffer, kAsTuple);
        if (error || !m_open) break;
        ++m_inFlight;
        auto message = beast::buffers_to_string(m_buffer.data());
        asio::co_spawn(
            m_stream.get_executor(),
            [self = shared_from_this(), text = std::move(message)]() mutable {
                return self->answer(std::move(text));
            },
            asio::detached);
    }
    m_hub->silence(this);
    close();
}

asio::awaitable<void> WebSocketSession::answer(std::string message) {
    const auto self = shared_from_this();
    auto response = co_await m_hub->dispatcher().handle(std::move(message), this);
    --m_inFlight;
    m_answered.notify();
    if (!response.empty()) send(std::move(response));
}

void WebSocketSession::send(std::string text) {
    if (!m_open) return;
    m_outboxBytes += text.size();
    if (m_outboxBytes > m_hub->limits().maxQueueBytes) {
        close(); // a reader this slow would cost memory without bound
        return;
    }
    m_outbox.push_back(std::move(text));
    if (std::exchange(m_writing, true)) return;
    asio::co_spawn(
        m_stream.get_executor(), [self = shared_from_this()] { return self->writeAll(); }, asio::detached);
}

asio::awaitable<void> WebSocketSession::writeAll() {
    while (m_open && !m_outbox.empty()) {
        const auto text = std::move(m_outbox.front());
        m_outbox.pop_front();
        m_writeDeadline.arm(m_hub->limits().writeTimeout, [this] { close(); });
        m_stream.text(true);
        const auto [error, size] = co_await m_stream.async_write(asio::buffer(text), kAsTuple);
        m_writeDeadline.disarm();
        m_outboxBytes -= text.size();
        if (error) close();
    }
    m_writing = false;
}

RpcResult<std::string> WebSocketSession::subscribe(Subscription wanted) {
    if (m_subscriptions.size() >= m_hub->limits().maxSubscriptions)
        return RpcError{RpcErrorCode::limitExceeded, "at most " +
                                                         std::to_string(m_hub->limits().maxSubscriptions) +
                                                         " subscriptions on one connection."};
    auto id = randomId();
    m_subscriptions.emplace(id, std::move(wanted));
    m_hub->listen(shared_from_this());
    return id;
}

bool WebSocketSession::unsubscribe(std::string_view id) {
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end()) return false;
    m_subscriptions.erase(found);
    if (m_subscriptions.empty()) m_hub->silence(this);
    return true;
}

void WebSocketSession::notify(Kind kind, const std::string& result) {
    for (const auto& [id, wanted] : m_subscriptions)
        if (wanted.kind == kind) sendNotification(id, result);
}

void WebSocketSession::notifyLogs(const BlockPtr& block, bool removed) {
    for (const auto& [id, wanted] : m_subscriptions) {
        if (wanted.kind != Kind::logs) continue;
        boost::json::array logs;
        appendLogs(logs, block, wanted.filter, removed);
        for (const auto& log : logs)
            sendNotification(id, boost::json::serialize(log));
    }
}

void WebSocketSession::sendNotification(std::string_view id, std::string_view result) {
    std::string text = R"({"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":")";
    text.append(id).append(R"(","result":)").append(result).append("}}");
    send(std::move(text));
}

void WebSocketSession::pushBlock(std::shared_ptr<const std::string> header, BlockPtr block) {
    asio::post(m_stream.get_executor(),
               [self = shared_from_this(), header = std::move(header), block = std::move(block)] {
                   self->notify(Kind::heads, *header);
                   self->notifyLogs(block, false);
               });
}

void WebSocketSession::pushRemoved(BlockPtr block) {
    asio::post(m_stream.get_executor(),
               [self = shared_from_this(), block = std::move(block)] { self->notifyLogs(block, true); });
}

void WebSocketSession::pushPending(std::shared_ptr<const std::string> hash,
                                   std::shared_ptr<const std::string> whole) {
    asio::post(m_stream.get_executor(),
               [self = shared_from_this(), hash = std::move(hash), whole = std::move(whole)] {
                   self->notify(Kind::pendingHashes, *hash);
                   self->notify(Kind::pendingWhole, *whole);
               });
}

} // namespace aw::rpc
