#include "feed/publisher.hpp"

#include "feed/publisher_session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

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
    Result<std::uint64_t> append(const Item& item);
    void setL2Head(std::uint64_t number) { m_l2Head = number; }
    std::uint32_t holders(std::uint64_t seq) const;
    std::uint32_t connected() const;
    std::vector<FeedPeer> peers() const;
    asio::awaitable<std::uint32_t> waitHolders(std::uint64_t seq, std::uint32_t count,
                                               std::chrono::milliseconds timeout);
    void stop();

    const Log& log() const override { return m_log; }
    const Domain& domain() const override { return m_domain; }
    const crypto::SecretKey& key() const override { return *m_key; }
    const PublisherLimits& limits() const override { return m_limits; }
    std::uint64_t l2Head() const override { return m_l2Head; }
    bool admits(const Address& operatorAddress) const override {
        return !m_stopped && (!m_callbacks.admit || m_callbacks.admit(operatorAddress));
    }
    std::vector<Item> snapshot() const override {
        return m_stopped || !m_callbacks.snapshot ? std::vector<Item>{} : m_callbacks.snapshot();
    }
    void sessionReady(PublisherSession& session) override;
    void sessionAcked(PublisherSession& session) override;
    void sessionClosed(PublisherSession& session) override;

private:
    struct Waiter {
        std::uint32_t count;
        Signal signal;
    };

    asio::awaitable<void> acceptAll();
    /// Wakes those up to `seq` that have what they wait for, or can no longer get it.
    void wakeWaiters(std::uint64_t seq);
    void tellPeers();
    void release();

    asio::any_io_executor m_strand;
    std::shared_ptr<const crypto::SecretKey> m_key;
    Domain m_domain;
    Callbacks m_callbacks;
    PublisherLimits m_limits;
    Log m_log;
    tcp::acceptor m_acceptor;
    std::uint64_t m_l2Head = 0;
    bool m_stopped = false;
    std::set<std::shared_ptr<PublisherSession>> m_sessions;
    std::multimap<std::uint64_t, std::shared_ptr<Waiter>> m_waiters; ///< by the number waited for
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
        if (m_sessions.size() >= m_limits.maxSubscribers) continue; // the socket closes
        auto session = std::make_shared<PublisherSession>(std::move(socket), m_strand, shared_from_this());
        m_sessions.insert(session);
        session->start();
    }
}

Result<std::uint64_t> Publisher::Impl::append(const Item& item) {
    const auto seq = m_log.append(item);
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

asio::awaitable<std::uint32_t> Publisher::Impl::waitHolders(std::uint64_t seq, std::uint32_t count,
                                                            std::chrono::milliseconds timeout) {
    if (!m_stopped && holders(seq) < count && connected() >= count) {
        auto waiter = std::make_shared<Waiter>(Waiter{count, Signal(m_strand)});
        const auto place = m_waiters.emplace(seq, waiter);
        const bool woken = co_await waiter->signal.waitFor(timeout);
        if (!woken) m_waiters.erase(place);
    }
    co_return holders(seq);
}

void Publisher::Impl::wakeWaiters(std::uint64_t seq) {
    for (auto entry = m_waiters.begin(); entry != m_waiters.end() && entry->first <= seq;) {
        const auto count = entry->second->count;
        if (m_stopped || holders(entry->first) >= count || connected() < count) {
            entry->second->signal.notify();
            entry = m_waiters.erase(entry);
        } else {
            ++entry;
        }
    }
}

void Publisher::Impl::tellPeers() {
    wakeWaiters(std::numeric_limits<std::uint64_t>::max());
    if (!m_stopped && m_callbacks.onPeers) m_callbacks.onPeers(connected());
}

void Publisher::Impl::sessionReady(PublisherSession& session) {
    // An operator counts once: a connection that it made anew replaces the one that may hang half open.
    const auto others = m_sessions;
    for (const auto& other : others) {
        if (other.get() == &session || !other->ready()) continue;
        if (other->operatorAddress() != session.operatorAddress()) continue;
        m_sessions.erase(other);
        other->close();
    }
    tellPeers();
}

void Publisher::Impl::sessionAcked(PublisherSession& session) {
    wakeWaiters(session.heldSeq());
    if (!m_stopped && m_callbacks.onAck) m_callbacks.onAck(session.operatorAddress(), session.heldSeq());
}

void Publisher::Impl::sessionClosed(PublisherSession& session) {
    const bool counted = m_sessions.erase(session.shared_from_this()) > 0 && session.ready();
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
    wakeWaiters(std::numeric_limits<std::uint64_t>::max());
}

Publisher::Publisher(asio::any_io_executor strand, std::shared_ptr<const crypto::SecretKey> key,
                     Domain domain, Callbacks callbacks, PublisherLimits limits)
    : m_impl(
          std::make_shared<Impl>(std::move(strand), std::move(key), domain, std::move(callbacks), limits)) {}
Publisher::~Publisher() { m_impl->stop(); }
Result<std::uint16_t> Publisher::listen(const std::string& address, std::uint16_t port) {
    return m_impl->listen(address, port);
}
Result<std::uint64_t> Publisher::append(const Item& item) { return m_impl->append(item); }
void Publisher::setL2Head(std::uint64_t number) { m_impl->setL2Head(number); }
std::uint64_t Publisher::logId() const { return m_impl->log().logId(); }
std::uint64_t Publisher::lastSeq() const { return m_impl->log().lastSeq(); }
std::uint32_t Publisher::holders(std::uint64_t seq) const { return m_impl->holders(seq); }
std::vector<FeedPeer> Publisher::peers() const { return m_impl->peers(); }
asio::awaitable<std::uint32_t> Publisher::waitHolders(std::uint64_t seq, std::uint32_t count,
                                                      std::chrono::milliseconds timeout) {
    // Holds the log: the caller may end the publisher while it waits.
    const auto impl = m_impl;
    co_return co_await impl->waitHolders(seq, count, timeout);
}
void Publisher::stop() { m_impl->stop(); }

} // namespace aw::feed
