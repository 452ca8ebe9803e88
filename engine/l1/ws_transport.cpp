#include "l1/ws_transport.hpp"

#include "l1/connect.hpp"

#include <boost/asio/detached.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include <deque>
#include <map>

namespace aw::l1 {

namespace websocket = boost::beast::websocket;
using boost::system::error_code;

/// A connection and the calls that wait on it. Lives as long as its reader or a call.
class JsonRpcClient::WebSocketTransport::Connection : public std::enable_shared_from_this<Connection> {
public:
    explicit Connection(const Strand& strand)
        : m_strand(strand) {}
    virtual ~Connection() = default;

    virtual Task<error_code> open(const Endpoint& endpoint, Deadline deadline) = 0;
    virtual void close() = 0;
    bool alive() const { return m_alive; }

    /// The answer that carries one of the ids; an error where the connection broke or time is up.
    Task<Result<boost::json::value>> exchange(OutgoingMessage message, const Endpoint& endpoint,
                                              Deadline deadline) {
        Waiter waiter(*this, message.ids.front(), message.ids.back(), deadline);
        m_outgoing.push_back(std::move(message.body));
        if (!m_writing) {
            m_writing = true;
            spawn(&Connection::write);
        }
        error_code woken;
        co_await waiter.timer.async_wait(into(woken));
        if (waiter.answer) co_return std::move(*waiter.answer);
        const auto error =
            m_alive ? boost::asio::error::make_error_code(boost::asio::error::timed_out) : m_failure;
        if (error == websocket::error::message_too_big) co_return tooLarge(endpoint);
        auto failed = connectionError(error, "waiting for the answer", endpoint.display, deadline);
        co_return co_await std::move(failed);
    }

protected:
    virtual Task<error_code> readMessage(std::string& text) = 0;
    virtual Task<error_code> writeMessage(const std::string& text) = 0;

    void start() {
        m_alive = true;
        spawn(&Connection::read);
    }

    void fail(error_code error) {
        if (!m_alive) return;
        m_alive = false;
        m_failure = error;
        close();
        for (auto& [id, waiter] : m_waiting)
            waiter->timer.cancel();
    }

private:
    struct Waiter {
        Waiter(Connection& owner, std::uint64_t first, std::uint64_t last, Deadline deadline)
            : connection(owner)
            , firstId(first)
            , lastId(last)
            , timer(owner.m_strand, deadline) {
            connection.m_waiting[first] = this;
        }
        Waiter(const Waiter&) = delete;
        Waiter& operator=(const Waiter&) = delete;
        ~Waiter() { connection.m_waiting.erase(firstId); }
        Connection& connection;
        std::uint64_t firstId, lastId;
        boost::asio::steady_timer timer;
        std::optional<boost::json::value> answer;
    };

    void spawn(Task<void> (Connection::*work)()) {
        auto run = [](std::shared_ptr<Connection> self, Task<void> (Connection::*member)()) -> Task<void> {
            co_await ((*self).*member)();
        };
        boost::asio::co_spawn(m_strand, run(shared_from_this(), work), boost::asio::detached);
    }

    Task<void> read() {
        std::string text;
        while (m_alive) {
            const auto error = co_await readMessage(text);
            if (error) {
                fail(error);
                co_return;
            }
            deliver(text);
        }
    }

    Task<void> write() {
        while (m_alive && !m_outgoing.empty()) {
            const auto text = std::move(m_outgoing.front());
            m_outgoing.pop_front();
            const auto error = co_await writeMessage(text);
            if (error) fail(error);
        }
        m_writing = false;
    }

    // An answer that nobody waits for came too late: its call has timed out.
    void deliver(const std::string& text) {
        auto value = parseAnswer(text, "");
        if (!value) {
            fail(websocket::error::bad_data_frame);
            return;
        }
        const auto* first =
            value->if_array() ? (value->as_array().empty() ? nullptr : &value->as_array().front()) : &*value;
        const auto* object = first ? first->if_object() : nullptr;
        const auto* id = object ? object->if_contains("id") : nullptr;
        Waiter* found = nullptr;
        if (id && id->is_int64() && id->as_int64() >= 0) {
            const auto number = static_cast<std::uint64_t>(id->as_int64());
            auto next = m_waiting.upper_bound(number);
            if (next != m_waiting.begin() && (--next)->second->lastId >= number) found = next->second;
        } else if (m_waiting.size() == 1) {
            // A refusal of the whole message carries no id.
            found = m_waiting.begin()->second;
        }
        if (!found || found->answer) return;
        found->answer = std::move(*value);
        found->timer.cancel();
    }

    Strand m_strand;
    bool m_alive = false;
    bool m_writing = false;
    error_code m_failure;
    std::deque<std::string> m_outgoing;
    std::map<std::uint64_t, Waiter*> m_waiting; ///< by first id
};

template<class Stream>
class JsonRpcClient::WebSocketTransport::StreamConnection final : public Connection {
public:
    template<class... Arguments>
    explicit StreamConnection(const Strand& strand, Arguments&&... arguments)
        : Connection(strand)
        , m_stream(strand, std::forward<Arguments>(arguments)...) {}

    Task<error_code> open(const Endpoint& endpoint, Deadline deadline) override {
        auto error = co_await connectStream(m_stream.next_layer(), endpoint, deadline);
        if (error) co_return error;
        m_stream.set_option(websocket::stream_base::decorator([&endpoint](websocket::request_type& request) {
            request.set(boost::beast::http::field::user_agent, "anchorwatch");
            if (!endpoint.authorization.empty())
                request.set(boost::beast::http::field::authorization, endpoint.authorization);
        }));
        m_stream.read_message_max(kMaxAnswerBytes);
        co_await m_stream.async_handshake(endpoint.host + ":" + endpoint.port, endpoint.target, into(error));
        if (error) co_return error;
        // From here on the WebSocket's own pings notice a dead peer.
        boost::beast::get_lowest_layer(m_stream).expires_never();
        auto timeouts = websocket::stream_base::timeout::suggested(boost::beast::role_type::client);
        timeouts.idle_timeout = std::chrono::seconds(20);
        timeouts.keep_alive_pings = true;
        m_stream.set_option(timeouts);
        start();
        co_return error;
    }

    void close() override { boost::beast::get_lowest_layer(m_stream).close(); }

protected:
    Task<error_code> readMessage(std::string& text) override {
        error_code error;
        m_buffer.clear();
        co_await m_stream.async_read(m_buffer, into(error));
        if (!error) text = boost::beast::buffers_to_string(m_buffer.data());
        co_return error;
    }

    Task<error_code> writeMessage(const std::string& text) override {
        error_code error;
        m_stream.text(true);
        co_await m_stream.async_write(boost::asio::buffer(text), into(error));
        co_return error;
    }

private:
    websocket::stream<Stream> m_stream;
    boost::beast::flat_buffer m_buffer;
};

JsonRpcClient::WebSocketTransport::WebSocketTransport(Strand where, Endpoint to)
    : Transport(std::move(where), std::move(to))
    , m_connecting(1)
    , m_tls(endpoint.tls ? tlsContext() : nullptr) {}

JsonRpcClient::WebSocketTransport::~WebSocketTransport() = default;

void JsonRpcClient::WebSocketTransport::close() {
    m_closed = true;
    if (m_connection) m_connection->close();
}

Task<Result<boost::json::value>> JsonRpcClient::WebSocketTransport::exchange(OutgoingMessage message,
                                                                             Deadline deadline) {
    std::shared_ptr<Connection> connection;
    {
        const auto pass = co_await m_connecting.enter();
        connection = m_connection;
        if (!connection || !connection->alive()) {
            if (endpoint.tls)
                connection = std::make_shared<StreamConnection<TlsStream>>(strand, *m_tls);
            else
                connection = std::make_shared<StreamConnection<PlainStream>>(strand);
            auto error = boost::asio::error::make_error_code(boost::asio::error::operation_aborted);
            ++connections;
            if (!m_closed) error = co_await connection->open(endpoint, deadline);
            if (error) {
                auto failed = connectionError(error, "connecting", endpoint.display, deadline);
                co_return co_await std::move(failed);
            }
            m_connection = connection;
        }
    }
    co_return co_await connection->exchange(std::move(message), endpoint, deadline);
}

} // namespace aw::l1
