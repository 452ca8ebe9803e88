#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <atomic>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace aw::test {

/// What a scripted node does with a request.
struct Reply {
    enum class Kind {
        answer,
        hang,      ///< says nothing until the client goes
        close,     ///< closes without a word
        half,      ///< half of an answer, then closes
        raw,       ///< the body as bare bytes instead of HTTP
        closeAfter ///< answers, promises to keep the connection, and closes it
    };
    std::string body;
    int status = 200;
    Kind kind = Kind::answer;
};

/// A JSON-RPC node on loopback whose answers a test writes: HTTP and WebSocket on one port, one thread a
/// connection.
class ScriptedNode {
public:
    using Handler = std::function<Reply(const boost::json::value& request)>;

    explicit ScriptedNode(Handler handler, std::shared_ptr<boost::asio::ssl::context> tls = {})
        : m_handler(std::move(handler))
        , m_tls(std::move(tls))
        , m_acceptor(m_context, {boost::asio::ip::address_v4::loopback(), 0})
        , m_port(m_acceptor.local_endpoint().port())
        , m_listener([this] { listen(); }) {}

    ~ScriptedNode() {
        m_stopped = true;
        ::shutdown(m_acceptor.native_handle(), SHUT_RDWR);
        m_listener.join();
        dropConnections();
        for (auto& thread : m_threads)
            thread.join();
    }

    std::uint16_t port() const { return m_port; }
    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    int connections() const { return m_accepted; }
    int requests() const { return m_requests; }

    /// Cuts every connection there is.
    void dropConnections() {
        const std::lock_guard lock(m_mutex);
        for (const int socket : m_open)
            ::shutdown(socket, SHUT_RDWR);
    }

private:
    using Tcp = boost::asio::ip::tcp;

    void listen() {
        while (!m_stopped) {
            boost::system::error_code error;
            Tcp::socket socket(m_context);
            m_acceptor.accept(socket, error);
            if (error || m_stopped) return;
            ++m_accepted;
            const std::lock_guard lock(m_mutex);
            m_open.push_back(socket.native_handle());
            m_threads.emplace_back([this, s = std::move(socket)]() mutable {
                const int handle = s.native_handle();
                try {
                    if (m_tls) {
                        boost::beast::ssl_stream<Tcp::socket> stream(std::move(s), *m_tls);
                        stream.handshake(boost::asio::ssl::stream_base::server);
                        serve(stream);
                        forget(handle);
                    } else {
                        serve(s);
                        forget(handle);
                    }
                } catch (const boost::system::system_error&) {
                    forget(handle); // the client went, or the test is over
                }
            });
        }
    }

    void forget(int handle) {
        const std::lock_guard lock(m_mutex);
        m_open.remove(handle);
    }

    template<class Stream>
    void serve(Stream& stream) {
        namespace http = boost::beast::http;
        boost::beast::flat_buffer buffer;
        while (!m_stopped) {
            http::request<http::string_body> request;
            http::read(stream, buffer, request);
            if (boost::beast::websocket::is_upgrade(request)) return serveWebSocket(stream, request);
            const auto reply = answer(request.body());
            http::response<http::string_body> response(static_cast<http::status>(reply.status), 11);
            response.keep_alive(true);
            response.body() = reply.body;
            response.prepare_payload();
            switch (reply.kind) {
            case Reply::Kind::hang:
                untilGone(stream);
                return;
            case Reply::Kind::close:
                return;
            case Reply::Kind::raw:
                boost::asio::write(stream, boost::asio::buffer(reply.body));
                return;
            case Reply::Kind::half: {
                std::ostringstream text;
                text << response;
                boost::asio::write(stream, boost::asio::buffer(text.str().substr(0, text.str().size() - 5)));
                return;
            }
            case Reply::Kind::closeAfter:
                http::write(stream, response);
                return;
            case Reply::Kind::answer:
                http::write(stream, response);
            }
        }
    }

    template<class Stream, class Request>
    void serveWebSocket(Stream& stream, const Request& upgrade) {
        boost::beast::websocket::stream<Stream&> socket(stream);
        socket.accept(upgrade);
        while (!m_stopped) {
            boost::beast::flat_buffer buffer;
            socket.read(buffer);
            const auto reply = answer(boost::beast::buffers_to_string(buffer.data()));
            if (reply.kind == Reply::Kind::hang) continue;
            if (reply.kind != Reply::Kind::answer) return;
            // Several messages, one a line.
            std::istringstream lines(reply.body);
            for (std::string line; std::getline(lines, line);)
                socket.write(boost::asio::buffer(line));
        }
    }

    template<class Stream>
    static void untilGone(Stream& stream) {
        char byte = 0;
        boost::system::error_code error;
        stream.read_some(boost::asio::buffer(&byte, 1), error);
    }

    Reply answer(const std::string& text) {
        ++m_requests;
        return m_handler(boost::json::parse(text));
    }

    Handler m_handler;
    std::shared_ptr<boost::asio::ssl::context> m_tls;
    boost::asio::io_context m_context;
    Tcp::acceptor m_acceptor;
    std::uint16_t m_port;
    std::atomic<bool> m_stopped{false};
    std::atomic<int> m_accepted{0}, m_requests{0};
    std::mutex m_mutex;
    std::list<int> m_open;            ///< guarded by m_mutex
    std::list<std::thread> m_threads; ///< guarded by m_mutex until the listener has ended
    std::thread m_listener;           ///< last: it uses the others
};

/// A well-formed answer to a single request.
inline Reply resultReply(const boost::json::value& request, boost::json::value result) {
    return {boost::json::serialize(boost::json::object{
        {"jsonrpc", "2.0"}, {"id", request.as_object().at("id")}, {"result", std::move(result)}})};
}

} // namespace aw::test
