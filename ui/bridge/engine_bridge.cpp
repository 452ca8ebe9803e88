#include "bridge/engine_bridge.hpp"

#include <chrono>

namespace aw::bridge {

namespace {
constexpr int kMergeMs = 100;
constexpr int kTickMs = 500;

std::int64_t systemNowMs() {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}
} // namespace

EngineBridge::EngineBridge(std::shared_ptr<api::Engine> engine, Clock clock, QObject* parent)
    : QObject(parent)
    , m_engine(std::move(engine))
    , m_clock(clock ? std::move(clock) : systemNowMs)
    , m_snapshot(m_engine->snapshot()) {
    m_gate->bridge = this;
    m_merge.setSingleShot(true);
    m_merge.setInterval(kMergeMs);
    connect(&m_merge, &QTimer::timeout, this, &EngineBridge::deliver);
    m_ticker.setInterval(kTickMs);
    connect(&m_ticker, &QTimer::timeout, this, &EngineBridge::tick);
    m_ticker.start();
    m_subscription = m_engine->subscribe([gate = m_gate] {
        if (gate->queued.exchange(true)) return;
        post(gate, [](EngineBridge& bridge) { bridge.announce(); });
    });
}

EngineBridge::~EngineBridge() {
    m_subscription.reset();
    {
        const std::lock_guard lock(m_gate->mutex);
        m_gate->bridge = nullptr;
    }
    if (m_stopper.joinable()) m_stopper.join();
}

void EngineBridge::post(const std::shared_ptr<Gate>& gate, std::function<void(EngineBridge&)> act) {
    const std::lock_guard lock(gate->mutex);
    if (!gate->bridge) return;
    // Queuing only appends to the GUI thread's event list; an event of a destroyed bridge is dropped by Qt.
    QMetaObject::invokeMethod(
        gate->bridge, [bridge = gate->bridge, act = std::move(act)] { act(*bridge); }, Qt::QueuedConnection);
}

void EngineBridge::announce() {
    if (!m_merge.isActive()) deliver();
}

void EngineBridge::deliver() {
    if (!m_gate->queued.exchange(false)) return;
    m_snapshot = m_engine->snapshot();
    m_merge.start();
    emit changed(m_snapshot);
}

EngineBridge::Done EngineBridge::onGuiThread(Done done) {
    return [gate = m_gate, done = std::move(done)](Result<void> result) {
        post(gate, [done, result](EngineBridge&) {
            if (done) done(result);
        });
    };
}

EngineBridge::DryRunDone EngineBridge::onGuiThread(DryRunDone done) {
    return [gate = m_gate, done = std::move(done)](Result<api::DryRun> result) {
        post(gate, [done, result](EngineBridge&) {
            if (done) done(result);
        });
    };
}

void EngineBridge::start() { m_engine->start(); }

void EngineBridge::stop() {
    if (m_stopper.joinable()) return;
    m_stopper = std::thread([engine = m_engine, gate = m_gate] {
        engine->stop();
        post(gate, [](EngineBridge& bridge) { emit bridge.stopped(); });
    });
}

void EngineBridge::setViewpoint(const Address& address, Done done) {
    m_engine->setViewpoint(address, onGuiThread(std::move(done)));
}
void EngineBridge::dryRunChallenge(std::uint64_t batch, DryRunDone done) {
    m_engine->dryRunChallenge(batch, onGuiThread(std::move(done)));
}
void EngineBridge::challenge(std::uint64_t batch, Done done) {
    m_engine->challenge(batch, onGuiThread(std::move(done)));
}
void EngineBridge::dryRunFailOver(DryRunDone done) { m_engine->dryRunFailOver(onGuiThread(std::move(done))); }
void EngineBridge::failOver(Done done) { m_engine->failOver(onGuiThread(std::move(done))); }
void EngineBridge::setBid(const Address& address, std::uint64_t bidWei, Done done) {
    m_engine->setBid(address, bidWei, onGuiThread(std::move(done)));
}
void EngineBridge::rejoin(const Address& address, Done done) {
    m_engine->rejoin(address, onGuiThread(std::move(done)));
}
void EngineBridge::dryRunSpeedUp(const Address& address, std::uint64_t id, DryRunDone done) {
    m_engine->dryRunSpeedUp(address, id, onGuiThread(std::move(done)));
}
void EngineBridge::speedUp(const Address& address, std::uint64_t id, Done done) {
    m_engine->speedUp(address, id, onGuiThread(std::move(done)));
}
void EngineBridge::dryRunCancel(const Address& address, std::uint64_t id, DryRunDone done) {
    m_engine->dryRunCancel(address, id, onGuiThread(std::move(done)));
}
void EngineBridge::cancel(const Address& address, std::uint64_t id, Done done) {
    m_engine->cancel(address, id, onGuiThread(std::move(done)));
}
api::Lab* EngineBridge::labOr(const Done& done) {
    auto* lab = m_engine->lab();
    if (!lab) onGuiThread(done)(Error{ErrorCode::labNotDemo, "This rollup is no demo."});
    return lab;
}
void EngineBridge::setLoad(bool running, double tps, Done done) {
    auto* lab = labOr(done);
    if (lab) lab->setLoad(running, tps, onGuiThread(std::move(done)));
}
void EngineBridge::injectBadRoot(const Address& address, Done done) {
    auto* lab = labOr(done);
    if (lab) lab->injectBadRoot(address, onGuiThread(std::move(done)));
}
void EngineBridge::crash(const Address& address, Done done) {
    auto* lab = labOr(done);
    if (lab) lab->crash(address, onGuiThread(std::move(done)));
}
void EngineBridge::restart(const Address& address, Done done) {
    auto* lab = labOr(done);
    if (lab) lab->restart(address, onGuiThread(std::move(done)));
}

} // namespace aw::bridge
