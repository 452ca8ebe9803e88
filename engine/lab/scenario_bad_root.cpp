#include "lab/l1_reader.hpp"
#include "lab/scenarios.hpp"

#include <algorithm>

/// A wrong state root, proven on L1.
namespace aw::lab {

namespace {

/// The convicted operator comes back under another key, since L1 never takes the old one.
void rejoinConvicted(Play& play, const Address& convicted) {
    const auto nameOf = [](const api::Snapshot& s, const Address& address) {
        for (const auto& entry : s.operators)
            if (entry.address == address) return entry.name;
        return std::string();
    };
    const auto name = nameOf(*play.now(), convicted);
    if (!play.act(name + " joins again",
                  [&](api::Done done) { play.demo().rejoin(convicted, std::move(done)); }))
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

} // namespace

void playBadRoot(Play& play) {
    if (!play.begin()) return;
    const auto before = play.now();
    const auto* current = Play::current(*before);
    if (!play.step("an operator is current", current != nullptr)) return;
    const auto liar = current->address;
    const auto bondBefore = current->bondWei;
    const auto backup = std::find_if(before->operators.begin(), before->operators.end(),
                                     [&](const auto& o) { return o.address != liar; });
    const auto viewpoint = backup->address;
    if (!play.act("view as a backup",
                  [&](api::Done done) { play.demo().setViewpoint(viewpoint, std::move(done)); }))
        return;
    if (!play.act(current->name + " gives itself ETH and anchors the root",
                  [&](api::Done done) { play.demo().injectBadRoot(liar, std::move(done)); }))
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
        play.demo().dryRunChallenge(
            batch, [&](Result<api::DryRun> result) { promise.set_value(std::move(result)); });
        const auto dry = future.get();
        const auto refusal = dry ? dry->refusal : dry.error();
        if (!play.step("the proof run dry would convict", !refusal,
                       refusal ? refusal->detail : std::to_string(dry->gas) + " gas"))
            return;
        play.report.figures["proofGas"] = dry->gas;
    }
    if (!play.act("challenge on L1", [&](api::Done done) { play.demo().challenge(batch, std::move(done)); }))
        return;

    const auto end = play.now();
    L1Reader l1(*end);
    const auto accused = l1.operatorView(liar);
    play.step("L1 says: convicted, the whole bond gone",
              accused && accused->status == api::OperatorStatus::convicted && accused->bondWei == 0 &&
                  bondBefore > 0,
              accused ? "" : accused.error().detail);
    const auto reward = l1.claimable(viewpoint);
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

} // namespace aw::lab
