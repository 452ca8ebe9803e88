#include "feed/async.hpp"
#include "rpc/hub.hpp"
#include "rpc/public_text.hpp"
#include "rpc/websocket_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace aw::rpc {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

namespace {

using feed::kAsTuple;

constexpr std::uint32_t kMaxHeaderBytes = 16 * 1024;
/// How many times the largest body is read, and thrown away, for the sake of an answer that can be read.
constexpr std::uint64_t kDrainFactor = 8;
constexpr std::string_view kMethods = "POST, GET, HEAD, OPTIONS";

using Response = http::response<http::string_body>;
using Parser = http::request_parser<http::string_body>;

/// One HTTP connection with its requests, one after another. What a coroutine is given is a named value:
/// GCC 12 destroys temporaries in the operand of co_await twice where a condition is among them.
class HttpSession : public Connection, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub)
        : m_executor(socket.get_executor())
        , m_stream(std::move(socket))
        , m_hub(std::move(hub)) {}

    asio::awaitable<void> run();
    void requestClose() override {
        asio::post(m_executor, [self = shared_from_this()] { self->m_stream.close(); });
    }

private:
    /// Serves requests; true where the last one asks for a WebSocket.
    asio::awaitable<bool> serveAll();
    /// Reads the body and answers; false where the connection must end.
    asio::awaitable<bool> serve(Parser& parser);
    asio::awaitable<bool> answerPost(Parser& parser);
    Response answerOptions(const Parser::value_type& request) const;
    asio::awaitable<bool> write(Response response);
    /// Refuses a request whose body is too large, in a way that its sender can read: most clients look for an
    /// answer only once they have sent everything, and lose it where the connection is reset before.
    asio::awaitable<void> refuseBody(const Parser& parser);
    /// Reads and throws away, until the client ends, `bytes` have come, or the time is over.
    asio::awaitable<void> drain(std::uint64_t bytes);
    Response make(http::status status, std::string body, std::string_view type) const;
    Response text(http::status status, std::string body) const {
        return make(status, std::move(body) + "\n", "text/plain; charset=utf-8");
    }
    Response answerGet(std::string_view target) const;
    /// What a request that cannot be read is answered; time-outs and resets have nobody to answer to.
    std::optional<Response> refuse(const boost::system::error_code& error) const;

    const asio::any_io_executor m_executor; ///< other threads post to it, also while the stream is handed on
    beast::tcp_stream m_stream;
    std::shared_ptr<Hub> m_hub;
    beast::flat_buffer m_buffer;
    http::request<http::string_body> m_upgrade;
    unsigned m_version = 11;
    bool m_keepAlive = true;
    bool m_unread = false; ///< something was refused before all of it was read
};

Response HttpSession::make(http::status status, std::string body, std::string_view type) const {
    Response response(status, m_version);
    response.set(http::field::server, "anchorwatch");
    response.set(http::field::content_type, type);
    // Public methods alone are served here, to any page: wallets in browsers need it.
    response.set(http::field::access_control_allow_origin, "*");
    response.keep_alive(m_keepAlive);
    response.body() = std::move(body);
    response.prepare_payload();
    return response;
}

/// The answer to a browser that asks whether a page may send its request (CORS): any page may, with any
/// header. Also from the internet to this machine (Private Network Access): there is nothing here but what is
/// public.
Response HttpSession::answerOptions(const Parser::value_type& request) const {
    auto response = make(http::status::no_content, "", "text/plain");
    response.set(http::field::allow, kMethods);
    response.set(http::field::access_control_allow_methods, kMethods);
    const auto headers = request[http::field::access_control_request_headers];
    response.set(http::field::access_control_allow_headers, headers.empty() ? "Content-Type" : headers);
    response.set(http::field::access_control_max_age, "86400");
    if (beast::iequals(request["Access-Control-Request-Private-Network"], "true"))
        response.set("Access-Control-Allow-Private-Network", "true");
    response.set(http::field::vary, "Access-Control-Request-Headers, Access-Control-Request-Private-Network");
    return response;
}

Response HttpSession::answerGet(std::string_view target) const {
    const auto path = target.substr(0, target.find('?'));
    if (path == "/health") {
        const auto health = m_hub->dispatcher().backend().health();
        auto body = withoutPaths(health.detail).as_object();
        body["ok"] = health.ok;
        return make(health.ok ? http::status::ok : http::status::service_unavailable,
                    boost::json::serialize(body) + "\n", "application/json");
    }
    if (path == "/")
        return text(http::status::ok, "Anchorwatch JSON-RPC: POST a JSON-RPC 2.0 request here, or open a "
                                      "WebSocket; GET /health tells how the node is.");
    return text(http::status::not_found,
                "Nothing is here. GET / or /health, or POST a JSON-RPC 2.0 request.");
}

std::optional<Response> HttpSession::refuse(const boost::system::error_code& error) const {
    if (error == http::error::body_limit)
        return text(http::status::payload_too_large,
                    "The request is larger than " + std::to_string(m_hub->limits().maxBodyBytes) + " bytes.");
    if (error == http::error::header_limit)
        return text(http::status::request_header_fields_too_large, "The header is too large.");
    if (error.category() != make_error_code(http::error::bad_version).category()) return std::nullopt;
    return text(http::status::bad_request, "Not an HTTP/1.1 request: " + error.message() + ".");
}

asio::awaitable<bool> HttpSession::write(Response response) {
    const bool keep = response.keep_alive();
    m_stream.expires_after(m_hub->limits().writeTimeout);
    const auto [error, size] = co_await http::async_write(m_stream, response, kAsTuple);
    co_return !error && keep;
}

asio::awaitable<void> HttpSession::drain(std::uint64_t bytes) {
    std::array<char, 16 * 1024> scratch;
    while (bytes > 0) {
        const auto [error, size] = co_await m_stream.async_read_some(asio::buffer(scratch), kAsTuple);
        if (error) co_return;
        bytes -= std::min<std::uint64_t>(bytes, size);
    }
}

asio::awaitable<void> HttpSession::refuseBody(const Parser& parser) {
    m_keepAlive = false;
    const auto limit = m_hub->limits().maxBodyBytes * kDrainFactor;
    m_stream.expires_after(m_hub->limits().bodyTimeout);
    const bool asks = beast::iequals(parser.get()[http::field::expect], "100-continue");
    if (!asks && parser.content_length() && *parser.content_length() <= limit) {
        const auto come = std::min<std::uint64_t>(*parser.content_length(), m_buffer.size());
        co_await drain(*parser.content_length() - come);
    }
    auto refusal = refuse(http::error::body_limit);
    co_await write(std::move(*refusal));
    m_unread = true; // a body without a stated length, or too large by far
}

asio::awaitable<bool> HttpSession::answerPost(Parser& parser) {
    const auto& limits = m_hub->limits();
    m_stream.expires_after(limits.bodyTimeout);
    if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
        http::response<http::empty_body> goOn(http::status::continue_, m_version);
        const auto [error, size] = co_await http::async_write(m_stream, goOn, kAsTuple);
        if (error) co_return false;
    }
    const auto [error, size] = co_await http::async_read(m_stream, m_buffer, parser, kAsTuple);
    if (error) {
        m_keepAlive = false;
        if (error == http::error::body_limit) co_await refuseBody(parser);
        co_return false;
    }
    // What the backend waits for has its own time limit; no socket operation runs meanwhile.
    m_stream.expires_never();
    auto answer = co_await m_hub->dispatcher().handle(std::move(parser.get().body()), nullptr);
    const auto status = answer.empty() ? http::status::no_content : http::status::ok;
    auto response = make(status, std::move(answer), "application/json");
    const bool kept = co_await write(std::move(response));
    co_return kept;
}

asio::awaitable<bool> HttpSession::serve(Parser& parser) {
    m_version = parser.get().version();
    m_keepAlive = parser.get().keep_alive();
    const auto method = parser.get().method();
    if (method == http::verb::post) {
        const bool kept = co_await answerPost(parser);
        co_return kept;
    }
    // The others have no use for a body; one that is sent would be taken for the next request.
    m_unread = parser.chunked() || (parser.content_length() && *parser.content_length() > 0);
    if (m_unread) m_keepAlive = false;
    Response response =
        text(http::status::method_not_allowed, "POST a JSON-RPC 2.0 request, or GET / or /health.");
    response.set(http::field::allow, kMethods);
    if (method == http::verb::options)
        response = answerOptions(parser.get());
    else if (method == http::verb::get || method == http::verb::head)
        response = answerGet(parser.get().target());
    // The headers of what GET gives, its length included, and nothing after them (RFC 9110, 9.3.2).
    if (method == http::verb::head) response.body().clear();
    const bool kept = co_await write(std::move(response));
    co_return kept;
}

asio::awaitable<bool> HttpSession::serveAll() {
    while (true) {
        Parser parser;
        parser.body_limit(m_hub->limits().maxBodyBytes);
        parser.header_limit(kMaxHeaderBytes);
        m_stream.expires_after(m_hub->limits().headerTimeout);
        const auto [error, size] = co_await http::async_read_header(m_stream, m_buffer, parser, kAsTuple);
        if (error == http::error::end_of_stream) co_return false;
        if (error == http::error::body_limit) {
            co_await refuseBody(parser);
            co_return false;
        }
        if (error) {
            m_keepAlive = false;
            auto refusal = refuse(error);
            m_unread = refusal.has_value();
            if (refusal) co_await write(std::move(*refusal));
            co_return false;
        }
        if (beast::websocket::is_upgrade(parser.get())) {
            m_upgrade = http::request<http::string_body>(parser.release());
            co_return true;
        }
        const bool kept = co_await serve(parser);
        if (!kept) co_return false;
    }
}

asio::awaitable<void> HttpSession::run() {
    const bool joined = m_hub->join(shared_from_this());
    if (!joined) {
        m_keepAlive = false;
        auto refusal = text(http::status::service_unavailable, "Too many connections; try again later.");
        co_await write(std::move(refusal));
        m_stream.close();
        co_return;
    }
    boost::system::error_code ignored;
    m_stream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const bool upgrade = co_await serveAll();
    if (upgrade) {
        m_stream.expires_never();
        const auto session = std::make_shared<WebSocketSession>(std::move(m_stream), m_hub);
        // Its place is taken over: the count of connections does not change.
        m_hub->leave(this);
        const bool rejoined = m_hub->join(session);
        if (rejoined) co_await session->run(std::move(m_upgrade));
        m_hub->leave(session.get());
        co_return;
    }
    if (m_unread) {
        // Closing with bytes unread resets the connection, and takes the answer from the client.
        m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
        m_stream.expires_after(m_hub->limits().bodyTimeout);
        co_await drain(m_hub->limits().maxBodyBytes * kDrainFactor);
    }
    m_hub->leave(this);
    m_stream.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    m_stream.close();
}

} // namespace

asio::awaitable<void> serveConnection(asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub) {
    const auto session = std::make_shared<HttpSession>(std::move(socket), std::move(hub));
    co_await session->run();
}

} // namespace aw::rpc
