#include "rpc/client_limits.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include <algorithm>
#include <utility>

namespace aw::rpc {

using boost::asio::ip::address;

namespace {

/// An IPv4 address that was written in IPv6 as itself.
address plain(const address& given) {
    if (!given.is_v6() || !given.to_v6().is_v4_mapped()) return given;
    return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, given.to_v6());
}

} // namespace

void TokenBucket::fill(std::uint64_t nowMs) {
    if (nowMs <= m_filledAtMs) return;
    // In thousandths a rate per second is one per millisecond.
    const auto missing = static_cast<std::uint64_t>(m_burst - m_level);
    const auto ms = nowMs - std::exchange(m_filledAtMs, nowMs);
    if (m_perSecond == 0 || ms > missing / m_perSecond)
        m_level = m_burst;
    else
        m_level += static_cast<std::int64_t>(ms * m_perSecond);
}

std::uint64_t TokenBucket::waitMs(std::uint64_t nowMs) {
    if (m_perSecond == 0) return 0;
    fill(nowMs);
    if (m_level >= kOne) return 0;
    return (static_cast<std::uint64_t>(kOne - m_level) + m_perSecond - 1) / m_perSecond;
}

bool TokenBucket::isFull(std::uint64_t nowMs) {
    fill(nowMs);
    return m_level >= m_burst;
}

Client::Client(const Allowance& allowance, bool isLoopback, std::shared_ptr<const Clock> clock)
    : m_allowance(allowance)
    , m_isLoopback(isLoopback)
    , m_clock(std::move(clock))
    , m_requestBytes(allowance.heldBytes)
    , m_unsentBytes(allowance.heldBytes)
    , m_requests(allowance.requestsPerSecond, allowance.requestBurst)
    , m_cost(allowance.costPerSecond, allowance.costBurst) {}

bool Client::connect() {
    const std::lock_guard lock(m_mutex);
    if (m_connections >= m_allowance.connections) return false;
    ++m_connections;
    return true;
}

void Client::disconnect() {
    const std::lock_guard lock(m_mutex);
    --m_connections;
}

std::optional<std::uint64_t> Client::refuseRequest() {
    const auto now = m_clock->steadyMs();
    const std::lock_guard lock(m_mutex);
    if (const auto wait = std::max(m_requests.waitMs(now), m_cost.waitMs(now)); wait > 0) return wait;
    m_requests.take(1);
    return std::nullopt;
}

std::optional<std::uint64_t> Client::refuseCost(std::uint32_t units) {
    const auto now = m_clock->steadyMs();
    const std::lock_guard lock(m_mutex);
    if (const auto wait = m_cost.waitMs(now); wait > 0) return wait;
    m_cost.take(units);
    return std::nullopt;
}

void Client::charge(std::uint64_t units) {
    if (units == 0) return;
    const std::lock_guard lock(m_mutex);
    m_cost.take(units);
}

bool Client::isAsNew() {
    const auto now = m_clock->steadyMs();
    const std::lock_guard lock(m_mutex);
    return m_connections == 0 && m_requests.isFull(now) && m_cost.isFull(now);
}

ClientTable::ClientTable(const Limits& limits, std::shared_ptr<const Clock> clock)
    : m_remote(limits.remote)
    , m_loopback(limits.loopback)
    , m_max(limits.maxAddresses)
    , m_clock(std::move(clock))
    , m_others(std::make_shared<Client>(m_remote, false, m_clock)) {
    for (const auto& text : limits.trustedProxies) {
        boost::system::error_code error;
        const auto proxy = boost::asio::ip::make_address(text, error);
        if (!error) m_proxies.insert(plain(proxy));
    }
}

ClientTable::Key ClientTable::keyOf(const address& given) {
    if (given.is_v4()) return {false, given.to_v4().to_uint()};
    constexpr std::size_t kPrefixBytes = 8; // who has a /64 has all of its addresses
    Key key{.isV6 = true};
    const auto bytes = given.to_v6().to_bytes();
    for (std::size_t i = 0; i < kPrefixBytes; ++i)
        key.prefix = key.prefix << 8 | bytes[i];
    return key;
}

ClientPtr ClientTable::of(const address& given) {
    const auto client = plain(given);
    const auto key = keyOf(client);
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_byKey.find(key); found != m_byKey.end()) {
        m_byUse.splice(m_byUse.begin(), m_byUse, found->second);
        return found->second->client;
    }
    if (m_byKey.size() >= m_max && !makeRoom()) return m_others;
    const bool isLoopback = client.is_loopback();
    m_byUse.push_front(
        {key, std::make_shared<Client>(isLoopback ? m_loopback : m_remote, isLoopback, m_clock)});
    m_byKey.emplace(key, m_byUse.begin());
    return m_byUse.front().client;
}

bool ClientTable::makeRoom() {
    for (auto entry = m_byUse.end(); entry != m_byUse.begin();) {
        --entry;
        if (entry->client.use_count() > 1) continue; // a connection of it is open
        m_byKey.erase(entry->key);
        m_byUse.erase(entry);
        return true;
    }
    return false;
}

bool ClientTable::isTrustedProxy(const address& peer) const {
    return !m_proxies.empty() && m_proxies.contains(plain(peer));
}

ClientPtr ClientTable::behind(const address& peer, std::string_view forwardedFor) {
    if (forwardedFor.empty() || !isTrustedProxy(peer)) return of(peer);
    // What stands before the last one was written by the client, and may be anything.
    auto last = forwardedFor.substr(forwardedFor.find_last_of(',') + 1);
    const auto begin = last.find_first_not_of(" \t[");
    if (begin == std::string_view::npos) return of(peer);
    last = last.substr(begin, last.find_last_not_of(" \t]") + 1 - begin);
    boost::system::error_code error;
    const auto client = boost::asio::ip::make_address(std::string(last), error);
    return of(error ? peer : client);
}

void ClientTable::forgetIdle() {
    const std::lock_guard lock(m_mutex);
    for (auto entry = m_byUse.begin(); entry != m_byUse.end();) {
        if (entry->client.use_count() > 1 || !entry->client->isAsNew()) {
            ++entry;
            continue;
        }
        m_byKey.erase(entry->key);
        entry = m_byUse.erase(entry);
    }
}

std::size_t ClientTable::size() const {
    const std::lock_guard lock(m_mutex);
    return m_byKey.size();
}

} // namespace aw::rpc
