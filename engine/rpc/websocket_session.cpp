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

namespace {

constexpr std::size_t kReadBytes = 64 * 1024;
/// A client with more unread answers is not read from before it has read some.
constexpr std::size_t kUnreadAnswers = std::size_t{1} << 20;
/// Messages that are refused in a row before the connection is ended.
constexpr std::size_t kMaxRefused = 100;

} // namespace

WebSocketSession::WebSocketSession(asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub, ClientPtr client)
    : m_stream(std::move(socket))
    , m_hub(std::move(hub))
    , m_client(std::move(client))
    , m_reading(m_client->requestBytes(), m_hub->requestBytes())
    , m_answered(m_stream.get_executor())
    , m_unsent(m_client->unsentBytes(), m_hub->unsentBytes()) {}

void WebSocketSession::close() {
    if (!m_open) return;
    m_open = false;
    setHasLeft();
    boost::system::error_code ignored;
    beast::get_lowest_layer(m_stream).close(ignored);
    m_answered.notify();
}

void WebSocketSession::closeFor(const CloseReason& reason) {
    if (!m_open || m_ending) return;
    m_ending = reason;
    setHasLeft();
    m_hub->silence(this);
    m_outbox.clear();
    setDeadline(Doing::writing, m_hub->deadline(m_hub->steadyMs(), m_hub->limits().closeTimeout));
    m_answered.notify();
    startWriting();
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
    m_stream.text(true);
    const auto [acceptError] = co_await m_stream.async_accept(upgrade, kAsTuple);
    while (!acceptError && m_open && !m_ending) {
        // A client that asks faster than it is answered, or reads, waits here, and then in its own socket.
        while (m_open && !m_ending && (m_inFlight >= limits.maxInFlight || m_unsent.bytes() > kUnreadAnswers))
            co_await m_answered.waitFor(std::chrono::hours(1));
        auto reading = readMessage();
        const bool isRead = co_await std::move(reading);
        if (!isRead) break;
        const bool isTaken = take();
        if (isTaken) continue;
        asio::steady_timer pause(m_stream.get_executor(), limits.refusalDelay);
        co_await pause.async_wait(kAsTuple);
    }
    m_hub->silence(this);
    // What is being written may be the reason of the end; the deadline closes what lasts too long.
    while (m_open && m_ending && m_writing)
        co_await m_answered.waitFor(std::chrono::hours(1));
    close();
}

asio::awaitable<bool> WebSocketSession::readMessage() {
    const auto& limits = m_hub->limits();
    m_buffer.clear();
    std::uint64_t sinceMs = 0;
    do {
        const auto [error, size] = co_await m_stream.async_read_some(m_buffer, kReadBytes, kAsTuple);
        if (error || !m_open || m_ending) co_return false;
        if (!m_reading.resize(m_buffer.size())) {
            closeFor({websocket::close_code::try_again_later,
                      "too many large messages are being read: send smaller ones"});
            co_return false;
        }
        if (sinceMs == 0) sinceMs = m_hub->steadyMs();
        // From the first byte on a message must go on coming.
        setDeadline(Doing::reading, m_stream.is_message_done()
                                        ? kNever
                                        : m_hub->deadline(sinceMs, limits.bodyTimeout, m_buffer.size()));
    } while (!m_stream.is_message_done());
    co_return true;
}

bool WebSocketSession::take() {
    auto message = beast::buffers_to_string(m_buffer.data());
    auto held = std::exchange(m_reading, HeldBytes(m_client->requestBytes(), m_hub->requestBytes()));
    if (m_buffer.capacity() > kReadBytes) m_buffer = {};
    if (const auto wait = m_client->refuseRequest()) {
        if (++m_refused > kMaxRefused)
            closeFor({websocket::close_code::policy_error,
                      "limit exceeded: ask less often; connect again in " + std::to_string(*wait) + " ms"});
        else
            send(m_hub->dispatcher().refusal(message, *wait));
        return false;
    }
    m_refused = 0;
    ++m_inFlight;
    asio::co_spawn(
        m_stream.get_executor(),
        [self = shared_from_this(), text = std::move(message), bytes = std::move(held)]() mutable {
            return self->answer(std::move(text), std::move(bytes));
        },
        asio::detached);
    return true;
}

asio::awaitable<void> WebSocketSession::answer(std::string message, HeldBytes held) {
    const auto self = shared_from_this();
    const auto bytes = std::move(held); // given back before the session goes
    const Caller caller{.client = m_client, .hasLeft = hasLeft(), .subscriptions = this};
    auto handling = m_hub->dispatcher().handle(message, caller);
    auto response = co_await std::move(handling);
    --m_inFlight;
    m_answered.notify();
    response.held.resize(0); // it counts among what is unsent from here on
    if (!response.text.empty()) send(std::move(response.text));
}

void WebSocketSession::send(std::string text) {
    if (!m_open || m_ending) return;
    const auto waiting = m_unsent.bytes();
    const auto size = text.size();
    // One answer may be as large as answers may be.
    if ((waiting > 0 && waiting + size > m_hub->limits().maxQueueBytes) || !m_unsent.grow(size)) {
        closeFor({websocket::close_code::try_again_later,
                  "you read too slowly: too much waits to be sent; connect again, and ask for less"});
        return;
    }
    m_outbox.push_back(std::move(text));
    startWriting();
}

void WebSocketSession::startWriting() {
    if (std::exchange(m_writing, true)) return;
    asio::co_spawn(
        m_stream.get_executor(), [self = shared_from_this()] { return self->writeAll(); }, asio::detached);
}

asio::awaitable<void> WebSocketSession::writeAll() {
    while (m_open && !m_outbox.empty()) {
        const auto text = std::move(m_outbox.front());
        m_outbox.pop_front();
        setDeadline(Doing::writing,
                    m_hub->deadline(m_hub->steadyMs(), m_hub->limits().writeTimeout, text.size()));
        const auto [error, size] = co_await m_stream.async_write(asio::buffer(text), kAsTuple);
        if (!m_ending) setDeadline(Doing::writing, kNever);
        m_unsent.resize(m_unsent.bytes() - text.size());
        if (m_unsent.bytes() <= kUnreadAnswers) m_answered.notify();
        if (error) close();
    }
    if (m_open && m_ending) {
        co_await m_stream.async_close(*m_ending, kAsTuple);
        close();
    }
    m_writing = false;
    m_answered.notify();
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
