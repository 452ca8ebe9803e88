#include "feed/subscriber.hpp"

#include "feed/log_checker.hpp"
#include "feed/subscriber_connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>

namespace aw::feed {

namespace asio = boost::asio;

namespace {
/// Most bytes that wait for onItems; beyond, the socket is not read.
constexpr std::size_t kMaxQueuedBytes = std::size_t{32} << 20;
} // namespace

class Subscriber::Impl : public std::enable_shared_from_this<Subscriber::Impl> {
public:
    Impl(asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key, SubscriberConfig config,
         Callbacks callbacks)
        : m_strand(std::move(strand))
        , m_key(std::move(key))
        , m_config(std::move(config))
        , m_callbacks(std::move(callbacks))
        , m_checker(m_config.domain, m_config.publisher, m_config.rememberBytes)
        , m_pause(m_strand)
        , m_queued(m_strand)
        , m_drained(m_strand)
        , m_gapDeadline(m_strand) {}

    void start();
    void stop();
    void startAnew(std::chrono::milliseconds pause);
    void retry() { m_pause.notify(); }
    void setL2Head(std::uint64_t number) { m_l2Head = number; }
    SubscriberState state() const;

private:
    struct Queued {
        CheckedFrame frame;
        std::size_t bytes = 0;
    };

    asio::awaitable<void> run();
    /// One connection, from connecting to its end; returns why it ended.
    asio::awaitable<Error> follow();
    asio::awaitable<Error> readAll();
    asio::awaitable<void> deliverAll(std::shared_ptr<SubscriberConnection> connection);
    /// Queues what the frame holds, or gives the fault that ends the connection.
    std::optional<FeedFault> take(Frame& frame);
    std::optional<FeedFault> take(CheckResult result, std::size_t bytes);
    void requestResend();
    void report(const FeedFault& fault);
    void setConnected(bool connected);
    void tellState();

    asio::any_io_executor m_strand;
    std::shared_ptr<const crypto::SecretKey> m_key;
    SubscriberConfig m_config;
    Callbacks m_callbacks;
    LogChecker m_checker;
    Signal m_pause;
    Signal m_queued;
    Signal m_drained;
    Deadline m_gapDeadline;

    bool m_started = false;
    bool m_stopped = false;
    bool m_distrusted = false;
    bool m_connected = false;
    bool m_faulted = false; ///< the last connection ended by the peer's fault
    bool m_delivering = false;
    std::optional<Error> m_lastError;
    std::optional<Error> m_ownEnd; ///< why this side ended the connection, where it did
    std::shared_ptr<SubscriberConnection> m_connection;
    LogPosition m_accepted;                    ///< taken by onItems
    bool m_lacking = false;                    ///< not all that was taken is kept
    std::chrono::milliseconds m_pauseAsked{0}; ///< by startAnew()
    std::deque<Queued> m_queue;
    std::size_t m_queueBytes = 0;
    std::uint64_t m_gapAt = 0; ///< a resend from here is under way
    std::uint64_t m_peerSeq = 0;
    std::uint64_t m_peerL2Head = 0;
    std::uint64_t m_l2Head = 0;
};

void Subscriber::Impl::start() {
    if (std::exchange(m_started, true)) return;
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->run(); }, asio::detached);
}

void Subscriber::Impl::stop() {
    // Once: the destructor may run beside the strand.
    if (std::exchange(m_stopped, true)) return;
    m_connected = false;
    m_gapDeadline.disarm();
    if (m_connection) m_connection->close();
    m_pause.notify();
    m_queued.notify();
    m_drained.notify();
}

void Subscriber::Impl::startAnew(std::chrono::milliseconds pause) {
    m_lacking = true;
    m_pauseAsked = pause;
    if (m_connection) m_connection->close();
}

SubscriberState Subscriber::Impl::state() const {
    const bool sameLog = m_accepted.logId == m_checker.logId() && m_accepted.nextSeq > 0;
    const auto held = sameLog ? m_accepted.nextSeq - 1 : 0;
    return {.connected = m_connected,
            .distrusted = m_distrusted,
            .heldSeq = held,
            .peerSeq = m_peerSeq,
            .lagItems = m_peerSeq > held ? m_peerSeq - held : 0,
            .peerL2Head = m_peerL2Head,
            .lastError = m_lastError};
}

void Subscriber::Impl::tellState() {
    if (!m_stopped && m_callbacks.onState) m_callbacks.onState(state());
}

void Subscriber::Impl::setConnected(bool connected) {
    if (m_connected == connected) return;
    m_connected = connected;
    tellState();
}

void Subscriber::Impl::report(const FeedFault& fault) {
    m_faulted = true;
    if (fault.proof) m_distrusted = true;
    if (!m_stopped && m_callbacks.onFault) m_callbacks.onFault(fault.error, fault.proof);
}

asio::awaitable<void> Subscriber::Impl::run() {
    auto backoff = m_config.backoffMin;
    while (!m_stopped && !m_distrusted) {
        m_faulted = false;
        const auto ended = co_await follow();
        const bool welcomed = m_connected && !m_faulted;
        m_lastError = ended;
        setConnected(false);
        if (m_stopped || m_distrusted || ended.code == ErrorCode::feedBadUrl) {
            tellState();
            break;
        }
        if (welcomed) backoff = m_config.backoffMin;
        if (m_faulted) backoff = m_config.backoffMax;
        co_await m_pause.waitFor(std::max(backoff, std::exchange(m_pauseAsked, {})));
        backoff = std::min(backoff * 2, m_config.backoffMax);
    }
}

asio::awaitable<Error> Subscriber::Impl::follow() {
    const auto url = parseFeedUrl(m_config.url);
    if (!url) co_return url.error();
    const auto connection =
        std::make_shared<SubscriberConnection>(m_strand, m_config.connectTimeout, m_config.silenceTimeout);
    m_connection = connection;
    if (std::exchange(m_lacking, false)) m_accepted = {};
    const auto logId =
        co_await connection->open(*url, m_config, *m_key, m_accepted.logId, m_accepted.nextSeq);
    if (!logId) {
        connection->close();
        if (logId.error().code == ErrorCode::feedForged) report({logId.error(), std::nullopt});
        co_return logId.error();
    }
    if (m_stopped) co_return Error{ErrorCode::feedClosed, "stopped."};
    m_checker.begin(*logId, m_accepted);
    m_gapAt = 0;
    m_ownEnd.reset();
    m_queue.clear();
    m_queueBytes = 0;
    m_peerSeq = 0;
    m_delivering = true;
    asio::co_spawn(
        m_strand, [self = shared_from_this(), connection] { return self->deliverAll(connection); },
        asio::detached);
    setConnected(true);
    auto ended = co_await readAll();
    m_gapDeadline.disarm();
    connection->close();
    // What is being taken decides from where the next connection asks.
    m_queued.notify();
    while (m_delivering)
        co_await m_drained.waitFor(std::chrono::hours(1));
    co_return ended;
}

asio::awaitable<Error> Subscriber::Impl::readAll() {
    const auto connection = m_connection;
    while (true) {
        while (m_queueBytes > kMaxQueuedBytes && connection->isOpen())
            co_await m_drained.waitFor(std::chrono::hours(1));
        auto frame = co_await connection->read();
        if (m_stopped) co_return Error{ErrorCode::feedClosed, "stopped."};
        std::optional<FeedFault> fault;
        if (frame)
            fault = take(*frame);
        else if (frame.error().code == ErrorCode::feedClosed || frame.error().code == ErrorCode::feedSilent)
            co_return m_ownEnd.value_or(frame.error());
        else
            fault = FeedFault{frame.error(), std::nullopt};
        if (fault) {
            report(*fault);
            co_return fault->error;
        }
    }
}

std::optional<FeedFault> Subscriber::Impl::take(Frame& frame) {
    if (const auto* entry = std::get_if<EnvelopeFrame>(&frame)) {
        m_peerSeq = std::max(m_peerSeq, entry->envelope.seq);
        return take(m_checker.check(entry->envelope), entry->envelope.item.size() + sizeof(Delivery));
    }
    if (const auto* part = std::get_if<SnapshotFrame>(&frame)) {
        std::size_t bytes = sizeof(Queued);
        for (const auto& item : part->items)
            bytes += item.size() + sizeof(Delivery);
        return take(m_checker.check(*part), bytes);
    }
    if (const auto* head = std::get_if<HeadFrame>(&frame); head && head->logId == m_checker.logId()) {
        m_peerSeq = std::max(m_peerSeq, head->seq);
        m_peerL2Head = head->l2Head;
        tellState();
        return std::nullopt;
    }
    return FeedFault{{ErrorCode::feedProtocol, "the publisher sent what only a subscriber may send."},
                     std::nullopt};
}

std::optional<FeedFault> Subscriber::Impl::take(CheckResult result, std::size_t bytes) {
    if (auto* fault = std::get_if<FeedFault>(&result)) return std::move(*fault);
    auto& frame = std::get<CheckedFrame>(result);
    if (frame.step == CheckedFrame::Step::gap) requestResend();
    if (frame.step != CheckedFrame::Step::take) return std::nullopt;
    m_gapAt = 0;
    m_gapDeadline.disarm();
    m_queue.push_back({std::move(frame), bytes});
    m_queueBytes += bytes;
    m_queued.notify();
    return std::nullopt;
}

void Subscriber::Impl::requestResend() {
    // Entries sent before the publisher read the request still come in; it is asked once.
    if (m_gapAt == m_checker.nextSeq()) return;
    m_gapAt = m_checker.nextSeq();
    m_connection->send(ResendFrame{.logId = m_checker.logId(), .fromSeq = m_gapAt});
    m_gapDeadline.arm(m_config.silenceTimeout, [this] {
        m_ownEnd = Error{ErrorCode::feedProtocol, "the publisher did not send again what was missing."};
        m_connection->close();
    });
}

asio::awaitable<void> Subscriber::Impl::deliverAll(std::shared_ptr<SubscriberConnection> connection) {
    bool lacking = false; // since the last acknowledgement: the parts of a snapshot have one
    while (connection->isOpen() && !m_stopped) {
        if (m_queue.empty()) {
            co_await m_queued.waitFor(std::chrono::hours(1));
            continue;
        }
        std::vector<Delivery> items;
        std::optional<LogPosition> reached;
        while (!m_queue.empty() && items.size() < m_config.maxBatch) {
            auto& next = m_queue.front();
            std::ranges::move(next.frame.items, std::back_inserter(items));
            if (next.frame.reached) reached = next.frame.reached;
            m_queueBytes -= next.bytes;
            m_queue.pop_front();
        }
        m_drained.notify();
        auto taken = Taken::kept;
        if (!items.empty()) taken = co_await m_callbacks.onItems(std::move(items));
        if (taken == Taken::no) {
            m_ownEnd = Error{ErrorCode::feedNotTaken,
                             "this node could not take an item of the feed; it is asked for again."};
            connection->close();
            break;
        }
        if (taken == Taken::partly) m_lacking = lacking = true;
        if (!reached) continue;
        m_accepted = *reached;
        connection->acknowledge({.logId = reached->logId,
                                 .seq = reached->nextSeq - 1,
                                 .l2Head = m_l2Head,
                                 .kept = !std::exchange(lacking, false)});
    }
    m_delivering = false;
    m_drained.notify();
}

Subscriber::Subscriber(asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key,
                       SubscriberConfig config, Callbacks callbacks)
    : m_impl(std::make_shared<Impl>(std::move(strand), std::move(key), std::move(config),
                                    std::move(callbacks))) {}
Subscriber::~Subscriber() { m_impl->stop(); }
void Subscriber::start() { m_impl->start(); }
void Subscriber::stop() { m_impl->stop(); }
void Subscriber::startAnew(std::chrono::milliseconds pause) { m_impl->startAnew(pause); }
void Subscriber::retry() { m_impl->retry(); }
void Subscriber::setL2Head(std::uint64_t number) { m_impl->setL2Head(number); }
SubscriberState Subscriber::state() const { return m_impl->state(); }

} // namespace aw::feed
