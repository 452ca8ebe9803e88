#pragma once

#include "api/engine.hpp"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace aw::bridge {

/// Milliseconds of the system clock; replaced in tests.
using Clock = std::function<std::int64_t()>;

/// The one crossing from the engine's threads to the GUI thread. Lives in the GUI thread; all its methods are
/// called there, return at once, and every completion comes back there. Bursts of snapshots are merged into
/// at most ten `changed` a second. Completions after the bridge's destruction are dropped.
class EngineBridge : public QObject {
    Q_OBJECT
public:
    using Done = api::Done;
    using DryRunDone = std::function<void(Result<api::DryRun>)>;

    explicit EngineBridge(std::shared_ptr<api::Engine> engine, Clock clock = {}, QObject* parent = nullptr);
    ~EngineBridge() override;

    /// The snapshot last announced; never null.
    const std::shared_ptr<const api::Snapshot>& snapshot() const { return m_snapshot; }
    /// What ages are counted against.
    std::int64_t nowMs() const { return m_clock(); }

    void start();
    /// Stops the engine on a thread of its own; `stopped` follows.
    void stop();
    bool isStopping() const { return m_stopper.joinable(); }

    void setViewpoint(const Address& address, Done done);
    void dryRunChallenge(std::uint64_t batch, DryRunDone done);
    void challenge(std::uint64_t batch, Done done);
    void dryRunFailOver(DryRunDone done);
    void failOver(Done done);
    void setBid(const Address& address, std::uint64_t bidWei, Done done);
    void rejoin(const Address& address, Done done);
    void dryRunSpeedUp(const Address& address, std::uint64_t id, DryRunDone done);
    void speedUp(const Address& address, std::uint64_t id, Done done);
    void dryRunCancel(const Address& address, std::uint64_t id, DryRunDone done);
    void cancel(const Address& address, std::uint64_t id, Done done);
    /// Whether the engine is a demo; without one the four acts of the Lab fail with "lab.not-demo".
    bool hasLab() const { return m_engine->lab() != nullptr; }
    void setLoad(bool running, double tps, Done done);
    void injectBadRoot(const Address& address, Done done);
    void crash(const Address& address, Done done);
    void restart(const Address& address, Done done);

signals:
    void changed(std::shared_ptr<const api::Snapshot> snapshot);
    /// Twice a second, so that ages grow while nothing else happens.
    void tick();
    void stopped();

private:
    /// What engine threads hold of the bridge; emptied before the bridge goes.
    struct Gate {
        std::mutex mutex;
        EngineBridge* bridge = nullptr; // guarded by mutex
        std::atomic<bool> queued = false;
    };

    static void post(const std::shared_ptr<Gate>& gate, std::function<void(EngineBridge&)> act);
    void announce();
    void deliver();
    Done onGuiThread(Done done);
    DryRunDone onGuiThread(DryRunDone done);
    /// The engine's Lab; where there is none, `done` gets the error and the result is nullptr.
    api::Lab* labOr(const Done& done);

    std::shared_ptr<api::Engine> m_engine;
    Clock m_clock;
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>();
    std::shared_ptr<const api::Snapshot> m_snapshot;
    QTimer m_merge;
    QTimer m_ticker;
    std::thread m_stopper;
    std::unique_ptr<api::Subscription> m_subscription;
};

} // namespace aw::bridge
