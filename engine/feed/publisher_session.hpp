#pragma once

#include "feed/async.hpp"
#include "feed/frame.hpp"
#include "feed/log.hpp"
#include "feed/publisher.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace aw::feed {

class PublisherSession;

/// What a session needs of its publisher. Internal.
class SessionHost {
public:
    virtual ~SessionHost() = default;
    virtual const Log& log() const = 0;
    virtual const Domain& domain() const = 0;
    virtual const crypto::SecretKey& key() const = 0;
    virtual const PublisherLimits& limits() const = 0;
    virtual std::uint64_t l2Head() const = 0;
    virtual bool admits(const Address& operatorAddress) const = 0;
    virtual SnapshotJob snapshot() const = 0;
    /// How long this operator must wait for a snapshot; where it need not, its next one must.
    virtual std::chrono::steady_clock::duration untilSnapshot(const Address& operatorAddress) = 0;
    /// Where snapshots are gathered.
    virtual boost::asio::any_io_executor snapshotExecutor() = 0;
    /// The hello was accepted.
    virtual void sessionReady(PublisherSession& session) = 0;
    /// It has taken all that is numbered above `after` up to heldSeq(), and keeps it or not.
    virtual void sessionAcked(PublisherSession& session, std::uint64_t after, bool kept) = 0;
    virtual void sessionClosed(PublisherSession& session) = 0;
};

/// One connected subscriber: a reader of acknowledgements, and a writer that walks along the kept log.
class PublisherSession : public std::enable_shared_from_this<PublisherSession> {
public:
    PublisherSession(boost::asio::ip::tcp::socket socket, const boost::asio::any_io_executor& strand,
                     std::shared_ptr<SessionHost> host);

    void start();
    /// Something was appended: goes on, or ends where what it needs next is no longer kept.
    void appended();
    void close();

    bool ready() const { return m_ready; }
    const Address& operatorAddress() const { return m_operator; }
    std::uint64_t heldSeq() const { return m_held; }
    std::uint64_t l2Head() const { return m_l2Head; }

private:
    boost::asio::awaitable<void> run();
    boost::asio::awaitable<bool> shakeHands();
    boost::asio::awaitable<void> readAll();
    boost::asio::awaitable<void> writeAll();
    boost::asio::awaitable<bool> write(std::shared_ptr<const Bytes> frame);
    boost::asio::awaitable<std::optional<Frame>> read();
    /// The frame to send next; nullptr where there is none.
    std::shared_ptr<const Bytes> nextFrame();
    std::shared_ptr<const Bytes> nextSnapshotPart();
    void position(std::uint64_t logId, std::uint64_t nextSeq);
    /// Has a snapshot of now gathered, once the operator may have one.
    boost::asio::awaitable<void> gatherSnapshot();
    /// Ends the session unless what was sent is acknowledged in time; the time starts anew with `progress`.
    void expectAck(bool progress);

    boost::beast::websocket::stream<boost::beast::tcp_stream> m_stream;
    boost::asio::any_io_executor m_strand;
    std::shared_ptr<SessionHost> m_host;
    boost::beast::flat_buffer m_buffer;
    Signal m_wake;
    Deadline m_writeDeadline;
    Deadline m_handshakeDeadline;
    Deadline m_ackDeadline;
    bool m_ackDue = false;
    bool m_open = true;
    bool m_ready = false;
    Address m_operator;
    std::uint64_t m_held = 0;
    std::uint64_t m_l2Head = 0;
    std::uint64_t m_nextSeq = 0; ///< to send

    struct SnapshotState {
        std::uint64_t seq = 0;
        Hash head;
        std::uint32_t part = 0;
        std::deque<Bytes> items;
    };
    bool m_snapshotDue = false;              ///< not gathered yet
    std::optional<SnapshotState> m_snapshot; ///< being sent
};

} // namespace aw::feed
