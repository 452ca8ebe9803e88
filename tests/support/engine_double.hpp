#pragma once

#include "api/engine.hpp"
#include "l1_book_double.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace aw::test {

/// A deterministic stand-in for the engine, for tests of the console alone. Time moves only by run(); every
/// L1 second, L2 block, batch, fraud, challenge and takeover follows from it. Completions and notifications
/// are delivered by run(), on the thread that calls it.
class EngineDouble : public api::Engine, public api::Lab {
public:
    EngineDouble();

    // What a test does to it.
    /// Moves time on, in steps of 100 ms, each with a new snapshot.
    void run(std::int64_t ms);
    std::int64_t nowMs() const { return m_nowMs; }
    /// Comes up and runs until `batches` are anchored.
    void bringUp(std::uint64_t batches);
    void setL1Connected(bool connected);
    /// From now on it is any rollup, and no demo.
    void withoutLab();
    /// The next start fails with this.
    void failStart(Error failure);
    /// The next command fails with this.
    void failNext(Error error) { m_nextError = std::move(error); }
    /// Every command so far: "challenge 12", "crash Aurora", ...
    const std::vector<std::string>& commands() const { return m_commands; }
    bool hasCommand(const std::string& command) const;
    /// What its operators have on L1; the next snapshot shows what a test does to it.
    L1BookDouble& l1Book() { return m_l1Book; }
    /// Changes the state that the next snapshots show, but for what l1Book() has.
    void edit(const std::function<void(api::Snapshot&)>& change);

    // api::Engine
    std::shared_ptr<const api::Snapshot> snapshot() const override;
    std::unique_ptr<api::Subscription> subscribe(std::function<void()> onChange) override;
    void start() override;
    void stop() override;
    void setViewpoint(const Address& operatorAddress, api::Done done) override;
    void dryRunChallenge(std::uint64_t batch, std::function<void(Result<api::DryRun>)> done) override;
    void challenge(std::uint64_t batch, api::Done done) override;
    void dryRunFailOver(std::function<void(Result<api::DryRun>)> done) override;
    void failOver(api::Done done) override;
    void setBid(const Address& operatorAddress, std::uint64_t bidWei, api::Done done) override;
    void rejoin(const Address& operatorAddress, api::Done done) override;
    using DryRunDone = std::function<void(Result<api::DryRun>)>;
    void dryRunSpeedUp(const Address& operatorAddress, std::uint64_t id, DryRunDone done) override;
    void speedUp(const Address& operatorAddress, std::uint64_t id, api::Done done) override;
    void dryRunCancel(const Address& operatorAddress, std::uint64_t id, DryRunDone done) override;
    void cancel(const Address& operatorAddress, std::uint64_t id, api::Done done) override;
    api::Lab* lab() override { return m_hasLab ? this : nullptr; }
    void setLoad(bool running, double tps, api::Done done) override;
    void injectBadRoot(const Address& operatorAddress, api::Done done) override;
    void crash(const Address& operatorAddress, api::Done done) override;
    void restart(const Address& operatorAddress, api::Done done) override;

private:
    struct Listeners;
    struct Running {
        std::uint64_t batch = 0;
        std::uint64_t nextAtBlock = 0;
        api::Done done;
    };

    void publish();
    void step();
    void startUp();
    void mineL1();
    void makeBlock();
    void anchor();
    void moveChallenges();
    void takeOver(api::Operator& successor, bool ejects);
    void rank();
    void log(api::EventCode code, std::map<std::string, std::string> args);
    api::Operator* find(const Address& address);
    api::Operator* current();
    api::Batch* findBatch(std::uint64_t number);
    /// Records the command and answers it later; false where the test asked for a failure.
    bool accept(const std::string& command, const api::Done& done);

    api::Snapshot m_state;
    L1BookDouble m_l1Book;
    std::shared_ptr<const api::Snapshot> m_published;
    mutable std::mutex m_mutex; ///< guards m_published
    std::shared_ptr<Listeners> m_listeners;
    std::deque<std::function<void()>> m_later;
    std::vector<std::string> m_commands;
    std::optional<Error> m_nextError;
    std::optional<Error> m_startFailure;
    std::vector<Running> m_running;
    std::int64_t m_nowMs;
    std::int64_t m_upAtMs = 0;
    bool m_badRootArmed = false;
    bool m_hasLab = true;
    api::Load m_load;
    std::uint64_t m_nextEvent = 1;
    std::uint64_t m_salt = 0;
    double m_partialTxs = 0;
};

} // namespace aw::test
