#pragma once

#include "rpc/http_response.hpp"
#include "rpc/hub.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>

namespace aw::rpc {

/// One HTTP connection with its requests, one after another. A request that lies in the buffer whole costs
/// one read, its answer, and one write: no timer, no copy of its body. Everything but requestClose() and
/// requestLook() on the connection's strand.
class HttpSession : public Connection, public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(boost::asio::ip::tcp::socket socket, std::shared_ptr<Hub> hub);

    boost::asio::awaitable<void> run();
    void requestClose() override;
    void requestLook() override;

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::empty_body>;
    template<class T>
    using Task = boost::asio::awaitable<T>;

    /// Serves requests; true where the last one asks for a WebSocket.
    Task<bool> serveAll();
    /// Answers the one request of a connection that there is no place for.
    Task<void> turnAway();
    Task<void> becomeWebSocket();
    /// Reads a header into the parser. Errors: of HTTP, of the socket, end_of_stream.
    Task<boost::system::error_code> readHeader(Parser& parser);
    /// Appends to the buffer what has come, at most `max` bytes.
    Task<boost::system::error_code> readSome(std::size_t max);
    /// The body of a POST; it is in the buffer, or in m_chunked. Nothing where it cannot be read: then what
    /// there is to say was answered.
    Task<std::optional<std::string_view>> readBody(Parser& parser);
    Task<std::optional<std::string_view>> readChunked(Parser& parser);
    /// Whether so many bytes of a body may be held; where not, it was answered. Each that comes gives it
    /// time.
    Task<bool> hold(std::size_t bytes);
    void forgetBody();
    Task<bool> answerPost(Parser& parser);
    /// Whether the request must not be made yet; then it was answered.
    Task<bool> isRefused(Parser& parser);
    Task<bool> serve(Parser& parser);
    /// Refuses a request whose body is too large, in a way that its sender can read: most clients look for an
    /// answer only once they have sent everything, and lose it where the connection is reset before.
    Task<void> refuseBody(std::optional<std::uint64_t> length);
    /// Reads and throws away, until the client ends, `bytes` have come, or the time is over.
    Task<void> drain(std::uint64_t bytes);
    /// False where the connection must end.
    Task<bool> write(HttpResponse response, bool withBody = true);

    HttpResponse answerGet(std::string_view target) const;
    HttpResponse tooManyRequests(std::string body, std::uint64_t waitMs) const;
    /// What a request that cannot be read is answered; resets have nobody to answer to.
    std::optional<HttpResponse> refusalOf(const boost::system::error_code& error) const;
    /// Who makes this request; behind a trusted proxy each may be another's.
    ClientPtr clientOf(const Parser& parser) const;
    /// Whether it asks before it sends its body.
    static bool isAsking(const Parser& parser);
    /// Whether this machine asks for /health, which is never refused.
    bool isOwnHealth(const Parser& parser) const;

    const boost::asio::any_io_executor
        m_executor; ///< other threads post to it, also while the socket is handed on
    boost::asio::ip::tcp::socket m_socket;
    const std::shared_ptr<Hub> m_hub;
    boost::asio::ip::address m_peer;
    bool m_isProxy = false;
    ClientPtr m_client; ///< of the connection, then of the request
    boost::beast::flat_buffer m_buffer;
    std::size_t m_inBuffer = 0; ///< of it are the body
    std::string m_chunked;      ///< a body that came in chunks
    HeldBytes m_held;           ///< of the body
    boost::beast::http::request<boost::beast::http::string_body> m_upgrade;
    std::uint64_t m_bodySinceMs = 0;
    unsigned m_version = 11;
    bool m_keepAlive = true;
    bool m_unread = false;                     ///< something was refused before all of it was read
    std::array<unsigned char, 4096> m_scratch; ///< for parsing
};

} // namespace aw::rpc
