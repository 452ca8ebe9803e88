#include "pages/challenge_act.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/act_panel.hpp"
#include "widgets/figures.hpp"

#include <QPushButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {
/// A dry run this old is asked for again while it is in sight.
constexpr qint64 kRefreshMs = 5000;
} // namespace

ChallengeAct::ChallengeAct(const Context& context, const QString& buttonName, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_panel(new widgets::ActPanel(tr("CHALLENGE, DRY RUN"), tr("Challenge"), buttonName)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    connect(m_panel, &widgets::ActPanel::triggered, this, &ChallengeAct::act);
}

void ChallengeAct::apply(const SnapshotPtr& snapshot, std::uint64_t batch) {
    m_snapshot = snapshot;
    const auto* entry = models::findBatch(*snapshot, batch);
    const auto* challenge = models::challengeOf(*snapshot, batch);
    const Hash hash = challenge ? challenge->batchHash : entry ? entry->hash : Hash{};
    if (batch != m_batch || hash != m_batchHash) {
        m_batch = batch;
        m_batchHash = hash;
        m_dryRun.reset();
        m_acting = m_asking = false;
        ++m_asked;
        m_panel->setOutcome(true, {});
        m_panel->setLoading();
    }
    const bool wanted =
        challenge && (models::needsChallenge(*snapshot, *challenge) || models::isUnderWay(*challenge));
    setVisible(wanted);
    if (!wanted) return;
    m_panel->setButtonText(tr("Challenge batch %1").arg(batch));
    if (models::isUnderWay(*challenge)) {
        m_panel->setRunning(tr("%1 … L1 decides within a few blocks.").arg(texts::stage(challenge->stage)));
        showDryRun();
        return;
    }
    if (!m_acting && m_panel->isRunning())
        m_panel->setOutcome(challenge->stage != api::ChallengeStage::failed,
                            QString::fromStdString(challenge->error));
    if (isVisible() && (!m_dryRun || m_age.elapsed() > kRefreshMs)) askDryRun();
    showDryRun();
}

void ChallengeAct::askDryRun() {
    if (m_asking || m_acting) return;
    m_asking = true;
    const auto question = ++m_asked;
    const QPointer<ChallengeAct> self(this);
    m_context.bridge.dryRunChallenge(m_batch, [self, question](Result<api::DryRun> result) {
        if (!self || self->m_asked != question) return;
        self->m_asking = false;
        self->m_dryRun = std::move(result);
        self->m_age.start();
        self->showDryRun();
    });
}

void ChallengeAct::showDryRun() {
    if (!m_dryRun) return;
    const auto& answer = *m_dryRun;
    if (!answer) {
        m_panel->setRefusal(texts::error(answer.error()));
        return;
    }
    const auto& run = *answer;
    const auto now = m_snapshot->heads.l1.number;
    const auto left = run.deadlineL1Block > now ? run.deadlineL1Block - now : 0;
    auto* facts = m_panel->facts();
    facts->begin();
    facts->set(tr("Verdict on L1"), run.wouldSucceed ? tr("would convict") : tr("would fail"),
               run.wouldSucceed ? Tone::ok : Tone::bad);
    facts->set(tr("Proof gas"), format::number(run.gas));
    facts->set(tr("Cost"), format::etherUnit(run.costWei));
    facts->set(tr("Bond at stake"), format::etherUnit(run.bondAtStakeWei));
    facts->set(tr("You lock"), run.ownBondWei == 0 ? tr("nothing") : format::etherUnit(run.ownBondWei));
    facts->set(tr("Reward"), format::etherUnit(run.rewardWei), Tone::ok);
    // Batches anchored since the dry run was made fall with it.
    int batches = 0;
    std::uint64_t txs = 0;
    for (const auto& entry : m_snapshot->batches)
        if (entry.number >= m_batch && entry.status != api::BatchStatus::rolledBack) {
            ++batches;
            txs += entry.txs;
        }
    facts->set(tr("Rolls back"),
               tr("%1, %2 tx").arg(tr("%n batches", nullptr, batches), format::number(txs)));
    facts->set(tr("Time left"), format::blocks(left), left < 10 ? Tone::bad : Tone::warn);
    facts->end();
    if (run.wouldSucceed)
        m_panel->setReady({});
    else
        m_panel->setRefusal(texts::error(run.refusalCode, run.refusalDetail));
}

void ChallengeAct::act() {
    m_acting = true;
    m_panel->setRunning(tr("Sending the commitment to L1 …"));
    const QPointer<ChallengeAct> self(this);
    const auto batch = m_batch;
    m_context.bridge.challenge(batch, [self, batch](Result<void> result) {
        if (!self || self->m_batch != batch) return;
        self->m_acting = false;
        if (result)
            self->m_panel->setOutcome(true,
                                      tr("L1 convicted the operator. Batch %1 is rolled back.").arg(batch));
        else
            self->m_panel->setOutcome(false, texts::error(result.error()));
    });
}

FailOverAct::FailOverAct(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_panel(new widgets::ActPanel({}, tr("Fail over"), QStringLiteral("failOverButton"))) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
    connect(m_panel, &widgets::ActPanel::triggered, this, &FailOverAct::act);
}

void FailOverAct::apply(const SnapshotPtr& snapshot) {
    m_snapshot = snapshot;
    nameSuccessor();
    if (isVisible() && (!m_dryRun || m_age.elapsed() > kRefreshMs)) askDryRun();
    showDryRun();
}

void FailOverAct::askDryRun() {
    if (m_asking || m_acting || m_snapshot->phase != api::Phase::running) return;
    m_asking = true;
    const QPointer<FailOverAct> self(this);
    m_context.bridge.dryRunFailOver([self](Result<api::DryRun> result) {
        if (!self) return;
        self->m_asking = false;
        self->m_dryRun = std::move(result);
        self->m_age.start();
        self->showDryRun();
    });
}

void FailOverAct::showDryRun() {
    if (!m_dryRun) return;
    const auto& answer = *m_dryRun;
    if (!answer) {
        m_panel->setRefusal(texts::error(answer.error()));
        return;
    }
    const auto& run = *answer;
    const auto* current = models::currentOperator(*m_snapshot);
    const auto* next = models::nextReady(*m_snapshot);
    const bool down = current && current->local && !current->running;
    const auto dash = QString(QChar(0x2014));
    auto* facts = m_panel->facts();
    facts->begin();
    facts->set(tr("Steps down"), current ? QString::fromStdString(current->name) : dash);
    facts->set(tr("Takes over"), next ? QString::fromStdString(next->name) : tr("nobody is ready"),
               next ? Tone::ok : Tone::bad);
    facts->set(tr("How"), down ? tr("by the ladder, its bond is penalised") : tr("planned, without penalty"),
               down ? Tone::warn : Tone::plain);
    if (next)
        facts->set(tr("Base fee after"), format::feeUnit(next->bidWei),
                   current && next->bidWei > current->bidWei ? Tone::warn : Tone::plain);
    if (down || run.blocksLeft > 0)
        facts->set(tr("Allowed in"), run.blocksLeft == 0 ? tr("now") : format::blocks(run.blocksLeft));
    facts->set(tr("Gas"), format::number(run.gas));
    facts->set(tr("Cost"), format::etherUnit(run.costWei, 6));
    facts->set(tr("Pending transactions"), tr("%1 go on with it").arg(format::number(m_snapshot->pending)));
    facts->end();
    // What is seen now counts more than a dry run some seconds old.
    if (!next && !down) {
        m_panel->setRefusal(texts::error("failover.nobody-ready", {}));
        return;
    }
    if (!run.wouldSucceed && run.refusalCode == "failover.too-early" && current) {
        const api::Operator* successor = nullptr;
        for (const auto& entry : m_snapshot->operators)
            if (entry.eligible && !entry.current && (!successor || entry.rank < successor->rank))
                successor = &entry;
        m_panel->setRefusal(
            successor
                ? tr("%1 is down. L1 lets %2 take over from L1 block %3 on, in %4; it does so by itself.")
                      .arg(QString::fromStdString(current->name), QString::fromStdString(successor->name),
                           format::number(run.deadlineL1Block), format::blocks(run.blocksLeft))
                : texts::error(run.refusalCode, {}));
        return;
    }
    if (run.wouldSucceed)
        m_panel->setReady(models::commands::stepDown(*m_snapshot));
    else
        m_panel->setRefusal(texts::error(run.refusalCode, run.refusalDetail));
}

void FailOverAct::act() {
    m_acting = true;
    const auto* current = models::currentOperator(*m_snapshot);
    m_before = current ? current->address : Address{};
    m_panel->setRunning(tr("Anchoring what was promised, then handing over …"));
    const QPointer<FailOverAct> self(this);
    m_context.bridge.failOver([self](Result<void> result) {
        if (!self) return;
        self->m_acting = false;
        self->m_dryRun.reset();
        if (!result) {
            self->m_panel->setOutcome(false, texts::error(result.error()));
            return;
        }
        self->m_handedOver = true;
        self->m_panel->setOutcome(true, tr("Another operator took over."));
        self->nameSuccessor();
    });
}

void FailOverAct::nameSuccessor() {
    // The completion may come before the snapshot that shows what it means.
    const auto* current = models::currentOperator(*m_snapshot);
    if (!m_handedOver || !current || current->address == m_before) return;
    m_handedOver = false;
    m_panel->setOutcome(true,
                        tr("%1 is the active operator now.").arg(QString::fromStdString(current->name)));
}

} // namespace aw::pages
