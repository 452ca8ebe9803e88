#include "lab/demo_impl.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
/// What the front end sees.
namespace aw::lab {

namespace {
constexpr std::int64_t kPublishMs = 250; ///< ages grow even where nothing changes
}

void Demo::addEvent(api::EventCode code, std::map<std::string, std::string> args) {
    const auto* member = m_fleet.observer();
    const auto l1Block = member ? member->node->view()->heads.l1.number : 0;
    m_events.add(m_pace.nowMs(), l1Block, code, std::move(args));
    m_changed = true;
}

void Demo::onNodeEvent(const Address& from, api::EventCode code, std::map<std::string, std::string> args) {
    const auto* member = m_fleet.observer();
    const bool isViewpoint = member && member->address() == from;
    if (!isViewpoint && !concernsOneNode(code)) return;
    const auto name = [&](const char* key, const char* as) {
        const auto found = args.find(key);
        if (found == args.end()) return;
        if (const auto address = base::fixedFromHex<Address>(found->second))
            args[as] = m_fleet.nameOf(*address);
    };
    name("address", "operator");
    name("successor", "successor");
    name("challenger", "challenger");
    addEvent(code, std::move(args));
}

Task<void> Demo::snapshotLoop() {
    std::vector<std::uint64_t> seen;
    std::int64_t publishedAtMs = 0;
    for (bool running = true; running;) {
        running = co_await m_pace.sleep(std::chrono::milliseconds(100));
        if (!running) break;
        watchL1();
        std::vector<std::uint64_t> versions;
        for (const auto& node : m_fleet.nodes())
            versions.push_back(node.view ? node.view->version : 0);
        const auto now = m_pace.nowMs();
        if (m_sampler.due(now)) sample();
        if (!m_changed && versions == seen && now - publishedAtMs < kPublishMs) continue;
        seen = std::move(versions);
        publishedAtMs = now;
        m_changed = false;
        publish();
    }
}

void Demo::watchL1() {
    if (!m_l1.ended() || m_phase == api::Phase::failed) return;
    // Without L1 nothing that the operators would take can ever become safe: they take nothing more.
    m_load.end();
    m_fleet.stop();
    fail(
        Error{ErrorCode::labL1Ended,
              "The demo's L1, the program anvil, ended by itself. Nothing that was not on L1 can become safe "
              "any more, so the operators were stopped. Start the demo again."});
}

void Demo::sample() {
    const auto* member = m_fleet.observer();
    if (!member || m_phase != api::Phase::running) return;
    m_sampler.add(m_pace.nowMs(), *member->node->view(), m_load.sent());
}

void Demo::publish() {
    const auto* member = m_fleet.observer();
    const SnapshotBuilder builder(m_l1.info(), m_fleet.nodes(), m_fleet.retired());
    auto snapshot = builder.build(member ? member->address() : Address{});
    snapshot.l1.connected = snapshot.l1.connected && !m_l1.ended();
    snapshot.atMs = m_pace.nowMs();
    snapshot.environment = api::Environment::demo;
    snapshot.phase = m_phase;
    snapshot.steps = m_steps;
    snapshot.failure = m_failure;
    snapshot.workspace = m_options.workspace.filename().string();
    snapshot.events.assign(m_events.events().begin(), m_events.events().end());
    snapshot.samples.assign(m_sampler.samples().begin(), m_sampler.samples().end());
    snapshot.txPerSecond = m_sampler.executedPerSecond();
    snapshot.lab = m_labState;
    snapshot.lab->load = m_load.figures(m_sampler.sentPerSecond());
    m_board.publish(std::move(snapshot));
}

} // namespace aw::lab
