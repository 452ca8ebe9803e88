#include "node/acknowledgements.hpp"

#include "base/hex.hpp"

namespace aw::node {

namespace {

std::string pendingHere(const Hash& txHash) {
    return " It is pending here and may still be executed: ask for it by its hash " +
           base::toHex(txHash.view()) + ".";
}

} // namespace

Acknowledgements::Acknowledgements(Runtime& runtime, feed::Publisher& publisher)
    : m_runtime(runtime)
    , m_publisher(publisher)
    , m_timer(runtime.strand()) {}

void Acknowledgements::expect(std::uint64_t seq, std::vector<Waiting> waiting) {
    const auto timeout = static_cast<std::uint64_t>(m_runtime.config().backupTimeout.count());
    Group group{.seq = seq, .deadlineMs = m_runtime.steadyMs() + timeout, .waiting = std::move(waiting)};
    if (m_publisher.connected() == 0) return acknowledge(group, 0);
    m_groups.push_back(std::move(group));
    if (m_groups.size() == 1) arm();
}

bool Acknowledgements::expectAgain(const Hash& txHash, Done done) {
    const auto unheld = m_unheld.find(txHash);
    if (unheld == m_unheld.end()) return false;
    const auto [seq, kept] = unheld->second;
    std::vector<Waiting> waiting;
    waiting.push_back({txHash, std::move(done)});
    if (kept) {
        Group group{.seq = seq, .deadlineMs = 0, .waiting = std::move(waiting)};
        acknowledge(group, m_publisher.holders(seq));
    } else {
        expect(seq, std::move(waiting));
    }
    return true;
}

void Acknowledgements::onKept(const Address& /*backup*/, std::uint64_t after, std::uint64_t seq) {
    for (auto& group : m_groups) {
        if (group.seq <= after || group.seq > seq) continue;
        acknowledge(group, m_publisher.holders(group.seq));
    }
    std::erase_if(m_groups, [](const Group& group) { return group.waiting.empty(); });
    for (auto& [hash, unheld] : m_unheld)
        if (unheld.seq > after && unheld.seq <= seq) unheld.kept = true;
}

void Acknowledgements::onPeers(std::size_t connected) {
    if (connected > 0) return;
    for (auto& group : m_groups)
        acknowledge(group, 0);
    m_groups.clear();
}

void Acknowledgements::acknowledge(Group& group, std::uint32_t holders) {
    m_lastHolders = holders;
    for (auto& waiting : group.waiting) {
        m_unheld.erase(waiting.txHash);
        waiting.done(waiting.txHash);
    }
    group.waiting.clear();
    m_runtime.touch();
}

void Acknowledgements::giveUp(Group& group) {
    const auto& config = m_runtime.config();
    if (!config.requireBackup) return acknowledge(group, m_publisher.holders(group.seq));
    // P-8. A backup that is connected and says nothing may hold it or not: neither is claimed.
    m_lastHolders = 0;
    for (auto& waiting : group.waiting) {
        m_unheld[waiting.txHash] = {.seq = group.seq, .kept = false};
        waiting.done(Error{ErrorCode::nodeNoBackup, "No backup of " + config.name + " has confirmed within " +
                                                        std::to_string(config.backupTimeout.count()) +
                                                        " ms that it keeps the transaction." +
                                                        pendingHere(waiting.txHash) +
                                                        " Sending the same bytes again is safe."});
    }
    group.waiting.clear();
    m_runtime.touch();
}

void Acknowledgements::arm() {
    if (m_groups.empty()) return;
    const auto now = m_runtime.steadyMs();
    const auto left = std::max(m_groups.front().deadlineMs, now) - now;
    m_timer.expires_after(std::chrono::milliseconds(left));
    m_timer.async_wait([this, owner = m_runtime.keepAlive()](const boost::system::error_code& error) {
        if (error) return;
        while (!m_groups.empty() && m_groups.front().deadlineMs <= m_runtime.steadyMs()) {
            giveUp(m_groups.front());
            m_groups.pop_front();
        }
        arm();
    });
}

void Acknowledgements::stop() {
    m_timer.cancel();
    const auto groups = std::exchange(m_groups, {});
    for (const auto& group : groups)
        for (const auto& waiting : group.waiting)
            waiting.done(Error{ErrorCode::nodeStopped, m_runtime.config().name +
                                                           " was stopped before a backup held the "
                                                           "transaction." +
                                                           pendingHere(waiting.txHash)});
}

} // namespace aw::node
