#include "rpc/http_session.hpp"

#include "feed/async.hpp"
#include "rpc/response_text.hpp"
#include "rpc/websocket_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

/// What a coroutine is given is a named value: GCC 12 destroys temporaries in the operand of co_await twice
/// where a condition is among them.
namespace aw::rpc {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
using feed::kAsTuple;

namespace {

constexpr std::uint32_t kMaxHeaderBytes = 16 * 1024;
constexpr std::size_t kReadBytes = 8 * 1024;
/// A buffer that grew beyond is given back after the request.
constexpr std::size_t kKeptBytes = 64 * 1024;
/// A refused body that is not larger is read, so that the connection can go on.
constexpr std::uint64_t kDrained = 64 * 1024;
/// How many times the largest body is read, and thrown away, for the sake of an answer that can be read.
constexpr std::uint64_t kDrainFactor = 8;
constexpr std::string_view kMethods = "POST, GET, HEAD, OPTIONS";
constexpr unsigned kNoContent = 204, kNotAllowed = 405, kUnavailable = 503;

template<class Parser>
std::optional<std::uint64_t> lengthOf(const Parser& parser) {
    const auto length = parser.content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::nullopt;
}

/// The answer to a browser that asks whether a page may send its request (CORS): any page may, with any
/// header. Also from the internet to this machine (Private Network Access): there is nothing here but what is
/// public.
template<class Request>
HttpResponse answerOptions(const Request& request) {
    const auto line = [](std::string_view name, std::string_view value) {
        return std::string(name) + ": " + std::string(value) + "\r\n";
    };
    HttpResponse response{.status = 204, .contentType = "text/plain"};
    const auto headers = request[http::field::access_control_request_headers];
    response.headers =
        line("Allow", kMethods) + line("Access-Control-Allow-Methods", kMethods) +
        line("Access-Control-Allow-Headers", headers.empty() ? "Content-Type" : std::string_view(headers)) +
        line("Access-Control-Max-Age", "86400");
    if (beast::iequals(request["Access-Control-Request-Private-Network"], "true"))
        response.headers += line("Access-Control-Allow-Private-Network", "true");
    response.headers +=
        line("Vary", "Access-Control-Request-Headers, Access-Control-Request-Private-Network");
    return response;
}

} // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub)
    : m_executor(socket.get_executor())
    , m_socket(std::move(socket))
    , m_hub(std::move(hub)) {
    error_code error;
    const auto peer = m_socket.remote_endpoint(error);
    if (!error) m_peer = peer.address();
    m_isProxy = m_hub->clients().isTrustedProxy(m_peer);
    m_client = m_hub->clients().of(m_peer);
}

void HttpSession::requestClose() {
    asio::post(m_executor, [self = shared_from_this()] {
        error_code ignored;
        self->setHasLeft();
        self->m_socket.close(ignored);
    });
}

void HttpSession::requestLook() {
    asio::post(m_executor, [self = shared_from_this()] {
        if (self->answeringSinceMs() == kNever || !self->m_socket.is_open()) return;
        // Nobody reads meanwhile; what a client sends beforehand stays for later.
        char byte = 0;
        error_code error;
        self->m_socket.non_blocking(true, error);
        if (!error) self->m_socket.receive(asio::buffer(&byte, 1), asio::socket_base::message_peek, error);
        if (error && error != asio::error::would_block && error != asio::error::try_again) self->setHasLeft();
    });
}

ClientPtr HttpSession::clientOf(const Parser& parser) const {
    if (!m_isProxy) return m_client;
    // Each proxy on the way may have added a line; the last one is of the one that we trust.
    std::string_view forwarded;
    const auto [begin, end] = parser.get().equal_range("X-Forwarded-For");
    for (auto line = begin; line != end; ++line)
        forwarded = line->value();
    return m_hub->clients().behind(m_peer, forwarded);
}

HttpResponse HttpSession::answerGet(std::string_view target) const {
    const auto path = target.substr(0, target.find('?'));
    if (path == "/health") {
        bool ok = false;
        const auto document = m_hub->health(ok);
        return {.status = ok ? 200U : 503U, .body = boost::json::serialize(document) + "\n"};
    }
    if (path == "/")
        return textResponse(200, "Anchorwatch JSON-RPC: POST a JSON-RPC 2.0 request here, or open a "
                                 "WebSocket; GET /health tells how the node is.");
    return textResponse(404, "Nothing is here. GET / or /health, or POST a JSON-RPC 2.0 request.");
}

HttpResponse HttpSession::tooManyRequests(std::string body, std::uint64_t waitMs) const {
    constexpr std::uint64_t kMsPerSecond = 1000;
    return {.status = 429,
            .body = std::move(body),
            .headers = "Retry-After: " + std::to_string((waitMs + kMsPerSecond - 1) / kMsPerSecond) + "\r\n"};
}

std::optional<HttpResponse> HttpSession::refusalOf(const error_code& error) const {
    if (error == http::error::body_limit)
        return textResponse(413, "The request is larger than " +
                                     std::to_string(m_hub->limits().maxBodyBytes) + " bytes.");
    if (error == http::error::header_limit) return textResponse(431, "The header is too large.");
    if (error.category() != make_error_code(http::error::bad_version).category()) return std::nullopt;
    return textResponse(400, "Not an HTTP/1.1 request: " + error.message() + ".");
}

asio::awaitable<bool> HttpSession::write(HttpResponse response, bool withBody) {
    const auto head = headOf(response, m_version, m_keepAlive);
    // The headers of what GET gives, its length included, and nothing after them (RFC 9110, 9.3.2).
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), withBody ? asio::buffer(response.body)
                                                                               : asio::const_buffer()};
    setDeadline(Doing::writing,
                m_hub->deadline(m_hub->steadyMs(), m_hub->limits().writeTimeout, response.body.size()));
    const auto [error, size] = co_await asio::async_write(m_socket, parts, kAsTuple);
    setDeadline(Doing::writing, kNever);
    co_return !error && m_keepAlive;
}

asio::awaitable<error_code> HttpSession::readSome(std::size_t max) {
    const auto room = m_buffer.prepare(std::min(max, std::max(kReadBytes, m_buffer.size())));
    const auto [error, size] = co_await m_socket.async_read_some(room, kAsTuple);
    m_buffer.commit(size);
    co_return error;
}

asio::awaitable<error_code> HttpSession::readHeader(Parser& parser) {
    error_code error;
    while (true) {
        if (m_buffer.size() > 0) {
            m_buffer.consume(parser.put(m_buffer.data(), error));
            if (error && error != http::error::need_more) co_return error;
            if (parser.is_header_done()) co_return error_code();
        }
        error = co_await readSome(kReadBytes);
        if (error == asio::error::eof && !parser.got_some() && m_buffer.size() == 0)
            co_return make_error_code(http::error::end_of_stream);
        if (error == asio::error::eof) co_return make_error_code(http::error::partial_message);
        if (error) co_return error;
    }
}

asio::awaitable<void> HttpSession::drain(std::uint64_t bytes) {
    std::array<char, 16 * 1024> scratch;
    while (bytes > 0) {
        const auto [error, size] = co_await m_socket.async_read_some(asio::buffer(scratch), kAsTuple);
        if (error) co_return;
        bytes -= std::min<std::uint64_t>(bytes, size);
    }
}

asio::awaitable<void> HttpSession::refuseBody(std::optional<std::uint64_t> length) {
    m_keepAlive = false;
    setDeadline(Doing::reading, m_hub->deadline(m_hub->steadyMs(), m_hub->limits().bodyTimeout));
    if (length && *length <= m_hub->limits().maxBodyBytes * kDrainFactor)
        co_await drain(*length - std::min<std::uint64_t>(*length, m_buffer.size()));
    auto refusal = refusalOf(http::error::body_limit);
    co_await write(std::move(*refusal));
    m_unread = true; // a body without a stated length, or too large by far
}

asio::awaitable<bool> HttpSession::hold(std::size_t bytes) {
    setDeadline(Doing::reading, m_hub->deadline(m_bodySinceMs, m_hub->limits().bodyTimeout, bytes));
    if (m_held.resize(bytes)) co_return true;
    m_keepAlive = false;
    m_unread = true;
    auto refusal =
        textResponse(503, "Too many large requests are being read; send this one again in a moment, "
                          "or in smaller parts.");
    refusal.headers = "Retry-After: 1\r\n";
    co_await write(std::move(refusal));
    co_return false;
}

asio::awaitable<std::optional<std::string_view>> HttpSession::readBody(Parser& parser) {
    m_held = HeldBytes(m_client->requestBytes(), m_hub->requestBytes());
    m_bodySinceMs = m_hub->steadyMs();
    if (parser.chunked()) {
        auto reading = readChunked(parser);
        const auto body = co_await std::move(reading);
        co_return body;
    }
    const auto length = static_cast<std::size_t>(parser.content_length().value_or(0));
    while (m_buffer.size() < length) {
        const bool held = co_await hold(m_buffer.size());
        if (!held) co_return std::nullopt;
        const auto error = co_await readSome(length - m_buffer.size());
        if (error) co_return std::nullopt;
    }
    m_inBuffer = length;
    co_return std::string_view(static_cast<const char*>(m_buffer.data().data()), length);
}

asio::awaitable<std::optional<std::string_view>> HttpSession::readChunked(Parser& parser) {
    http::request_parser<http::string_body> whole(std::move(parser));
    whole.eager(true);
    while (true) {
        error_code error;
        const auto used = whole.put(m_buffer.data(), error);
        m_buffer.consume(used);
        if (error == http::error::need_more) error = {};
        if (error == http::error::body_limit) {
            co_await refuseBody(std::nullopt);
            co_return std::nullopt;
        }
        if (error) {
            m_keepAlive = false;
            m_unread = true;
            if (auto refusal = refusalOf(error)) co_await write(std::move(*refusal));
            co_return std::nullopt;
        }
        if (whole.is_done()) break;
        if (used > 0 && m_buffer.size() > 0) continue;
        const bool held = co_await hold(whole.get().body().size() + m_buffer.size());
        if (!held) co_return std::nullopt;
        error = co_await readSome(kReadBytes);
        if (error) co_return std::nullopt;
    }
    m_chunked = std::move(whole.get().body());
    co_return std::string_view(m_chunked);
}

void HttpSession::forgetBody() {
    m_buffer.consume(std::exchange(m_inBuffer, 0));
    m_chunked = {};
    if (m_buffer.capacity() > kKeptBytes) m_buffer.shrink_to_fit();
    m_held.resize(0);
}

asio::awaitable<bool> HttpSession::isRefused(Parser& parser) {
    const auto wait = m_client->refuseRequest();
    if (!wait) co_return false;
    setDeadline(Doing::reading, kNever);
    asio::steady_timer pause(m_executor, m_hub->limits().refusalDelay);
    co_await pause.async_wait(kAsTuple);
    if (!m_unread &&
        (parser.chunked() || parser.content_length().value_or(0) > kDrained || isAsking(parser))) {
        m_keepAlive = false;
        m_unread = true;
    }
    if (!m_unread) {
        auto reading = readBody(parser);
        const auto body = co_await std::move(reading);
        forgetBody();
        if (!body) m_keepAlive = false;
    }
    auto refusal = tooManyRequests(responseText(nullptr, limitExceeded(*wait)), *wait);
    co_await write(std::move(refusal));
    co_return true;
}

bool HttpSession::isAsking(const Parser& parser) {
    return beast::iequals(parser.get()[http::field::expect], "100-continue");
}

asio::awaitable<bool> HttpSession::answerPost(Parser& parser) {
    const bool refused = co_await isRefused(parser);
    if (refused) co_return m_keepAlive;
    if (isAsking(parser)) {
        constexpr std::string_view kGoOn = "HTTP/1.1 100 Continue\r\n\r\n";
        setDeadline(Doing::writing, m_hub->deadline(m_hub->steadyMs(), m_hub->limits().writeTimeout));
        const auto [error, size] = co_await asio::async_write(m_socket, asio::buffer(kGoOn), kAsTuple);
        if (error) co_return false;
    }
    auto reading = readBody(parser);
    const auto body = co_await std::move(reading);
    if (!body) co_return false;
    // What the backend waits for has its own time limit; no socket operation runs meanwhile.
    setDeadline(Doing::reading, kNever);
    setAnswering(m_hub->steadyMs());
    const Caller caller{.client = m_client, .hasLeft = hasLeft(), .scratch = m_scratch};
    auto handling = m_hub->dispatcher().handle(*body, caller);
    auto answer = co_await std::move(handling);
    setAnswering(kNever);
    forgetBody();
    HttpResponse response; // also where nobody seems to read it: a client may have ended its own half only
    if (answer.refusedForMs > 0)
        response = tooManyRequests(std::move(answer.text), answer.refusedForMs);
    else if (answer.text.empty())
        response.status = kNoContent;
    else
        response.body = std::move(answer.text);
    const bool kept = co_await write(std::move(response));
    co_return kept;
}

asio::awaitable<bool> HttpSession::serve(Parser& parser) {
    const auto method = parser.get().method();
    if (method == http::verb::post) {
        const bool kept = co_await answerPost(parser);
        co_return kept;
    }
    // The others have no use for a body; one that is sent would be taken for the next request.
    m_unread = parser.chunked() || parser.content_length().value_or(0) > 0;
    if (m_unread) m_keepAlive = false;
    if (!isOwnHealth(parser)) {
        const bool refused = co_await isRefused(parser);
        if (refused) co_return m_keepAlive;
    }
    auto response = textResponse(kNotAllowed, "POST a JSON-RPC 2.0 request, or GET / or /health.");
    response.headers = "Allow: " + std::string(kMethods) + "\r\n";
    if (method == http::verb::options)
        response = answerOptions(parser.get());
    else if (method == http::verb::get || method == http::verb::head)
        response = answerGet(parser.get().target());
    const bool kept = co_await write(std::move(response), method != http::verb::head);
    co_return kept;
}

bool HttpSession::isOwnHealth(const Parser& parser) const {
    const auto method = parser.get().method();
    return m_client->isLoopback() && (method == http::verb::get || method == http::verb::head) &&
           parser.get().target().starts_with("/health");
}

asio::awaitable<bool> HttpSession::serveAll() {
    while (true) {
        Parser parser;
        parser.body_limit(m_hub->limits().maxBodyBytes);
        parser.header_limit(kMaxHeaderBytes);
        setDeadline(Doing::reading, m_hub->deadline(m_hub->steadyMs(), m_hub->limits().headerTimeout));
        auto reading = readHeader(parser);
        const auto error = co_await std::move(reading);
        if (error == http::error::end_of_stream) co_return false;
        if (error == http::error::body_limit) {
            co_await refuseBody(isAsking(parser) ? std::nullopt : lengthOf(parser));
            co_return false;
        }
        if (error) {
            m_keepAlive = false;
            auto refusal = refusalOf(error);
            m_unread = refusal.has_value();
            if (refusal) co_await write(std::move(*refusal));
            co_return false;
        }
        m_version = parser.get().version();
        m_keepAlive = parser.get().keep_alive();
        m_client = clientOf(parser);
        if (beast::websocket::is_upgrade(parser.get())) {
            const bool refused = co_await isRefused(parser);
            if (refused) co_return false;
            m_upgrade = http::request<http::string_body>(std::move(parser.get().base()));
            co_return true;
        }
        const bool kept = co_await serve(parser);
        if (!kept) co_return false;
    }
}

asio::awaitable<void> HttpSession::turnAway() {
    setDeadline(Doing::reading, m_hub->deadline(m_hub->steadyMs(), m_hub->limits().closeTimeout));
    Parser parser;
    parser.header_limit(kMaxHeaderBytes);
    auto reading = readHeader(parser);
    const auto error = co_await std::move(reading);
    m_keepAlive = false;
    m_unread = true;
    auto response = textResponse(kUnavailable, "Too many connections; close some, or try again later.");
    response.headers = "Retry-After: 1\r\n";
    if (!error && isOwnHealth(parser)) response = answerGet(parser.get().target());
    co_await write(std::move(response));
}

asio::awaitable<void> HttpSession::becomeWebSocket() {
    setDeadline(Doing::reading, kNever);
    const auto session = std::make_shared<WebSocketSession>(std::move(m_socket), m_hub, m_client);
    // Its place is taken over: the count of connections does not change.
    if (!m_hub->handOver(this, session)) co_return;
    co_await session->run(std::move(m_upgrade));
    m_hub->leave(session.get());
}

asio::awaitable<void> HttpSession::run() {
    error_code ignored;
    const auto admission = m_hub->join(shared_from_this(), m_client, m_isProxy);
    if (admission == Hub::Admission::refused) {
        const auto refusal = textResponse(kUnavailable, "Too many connections; try again later.");
        m_socket.non_blocking(true, ignored);
        m_socket.send(asio::buffer(headOf(refusal, m_version, false) + refusal.body), 0, ignored);
        m_socket.close(ignored);
        co_return;
    }
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    bool upgrade = false;
    if (admission == Hub::Admission::served)
        upgrade = co_await serveAll();
    else
        co_await turnAway();
    if (upgrade) {
        co_await becomeWebSocket();
        co_return;
    }
    if (m_unread) {
        // Closing with bytes unread resets the connection, and takes the answer from the client.
        m_socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        m_buffer = {};
        m_held.resize(0);
        const auto& limits = m_hub->limits();
        setDeadline(Doing::reading, m_hub->deadline(m_hub->steadyMs(), limits.closeTimeout));
        co_await drain(limits.maxBodyBytes * kDrainFactor);
    }
    m_hub->leave(this);
    m_socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    m_socket.close(ignored);
}

asio::awaitable<void> serveConnection(asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub) {
    const auto session = std::make_shared<HttpSession>(std::move(socket), std::move(hub));
    co_await session->run();
}

} // namespace aw::rpc
