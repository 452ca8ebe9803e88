#include "feed/publisher.hpp"

#include "feed/publisher_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/thread_pool.hpp>

#include <algorithm>
#include <atomic>
#include <map>

namespace aw::feed {

namespace asio = boost::asio;
using asio::ip::tcp;

class Publisher::Impl : public SessionHost, public std::enable_shared_from_this<Publisher::Impl> {
public:
    Impl(asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key, Domain domain,
         Callbacks callbacks, PublisherLimits limits)
        : m_strand(std::move(strand))
        , m_key(std::move(key))
        , m_domain(domain)
        , m_callbacks(std::move(callbacks))
        , m_limits(limits)
        , m_log(domain, m_key, std::max<std::uint64_t>(1, random64()), limits.keepItems, limits.keepBytes)
        , m_acceptor(m_strand) {}

    Result<std::uint16_t> listen(const std::string& address, std::uint16_t port);
    std::uint16_t port() const { return m_port; }
    Result<std::uint64_t> append(const MakeItem& make);
    void setL2Head(std::uint64_t number) { m_l2Head = number; }
    void checkAdmitted();
    std::uint32_t holders(std::uint64_t seq) const;
    std::uint32_t connected() const;
    std::vector<FeedPeer> peers() const;
    void stop();

    const Log& log() const override { return m_log; }
    const Domain& domain() const override { return m_domain; }
    const crypto::SecretKey& key() const override { return *m_key; }
    const PublisherLimits& limits() const override { return m_limits; }
    std::uint64_t l2Head() const override { return m_l2Head; }
    bool admits(const Address& operatorAddress) const override {
        return !m_stopped && (!m_callbacks.admit || m_callbacks.admit(operatorAddress));
    }
    SnapshotJob snapshot() const override {
        if (m_stopped || !m_callbacks.snapshot) return [] { return std::vector<Item>(); };
        return m_callbacks.snapshot();
    }
    std::chrono::steady_clock::duration untilSnapshot(const Address& operatorAddress) override;
    asio::any_io_executor snapshotExecutor() override { return m_snapshots.get_executor(); }
    void sessionReady(PublisherSession& session) override;
    void sessionAcked(PublisherSession& session, std::uint64_t after, bool kept) override;
    void sessionClosed(PublisherSession& session) override;

private:
    asio::awaitable<void> acceptAll();
    /// Ends the connections that have not said who they are, the oldest first, until there is room for one.
    void makeRoom();
    void tellPeers();
    void release();
    /// Whether anybody is connected, or may come back soon.
    bool isListenedTo() const;

    asio::any_io_executor m_strand;
    std::shared_ptr<const crypto::SecretKey> m_key;
    Domain m_domain;
    Callbacks m_callbacks;
    PublisherLimits m_limits;
    Log m_log;
    tcp::acceptor m_acceptor;
    std::atomic<std::uint16_t> m_port = 0;
    std::uint64_t m_l2Head = 0;
    bool m_stopped = false;
    std::optional<std::chrono::steady_clock::time_point> m_lastLeftAt; ///< when the last subscriber left
    std::vector<std::shared_ptr<PublisherSession>> m_sessions;         ///< in the order in which they came
    std::map<Address, std::chrono::steady_clock::time_point> m_snapshotAt; ///< when the last one began
    asio::thread_pool m_snapshots{1};
};

Result<std::uint16_t> Publisher::Impl::listen(const std::string& address, std::uint16_t port) {
    const auto failed = [&](const boost::system::error_code& error) {
        return Error{ErrorCode::feedListen, "cannot listen for other operators at " + address + " port " +
                                                std::to_string(port) + ": " + error.message() +
                                                ". Choose another address or port."};
    };
    boost::system::error_code error;
    const auto ip = asio::ip::make_address(address, error);
    if (error) return failed(error);
    const tcp::endpoint endpoint(ip, port);
    m_acceptor.open(endpoint.protocol(), error);
    if (!error) m_acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) m_acceptor.bind(endpoint, error);
    if (!error) m_acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        boost::system::error_code ignored;
        m_acceptor.close(ignored);
        return failed(error);
    }
    const auto bound = m_acceptor.local_endpoint(error);
    if (error) return failed(error);
    asio::co_spawn(
        m_strand, [self = shared_from_this()] { return self->acceptAll(); }, asio::detached);
    m_port = bound.port();
    return bound.port();
}

asio::awaitable<void> Publisher::Impl::acceptAll() {
    asio::steady_timer pause(m_strand);
    while (!m_stopped) {
        auto [error, socket] = co_await m_acceptor.async_accept(kAsTuple);
        if (m_stopped || error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of descriptors or the like: it passes, and must not become a busy loop.
            pause.expires_after(std::chrono::milliseconds(100));
            co_await pause.async_wait(kAsTuple);
            continue;
        }
        makeRoom();
        auto session = std::make_shared<PublisherSession>(std::move(socket), m_strand, shared_from_this());
        m_sessions.push_back(session);
        session->start();
    }
}

void Publisher::Impl::makeRoom() {
    // Anybody can connect: who has not proved to be an operator must not keep one out.
    auto strangers = static_cast<std::size_t>(
        std::ranges::count_if(m_sessions, [](const auto& session) { return !session->ready(); }));
    while (strangers-- >= m_limits.maxStrangers) {
        const auto oldest =
            std::ranges::find_if(m_sessions, [](const auto& session) { return !session->ready(); });
        const auto session = *oldest;
        m_sessions.erase(oldest);
        session->close();
    }
}

void Publisher::Impl::checkAdmitted() {
    const auto sessions = m_sessions;
    for (const auto& session : sessions)
        if (session->ready() && !admits(session->operatorAddress())) session->close();
}

std::chrono::steady_clock::duration Publisher::Impl::untilSnapshot(const Address& operatorAddress) {
    const auto now = std::chrono::steady_clock::now();
    const auto last = m_snapshotAt.find(operatorAddress);
    if (last != m_snapshotAt.end() && last->second + m_limits.snapshotInterval > now)
        return last->second + m_limits.snapshotInterval - now;
    m_snapshotAt[operatorAddress] = now;
    return {};
}

Result<std::uint64_t> Publisher::Impl::append(const MakeItem& make) {
    if (!isListenedTo()) return m_log.pass();
    const auto seq = m_log.append(make());
    if (!seq) return seq;
    for (const auto& session : m_sessions)
        if (session->ready()) session->appended();
    release();
    return seq;
}

void Publisher::Impl::release() {
    auto held = m_log.lastSeq();
    for (const auto& session : m_sessions)
        if (session->ready()) held = std::min(held, session->heldSeq());
    m_log.release(held, m_limits.keepHeldItems);
}

std::uint32_t Publisher::Impl::holders(std::uint64_t seq) const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(m_sessions, [&](const auto& s) { return s->ready() && s->heldSeq() >= seq; }));
}

std::uint32_t Publisher::Impl::connected() const {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(m_sessions, [](const auto& s) { return s->ready(); }));
}

std::vector<FeedPeer> Publisher::Impl::peers() const {
    std::vector<FeedPeer> result;
    for (const auto& session : m_sessions) {
        if (!session->ready()) continue;
        result.push_back({.operatorAddress = session->operatorAddress(),
                          .heldSeq = session->heldSeq(),
                          .lagItems = m_log.lastSeq() - session->heldSeq(),
                          .l2Head = session->l2Head()});
    }
    std::ranges::sort(result, {}, &FeedPeer::operatorAddress);
    return result;
}

bool Publisher::Impl::isListenedTo() const {
    if (connected() > 0) return true;
    return m_lastLeftAt && std::chrono::steady_clock::now() < *m_lastLeftAt + m_limits.graceAfterLast;
}

void Publisher::Impl::tellPeers() {
    if (connected() == 0) m_lastLeftAt = std::chrono::steady_clock::now();
    if (!m_stopped && m_callbacks.onPeers) m_callbacks.onPeers(connected());
}

void Publisher::Impl::sessionReady(PublisherSession& session) {
    // An operator counts once: a connection that it made anew replaces the one that may hang half open.
    const auto others = m_sessions;
    for (const auto& other : others) {
        if (other.get() == &session || !other->ready()) continue;
        if (other->operatorAddress() != session.operatorAddress()) continue;
        std::erase(m_sessions, other);
        other->close();
    }
    tellPeers();
    // What it asks beyond, it holds.
    if (session.heldSeq() > 0) sessionAcked(session, 0, true);
}

void Publisher::Impl::sessionAcked(PublisherSession& session, std::uint64_t after, bool kept) {
    if (m_stopped || !m_callbacks.onAck || !admits(session.operatorAddress())) return;
    m_callbacks.onAck(session.operatorAddress(), after, session.heldSeq(), kept);
}

void Publisher::Impl::sessionClosed(PublisherSession& session) {
    const bool counted = std::erase(m_sessions, session.shared_from_this()) > 0 && session.ready();
    if (counted) tellPeers();
}

void Publisher::Impl::stop() {
    if (m_stopped) return;
    m_stopped = true;
    boost::system::error_code ignored;
    m_acceptor.close(ignored);
    const auto sessions = std::exchange(m_sessions, {});
    for (const auto& session : sessions)
        session->close();
}

Publisher::Publisher(asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key,
                     Domain domain, Callbacks callbacks, PublisherLimits limits)
    : m_impl(
          std::make_shared<Impl>(std::move(strand), std::move(key), domain, std::move(callbacks), limits)) {}
Publisher::~Publisher() { m_impl->stop(); }
Result<std::uint16_t> Publisher::listen(const std::string& address, std::uint16_t port) {
    return m_impl->listen(address, port);
}
std::uint16_t Publisher::port() const { return m_impl->port(); }
Result<std::uint64_t> Publisher::append(const Item& item) {
    return m_impl->append([&item] { return item; });
}
Result<std::uint64_t> Publisher::append(const MakeItem& make) { return m_impl->append(make); }
void Publisher::checkAdmitted() { m_impl->checkAdmitted(); }
void Publisher::setL2Head(std::uint64_t number) { m_impl->setL2Head(number); }
std::uint64_t Publisher::logId() const { return m_impl->log().logId(); }
std::uint64_t Publisher::lastSeq() const { return m_impl->log().lastSeq(); }
std::uint32_t Publisher::holders(std::uint64_t seq) const { return m_impl->holders(seq); }
std::uint32_t Publisher::connected() const { return m_impl->connected(); }
std::vector<FeedPeer> Publisher::peers() const { return m_impl->peers(); }
void Publisher::stop() { m_impl->stop(); }

} // namespace aw::feed
