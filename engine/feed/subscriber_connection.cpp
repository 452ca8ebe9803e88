#include "feed/subscriber_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/url/parse.hpp>

namespace aw::feed {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

Result<FeedUrl> parseFeedUrl(const std::string& url) {
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->scheme() != "ws" || parsed->encoded_host().empty())
        return Error{ErrorCode::feedBadUrl,
                     "\"" + url + "\" is not the address of a feed; it must be like ws://host:port."};
    FeedUrl result;
    result.host = parsed->host_address();
    result.port = parsed->has_port() && !parsed->port().empty() ? std::string(parsed->port()) : "80";
    result.target = parsed->encoded_target().empty() ? "/" : std::string(parsed->encoded_target());
    return result;
}

SubscriberConnection::SubscriberConnection(const asio::any_io_executor& strand,
                                           std::chrono::milliseconds connectTimeout,
                                           std::chrono::milliseconds silenceTimeout)
    : m_strand(strand)
    , m_connectTimeout(connectTimeout)
    , m_silenceTimeout(silenceTimeout)
    , m_resolver(strand)
    , m_stream(strand)
    , m_deadline(strand) {}

void SubscriberConnection::close() {
    if (!m_open) return;
    m_open = false;
    m_deadline.disarm();
    m_resolver.cancel();
    boost::beast::get_lowest_layer(m_stream).close();
}

asio::awaitable<Result<void>> SubscriberConnection::connect(const FeedUrl& url) {
    const auto unreachable = [&](const std::string& why) {
        return Error{ErrorCode::feedUnreachable,
                     "cannot reach the operator at " + url.host + " port " + url.port + ": " +
                         (m_timedOut ? std::string("no answer in time") : why) + ". It is tried again."};
    };
    const auto [resolveError, endpoints] = co_await m_resolver.async_resolve(url.host, url.port, kAsTuple);
    if (resolveError || !m_open) co_return unreachable(resolveError.message());
    auto& tcpStream = boost::beast::get_lowest_layer(m_stream);
    const auto [connectError, endpoint] = co_await tcpStream.async_connect(endpoints, kAsTuple);
    if (connectError || !m_open) co_return unreachable(connectError.message());
    boost::system::error_code ignored;
    tcpStream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    auto timeout = websocket::stream_base::timeout::suggested(boost::beast::role_type::client);
    timeout.handshake_timeout = m_connectTimeout;
    timeout.idle_timeout = std::chrono::seconds(30);
    timeout.keep_alive_pings = true;
    m_stream.set_option(timeout);
    m_stream.read_message_max(kMaxFrameBytes);
    m_stream.binary(true);
    const auto host = url.host + ":" + url.port;
    const auto [error] = co_await m_stream.async_handshake(host, url.target, kAsTuple);
    if (error || !m_open) co_return unreachable(error.message());
    co_return Result<void>();
}

asio::awaitable<Result<std::uint64_t>> SubscriberConnection::open(FeedUrl url, const SubscriberConfig& config,
                                                                  const crypto::SecretKey& key,
                                                                  std::uint64_t logId,
                                                                  std::uint64_t nextSeq) {
    // Held by itself until it is open or closed.
    const auto self = shared_from_this();
    m_deadline.arm(m_connectTimeout, [this] {
        m_timedOut = true;
        close();
    });
    const auto connected = co_await connect(url);
    if (!connected) co_return connected.error();

    const auto first = co_await read();
    if (!first) co_return first.error();
    const auto* challenge = std::get_if<ChallengeFrame>(&*first);
    if (!challenge) co_return Error{ErrorCode::feedProtocol, "the publisher did not open with a challenge."};
    if (challenge->version != kFeedVersion)
        co_return Error{ErrorCode::feedVersion, "the publisher speaks version " +
                                                    std::to_string(challenge->version) +
                                                    " of the feed, this node version " +
                                                    std::to_string(kFeedVersion) + "; update the older one."};
    HelloFrame hello{.operatorAddress = key.address(),
                     .logId = logId,
                     .nextSeq = nextSeq,
                     .nonce = randomHash(),
                     .signature = {}};
    hello.signature = key.sign(helloHash(config.domain, config.publisher, challenge->nonce, hello));
    send(hello);

    const auto second = co_await read();
    if (!second) {
        if (second.error().code != ErrorCode::feedClosed) co_return second.error();
        co_return Error{ErrorCode::feedRefused,
                        "the publisher closed the connection at the hello: this operator is not "
                        "registered there, or the rollup or the key is another one."};
    }
    const auto* welcome = std::get_if<WelcomeFrame>(&*second);
    if (!welcome || welcome->logId == 0)
        co_return Error{ErrorCode::feedProtocol, "the publisher did not answer the hello."};
    const auto hash = welcomeHash(config.domain, key.address(), hello.nonce, welcome->logId);
    const auto signer = crypto::recover(hash, welcome->signature);
    if (!signer || *signer != config.publisher)
        co_return Error{ErrorCode::feedForged, "whoever answers at " + config.url +
                                                   " does not have the key of operator " +
                                                   crypto::checksumAddress(config.publisher) + "."};
    m_deadline.disarm();
    co_return welcome->logId;
}

asio::awaitable<Result<Frame>> SubscriberConnection::read() {
    const auto self = shared_from_this();
    if (!m_open) co_return Error{ErrorCode::feedClosed, "the connection is closed."};
    m_deadline.arm(m_silenceTimeout, [this] {
        m_timedOut = true;
        close();
    });
    m_buffer.clear();
    const auto [error, size] = co_await m_stream.async_read(m_buffer, kAsTuple);
    m_deadline.disarm();
    if (m_timedOut) co_return Error{ErrorCode::feedSilent, "the publisher sent nothing for too long."};
    if (error || !m_open)
        co_return Error{ErrorCode::feedClosed, "the connection ended: " + error.message() + "."};
    if (!m_stream.got_binary())
        co_return Error{ErrorCode::feedMalformedFrame, "a text message where binary is spoken."};
    co_return decodeFrame({static_cast<const std::uint8_t*>(m_buffer.data().data()), size});
}

void SubscriberConnection::send(const Frame& frame) {
    m_outbox.push_back(encodeFrame(frame));
    startWriter();
}

void SubscriberConnection::acknowledge(const AckFrame& ack) {
    const bool kept = ack.kept && (!m_ack || m_ack->kept);
    m_ack = ack;
    m_ack->kept = kept;
    startWriter();
}

void SubscriberConnection::startWriter() {
    if (m_writing || !m_open) return;
    m_writing = true;
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->writeAll(); }, asio::detached);
}

asio::awaitable<void> SubscriberConnection::writeAll() {
    while (m_open && (!m_outbox.empty() || m_ack)) {
        Bytes bytes;
        if (!m_outbox.empty()) {
            bytes = std::move(m_outbox.front());
            m_outbox.pop_front();
        } else {
            bytes = encodeFrame(*m_ack);
            m_ack.reset();
        }
        const auto [error, size] = co_await m_stream.async_write(asio::buffer(bytes), kAsTuple);
        if (error) close();
    }
    m_writing = false;
}

} // namespace aw::feed
