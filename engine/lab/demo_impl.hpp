#pragma once

#include "lab/board.hpp"
#include "lab/demo.hpp"
#include "lab/demo_load.hpp"
#include "lab/event_log.hpp"
#include "lab/fleet.hpp"
#include "lab/sampler.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <thread>

namespace aw::lab {

/// The demo behind api::Engine: brings its parts up in order (threads, L1, contracts, operators, funding,
/// load), stops them in reverse, runs what a front end asks for, and publishes what it sees. Thread rule:
/// public methods from any thread; the rest on the strand of m_pace.
class Demo final : public api::Engine, public api::Lab {
public:
    explicit Demo(DemoOptions options);
    ~Demo() override;

    std::shared_ptr<const api::Snapshot> snapshot() const override { return m_board.snapshot(); }
    std::unique_ptr<api::Subscription> subscribe(std::function<void()> onChange) override {
        return m_board.subscribe(std::move(onChange));
    }
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
    api::Lab* lab() override { return this; }
    void setLoad(bool running, double tps, api::Done done) override;
    void injectBadRoot(const Address& operatorAddress, api::Done done) override;
    void crash(const Address& operatorAddress, api::Done done) override;
    void restart(const Address& operatorAddress, api::Done done) override;

    /// The viewpoint's operator has L1 pay what the owner withdrew; see node::Node::claimWithdrawal.
    using Paid = Result<node::PaidWithdrawal>;
    void claimWithdrawal(const Address& owner, const Address& token, std::function<void(Paid)> done);
    /// What became of the load where DemoOptions::recordLoad is set.
    DemoLoad::Record loadRecord() const { return m_load.record(); }

private:
    // demo.cpp: starting and stopping
    Task<void> run();
    Task<Result<void>> bringUp();
    Task<Result<void>> fund();
    void fail(Error error);
    void step(std::string id, std::string detail);
    void stepDone();

    // demo_commands.cpp
    template<class Work>
    void command(api::Done done, Work work);
    Task<Result<void>> failOverNow();
    Task<Result<api::DryRun>> dryRunFailOverNow();
    /// Asks a running operator's node for a dry run.
    template<class Ask>
    void dryRun(const Address& operatorAddress, DryRunDone done, Ask ask);

    // demo_snapshot.cpp
    Task<void> snapshotLoop();
    /// Ends the demo where its L1 ended by itself.
    void watchL1();
    void sample();
    void publish();
    void onNodeEvent(const Address& from, api::EventCode code, std::map<std::string, std::string> args);
    void addEvent(api::EventCode code, std::map<std::string, std::string> args);

    DemoOptions m_options;
    bool m_ownsWorkspace = false;
    boost::asio::io_context m_context;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> m_work;
    std::vector<std::thread> m_threads;
    boost::asio::cancellation_signal m_cancelRun; ///< on the strand
    Board m_board;

    // On the strand:
    Pace m_pace;
    DemoL1 m_l1;
    Fleet m_fleet;
    DemoLoad m_load;
    Sampler m_sampler;
    EventLog m_events;
    api::Phase m_phase = api::Phase::starting;
    std::vector<api::StartStep> m_steps;
    std::optional<Error> m_failure;
    api::LabState m_labState; ///< but for the load's figures, which m_load has
    bool m_changed = true;    ///< since the last snapshot
};

} // namespace aw::lab
