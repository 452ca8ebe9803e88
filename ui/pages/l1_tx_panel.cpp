#include "pages/l1_tx_panel.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "pages/l1_tx_acts.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"

#include <QPushButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {

constexpr int kCostDigits = 6;

} // namespace

L1TxPanel::L1TxPanel(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_standing(widgets::makeWrapped({}, "muted"))
    , m_problem(widgets::makeWrapped({}, "value"))
    , m_facts(new widgets::FactList)
    , m_batch(widgets::makeButton({}, "link", QStringLiteral("l1TxBatch")))
    , m_speedUp(new SpeedUpAct(context))
    , m_cancel(new CancelAct(context))
    , m_history(new widgets::FactList) {
    setObjectName(QStringLiteral("l1TxPanel"));
    m_problem->setObjectName(QStringLiteral("l1TxProblem"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_standing);
    layout->addWidget(m_problem);
    layout->addSpacing(4);
    layout->addWidget(m_facts);
    layout->addWidget(m_batch);
    layout->addSpacing(4);
    layout->addWidget(m_speedUp);
    layout->addWidget(m_cancel);
    layout->addSpacing(4);
    layout->addWidget(widgets::makeLabel([] { return tr("HISTORY"); }, "section"));
    layout->addWidget(m_history);
    connect(m_batch, &QPushButton::clicked, this, [this] {
        m_context.selection.selectBatch(m_batchNumber, m_batchHash);
        m_context.selection.open(models::PageId::batches);
    });
}

void L1TxPanel::apply(const SnapshotPtr& snapshot, const api::L1Transaction& tx) {
    widgets::setText(m_standing, texts::standing(tx));
    m_problem->setVisible(tx.problem.has_value());
    if (tx.problem) {
        widgets::setText(m_problem, texts::problem(tx));
        widgets::setTone(m_problem, tx.state == api::L1TxState::failed ? Tone::bad : Tone::warn);
    }
    const bool stale = models::isStale(*snapshot, m_context.bridge.nowMs());
    m_facts->setStale(stale);
    m_history->setStale(stale);
    showFacts(tx);
    m_batchNumber = tx.batch;
    m_batchHash = models::batchOf(*snapshot, tx);
    m_batch->setVisible(tx.batch != 0);
    m_batch->setText(tr("Open batch %1 in Batches").arg(tx.batch));
    m_batch->setAccessibleName(m_batch->text());
    m_speedUp->apply(snapshot, tx);
    m_cancel->apply(snapshot, tx);
    showHistory(tx);
}

void L1TxPanel::showFacts(const api::L1Transaction& tx) {
    const QString dash(QChar(0x2014));
    const bool mined = tx.l1Block != 0;
    m_facts->begin();
    m_facts->set(tr("Nonce"), tx.nonce ? QString::number(*tx.nonce) : tr("none yet"));
    m_facts->set(tr("Max fee"), tx.maxFeeWei == 0 ? dash : format::feeUnit(tx.maxFeeWei));
    m_facts->set(tr("Tip"), tx.maxFeeWei == 0 ? dash : format::feeUnit(tx.tipWei));
    if (mined) m_facts->set(tr("Paid for gas"), format::feeUnit(tx.effectiveGasPriceWei));
    m_facts->set(tr("Gas"), mined
                                ? tr("%1 of %2").arg(format::number(tx.gasUsed), format::number(tx.gasLimit))
                            : tx.gasLimit ? tr("up to %1").arg(format::number(tx.gasLimit))
                                          : dash);
    if (mined)
        m_facts->set(tr("Cost"), format::etherUnit(tx.costWei, kCostDigits));
    else if (tx.state != api::L1TxState::cancelled && tx.state != api::L1TxState::failed && tx.maxFeeWei != 0)
        m_facts->set(tr("Costs at most"), format::etherUnit(Wei(tx.maxFeeWei * tx.gasLimit), kCostDigits));
    if (tx.valueWei != 0) m_facts->set(tr("Carries"), format::etherUnit(tx.valueWei));
    if (tx.dataBytes != 0) m_facts->set(tr("Data"), format::bytes(tx.dataBytes));
    m_facts->setHash(tr("To"), format::fullAddress(tx.to));
    m_facts->setHash(tr("Hash"), tx.hash.isZero() ? QString() : format::fullHash(tx.hash));
    m_facts->end();
}

void L1TxPanel::showHistory(const api::L1Transaction& tx) {
    const auto now = m_context.bridge.nowMs();
    m_history->begin();
    m_history->set(tr("Requested"), format::moment(tx.createdAtMs, now));
    // Whatever was sent before the newest sending: its hash may still turn up on L1.
    for (std::size_t i = 0; i < tx.replacedHashes.size(); ++i)
        m_history->setHash(tr("Earlier hash %1").arg(i + 1), format::fullHash(tx.replacedHashes[i]),
                           Tone::muted);
    if (tx.sentAtMs != 0)
        m_history->set(tx.replacedHashes.empty() ? tr("Sent") : tr("Resent with higher fees"),
                       format::moment(tx.sentAtMs, now));
    if (tx.reorgs != 0)
        m_history->set(tr("Left L1 in a reorganisation"),
                       tr("%n times", nullptr, static_cast<int>(tx.reorgs)), Tone::warn);
    if (tx.l1Block != 0) {
        m_history->set(tr("In L1 block"), format::number(tx.l1Block));
        m_history->set(tr("Confirmations"), format::number(tx.confirmations),
                       tx.state == api::L1TxState::confirmed ? Tone::ok : Tone::plain);
    }
    m_history->end();
}

} // namespace aw::pages
