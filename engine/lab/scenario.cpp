#include "lab/scenario.hpp"

#include "base/protocol.hpp"
#include "lab/l1_reader.hpp"
#include "lab/play.hpp"
#include "lab/user.hpp"

#include <algorithm>

/// Scenarios drive the console's interface, as a person at the window does, and read their verdict from L1 by
/// a client of their own.
namespace aw::lab {

namespace {

const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
const Wei kDepositWei = kEther * 3, kWithdrawalWei = kEther * 2;

std::string ether(const Wei& wei) { return wei.str() + " wei"; }

/// A user moves ETH to layer 2.
bool depositByUser(Play& play, User& user) {
    const auto before = user.l2Balance();
    const auto deposited = user.deposit(kDepositWei);
    if (!play.step("a user deposits on L1", before && deposited,
                   deposited ? ether(kDepositWei) : deposited.error().detail))
        return false;
    return play.waitFor(
        "the deposit is the user's on L2", std::chrono::seconds(30),
        [&](const api::Snapshot&) {
            const auto now = user.l2Balance();
            return now && *now == *before + kDepositWei;
        },
        [&](const api::Snapshot&) {
            const auto now = user.l2Balance();
            return now ? ether(*now) : now.error().detail;
        });
}

/// The user sends the withdrawal as any other transaction.
bool withdrawByUser(Play& play, User& user) {
    const auto sent = user.send(protocol::kExitAddress, kWithdrawalWei);
    if (!play.step("the user sends a withdrawal to the exit address", sent.has_value(),
                   sent ? base::toHex(sent->view()) : sent.error().detail))
        return false;
    return play.waitFor(
        "the withdrawal is executed on L2", std::chrono::seconds(30),
        [&](const api::Snapshot&) {
            const auto done = user.executed({*sent});
            return done && *done == 1;
        },
        [](const api::Snapshot& s) { return "L2 block " + std::to_string(s.heads.latest.number); });
}

Demo::Paid claim(Play& play, const Address& owner) {
    std::promise<Demo::Paid> promise;
    auto future = promise.get_future();
    play.console().claimWithdrawal(owner, [&](Demo::Paid paid) { promise.set_value(std::move(paid)); });
    return future.get();
}

/// Once the batch is final an operator has L1 pay; what it paid is read from L1.
bool payUser(Play& play, User& user) {
    L1Reader l1(*play.now());
    const auto before = l1.balance(user.address());
    Demo::Paid paid = Error{"withdraw.not-final", ""};
    if (!play.waitFor(
            "an operator proves the withdrawal to L1 from a final batch", std::chrono::seconds(120),
            [&](const api::Snapshot&) {
                // L1 may fail to answer once; that is no verdict.
                const bool early = paid.has_error() && paid.error().code != "withdraw.nothing";
                if (early) paid = claim(play, user.address());
                return paid.has_value();
            },
            [&](const api::Snapshot&) {
                return paid ? std::to_string(paid->gasUsed) + " gas" : paid.error().detail;
            }))
        return false;
    play.report.figures["claimGas"] = paid->gasUsed;
    const auto after = l1.balance(user.address());
    if (!play.step("L1 says: the user was paid exactly what was withdrawn",
                   before && after && *after - *before == kWithdrawalWei,
                   before && after ? ether(*after - *before) : "L1 did not answer"))
        return false;
    const auto again = claim(play, user.address());
    if (!play.step("a second claim is refused", again.has_error() && again.error().code == "withdraw.nothing",
                   again ? "it was paid again" : again.error().detail))
        return false;
    const auto refusal = l1.bridgeRefusal(paid->l1TxHash);
    const auto end = l1.balance(user.address());
    return play.step("L1 says: the same proof pays nothing a second time",
                     refusal && *refusal == "NothingToWithdraw" && end && *end == *after,
                     refusal ? *refusal : refusal.error().detail);
}

void playHappy(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    if (!play.step("an operator is current", Play::current(*before) != nullptr)) return;
    User user(*before);
    if (!depositByUser(play, user) || !withdrawByUser(play, user)) return;
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
    if (!payUser(play, user)) return;
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

/// The convicted operator comes back under another key, since L1 never takes the old one.
void rejoinConvicted(Play& play, const Address& convicted) {
    const auto nameOf = [](const api::Snapshot& s, const Address& address) {
        for (const auto& entry : s.operators)
            if (entry.address == address) return entry.name;
        return std::string();
    };
    const auto name = nameOf(*play.now(), convicted);
    if (!play.act(name + " joins again",
                  [&](api::Done done) { play.console().rejoin(convicted, std::move(done)); }))
        return;
    const auto isBack = [&](const api::Operator& entry) {
        return entry.name == name && entry.address != convicted && entry.local && entry.running &&
               entry.status == api::OperatorStatus::registered;
    };
    if (!play.waitFor(
            "it runs under a new key, and the old one is shown as convicted", std::chrono::seconds(30),
            [&](const api::Snapshot& s) {
                return std::any_of(s.operators.begin(), s.operators.end(), isBack) &&
                       nameOf(s, convicted) == name + " (convicted)";
            },
            [&](const api::Snapshot& s) { return std::to_string(s.operators.size()) + " operators"; }))
        return;
    const auto end = play.now();
    const auto back = std::find_if(end->operators.begin(), end->operators.end(), isBack);
    if (!play.step("the new key is known", back != end->operators.end())) return;
    L1Reader l1(*end);
    const auto fresh = l1.operatorView(back->address);
    const auto old = l1.operatorView(convicted);
    play.step("L1 says: the new key is registered with a whole bond, the old one stays convicted",
              fresh && old && fresh->status == api::OperatorStatus::registered &&
                  fresh->bondWei == end->parameters.minBondWei &&
                  old->status == api::OperatorStatus::convicted,
              fresh ? fresh->bondWei.str() + " wei" : fresh.error().detail);
}

void playBadRoot(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    const auto* current = Play::current(*before);
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto liar = current->address;
    const auto bondBefore = current->bondWei;
    const auto backup = std::find_if(before->operators.begin(), before->operators.end(),
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
    const auto found = play.now();
    const auto batch = found->challenges.back().batch;
    const auto wrongHash = found->challenges.back().batchHash;
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
    if (!play.step("L1 says: the chain goes on from the right root", tip && tip->number >= batch,
                   tip ? "tip " + std::to_string(tip->number) : tip.error().detail))
        return;
    rejoinConvicted(play, liar);
}

void playCrashFailover(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    const auto* current = Play::current(*before);
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto dead = current->address;
    const auto name = current->name;
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
            "all there is to execute is executed and anchored", std::chrono::seconds(60),
            [](const api::Snapshot& s) {
                return s.pending == 0 && s.filling.txs == 0 && s.totalTxs >= s.load.sent &&
                       Play::anchoredTxs(s) == s.totalTxs;
            },
            [](const api::Snapshot& s) {
                return std::to_string(s.totalTxs) + " executed, " + std::to_string(Play::anchoredTxs(s)) +
                       " anchored, " + std::to_string(s.pending) + " pending";
            }))
        return;
    const auto record = play.console().loadRecord();
    User user(*play.now());
    const auto executed = user.executed(record.acknowledged);
    const auto sent = record.acknowledged.size();
    const auto all = play.now()->totalTxs;
    // Whoever was answered that the operator stopped does not know; nobody else may be among the executed.
    if (!play.step("every acknowledged transaction is executed, and nothing twice",
                   executed && *executed == sent && all >= sent && all <= sent + record.unknown,
                   executed ? std::to_string(sent) + " acknowledged, " + std::to_string(*executed) +
                                  " of them executed; " + std::to_string(all) + " executed in all, " +
                                  std::to_string(record.unknown) + " answered with an open outcome"
                            : executed.error().detail))
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
    if (!play.step("L1 says: another operator is current", who && *who != dead && *who != Address{},
                   who ? "" : who.error().detail))
        return;
    if (!play.act(name + " is started again",
                  [&](api::Done done) { play.console().restart(dead, std::move(done)); }) ||
        !play.act(name + " joins again",
                  [&](api::Done done) { play.console().rejoin(dead, std::move(done)); }))
        return;
    const auto back = l1.operatorView(dead);
    play.step("L1 says: it is registered again under the same key with a whole bond",
              back && back->status == api::OperatorStatus::registered &&
                  back->bondWei >= end->parameters.minBondWei,
              back ? back->bondWei.str() + " wei" : back.error().detail);
}

struct Scenario {
    ScenarioInfo info;
    void (*play)(Play&);
};

const std::vector<Scenario>& allScenarios() {
    static const std::vector<Scenario> list{
        {{"happy",
          "Transfers become final, a withdrawal is paid on L1, and a cheaper operator wins an epoch"},
         playHappy},
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
