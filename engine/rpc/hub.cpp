#include "rpc/hub.hpp"

#include "base/hex.hpp"
#include "rpc/format.hpp"
#include "rpc/public_text.hpp"

#include <boost/json/serialize.hpp>

#include <thread>

namespace aw::rpc {
namespace json = boost::json;

namespace {

/// One thread leaves the other core of a small machine to the node.
unsigned searchThreads(const Limits& limits) {
    if (limits.searchThreads > 0) return limits.searchThreads;
    return std::thread::hardware_concurrency() > 2 ? 2 : 1;
}

} // namespace

Hub::Hub(std::shared_ptr<Backend> backend, Limits limits, std::shared_ptr<const Clock> clock)
    : m_limits(std::move(limits))
    , m_clock(std::move(clock))
    , m_clients(m_limits, m_clock)
    , m_requestBytes(m_limits.maxRequestBytes)
    , m_unsentBytes(std::make_shared<ByteBudget>(m_limits.maxUnsentBytes))
    , m_filters(std::make_shared<Filters>(m_limits, m_clock))
    , m_reads(std::make_shared<ReadPool>(1, m_limits.maxWaitingReads))
    , m_searches(std::make_shared<ReadPool>(searchThreads(m_limits), m_limits.maxWaitingReads))
    , m_dispatcher({std::move(backend), m_filters, m_reads, m_searches, m_unsentBytes}, m_limits) {}

Hub::Admission Hub::join(const std::shared_ptr<Connection>& connection, const ClientPtr& client,
                         bool isProxy) {
    const std::lock_guard lock(m_mutex);
    if (m_closing) return Admission::refused;
    if (m_served < m_limits.maxConnections && (isProxy || client->connect())) {
        ++m_served;
        m_connections.emplace(connection.get(),
                              Place{.connection = connection, .client = isProxy ? nullptr : client});
        return Admission::served;
    }
    // Half of the room for those is for this machine: its monitors ask how the node is.
    const auto room = client->isLoopback() ? m_limits.maxTurnedAway : m_limits.maxTurnedAway / 2;
    if (m_connections.size() - m_served >= room) return Admission::refused;
    m_connections.emplace(connection.get(), Place{.connection = connection, .isServed = false});
    return Admission::turnedAway;
}

void Hub::leave(const Connection* connection) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(connection);
    if (found == m_connections.end()) return;
    if (found->second.client) found->second.client->disconnect();
    if (found->second.isServed) --m_served;
    m_connections.erase(found);
}

bool Hub::handOver(const Connection* connection, const std::shared_ptr<Connection>& successor) {
    const std::lock_guard lock(m_mutex);
    const auto found = m_connections.find(connection);
    if (found == m_connections.end() || m_closing) return false;
    auto place = std::move(found->second);
    m_connections.erase(found);
    place.connection = successor;
    m_connections.emplace(successor.get(), std::move(place));
    return true;
}

void Hub::sweep() {
    // A client that asked this long ago may have stopped waiting.
    constexpr std::uint64_t kLongMs = 200;
    constexpr unsigned kForgetEvery = 40;
    const auto now = steadyMs();
    for (const auto& connection : everybody()) {
        const auto since = connection->answeringSinceMs();
        if (connection->isOverdue(now))
            connection->requestClose();
        else if (since != Connection::kNever && now >= since + kLongMs)
            connection->requestLook();
    }
    if (++m_sweeps % kForgetEvery == 0) m_clients.forgetIdle();
}

json::object Hub::health(bool& ok) const {
    const auto told = m_dispatcher.backend().health();
    auto document = withoutPaths(told.detail).as_object();
    ok = told.ok;
    if (m_reads->isFull() || m_searches->isFull()) {
        ok = false;
        auto& reasons = document["reasons"];
        if (!reasons.is_array()) reasons = json::array();
        reasons.get_array().emplace_back("rpc-saturated: no further expensive reads are taken");
    }
    document["ok"] = ok;
    document["rpc"] = json::object{{"connections", connections()},
                                   {"waitingReads", m_reads->waiting()},
                                   {"waitingSearches", m_searches->waiting()},
                                   {"requestBytes", m_requestBytes.used()},
                                   {"unsentBytes", m_unsentBytes->used()}};
    return document;
}

void Hub::listen(const std::shared_ptr<PushConnection>& connection) {
    const std::lock_guard lock(m_mutex);
    m_listeners.emplace(connection.get(), connection);
}

void Hub::silence(const PushConnection* connection) {
    const std::lock_guard lock(m_mutex);
    m_listeners.erase(connection);
}

std::size_t Hub::connections() const {
    const std::lock_guard lock(m_mutex);
    return m_served;
}

std::vector<std::shared_ptr<PushConnection>> Hub::listeners() const {
    std::vector<std::shared_ptr<PushConnection>> result;
    const std::lock_guard lock(m_mutex);
    for (const auto& [key, weak] : m_listeners)
        if (auto connection = weak.lock()) result.push_back(std::move(connection));
    return result;
}

void Hub::publishBlock(const BlockPtr& block) {
    m_filters->blockAdded(block);
    const auto all = listeners();
    if (all.empty()) return;
    const auto header = std::make_shared<const std::string>(json::serialize(headerJson(*block)));
    for (const auto& connection : all)
        connection->pushBlock(header, block);
}

void Hub::publishRemoved(const BlockPtr& block) {
    m_filters->blockRemoved(block);
    for (const auto& connection : listeners())
        connection->pushRemoved(block);
}

void Hub::publishPending(const TxPtr& tx) {
    m_filters->pendingAdded(tx);
    const auto all = listeners();
    if (all.empty()) return;
    const auto hash = std::make_shared<const std::string>('"' + base::toHex(tx->hash.view()) + '"');
    const auto whole = std::make_shared<const std::string>(
        json::serialize(transactionJson({.tx = tx, .block = nullptr, .index = 0})));
    for (const auto& connection : all)
        connection->pushPending(hash, whole);
}

std::vector<std::shared_ptr<Connection>> Hub::everybody() const {
    std::vector<std::shared_ptr<Connection>> result;
    const std::lock_guard lock(m_mutex);
    for (const auto& [key, place] : m_connections)
        if (auto connection = place.connection.lock()) result.push_back(std::move(connection));
    return result;
}

void Hub::closeAll() {
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    for (const auto& connection : everybody())
        connection->requestClose();
}

} // namespace aw::rpc
