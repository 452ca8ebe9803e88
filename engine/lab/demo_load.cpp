#include "lab/demo_impl.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

/// The users' transfers.
namespace aw::lab {

namespace {
constexpr std::chrono::milliseconds kTick{50};
constexpr std::size_t kMaxInFlight = 2000;
} // namespace

Task<void> Demo::loadLoop() {
    for (bool running = true; running;) {
        running = co_await sleep(kTick);
        if (!running) break;
        auto* member = currentMember();
        if (!member || !member->node) member = observer();
        if (!member || !member->node) continue;
        const auto send = [&](LoadAccounts::Next next, bool again) {
            ++m_inFlight;
            boost::asio::co_spawn(m_strand, sendOne(member->node, std::move(next), again),
                                  boost::asio::detached);
        };
        for (; !m_unsettled.empty() && m_inFlight < kMaxInFlight; m_unsettled.pop_front())
            send(std::move(m_unsettled.front()), true);
        if (!m_loadRunning) {
            m_loadBudget = 0;
            continue;
        }
        m_loadBudget = std::min(m_loadBudget + m_tps * static_cast<double>(kTick.count()) / 1000, m_tps + 1);
        const auto baseFee = member->node->view()->baseFeeWei;
        while (m_loadBudget >= 1 && m_inFlight < kMaxInFlight && baseFee != 0) {
            m_loadBudget -= 1;
            send(m_accounts->next(baseFee), false);
        }
    }
}

Task<void> Demo::sendOne(std::shared_ptr<node::Node> node, LoadAccounts::Next next, bool again) {
    const auto sent = co_await node->submit(next.raw);
    --m_inFlight;
    const auto code = sent ? std::string() : sent.error().code;
    const bool open = code == "node.stopped" || code == "node.no-backup";
    if (m_options.recordLoad) {
        const std::scoped_lock lock(m_mutex);
        if (sent) m_loadRecord.acknowledged.push_back(*sent);
        if (sent && again) --m_loadRecord.unknown;
        if (open && !again) ++m_loadRecord.unknown;
    }
    if (sent) {
        ++m_sent;
    } else if (open) {
        // It may have reached others or not: the same bytes again, to whoever serves then, and never another
        // transaction in its place.
        m_unsettled.push_back(std::move(next));
    } else if (!again || (code != "mempool.known" && code != "mempool.nonce-too-low")) {
        ++m_refused;
        // As a wallet does: ask for the nonce again.
        m_accounts->setNonce(next.account, node->pendingNonce(m_accounts->address(next.account)));
    }
}

Demo::LoadRecord Demo::loadRecord() const {
    const std::scoped_lock lock(m_mutex);
    return m_loadRecord;
}

} // namespace aw::lab
