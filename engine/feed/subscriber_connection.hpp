#pragma once

#include "feed/async.hpp"
#include "feed/frame.hpp"
#include "feed/subscriber.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace aw::feed {

/// Where a feed URL points.
struct FeedUrl {
    std::string host;
    std::string port;
    std::string target;
};

/// Error "feed.bad-url": only ws:// is spoken, as every item is signed and public.
Result<FeedUrl> parseFeedUrl(const std::string& url);

/// One WebSocket to a publisher: connecting, the handshake of P-4, frames in and out. Internal; all on one
/// strand; kept alive by its own operations.
class SubscriberConnection : public std::enable_shared_from_this<SubscriberConnection> {
public:
    SubscriberConnection(const boost::asio::any_io_executor& strand, std::chrono::milliseconds connectTimeout,
                         std::chrono::milliseconds silenceTimeout);

    /// Connects and shakes hands; gives the log id of the welcome. Errors: "feed.unreachable",
    /// "feed.refused", "feed.version", "feed.forged", "feed.protocol".
    boost::asio::awaitable<Result<std::uint64_t>> open(FeedUrl url, const SubscriberConfig& config,
                                                       const crypto::SecretKey& key, std::uint64_t logId,
                                                       std::uint64_t nextSeq);

    /// The next frame. Errors: "feed.closed", "feed.silent", "feed.malformed-frame", "feed.unknown-frame".
    boost::asio::awaitable<Result<Frame>> read();

    /// Sends when the ones before are out; never blocks.
    void send(const Frame& frame);
    /// Sends instead of an acknowledgement that still waits, for what that one said too.
    void acknowledge(const AckFrame& ack);

    void close();
    bool isOpen() const { return m_open; }

private:
    boost::asio::awaitable<Result<void>> connect(const FeedUrl& url);
    boost::asio::awaitable<void> writeAll();
    void startWriter();

    boost::asio::any_io_executor m_strand;
    std::chrono::milliseconds m_connectTimeout;
    std::chrono::milliseconds m_silenceTimeout;
    boost::asio::ip::tcp::resolver m_resolver;
    boost::beast::websocket::stream<boost::beast::tcp_stream> m_stream;
    boost::beast::flat_buffer m_buffer;
    Deadline m_deadline;
    bool m_open = true;
    bool m_timedOut = false;
    bool m_writing = false;
    std::deque<Bytes> m_outbox;
    std::optional<AckFrame> m_ack;
};

} // namespace aw::feed
