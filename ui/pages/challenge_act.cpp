#include "pages/challenge_act.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/act_panel.hpp"
#include "widgets/figures.hpp"

#include <QPushButton>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using bridge::EngineBridge;
using models::Tone;
using widgets::Text;

ChallengeAct::ChallengeAct(const Context& context, const QString& buttonName, QWidget* parent)
    : Act(
          context, [] { return tr("CHALLENGE, DRY RUN"); }, [] { return tr("Challenge"); }, buttonName,
          parent) {}

void ChallengeAct::apply(const SnapshotPtr& snapshot, const Hash& batchHash) {
    const auto* challenge = models::challengeOf(*snapshot, batchHash);
    if (batchHash != m_batchHash) {
        m_batchHash = batchHash;
        reset();
    }
    if (challenge) m_batch = challenge->batch;
    const bool underWay = challenge && models::isUnderWay(*challenge);
    const bool wanted = underWay || (challenge && models::needsChallenge(*snapshot, *challenge));
    setVisible(wanted);
    panel()->button()->setVisible(wanted);
    if (!wanted) return;
    panel()->setButtonText(tr("Challenge batch %1").arg(m_batch));
    if (underWay)
        panel()->setRunning([stage = challenge->stage] {
            return tr("%1 … L1 decides within a few blocks.").arg(texts::stage(stage));
        });
    else if (!isActing() && panel()->isRunning())
        panel()->setOutcome(challenge->stage != api::ChallengeStage::failed,
                            QString::fromStdString(challenge->error));
    refresh(snapshot);
}

void ChallengeAct::askDryRun(EngineBridge::DryRunDone done) {
    context().bridge.dryRunChallenge(m_batch, std::move(done));
}

Act::Verdict ChallengeAct::judge(const api::DryRun& run, widgets::FactList& facts) {
    facts.set(tr("Verdict on L1"), run.refusal ? tr("would fail") : tr("would convict"),
              run.refusal ? Tone::bad : Tone::ok);
    facts.set(tr("Proof gas"), format::number(run.gas));
    facts.set(tr("Cost"), format::etherUnit(run.costWei));
    facts.set(tr("Bond at stake"), format::etherUnit(run.bondAtStakeWei));
    facts.set(tr("You lock"), run.ownBondWei == 0 ? tr("nothing") : format::etherUnit(run.ownBondWei));
    facts.set(tr("Reward"), format::etherUnit(run.rewardWei), Tone::ok);
    // Batches anchored since the dry run was made fall with it.
    int batches = 0;
    std::uint64_t txs = 0;
    for (const auto& entry : snapshot().batches)
        if (entry.number >= m_batch && entry.status != api::BatchStatus::rolledBack) {
            ++batches;
            txs += entry.txs;
        }
    facts.set(tr("Rolls back"), tr("%1, %2 tx").arg(tr("%n batches", nullptr, batches), format::number(txs)));
    if (!run.refusal) return {};
    return {.refusal = Text([failure = *run.refusal] { return texts::error(failure); }), .command = {}};
}

void ChallengeAct::carryOut(EngineBridge::Done done) { context().bridge.challenge(m_batch, std::move(done)); }

Text ChallengeAct::doing() const {
    return [] { return tr("Sending the commitment to L1 …"); };
}

Text ChallengeAct::done() const {
    return [batch = m_batch] { return tr("L1 convicted the operator. Batch %1 is rolled back.").arg(batch); };
}

} // namespace aw::pages
