#include "feed/publisher_session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace aw::feed {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;

namespace {
/// Everything that a subscriber may say is small.
constexpr std::size_t kMaxSubscriberFrame = 1024;
} // namespace

PublisherSession::PublisherSession(asio::ip::tcp::socket socket, const asio::any_io_executor& strand,
                                   std::shared_ptr<SessionHost> host)
    : m_stream(std::move(socket))
    , m_strand(strand)
    , m_host(std::move(host))
    , m_wake(strand)
    , m_writeDeadline(strand)
    , m_handshakeDeadline(strand)
    , m_ackDeadline(strand) {}

void PublisherSession::start() {
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->run(); }, asio::detached);
}

void PublisherSession::close() {
    if (!m_open) return;
    m_open = false;
    m_handshakeDeadline.disarm();
    m_writeDeadline.disarm();
    m_ackDeadline.disarm();
    boost::beast::get_lowest_layer(m_stream).close();
    m_wake.notify();
}

void PublisherSession::appended() {
    // A write that stalls would not notice before its time is over.
    if (m_ready && !m_snapshotDue && m_nextSeq < m_host->log().firstKept())
        close();
    else
        m_wake.notify();
}

asio::awaitable<void> PublisherSession::run() {
    m_handshakeDeadline.arm(m_host->limits().handshakeTimeout, [this] { close(); });
    if (co_await shakeHands()) {
        m_handshakeDeadline.disarm();
        m_ready = true;
        m_host->sessionReady(*this);
        asio::co_spawn(
            m_strand, [self = shared_from_this()] { return self->writeAll(); }, asio::detached);
        co_await readAll();
    }
    close();
    m_host->sessionClosed(*this);
}

asio::awaitable<bool> PublisherSession::shakeHands() {
    auto timeout = websocket::stream_base::timeout::suggested(boost::beast::role_type::server);
    timeout.handshake_timeout = m_host->limits().handshakeTimeout;
    timeout.idle_timeout = std::chrono::seconds(30);
    m_stream.set_option(timeout);
    m_stream.read_message_max(kMaxSubscriberFrame);
    boost::system::error_code ignored;
    boost::beast::get_lowest_layer(m_stream).socket().set_option(asio::ip::tcp::no_delay(true), ignored);
    const auto [error] = co_await m_stream.async_accept(kAsTuple);
    if (error) co_return false;
    m_stream.binary(true);

    const auto nonce = randomHash();
    auto challenge = std::make_shared<const Bytes>(encodeFrame(ChallengeFrame{.nonce = nonce}));
    const bool sent = co_await write(std::move(challenge));
    if (!sent) co_return false;
    const auto frame = co_await read();
    if (!frame) co_return false;
    const auto* hello = std::get_if<HelloFrame>(&*frame);
    if (!hello) co_return false;
    const auto hash = helloHash(m_host->domain(), m_host->key().address(), nonce, *hello);
    const auto signer = crypto::recover(hash, hello->signature);
    if (!signer || *signer != hello->operatorAddress || !m_host->admits(hello->operatorAddress))
        co_return false;
    m_operator = hello->operatorAddress;

    const auto logId = m_host->log().logId();
    const auto signature = m_host->key().sign(welcomeHash(m_host->domain(), m_operator, hello->nonce, logId));
    auto welcome = std::make_shared<const Bytes>(encodeFrame(WelcomeFrame{logId, signature}));
    const bool welcomed = co_await write(std::move(welcome));
    if (!welcomed) co_return false;
    position(hello->logId, hello->nextSeq);
    // What a subscriber asks beyond, it took durably.
    if (!m_snapshotDue && m_nextSeq > 0) m_held = m_nextSeq - 1;
    co_return true;
}

void PublisherSession::position(std::uint64_t logId, std::uint64_t nextSeq) {
    const auto& log = m_host->log();
    m_snapshot.reset();
    m_snapshotDue = logId != log.logId() || nextSeq < log.firstKept() || nextSeq > log.lastSeq() + 1;
    m_nextSeq = m_snapshotDue ? log.lastSeq() + 1 : nextSeq;
}

asio::awaitable<void> PublisherSession::gatherSnapshot() {
    // However often it asks: gathering costs the publisher more than asking costs the subscriber.
    const auto wait = m_host->untilSnapshot(m_operator);
    if (wait > std::chrono::steady_clock::duration::zero()) {
        m_nextSeq = m_host->log().lastSeq() + 1;
        co_await m_wake.waitFor(std::chrono::ceil<std::chrono::milliseconds>(
            std::min<std::chrono::steady_clock::duration>(wait, m_host->limits().headInterval)));
        co_return;
    }
    m_snapshotDue = false;
    SnapshotState snapshot{
        .seq = m_host->log().lastSeq(), .head = m_host->log().head(), .part = 0, .items = {}};
    m_nextSeq = snapshot.seq + 1;
    auto gather = [](SnapshotJob job) -> asio::awaitable<std::deque<Bytes>> {
        std::deque<Bytes> items;
        for (const auto& item : job())
            items.push_back(encodeItem(item));
        co_return items;
    };
    auto gathering = gather(m_host->snapshot());
    auto items = co_await asio::co_spawn(m_host->snapshotExecutor(), std::move(gathering), kAsTuple);
    if (std::get<0>(items)) {
        close();
        co_return;
    }
    // Asked for again meanwhile: that one counts.
    if (m_snapshotDue) co_return;
    snapshot.items = std::move(std::get<1>(items));
    m_snapshot = std::move(snapshot);
}

asio::awaitable<std::optional<Frame>> PublisherSession::read() {
    m_buffer.clear();
    const auto [error, size] = co_await m_stream.async_read(m_buffer, kAsTuple);
    if (error || !m_stream.got_binary()) co_return std::nullopt;
    auto frame = decodeFrame({static_cast<const std::uint8_t*>(m_buffer.data().data()), size});
    if (!frame) co_return std::nullopt;
    co_return std::move(*frame);
}

asio::awaitable<void> PublisherSession::readAll() {
    while (m_open) {
        const auto frame = co_await read();
        if (!frame || !m_open) co_return;
        const auto& log = m_host->log();
        if (const auto* ack = std::get_if<AckFrame>(&*frame)) {
            // Nobody can hold what it was not sent.
            if (ack->logId != log.logId() || ack->seq >= m_nextSeq) co_return;
            // Sent before the subscriber saw the snapshot that it is getting: that one counts.
            if (m_snapshotDue || m_snapshot) continue;
            m_l2Head = ack->l2Head;
            const auto before = m_held;
            if (ack->seq > m_held) m_held = ack->seq;
            expectAck(m_held > before);
            m_host->sessionAcked(*this, before, ack->kept);
        } else if (const auto* resend = std::get_if<ResendFrame>(&*frame)) {
            position(resend->logId, resend->fromSeq);
            m_wake.notify();
        } else {
            co_return;
        }
    }
}

void PublisherSession::expectAck(bool progress) {
    if (!m_open || m_nextSeq <= m_held + 1) {
        m_ackDue = false;
        m_ackDeadline.disarm();
        return;
    }
    if (m_ackDue && !progress) return;
    m_ackDue = true;
    m_ackDeadline.arm(m_host->limits().ackTimeout, [this] { close(); });
}

std::shared_ptr<const Bytes> PublisherSession::nextSnapshotPart() {
    SnapshotFrame frame{.logId = m_host->log().logId(),
                        .seq = m_snapshot->seq,
                        .head = m_snapshot->head,
                        .part = m_snapshot->part++,
                        .last = false,
                        .items = {},
                        .signature = {}};
    std::size_t bytes = 0;
    while (!m_snapshot->items.empty() && (frame.items.empty() || bytes + m_snapshot->items.front().size() <=
                                                                     m_host->limits().snapshotPartBytes)) {
        bytes += m_snapshot->items.front().size();
        frame.items.push_back(std::move(m_snapshot->items.front()));
        m_snapshot->items.pop_front();
    }
    frame.last = m_snapshot->items.empty();
    frame.signature = m_host->key().sign(snapshotHash(m_host->domain(), frame));
    if (frame.last) m_snapshot.reset();
    return std::make_shared<const Bytes>(encodeFrame(frame));
}

std::shared_ptr<const Bytes> PublisherSession::nextFrame() {
    if (m_snapshotDue) return nullptr;
    if (m_snapshot) return nextSnapshotPart();
    if (m_nextSeq > m_host->log().lastSeq()) return nullptr;
    // Kept, or appended() had ended this session. Whoever was too slow gets a snapshot when it comes back.
    return m_host->log().frame(m_nextSeq++);
}

asio::awaitable<bool> PublisherSession::write(std::shared_ptr<const Bytes> frame) {
    m_writeDeadline.arm(m_host->limits().writeTimeout, [this] { close(); });
    const auto [error, size] = co_await m_stream.async_write(asio::buffer(*frame), kAsTuple);
    m_writeDeadline.disarm();
    co_return !error && m_open;
}

asio::awaitable<void> PublisherSession::writeAll() {
    using Clock = std::chrono::steady_clock;
    auto lastHead = Clock::time_point{};
    while (m_open) {
        const auto interval = m_host->limits().headInterval;
        std::shared_ptr<const Bytes> frame;
        if (m_snapshotDue) co_await gatherSnapshot();
        const bool inSnapshot = m_snapshot.has_value();
        if (Clock::now() - lastHead >= interval) {
            lastHead = Clock::now();
            frame = std::make_shared<const Bytes>(encodeFrame(HeadFrame{
                .logId = m_host->log().logId(), .seq = m_host->log().lastSeq(), .l2Head = m_host->l2Head()}));
        } else {
            frame = nextFrame();
        }
        if (!frame) {
            if (m_open) co_await m_wake.waitFor(interval);
            continue;
        }
        const bool sent = co_await write(frame);
        if (!sent) break;
        // A snapshot is acknowledged with its last part alone.
        expectAck(inSnapshot);
    }
    close();
}

} // namespace aw::feed
