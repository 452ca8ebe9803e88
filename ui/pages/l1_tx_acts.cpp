#include "pages/l1_tx_acts.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/act_panel.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QPointer>
#include <QPushButton>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using bridge::EngineBridge;
using models::Tone;
using widgets::Text;

namespace {
constexpr int kCostDigits = 6;
} // namespace

void L1TxAct::apply(const SnapshotPtr& snapshot, const api::L1Transaction& tx) {
    if (tx.id != m_tx.id || snapshot->viewpoint != m_operator)
        reset();
    else if (tx.state != m_tx.state || tx.hash != m_tx.hash)
        forgetDryRun(); // it is sent, or was sent again
    m_operator = snapshot->viewpoint;
    m_tx = tx;
    const bool wanted = fits(tx) || isActing();
    setVisible(wanted);
    if (wanted) refresh(snapshot);
}

Act::Verdict L1TxAct::refusalOr(const api::DryRun& run, const QString& command) {
    if (!run.refusal) return {.refusal = {}, .command = command};
    return {.refusal = Text([failure = *run.refusal] { return texts::error(failure); }), .command = {}};
}

EngineBridge::Done L1TxAct::forgetting(EngineBridge::Done done) {
    return [self = QPointer<L1TxAct>(this), done = std::move(done)](Result<void> result) {
        if (self) self->forgetDryRun();
        done(std::move(result));
    };
}

SpeedUpAct::SpeedUpAct(const Context& context, QWidget* parent)
    : L1TxAct(
          context, [] { return tr("SPEED UP, DRY RUN"); }, [] { return tr("Speed up"); },
          QStringLiteral("speedUpButton"), parent) {}

bool SpeedUpAct::fits(const api::L1Transaction& tx) const { return models::isInPool(tx); }

void SpeedUpAct::askDryRun(EngineBridge::DryRunDone done) {
    context().bridge.dryRunSpeedUp(operatorAddress(), tx().id, std::move(done));
}

Act::Verdict SpeedUpAct::judge(const api::DryRun& run, widgets::FactList& facts) {
    const Wei fee = feeOf(run);
    facts.set(tr("Max fee raised to"), format::feeUnit(fee), Tone::warn);
    facts.set(tr("Gas"), format::number(run.gas));
    facts.set(tr("Costs at most"), format::etherUnit(run.costWei, kCostDigits));
    return refusalOr(run, models::commands::speedUp(snapshot(), tx(), fee));
}

void SpeedUpAct::carryOut(EngineBridge::Done done) {
    context().bridge.speedUp(operatorAddress(), tx().id, forgetting(std::move(done)));
}

Text SpeedUpAct::doing() const {
    return [] { return tr("Resending it with higher fees …"); };
}

Text SpeedUpAct::done() const {
    return [] { return tr("It is in L1's pool with higher fees."); };
}

CancelAct::CancelAct(const Context& context, QWidget* parent)
    : L1TxAct(
          context, [] { return tr("CANCEL, DRY RUN"); }, [] { return tr("Cancel the transaction"); },
          QStringLiteral("cancelL1TxButton"), parent) {
    widgets::setStyleProperty(panel()->button(), "kind", QStringLiteral("danger"));
}

bool CancelAct::fits(const api::L1Transaction& tx) const {
    return tx.kind != api::L1TxKind::cancellation &&
           (tx.state == api::L1TxState::queued || models::isInPool(tx));
}

void CancelAct::askDryRun(EngineBridge::DryRunDone done) {
    context().bridge.dryRunCancel(operatorAddress(), tx().id, std::move(done));
}

Act::Verdict CancelAct::judge(const api::DryRun& run, widgets::FactList& facts) {
    if (run.gas == 0) {
        facts.set(tr("How"), tr("it is never sent"));
        facts.set(tr("Costs"), tr("nothing"), Tone::ok);
        return refusalOr(run, {});
    }
    const Wei fee = feeOf(run);
    facts.set(tr("How"), tr("an empty transfer"));
    if (tx().nonce) facts.set(tr("Uses up nonce"), QString::number(*tx().nonce));
    facts.set(tr("Max fee"), format::feeUnit(fee));
    facts.set(tr("Gas"), format::number(run.gas));
    facts.set(tr("Costs at most"), format::etherUnit(run.costWei, kCostDigits));
    return refusalOr(run, models::commands::cancel(snapshot(), operatorAddress(), tx(), fee));
}

void CancelAct::carryOut(EngineBridge::Done done) {
    m_givesUp = tx().state == api::L1TxState::queued;
    context().bridge.cancel(operatorAddress(), tx().id, forgetting(std::move(done)));
}

Text CancelAct::doing() const {
    return [] { return tr("Taking it back …"); };
}

Text CancelAct::done() const {
    // By now a snapshot may show it as cancelled.
    if (m_givesUp) return [] { return tr("It was dropped and will never be sent."); };
    return
        [] { return tr("An empty transfer competes for its nonce. L1 decides which of the two is mined."); };
}

} // namespace aw::pages
