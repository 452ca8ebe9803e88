#pragma once

#include "base/clock.hpp"
#include "l1/anvil.hpp"
#include "lab/demo.hpp"
#include "lab/load.hpp"
#include "node/node.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <deque>
#include <mutex>
#include <thread>

namespace aw::lab {

inline const Wei kOperatorFundsWei =
    Wei(1'000'000'000'000'000'000ULL) * 200; ///< bond, batches and challenges
/// Gives an operator the L2 account that earns the fees.
inline const Wei kOperatorDepositWei = Wei(1'000'000'000'000'000'000ULL);

/// The demo behind api::Engine. Order of start: threads, anvil, contracts, operators, funding, load; stop is
/// the reverse. Thread rule: public methods from any thread; the rest on m_strand; the snapshot under
/// m_mutex.
class Demo final : public api::Engine {
public:
    explicit Demo(DemoOptions options);
    ~Demo() override;

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
    void setLoad(bool running, double tps, api::Done done) override;
    void injectBadRoot(const Address& operatorAddress, api::Done done) override;
    void crash(const Address& operatorAddress, api::Done done) override;
    void restart(const Address& operatorAddress, api::Done done) override;

    /// The viewpoint's operator has L1 pay what the owner withdrew; see node::Node::claimWithdrawal.
    using Paid = Result<node::PaidWithdrawal>;
    void claimWithdrawal(const Address& owner, const Address& token, std::function<void(Paid)> done);
    /// What became of the load where DemoOptions::recordLoad is set.
    struct LoadRecord {
        std::vector<Hash> acknowledged;
        std::uint64_t unknown = 0; ///< never acknowledged, and it is open whether they are executed
    };
    LoadRecord loadRecord() const;

private:
    struct Member {
        std::string name;
        std::shared_ptr<const crypto::SecretKey> key;
        std::filesystem::path directory;
        std::uint16_t rpcPort = 0, feedPort = 0;
        std::uint64_t bidWei = 0;
        std::shared_ptr<node::Node> node; ///< null while crashed
        std::weak_ptr<node::Node> lastNode;
        std::uint32_t convictions = 0; ///< each made a new key and a new directory
        bool rejoining = false;
    };
    /// A key that L1 convicted and never takes back; its operator goes on under another one.
    struct Retired {
        Address address;
        std::string name; ///< "Aurora (convicted)"
    };
    struct Listeners;
    class Listening;

    // demo.cpp: starting and stopping
    Task<void> run();
    Task<Result<void>> bringUp();
    Task<Result<void>> startL1();
    Task<Result<void>> deployContracts();
    Task<Result<void>> startOperators();
    Task<Result<void>> fund();
    Result<void> openNode(Member& member);
    void step(std::string id, std::string detail);
    void stepDone();
    Task<bool> sleep(std::chrono::milliseconds duration);
    Task<bool> waitUntil(std::function<bool()> condition, std::chrono::seconds timeout);
    std::int64_t nowMs() const { return static_cast<std::int64_t>(m_clock.nowMs()); }

    // demo_commands.cpp
    template<class Work>
    void command(api::Done done, Work work);
    Task<Result<void>> failOverNow();
    Task<Result<api::DryRun>> dryRunFailOverNow();
    Task<Result<void>> restartNow(Address operatorAddress);
    Task<Result<void>> rejoinNow(Address operatorAddress);
    Task<Result<void>> rejoinWithNewKey(Member& member);
    Task<Result<void>> stopped(Member& member);
    Result<Member*> memberOf(const Address& address);
    Result<Member*> runningMember(const Address& address);
    std::string nameOf(const Address& address) const;
    Member* currentMember();
    Member* observer();

    // demo_load.cpp
    Task<void> loadLoop();
    Task<void> sendOne(std::shared_ptr<node::Node> node, LoadAccounts::Next next, bool again);

    // demo_snapshot.cpp
    Task<void> snapshotLoop();
    void sample();
    void publish();
    void onNodeEvent(const Address& from, api::EventCode code, std::map<std::string, std::string> args);
    void addEvent(api::EventCode code, std::map<std::string, std::string> args);

    DemoOptions m_options;
    base::SystemClock m_clock;
    boost::asio::io_context m_context;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> m_work;
    boost::asio::strand<boost::asio::io_context::executor_type> m_strand;
    std::vector<std::thread> m_threads;
    std::atomic<bool> m_stopping = false;
    bool m_ownsWorkspace = false;

    // On m_strand:
    api::Phase m_phase = api::Phase::starting;
    std::vector<api::StartStep> m_steps;
    Error m_failure;
    std::unique_ptr<l1::AnvilProcess> m_anvil;
    l1::RpcPtr m_rpc;
    std::unique_ptr<l1::TxManager> m_bank; ///< of anvil's first account: deploys and funds
    l1::Deployment m_deployment;
    std::string m_l1Client;
    std::uint64_t m_l1ChainId = 0;
    std::vector<Member> m_members; ///< fixed once the operators have started
    std::vector<Retired> m_retired;
    Address m_viewpoint;
    std::unique_ptr<LoadAccounts> m_accounts;
    std::vector<api::DemoWallet> m_wallets;
    Address m_token;
    bool m_loadRunning = false;
    double m_tps = 0;
    double m_loadBudget = 0;
    std::size_t m_inFlight = 0;
    std::deque<LoadAccounts::Next> m_unsettled; ///< answered with an open outcome; sent again
    std::uint64_t m_sent = 0, m_refused = 0;
    std::deque<std::pair<std::int64_t, std::uint64_t>> m_sentHistory, m_executedHistory;
    std::deque<api::Event> m_events;
    std::uint64_t m_nextEvent = 1;
    std::deque<api::Sample> m_samples;
    std::int64_t m_lastSampleMs = 0, m_lastPublishMs = 0;
    std::vector<std::uint64_t> m_seenVersions;
    bool m_changed = true;

    mutable std::mutex m_mutex;
    std::shared_ptr<const api::Snapshot> m_snapshot; ///< guarded by m_mutex
    LoadRecord m_loadRecord;                         ///< guarded by m_mutex
    std::shared_ptr<Listeners> m_listeners;
};

} // namespace aw::lab
