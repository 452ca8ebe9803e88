#include "lab/scenario.hpp"

#include "lab/l1_reader.hpp"

#include <algorithm>
#include <chrono>
#include <future>
#include <thread>

/// Scenarios drive the console's interface, as a person at the window does, and read their verdict from L1 by
/// a client of their own.
namespace aw::lab {

namespace {

using SteadyClock = std::chrono::steady_clock;

/// A scenario while it is played.
class Play {
public:
    Play(std::string_view name, const DemoOptions& options,
         const std::function<void(const ScenarioStep&)>& onStep)
        : m_onStep(onStep)
        , m_console(createDemo(options)) {
        report.scenario = name;
        report.passed = true;
    }
    ~Play() { m_console->stop(); }

    ScenarioReport report;

    api::Console& console() { return *m_console; }
    std::shared_ptr<const api::Snapshot> now() const { return m_console->snapshot(); }

    /// Notes a step; after one that failed the rest is not played.
    bool step(std::string name, bool passed, std::string detail = {}) {
        ScenarioStep done{std::move(name), passed, std::move(detail), elapsedMs()};
        report.passed = report.passed && passed;
        if (m_onStep) m_onStep(done);
        report.steps.push_back(std::move(done));
        return report.passed;
    }

    bool waitFor(const std::string& name, std::chrono::seconds limit,
                 const std::function<bool(const api::Snapshot&)>& seen,
                 const std::function<std::string(const api::Snapshot&)>& detail) {
        const auto deadline = SteadyClock::now() + limit;
        while (SteadyClock::now() < deadline) {
            const auto snapshot = now();
            if (snapshot->phase == api::Phase::failed) return step(name, false, snapshot->failureDetail);
            if (seen(*snapshot)) return step(name, true, detail(*snapshot));
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return step(name, false,
                    "not seen within " + std::to_string(limit.count()) + " s; " + detail(*now()));
    }

    /// Runs a command of the console and waits for its completion.
    bool act(const std::string& name, const std::function<void(api::Done)>& command) {
        std::promise<Result<void>> promise;
        auto future = promise.get_future();
        command([&promise](Result<void> result) { promise.set_value(std::move(result)); });
        const auto result = future.get();
        return step(name, result.has_value(), result ? "" : result.error().detail);
    }

    bool begin() {
        m_console->start();
        return waitFor(
                   "fleet runs on a fresh L1", std::chrono::seconds(90),
                   [](const api::Snapshot& s) { return s.phase == api::Phase::running; },
                   [](const api::Snapshot& s) {
                       return std::to_string(s.operators.size()) + " operators, L1 " + s.l1.client;
                   }) &&
               waitFor(
                   "transfers are anchored", std::chrono::seconds(40),
                   [](const api::Snapshot& s) { return anchoredTxs(s) > 100; },
                   [](const api::Snapshot& s) {
                       return std::to_string(anchoredTxs(s)) + " transfers in " +
                              std::to_string(s.batches.size()) + " batches";
                   });
    }

    static std::uint64_t anchoredTxs(const api::Snapshot& s) {
        std::uint64_t txs = 0;
        for (const auto& batch : s.batches)
            if (batch.status != api::BatchStatus::rolledBack && batch.status != api::BatchStatus::disputed)
                txs += batch.txs;
        return txs;
    }
    static const api::Operator* current(const api::Snapshot& s) {
        const auto found =
            std::find_if(s.operators.begin(), s.operators.end(), [](const auto& o) { return o.current; });
        return found == s.operators.end() ? nullptr : &*found;
    }

private:
    std::int64_t elapsedMs() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - m_begin).count();
    }

    SteadyClock::time_point m_begin = SteadyClock::now();
    std::function<void(const ScenarioStep&)> m_onStep;
    std::unique_ptr<api::Console> m_console;
};

void playHappy(Play& play) {
    if (!play.begin()) return;
    const auto* first = Play::current(*play.now());
    if (!play.step("an operator is current", first != nullptr)) return;
    const auto before = play.now();
    const auto cheapest = std::min_element(before->operators.begin(), before->operators.end(),
                                           [](const auto& a, const auto& b) { return a.bidWei < b.bidWei; });
    const auto other = std::find_if(before->operators.begin(), before->operators.end(),
                                    [&](const auto& o) { return o.address != cheapest->address; });
    const auto underbid = cheapest->bidWei / 2;
    if (!play.act(other->name + " bids half of the lowest bid",
                  [&](api::Done done) { play.console().setBid(other->address, underbid, std::move(done)); }))
        return;
    const auto winner = other->address;
    if (!play.waitFor(
            "the cheaper operator anchors, and its bid is the base fee", std::chrono::seconds(120),
            [&](const api::Snapshot& s) {
                return !s.batches.empty() && s.batches.back().operatorAddress == winner &&
                       s.batches.back().baseFeeWei == underbid && s.batches.back().txs > 0;
            },
            [](const api::Snapshot& s) {
                return s.batches.empty() ? std::string("no batch")
                                         : "base fee " + std::to_string(s.batches.back().baseFeeWei) +
                                               " wei in batch " + std::to_string(s.batches.back().number);
            }))
        return;
    if (!play.waitFor(
            "a batch becomes final", std::chrono::seconds(120),
            [](const api::Snapshot& s) {
                return std::any_of(s.batches.begin(), s.batches.end(),
                                   [](const auto& b) { return b.status == api::BatchStatus::final; });
            },
            [](const api::Snapshot& s) {
                return "final L2 block " + std::to_string(s.heads.finalized.number);
            }))
        return;
    const auto end = play.now();
    L1Reader l1(*end);
    const auto tip = l1.tip();
    play.step("L1 says: the tip is the batch whose root every operator recomputed",
              tip &&
                  std::any_of(
                      end->batches.begin(), end->batches.end(),
                      [&](const auto& b) { return b.number <= tip->number && b.ownRoot == b.claimedRoot; }) &&
                  std::none_of(end->batches.begin(), end->batches.end(),
                               [](const auto& b) { return b.status == api::BatchStatus::disputed; }),
              tip ? "tip " + std::to_string(tip->number) : tip.error().detail);
    const auto who = l1.currentOperator();
    play.step("L1 says: the cheaper operator is current", who && *who == winner,
              who ? "" : who.error().detail);
    play.report.figures["bytesPerTransfer"] = end->bytesPerTransfer;
    play.report.figures["gasPerTransfer"] = end->gasPerTransfer;
    play.report.figures["transfers"] = Play::anchoredTxs(*end);
}

void playBadRoot(Play& play) {
    if (!play.begin()) return;
    const auto* current = Play::current(*play.now());
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto liar = current->address;
    const auto bondBefore = current->bondWei;
    const auto backup = std::find_if(play.now()->operators.begin(), play.now()->operators.end(),
                                     [&](const auto& o) { return o.address != liar; });
    const auto seat = backup->address;
    if (!play.act("look through a backup's eyes",
                  [&](api::Done done) { play.console().setSeat(seat, std::move(done)); }))
        return;
    if (!play.act(current->name + " gives itself ETH and anchors the root",
                  [&](api::Done done) { play.console().injectBadRoot(liar, std::move(done)); }))
        return;
    if (!play.waitFor(
            "the backup finds the wrong root", std::chrono::seconds(40),
            [](const api::Snapshot& s) { return !s.challenges.empty(); },
            [](const api::Snapshot& s) {
                return s.challenges.empty() ? std::string("no difference")
                                            : "batch " + std::to_string(s.challenges.back().batch) +
                                                  ", segment " + std::to_string(s.challenges.back().segment);
            }))
        return;
    const auto batch = play.now()->challenges.back().batch;
    const auto wrongHash = play.now()->challenges.back().batchHash;
    {
        std::promise<Result<api::DryRun>> promise;
        auto future = promise.get_future();
        play.console().dryRunChallenge(
            batch, [&](Result<api::DryRun> result) { promise.set_value(std::move(result)); });
        const auto dry = future.get();
        if (!play.step("the proof run dry would convict", dry && dry->wouldSucceed,
                       dry ? std::to_string(dry->gas) + " gas" + dry->refusalDetail : dry.error().detail))
            return;
        play.report.figures["proofGas"] = dry->gas;
    }
    if (!play.act("challenge on L1",
                  [&](api::Done done) { play.console().challenge(batch, std::move(done)); }))
        return;

    const auto end = play.now();
    L1Reader l1(*end);
    const auto accused = l1.operatorView(liar);
    play.step("L1 says: convicted, the whole bond gone",
              accused && accused->status == api::OperatorStatus::convicted && accused->bondWei == 0 &&
                  bondBefore > 0,
              accused ? "" : accused.error().detail);
    const auto reward = l1.claimable(seat);
    play.step("L1 says: half of the bond is the challenger's", reward && *reward == bondBefore / 2,
              reward ? reward->str() + " wei" : reward.error().detail);
    const auto hash = l1.batchHash(batch);
    play.step("L1 says: the wrong batch is not in the chain", hash && *hash != wrongHash,
              hash ? "" : hash.error().detail);
    play.waitFor(
        "another operator anchors again", std::chrono::seconds(60),
        [&](const api::Snapshot& s) {
            return !s.batches.empty() && s.batches.back().number >= batch &&
                   s.batches.back().operatorAddress != liar &&
                   s.batches.back().status == api::BatchStatus::window && s.batches.back().txs > 0;
        },
        [](const api::Snapshot& s) {
            return "batch " + std::to_string(s.batches.empty() ? 0 : s.batches.back().number);
        });
    const auto tip = l1.tip();
    play.step("L1 says: the chain goes on from the right root", tip && tip->number >= batch,
              tip ? "tip " + std::to_string(tip->number) : tip.error().detail);
}

void playCrashFailover(Play& play) {
    if (!play.begin()) return;
    const auto* current = Play::current(*play.now());
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto dead = current->address;
    const auto name = current->name;
    const auto before = play.now();
    const auto sentBefore = before->load.sent;
    const auto crashedAt = before->heads.l1.number;
    if (!play.act(name + " is killed under load",
                  [&](api::Done done) { play.console().crash(dead, std::move(done)); }))
        return;
    if (!play.waitFor(
            "the next in rank takes over by the L1 clock", std::chrono::seconds(60),
            [&](const api::Snapshot& s) {
                return !s.batches.empty() && s.batches.back().operatorAddress != dead &&
                       s.batches.back().txs > 0;
            },
            [&](const api::Snapshot& s) {
                return "L1 block " + std::to_string(s.heads.l1.number) + ", " +
                       std::to_string(s.heads.l1.number - crashedAt) + " blocks after the crash";
            }))
        return;
    play.report.figures["takeoverL1Blocks"] = play.now()->batches.back().l1Block - crashedAt;
    if (!play.act("the load stops",
                  [&](api::Done done) { play.console().setLoad(false, 0, std::move(done)); }))
        return;
    if (!play.waitFor(
            "every acknowledged transaction is executed and anchored once", std::chrono::seconds(60),
            [](const api::Snapshot& s) {
                return s.pending == 0 && s.filling.txs == 0 && s.totalTxs == s.load.sent &&
                       Play::anchoredTxs(s) == s.load.sent;
            },
            [](const api::Snapshot& s) {
                return std::to_string(s.load.sent) + " acknowledged, " + std::to_string(s.totalTxs) +
                       " executed, " + std::to_string(Play::anchoredTxs(s)) + " anchored, " +
                       std::to_string(s.pending) + " pending";
            }))
        return;
    const auto end = play.now();
    play.report.figures["acknowledged"] = end->load.sent;
    play.report.figures["acknowledgedBeforeCrash"] = sentBefore;
    play.report.figures["anchored"] = Play::anchoredTxs(*end);
    L1Reader l1(*end);
    const auto ejected = l1.operatorView(dead);
    play.step("L1 says: the silent operator is ejected and penalised",
              ejected && ejected->status == api::OperatorStatus::ejected &&
                  ejected->bondWei < end->parameters.minBondWei,
              ejected ? "" : ejected.error().detail);
    const auto who = l1.currentOperator();
    play.step("L1 says: another operator is current", who && *who != dead && *who != Address{},
              who ? "" : who.error().detail);
}

struct Scenario {
    ScenarioInfo info;
    void (*play)(Play&);
};

const std::vector<Scenario>& allScenarios() {
    static const std::vector<Scenario> list{
        {{"happy", "Transfers are anchored and become final; a cheaper operator wins an epoch"}, playHappy},
        {{"bad-root",
          "The current operator mints for itself; a backup proves it on L1 and the chain rolls back"},
         playBadRoot},
        {{"crash-failover",
          "The current operator dies under load; the next takes over, nothing is lost or repeated"},
         playCrashFailover},
    };
    return list;
}

} // namespace

boost::json::object ScenarioReport::toJson() const {
    boost::json::array list;
    for (const auto& step : steps)
        list.push_back(boost::json::object{
            {"name", step.name}, {"passed", step.passed}, {"detail", step.detail}, {"atMs", step.atMs}});
    return {
        {"scenario", scenario}, {"verdict", passed ? "pass" : "fail"}, {"steps", list}, {"figures", figures}};
}

const std::vector<ScenarioInfo>& scenarios() {
    static const auto list = [] {
        std::vector<ScenarioInfo> infos;
        for (const auto& scenario : allScenarios())
            infos.push_back(scenario.info);
        return infos;
    }();
    return list;
}

Result<ScenarioReport> playScenario(std::string_view name, const DemoOptions& options,
                                    const std::function<void(const ScenarioStep&)>& onStep) {
    const auto& list = allScenarios();
    const auto found =
        std::find_if(list.begin(), list.end(), [&](const auto& s) { return s.info.name == name; });
    if (found == list.end())
        return Error{"scenario.unknown", "There is no scenario \"" + std::string(name) +
                                             "\"; \"anchorwatchd scenario --list\" names those there are."};
    Play play(name, options, onStep);
    found->play(play);
    return std::move(play.report);
}

} // namespace aw::lab
