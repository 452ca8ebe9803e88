#include "pages/fail_over_act.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/act_panel.hpp"
#include "widgets/figures.hpp"

#include <QPointer>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using bridge::EngineBridge;
using models::Tone;
using widgets::Text;

FailOverAct::FailOverAct(const Context& context, QWidget* parent)
    : Act(
          context, {}, [] { return tr("Fail over"); }, QStringLiteral("failOverButton"), parent) {}

void FailOverAct::apply(const SnapshotPtr& snapshot) {
    // L1 may make another one current at any moment: what would happen to the one before says nothing of it.
    const auto* current = models::currentOperator(*snapshot);
    if (const auto now = current ? current->address : Address{}; now != m_current) {
        // Who took over is no longer who is active.
        if (m_current == m_named && !m_named.isZero()) {
            m_named = {};
            panel()->setOutcome(true, {});
        }
        m_current = now;
        forgetDryRun();
    }
    refresh(snapshot);
    nameSuccessor();
}

void FailOverAct::askDryRun(EngineBridge::DryRunDone done) {
    context().bridge.dryRunFailOver(std::move(done));
}

Act::Verdict FailOverAct::judge(const api::DryRun& run, widgets::FactList& facts) {
    const auto* current = models::currentOperator(snapshot());
    const auto* next = models::nextReady(snapshot());
    const bool down = current && current->local && !current->running;
    const auto dash = QString(QChar(0x2014));
    facts.set(tr("Steps down"), current ? QString::fromStdString(current->name) : dash);
    facts.set(tr("Takes over"), next ? QString::fromStdString(next->name) : tr("nobody is ready"),
              next ? Tone::ok : Tone::bad);
    facts.set(tr("How"), down ? tr("by the ladder, with a bond penalty") : tr("planned, without penalty"),
              down ? Tone::warn : Tone::plain);
    if (next)
        facts.set(tr("Base fee after"), format::feeUnit(next->bidWei),
                  current && next->bidWei > current->bidWei ? Tone::warn : Tone::plain);
    if (down || run.blocksLeft > 0)
        facts.set(tr("Allowed in"), run.blocksLeft == 0
                                        ? tr("now")
                                        : format::blockSpan(run.blocksLeft, snapshot().l1.blockTimeMs));
    facts.set(tr("Gas"), format::number(run.gas));
    facts.set(tr("Cost"), format::etherUnit(run.costWei, 6));
    facts.set(tr("Pending transactions"), tr("%1 carried over").arg(format::number(snapshot().pending)));
    // What is seen now counts more than a dry run some seconds old.
    if (!next && !down)
        return {.refusal = Text([] {
                    return texts::error({ErrorCode::failoverNobodyReady, {}});
                }),
                .command = {}};
    if (!run.refusal) return {.refusal = {}, .command = models::commands::stepDown(snapshot())};
    if (run.refusal->code != ErrorCode::failoverTooEarly || !current)
        return {.refusal = Text([failure = *run.refusal] { return texts::error(failure); }), .command = {}};
    const api::Operator* successor = nullptr;
    for (const auto& entry : snapshot().operators)
        if (entry.eligible && !entry.current && (!successor || entry.rank < successor->rank))
            successor = &entry;
    if (!successor)
        return {.refusal = Text([failure = *run.refusal] { return texts::error(failure); }), .command = {}};
    return {
        .refusal = Text([run, gone = QString::fromStdString(current->name),
                         next = QString::fromStdString(successor->name)] {
            return tr("%1 is down. L1 lets %2 take over from L1 block %3 on, in %4; it does so by itself.")
                .arg(gone, next, format::number(run.deadlineL1Block), format::blocks(run.blocksLeft));
        }),
        .command = {}};
}

void FailOverAct::carryOut(EngineBridge::Done done) {
    const auto* current = models::currentOperator(snapshot());
    m_before = current ? current->address : Address{};
    const QPointer<FailOverAct> self(this);
    context().bridge.failOver([self, done = std::move(done)](Result<void> result) {
        if (self) {
            self->forgetDryRun();
            self->m_handedOver = result.has_value();
        }
        done(std::move(result));
        if (self) self->nameSuccessor();
    });
}

Text FailOverAct::doing() const {
    return [] { return tr("Anchoring the promised transactions, then handing over …"); };
}

Text FailOverAct::done() const {
    return [] { return tr("Another operator took over."); };
}

void FailOverAct::nameSuccessor() {
    // The completion may come before the snapshot that shows what it means.
    const auto* current = models::currentOperator(snapshot());
    if (!m_handedOver || !current || current->address == m_before) return;
    m_handedOver = false;
    m_named = current->address;
    panel()->setOutcome(true, [name = QString::fromStdString(current->name)] {
        return tr("%1 is the active operator now.").arg(name);
    });
}

} // namespace aw::pages
