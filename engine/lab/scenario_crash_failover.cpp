#include "lab/l1_reader.hpp"
#include "lab/scenarios.hpp"
#include "lab/user.hpp"

/// An operator that dies under load.
namespace aw::lab {

void playCrashFailover(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    const auto* current = Play::current(*before);
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto dead = current->address;
    const auto name = current->name;
    const auto sentBefore = before->lab->load.sent;
    const auto crashedAt = before->heads.l1.number;
    if (!play.act(name + " is killed under load",
                  [&](api::Done done) { play.demo().crash(dead, std::move(done)); }))
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
    if (!play.act("the load stops", [&](api::Done done) { play.demo().setLoad(false, 0, std::move(done)); }))
        return;
    if (!play.waitFor(
            "all there is to execute is executed and anchored", std::chrono::seconds(60),
            [](const api::Snapshot& s) {
                return s.pending == 0 && s.filling.txs == 0 && s.totalTxs >= s.lab->load.sent &&
                       Play::anchoredTxs(s) == s.totalTxs;
            },
            [](const api::Snapshot& s) {
                return std::to_string(s.totalTxs) + " executed, " + std::to_string(Play::anchoredTxs(s)) +
                       " anchored, " + std::to_string(s.pending) + " pending";
            }))
        return;
    const auto record = play.demo().loadRecord();
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
    play.report.figures["acknowledged"] = end->lab->load.sent;
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
                  [&](api::Done done) { play.demo().restart(dead, std::move(done)); }) ||
        !play.act(name + " joins again", [&](api::Done done) { play.demo().rejoin(dead, std::move(done)); }))
        return;
    const auto back = l1.operatorView(dead);
    play.step("L1 says: it is registered again under the same key, its bond whole again",
              back && back->status == api::OperatorStatus::registered &&
                  back->bondWei == end->parameters.minBondWei,
              back ? back->bondWei.str() + " wei" : back.error().detail);
}

} // namespace aw::lab
