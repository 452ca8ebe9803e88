#include "l1/http_transport.hpp"

#include "l1/connect.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

namespace aw::l1 {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t kConnections = 4;
using Request = http::request<http::string_body>;

// What one attempt came to.
struct Attempt {
    error_code error;
    std::string doing;        // when it failed
    bool answerBegun = false; // some of the answer had arrived
    unsigned status = 0;
    std::string body;
};

bool closedByPeer(error_code error) {
    return error == http::error::end_of_stream || error == http::error::partial_message ||
           error == boost::asio::error::connection_reset || error == boost::asio::error::broken_pipe ||
           error == boost::asio::error::eof;
}

} // namespace

class JsonRpcClient::HttpTransport::Connection {
public:
    virtual ~Connection() = default;
    virtual Task<Attempt> attempt(const Request& request, const Endpoint& endpoint, Deadline deadline) = 0;
    virtual void close() = 0;
    bool open = false; ///< connected, and the last exchange left it usable
};

template<class Stream>
class JsonRpcClient::HttpTransport::StreamConnection final : public Connection {
public:
    template<class... Arguments>
    explicit StreamConnection(Arguments&&... arguments)
        : m_stream(std::forward<Arguments>(arguments)...) {}

    Task<Attempt> attempt(const Request& request, const Endpoint& endpoint, Deadline deadline) override {
        Attempt result;
        if (!open) {
            result.doing = "connecting";
            result.error = co_await connectStream(m_stream, endpoint, deadline);
            if (result.error) co_return result;
        }
        open = false;
        boost::beast::get_lowest_layer(m_stream).expires_at(deadline);
        result.doing = "sending";
        co_await http::async_write(m_stream, request, into(result.error));
        if (result.error) co_return result;
        result.doing = "waiting for the answer";
        http::response_parser<http::string_body> parser;
        parser.body_limit(kMaxAnswerBytes);
        co_await http::async_read(m_stream, m_buffer, parser, into(result.error));
        result.answerBegun = parser.got_some();
        if (result.error) co_return result;
        open = parser.get().keep_alive();
        boost::beast::get_lowest_layer(m_stream).expires_never();
        result.status = parser.get().result_int();
        result.body = std::move(parser.get().body());
        co_return result;
    }

    void close() override { boost::beast::get_lowest_layer(m_stream).close(); }

private:
    Stream m_stream;
    boost::beast::flat_buffer m_buffer;
};

JsonRpcClient::HttpTransport::HttpTransport(Strand where, Endpoint to)
    : Transport(std::move(where), std::move(to))
    , m_gate(kConnections)
    , m_tls(endpoint.tls ? tlsContext() : nullptr) {}

JsonRpcClient::HttpTransport::~HttpTransport() = default;

std::shared_ptr<JsonRpcClient::HttpTransport::Connection>
JsonRpcClient::HttpTransport::makeConnection() const {
    if (endpoint.tls) return std::make_shared<StreamConnection<TlsStream>>(strand, *m_tls);
    return std::make_shared<StreamConnection<PlainStream>>(strand);
}

void JsonRpcClient::HttpTransport::close() {
    m_closed = true;
    m_idle.clear();
    for (const auto& weak : m_all)
        if (const auto connection = weak.lock()) connection->close();
}

Task<Result<boost::json::value>> JsonRpcClient::HttpTransport::exchange(OutgoingMessage message,
                                                                        Deadline deadline) {
    const auto pass = co_await m_gate.enter();
    Request request{http::verb::post, endpoint.target, 11};
    request.set(http::field::host, endpoint.host + ":" + endpoint.port);
    request.set(http::field::content_type, "application/json");
    request.set(http::field::user_agent, "anchorwatch");
    if (!endpoint.authorization.empty()) request.set(http::field::authorization, endpoint.authorization);
    request.body() = std::move(message.body);
    request.prepare_payload();

    Attempt attempt;
    for (bool again = true; again;) {
        if (m_closed || std::chrono::steady_clock::now() >= deadline) {
            attempt.error = boost::asio::error::operation_aborted;
            break;
        }
        std::shared_ptr<Connection> connection;
        if (!m_idle.empty()) {
            connection = std::move(m_idle.back());
            m_idle.pop_back();
        } else {
            connection = makeConnection();
            std::erase_if(m_all, [](const auto& weak) { return weak.expired(); });
            m_all.push_back(connection);
        }
        const bool kept = connection->open;
        if (!kept) ++connections;
        attempt = co_await connection->attempt(request, endpoint, deadline);
        if (!attempt.error && connection->open && !m_closed) m_idle.push_back(connection);
        // A kept connection that the node closed meanwhile says nothing about the node. Its siblings are most
        // likely closed too.
        again = kept && !attempt.answerBegun && closedByPeer(attempt.error);
        if (again) m_idle.clear();
    }
    if (attempt.error == http::error::body_limit) co_return tooLarge(endpoint);
    if (attempt.error.category() == http::make_error_code(http::error::bad_version).category() &&
        !closedByPeer(attempt.error))
        co_return Error{ErrorCode::l1BadAnswer, "The L1 node at " + endpoint.display +
                                                    " does not speak HTTP (" + attempt.error.message() +
                                                    ")."};
    if (attempt.error) {
        auto failed = connectionError(attempt.error, attempt.doing, endpoint.display, deadline);
        co_return co_await std::move(failed);
    }
    const auto status = "HTTP status " + std::to_string(attempt.status);
    if (attempt.status == 429)
        co_return Error{ErrorCode::l1RateLimited,
                        "The L1 node at " + endpoint.display + " limits the rate of calls (" + status + ")."};
    auto value = parseAnswer(attempt.body, endpoint.display);
    if (attempt.status == 200 || (value && value->is_object() && value->as_object().contains("jsonrpc")))
        co_return value;
    if (attempt.status >= 500)
        co_return Error{ErrorCode::l1Unavailable, "The L1 node at " + endpoint.display + " answers " +
                                                      status + ": it is overloaded or broken."};
    co_return Error{ErrorCode::l1BadAnswer, "The L1 node at " + endpoint.display + " answers " + status +
                                                ": check the address and its key."};
}

} // namespace aw::l1
