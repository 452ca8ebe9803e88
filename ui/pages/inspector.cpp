#include "pages/inspector.hpp"

#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "pages/challenge_act.hpp"
#include "pages/l1_tx_panel.hpp"
#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/strips.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {} // namespace

Inspector::Inspector(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_kind(widgets::makeLabel({}, "faint"))
    , m_title(new widgets::ElidedLabel({}, "heading"))
    , m_badge(new widgets::Badge)
    , m_section(widgets::makeLabel({}, "section"))
    , m_facts(new widgets::FactList)
    , m_segmentTitle(widgets::makeLabel([] { return tr("SEGMENTS"); }, "section"))
    , m_segments(new widgets::SegmentStrip)
    , m_l1Tx(new L1TxPanel(context))
    , m_act(new ChallengeAct(context, QStringLiteral("inspectorChallengeButton")))
    , m_more(widgets::makeButton({}, "link", QStringLiteral("inspectorMore")))
    , m_command(new widgets::CommandLine) {
    setObjectName(QStringLiteral("inspector"));
    widgets::onLanguage(this, [this] { setAccessibleName(tr("Inspector")); });
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(scroll);
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    auto* top = new QHBoxLayout;
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("inspectorClose"));
    widgets::icons::setNavIcon(close, QStringLiteral("close"));
    close->setIconSize({14, 14});
    widgets::onLanguage(close, [close] {
        close->setToolTip(tr("Hide the inspector (Ctrl+I)"));
        close->setAccessibleName(tr("Hide the inspector"));
    });
    connect(close, &QToolButton::clicked, this, &Inspector::closeRequested);
    top->addWidget(m_kind);
    top->addStretch(1);
    top->addWidget(close);
    layout->addLayout(top);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_badge, 0, Qt::AlignVCenter);
    head->addStretch(1);
    layout->addLayout(head);
    layout->addSpacing(4);
    layout->addWidget(m_section);
    layout->addWidget(m_facts);
    layout->addSpacing(4);
    layout->addWidget(m_segmentTitle);
    layout->addWidget(m_segments);
    layout->addWidget(m_l1Tx);
    layout->addSpacing(4);
    layout->addWidget(m_act);
    layout->addWidget(m_more);
    layout->addWidget(m_command);
    layout->addStretch(1);
    scroll->setWidget(content);
    connect(m_more, &QPushButton::clicked, this,
            [this] { m_context.selection.open(home(*m_context.bridge.snapshot())); });
}

models::PageId Inspector::home(const api::Snapshot& snapshot) const {
    const auto& selection = m_context.selection;
    using Kind = models::Selection::Kind;
    if (selection.kind() == Kind::batch)
        return models::challengeOf(snapshot, selection.batchHash()) ? models::PageId::challenges
                                                                    : models::PageId::batches;
    const bool tx = selection.kind() == Kind::l1Tx && selection.address() == snapshot.viewpoint &&
                    models::findL1Tx(snapshot, selection.l1Tx());
    return tx ? models::PageId::anchors : models::PageId::operators;
}

void Inspector::showLink(const api::Snapshot& snapshot) {
    const auto page = home(snapshot);
    m_more->setVisible(page != m_page);
    m_more->setText(page == models::PageId::challenges ? tr("Open in Challenges")
                    : page == models::PageId::batches  ? tr("Open in Batches")
                    : page == models::PageId::anchors  ? tr("Open in Anchors")
                                                       : tr("Open in Operators"));
}

void Inspector::apply(const SnapshotPtr& snapshot) {
    const auto& selection = m_context.selection;
    using Kind = models::Selection::Kind;
    const auto* batch =
        selection.kind() == Kind::batch ? models::findBatch(*snapshot, selection.batchHash()) : nullptr;
    // Ids are each operator's own: of another viewpoint this would be another transaction.
    const auto* tx = selection.kind() == Kind::l1Tx && selection.address() == snapshot->viewpoint
                         ? models::findL1Tx(*snapshot, selection.l1Tx())
                         : nullptr;
    m_section->setVisible(!tx);
    m_facts->setVisible(!tx);
    m_l1Tx->setVisible(tx != nullptr);
    if (batch && m_page != models::PageId::challenges)
        m_act->apply(snapshot, batch->hash);
    else
        m_act->hide();
    showLink(*snapshot);
    if (batch) return showBatch(*snapshot, *batch);
    if (tx) return showL1Tx(snapshot, *tx);
    if (selection.kind() == Kind::batch) return showNoBatch(selection.batch(), selection.batchHash());
    const auto* entry = selection.kind() == Kind::operatorEntry
                            ? models::findOperator(*snapshot, selection.address())
                            : models::viewpointOperator(*snapshot);
    if (entry) {
        showOperator(*snapshot, *entry);
        return;
    }
    widgets::setText(m_kind, tr("Inspector"));
    widgets::setText(m_title, tr("Nothing selected"));
    m_badge->hide();
    widgets::setText(m_section, {});
    m_facts->begin();
    m_facts->end();
    m_segmentTitle->hide();
    m_segments->hide();
    m_more->hide();
    m_command->setCommand({});
}

QString Inspector::command() const { return m_command->command(); }

void Inspector::showBatch(const api::Snapshot& snapshot, const api::Batch& batch) {
    widgets::setText(m_kind, tr("Batch"));
    widgets::setText(m_title, format::number(batch.number));
    m_badge->show();
    m_badge->setState(texts::status(batch), texts::tone(batch));
    widgets::setText(m_section, tr("CLAIM"));
    const bool wrong = models::rootDiffers(batch);
    m_facts->setStale(models::isStale(snapshot, m_context.bridge.nowMs()));
    m_facts->begin();
    m_facts->set(
        tr("Operator"),
        tr("%1 · era %2").arg(QString::fromStdString(batch.operatorName), format::number(batch.era)));
    m_facts->set(tr("L1 block"), format::number(batch.l1Block));
    if (models::isOpen(batch)) {
        m_facts->set(tr("Challenge until"), tr("L1 block %1").arg(format::number(models::deadlineOf(batch))),
                     wrong ? Tone::bad : Tone::plain);
        m_facts->set(tr("Time left"),
                     format::blockSpan(models::blocksLeft(snapshot, batch), snapshot.l1.blockTimeMs),
                     wrong ? Tone::bad : Tone::plain);
    }
    m_facts->set(tr("Transfers"), tr("%1 in %2")
                                      .arg(format::number(batch.txs),
                                           tr("%n segments", nullptr, static_cast<int>(batch.segments))));
    // Block 0 is no batch's: a wrong batch has no blocks, and a heartbeat may have none.
    if (batch.lastBlock != 0)
        m_facts->set(tr("L2 blocks"),
                     tr("%1 to %2").arg(format::number(batch.firstBlock), format::number(batch.lastBlock)));
    if (batch.inboxEntries) m_facts->set(tr("Inbox entries"), format::number(batch.inboxEntries));
    m_facts->set(tr("Data"), batch.txs == 0 ? format::bytes(batch.dataBytes)
                                            : tr("%1, %2 B/tx")
                                                  .arg(format::bytes(batch.dataBytes),
                                                       format::decimal(models::bytesPerTransfer(batch), 1)));
    m_facts->set(tr("L1 gas"), batch.gasUsed == 0 ? QString(QChar(0x2014))
                               : batch.txs == 0
                                   ? format::number(batch.gasUsed)
                                   : tr("%1, %2/tx")
                                         .arg(format::number(batch.gasUsed),
                                              format::decimal(models::gasPerTransfer(batch), 0)));
    m_facts->set(tr("Cost"),
                 batch.costWei == 0 ? QString(QChar(0x2014)) : format::etherUnit(batch.costWei, 6));
    m_facts->set(tr("Base fee"), format::feeUnit(batch.baseFeeWei));
    m_facts->setHash(tr("Claimed root"), format::fullHash(batch.claimedRoot),
                     wrong ? Tone::bad : Tone::plain);
    if (wrong && batch.ownRoot.isZero()) {
        // Behind a wrong segment nothing can be replayed.
        const auto first =
            std::find_if(batch.segmentList.begin(), batch.segmentList.end(),
                         [](const auto& segment) { return segment.recomputed && !segment.agrees; });
        m_facts->set(tr("Replayed root"), tr("differs at segment %1").arg(first->index), Tone::bad);
    } else if (const auto* blocking = models::blockedBy(snapshot, batch)) {
        m_facts->set(tr("Replayed root"), tr("blocked by batch %1").arg(format::number(blocking->number)),
                     Tone::muted);
    } else {
        m_facts->setHash(tr("Replayed root"),
                         batch.ownRoot.isZero() ? QString() : format::fullHash(batch.ownRoot),
                         batch.ownRoot.isZero() ? Tone::muted : Tone::ok);
    }
    m_facts->setHash(tr("Batch hash"), format::fullHash(batch.hash));
    m_facts->setHash(tr("Parent"), format::fullHash(batch.parentHash));
    m_facts->setHash(tr("L1 transaction"),
                     batch.l1TxHash.isZero() ? QString() : format::fullHash(batch.l1TxHash));
    m_facts->end();
    m_segmentTitle->setVisible(!batch.segmentList.empty());
    m_segments->setVisible(!batch.segmentList.empty());
    m_segments->setSegments(batch.segmentList);
    m_command->setCommand(models::commands::showBatch(snapshot, batch));
}

void Inspector::showNoBatch(std::uint64_t number, const Hash& hash) {
    widgets::setText(m_kind, tr("Batch"));
    widgets::setText(m_title, format::number(number));
    m_badge->show();
    m_badge->setState(tr("not known"), Tone::muted);
    // A reorganised L1 takes batches back; the oldest of a long list are no longer shown.
    widgets::setText(m_section, tr("NO LONGER AMONG THE BATCHES KNOWN HERE"));
    m_facts->begin();
    if (!hash.isZero()) m_facts->setHash(tr("Batch hash"), format::fullHash(hash));
    m_facts->end();
    m_segmentTitle->hide();
    m_segments->hide();
    m_command->setCommand({});
}

void Inspector::showL1Tx(const SnapshotPtr& snapshot, const api::L1Transaction& tx) {
    widgets::setText(m_kind, tr("L1 transaction"));
    // A batch is known by its number; of anything else the link below says which batch it is about.
    widgets::setText(m_title, tx.kind == api::L1TxKind::batch ? texts::purpose(tx) : texts::kind(tx.kind));
    m_badge->show();
    m_badge->setState(texts::state(tx), texts::tone(tx));
    m_segmentTitle->hide();
    m_segments->hide();
    m_l1Tx->apply(snapshot, tx);
    m_command->setCommand(models::commands::showL1Tx(*snapshot, tx));
}

void Inspector::showOperator(const api::Snapshot& snapshot, const api::Operator& entry) {
    widgets::setText(m_kind,
                     entry.address == snapshot.viewpoint ? tr("Operator, your viewpoint") : tr("Operator"));
    widgets::setText(m_title, QString::fromStdString(entry.name));
    m_badge->show();
    m_badge->setState(texts::standing(entry), texts::standingTone(entry));
    widgets::setText(m_section, tr("STANDING"));
    m_facts->setStale(models::isStale(snapshot, m_context.bridge.nowMs()));
    m_facts->begin();
    m_facts->set(tr("Rank"), entry.eligible ? QString::number(entry.rank + 1) : QString(QChar(0x2014)));
    m_facts->set(tr("Bid"), entry.bidWei == 0 ? QString(QChar(0x2014)) : format::feeUnit(entry.bidWei));
    if (entry.nextBidWei != entry.bidWei && entry.nextBidWei != 0)
        m_facts->set(tr("Bid from epoch %1").arg(entry.nextBidEpoch), format::feeUnit(entry.nextBidWei));
    m_facts->set(tr("Bond"), format::etherUnit(entry.bondWei, 2));
    m_facts->set(tr("Claimable"), format::etherUnit(entry.claimableWei, 2));
    // What only its own node knows is no zero where that is down.
    const bool measured = models::isMeasured(entry);
    const QString dash(QChar(0x2014));
    m_facts->set(tr("L1 funds"), measured ? format::etherUnit(entry.l1BalanceWei, 3) : dash);
    if (entry.mayActAtSilent > 0 && entry.eligible)
        m_facts->set(tr("Takes over at"), tr("%1 silent").arg(format::blocks(entry.mayActAtSilent)));
    m_facts->set(tr("Last batch"),
                 entry.lastBatch ? format::number(entry.lastBatch) : QString(QChar(0x2014)));
    // Others tell their head on the feed; 0 is what nobody told.
    m_facts->set(tr("L2 head"),
                 entry.l2Head == 0 || (entry.local && !entry.running) ? dash : format::number(entry.l2Head));
    m_facts->set(tr("Behind"), measured ? format::blocks(entry.lagBlocks) : dash);
    m_facts->setHash(tr("Address"), format::fullAddress(entry.address));
    m_facts->end();
    m_segmentTitle->hide();
    m_segments->hide();
    m_command->setCommand(models::commands::showOperators(snapshot));
}

} // namespace aw::pages
