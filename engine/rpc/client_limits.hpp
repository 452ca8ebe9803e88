#pragma once

#include "base/clock.hpp"
#include "rpc/byte_budget.hpp"
#include "rpc/limits.hpp"

#include <boost/asio/ip/address.hpp>

#include <compare>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace aw::rpc {

/// Fills by a rate up to its burst. What is taken may exceed what is there: the debt is waited for. Not
/// thread-safe.
class TokenBucket {
public:
    /// A rate of 0 never refuses.
    TokenBucket(std::uint32_t perSecond, std::uint32_t burst)
        : m_perSecond(perSecond)
        , m_burst(kOne * burst)
        , m_level(m_burst) {}

    /// Milliseconds until something may be taken; 0: now.
    std::uint64_t waitMs(std::uint64_t nowMs);
    /// At most 2^32 at once.
    void take(std::uint64_t tokens) { m_level -= kOne * static_cast<std::int64_t>(tokens); }
    /// As if nobody had ever taken anything.
    bool isFull(std::uint64_t nowMs);

private:
    void fill(std::uint64_t nowMs);

    static constexpr std::int64_t kOne = 1000; ///< levels are in thousandths

    std::uint64_t m_perSecond;
    std::int64_t m_burst, m_level;
    std::uint64_t m_filledAtMs = 0;
};

/// The clients of one address, and what they have left of their allowance. All methods may be called from any
/// thread.
class Client {
public:
    Client(const Allowance& allowance, bool isLoopback, std::shared_ptr<const Clock> clock);

    /// Whether it is on this machine.
    bool isLoopback() const { return m_isLoopback; }
    const Allowance& allowance() const { return m_allowance; }

    /// Takes a place for a connection; false where there is none. Each is given back.
    bool connect();
    void disconnect();

    /// Takes one request. Where it must not be made yet: the milliseconds until it may.
    std::optional<std::uint64_t> refuseRequest();
    /// Takes the cost of one method, by the same rule.
    std::optional<std::uint64_t> refuseCost(std::uint32_t units);
    /// Takes what a request has cost beyond that; later ones wait for it.
    void charge(std::uint64_t units);

    /// Bytes of its requests and of its unsent answers.
    ByteBudget& requestBytes() { return m_requestBytes; }
    ByteBudget& unsentBytes() { return m_unsentBytes; }

    /// Whether to forget it changes nothing.
    bool isAsNew();

private:
    const Allowance m_allowance;
    const bool m_isLoopback;
    const std::shared_ptr<const Clock> m_clock;
    ByteBudget m_requestBytes, m_unsentBytes;
    std::mutex m_mutex;
    // Guarded by m_mutex:
    TokenBucket m_requests, m_cost;
    std::size_t m_connections = 0;
};
using ClientPtr = std::shared_ptr<Client>;

/// The clients by their addresses. It remembers a bounded number of them: those whose allowance is whole
/// again are forgotten, and where there are too many, the one that was not asked for longest. All methods may
/// be called from any thread.
class ClientTable {
public:
    ClientTable(const Limits& limits, std::shared_ptr<const Clock> clock);

    /// Never null. An address of IPv4 written in IPv6 is that of IPv4.
    ClientPtr of(const boost::asio::ip::address& address);
    /// The client for which a request comes: of the proxy's X-Forwarded-For where `peer` is a trusted one and
    /// the header's last address can be read, of `peer` otherwise.
    ClientPtr behind(const boost::asio::ip::address& peer, std::string_view forwardedFor);
    bool isTrustedProxy(const boost::asio::ip::address& peer) const;

    /// Forgets those that are as new.
    void forgetIdle();
    std::size_t size() const;

private:
    struct Key {
        bool isV6 = false;
        std::uint64_t prefix = 0;
        auto operator<=>(const Key&) const = default;
    };
    struct Entry {
        Key key;
        ClientPtr client;
    };
    static Key keyOf(const boost::asio::ip::address& address);
    /// With the mutex held: makes room for one more; false where all are in use.
    bool makeRoom();

    const Allowance m_remote, m_loopback;
    const std::size_t m_max;
    const std::shared_ptr<const Clock> m_clock;
    std::set<boost::asio::ip::address> m_proxies; ///< not changed after the constructor
    const ClientPtr m_others;                     ///< those for whom there is no room
    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    std::list<Entry> m_byUse; ///< the one that was asked for last comes first
    std::map<Key, std::list<Entry>::iterator> m_byKey;
};

} // namespace aw::rpc
