#include "lab/demo_load.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

/// The users' transfers.
namespace aw::lab {

namespace {
constexpr std::chrono::milliseconds kTick{50};
constexpr std::size_t kMaxInFlight = 2000;
} // namespace

DemoLoad::DemoLoad(Pace& pace, Fleet& fleet, double tps, bool record)
    : m_pace(pace)
    , m_fleet(fleet)
    , m_running(tps > 0)
    , m_tps(tps)
    , m_recording(record) {}

void DemoLoad::set(bool running, double tps) {
    m_running = running;
    m_tps = tps;
}

api::Load DemoLoad::figures(double acceptedTps) const {
    return {.running = m_running,
            .targetTps = m_tps,
            .acceptedTps = acceptedTps,
            .sent = m_sent,
            .refused = m_refused,
            .accounts = m_accounts ? m_accounts->funded() : 0};
}

Task<void> DemoLoad::run() {
    auto before = std::chrono::steady_clock::now();
    for (bool running = true; running;) {
        running = co_await m_pace.sleep(kTick);
        if (!running || m_ended) break;
        // What passed, not the tick: signing a tick's transfers takes time itself.
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> passed = now - std::exchange(before, now);
        auto* member = m_fleet.current();
        if (!member || !member->node) member = m_fleet.observer();
        if (!member || !member->node) continue;
        const auto send = [&](LoadAccounts::Next next, bool again) {
            ++m_inFlight;
            boost::asio::co_spawn(m_pace.strand(), sendOne(member->node, std::move(next), again),
                                  boost::asio::detached);
        };
        for (; !m_unsettled.empty() && m_inFlight < kMaxInFlight; m_unsettled.pop_front())
            send(std::move(m_unsettled.front()), true);
        if (!m_running) {
            m_budget = 0;
            continue;
        }
        m_budget = std::min(m_budget + m_tps * passed.count(), m_tps + 1);
        const auto baseFee = member->node->view()->baseFeeWei;
        while (m_budget >= 1 && m_inFlight < kMaxInFlight && baseFee != 0) {
            m_budget -= 1;
            send(m_accounts->next(baseFee), false);
        }
    }
}

Task<void> DemoLoad::sendOne(std::shared_ptr<node::Node> node, LoadAccounts::Next next, bool again) {
    const auto sent = co_await node->submit(next.raw);
    --m_inFlight;
    std::optional<ErrorCode> code;
    if (!sent) code = sent.error().code;
    const bool open = code == ErrorCode::nodeStopped || code == ErrorCode::nodeNoBackup;
    if (m_recording) {
        const std::scoped_lock lock(m_mutex);
        if (sent) m_record.acknowledged.push_back(*sent);
        if (sent && again) --m_record.unknown;
        if (open && !again) ++m_record.unknown;
    }
    if (sent) {
        ++m_sent;
    } else if (open) {
        // It may have reached others or not: the same bytes again, to whoever serves then, and never another
        // transaction in its place.
        m_unsettled.push_back(std::move(next));
    } else if (!again || (code != ErrorCode::mempoolKnown && code != ErrorCode::mempoolNonceTooLow)) {
        ++m_refused;
        // As a wallet does: ask for the nonce again.
        m_accounts->setNonce(next.account, node->pendingNonce(m_accounts->address(next.account)));
    }
}

DemoLoad::Record DemoLoad::record() const {
    const std::scoped_lock lock(m_mutex);
    return m_record;
}

} // namespace aw::lab
