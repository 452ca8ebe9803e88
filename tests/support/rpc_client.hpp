#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>

/// Blocking clients for tests: what curl and a wallet do.
namespace aw::test {

/// The text of a request; with an empty id a notification, with empty params without them.
inline std::string request(const std::string& method, const std::string& id = "1",
                           const std::string& params = {}) {
    std::string text = R"({"jsonrpc":"2.0","method":")" + method + '"';
    if (!id.empty()) text += R"(,"id":)" + id;
    if (!params.empty()) text += R"(,"params":)" + params;
    return text + '}';
}

/// One kept-alive HTTP connection.
class HttpClient {
public:
    using Response = boost::beast::http::response<boost::beast::http::string_body>;

    /// `from`: an address of this machine; the server takes another one for another client.
    explicit HttpClient(std::uint16_t port, const std::string& from = "127.0.0.1")
        : m_socket(m_context) {
        m_socket.open(boost::asio::ip::tcp::v4());
        m_socket.bind({boost::asio::ip::make_address(from), 0});
        m_socket.connect({boost::asio::ip::make_address("127.0.0.1"), port});
    }

    Response request(boost::beast::http::verb verb, const std::string& target, std::string body = {}) {
        namespace http = boost::beast::http;
        http::request<http::string_body> message(verb, target, 11);
        message.set(http::field::host, "127.0.0.1");
        message.body() = std::move(body);
        message.prepare_payload();
        http::write(m_socket, message);
        return read();
    }
    /// POST with a further header.
    Response post(std::string body, const std::string& name, const std::string& value) {
        namespace http = boost::beast::http;
        http::request<http::string_body> message(http::verb::post, "/", 11);
        message.set(http::field::host, "127.0.0.1");
        message.set(name, value);
        message.body() = std::move(body);
        message.prepare_payload();
        http::write(m_socket, message);
        return read();
    }
    Response post(std::string body) { return request(boost::beast::http::verb::post, "/", std::move(body)); }

    /// Bytes as they are, then whatever comes back.
    Response raw(const std::string& bytes) {
        boost::asio::write(m_socket, boost::asio::buffer(bytes));
        return read();
    }
    /// Whether the server has ended the connection.
    bool closed() {
        boost::system::error_code error;
        char byte = 0;
        m_socket.read_some(boost::asio::buffer(&byte, 1), error);
        return error == boost::asio::error::eof || error == boost::asio::error::connection_reset;
    }
    /// The header that HEAD gives.
    Response head(const std::string& target) {
        namespace http = boost::beast::http;
        http::request<http::empty_body> message(http::verb::head, target, 11);
        message.set(http::field::host, "127.0.0.1");
        http::write(m_socket, message);
        http::response_parser<http::string_body> parser;
        parser.skip(true);
        http::read(m_socket, m_buffer, parser);
        return parser.release();
    }
    /// Says that nothing more will be sent.
    void end() { m_socket.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }
    void send(const std::string& bytes) { boost::asio::write(m_socket, boost::asio::buffer(bytes)); }
    /// What comes next, after send().
    Response receive() { return read(); }
    /// Ends the connection without a word.
    void drop() { m_socket.close(); }

    /// The response to a call, whole.
    boost::json::object call(const std::string& method, boost::json::value params = boost::json::array()) {
        const boost::json::object request{
            {"jsonrpc", "2.0"}, {"id", ++m_id}, {"method", method}, {"params", std::move(params)}};
        return boost::json::parse(post(boost::json::serialize(request)).body()).as_object();
    }

private:
    Response read() {
        Response response;
        boost::beast::http::read(m_socket, m_buffer, response);
        return response;
    }

    boost::asio::io_context m_context;
    boost::asio::ip::tcp::socket m_socket;
    boost::beast::flat_buffer m_buffer;
    int m_id = 0;
};

class WebSocketClient {
public:
    explicit WebSocketClient(std::uint16_t port)
        : m_stream(m_context) {
        m_stream.next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
        m_stream.handshake("127.0.0.1", "/");
    }

    void send(const std::string& text) { m_stream.write(boost::asio::buffer(text)); }
    boost::json::object receive() {
        boost::beast::flat_buffer buffer;
        m_stream.read(buffer);
        return boost::json::parse(boost::beast::buffers_to_string(buffer.data())).as_object();
    }
    boost::json::object call(const std::string& method, boost::json::value params = boost::json::array()) {
        send(boost::json::serialize(boost::json::object{
            {"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}}));
        return receive();
    }
    /// Why the server has ended the connection; what comes before is thrown away.
    std::string endsFor() {
        ends();
        return std::string(m_stream.reason().reason.c_str());
    }
    /// True once the server has ended the connection; what comes before is thrown away.
    bool ends() {
        boost::system::error_code error;
        while (!error) {
            boost::beast::flat_buffer buffer;
            m_stream.read(buffer, error);
        }
        return true;
    }

private:
    boost::asio::io_context m_context;
    boost::beast::websocket::stream<boost::asio::ip::tcp::socket> m_stream;
};

} // namespace aw::test
