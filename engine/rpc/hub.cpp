#include "rpc/hub.hpp"

#include "base/hex.hpp"
#include "rpc/format.hpp"

#include <boost/json/serialize.hpp>

namespace aw::rpc {
namespace json = boost::json;

bool Hub::join(const std::shared_ptr<Connection>& connection) {
    const std::lock_guard lock(m_mutex);
    if (m_closing || m_connections.size() >= m_limits.maxConnections) return false;
    m_connections.emplace(connection.get(), connection);
    return true;
}

void Hub::leave(const Connection* connection) {
    const std::lock_guard lock(m_mutex);
    m_connections.erase(connection);
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
    return m_connections.size();
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

void Hub::closeAll() {
    std::vector<std::shared_ptr<Connection>> all;
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        for (const auto& [key, weak] : m_connections)
            if (auto connection = weak.lock()) all.push_back(std::move(connection));
    }
    for (const auto& connection : all)
        connection->requestClose();
}

} // namespace aw::rpc
