#include "pages/challenges_page.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "pages/challenge_act.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/label.hpp"
#include "widgets/strips.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {
/// Windows in sight at a time; the others scroll.
constexpr int kWindowRows = 6;
constexpr qsizetype kChoices = 5;
/// Digits of a hash at either end: roots are compared here.
constexpr int kLongHash = 12;
enum Tile { Locked, Won, Burnt, Claimable };
} // namespace

ChallengesPage::ChallengesPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Challenges"); }, QStringLiteral("challengesPage"), parent)
    , m_windows(new widgets::WindowBars)
    , m_windowScroll(new QScrollArea)
    , m_noWindow(widgets::makeWrapped(
          [] { return tr("No batch is in its challenge window. The next anchor opens one."); }, "muted"))
    , m_windowCard(new widgets::Card([] { return tr("Windows"); }))
    , m_fraudCard(new widgets::Card([] { return tr("Fraud"); }))
    , m_fraud(new QWidget)
    , m_calm(new widgets::EmptyState(
          QStringLiteral("challenges"), [] { return tr("No fraud found"); },
          [] {
              return tr("Every batch is replayed here and its root compared. A wrong "
                        "one appears here with the proof that convicts its operator.");
          }))
    , m_choiceRow(new QHBoxLayout)
    , m_title(widgets::makeLabel({}, "title"))
    , m_stage(new widgets::Badge)
    , m_deadline(widgets::makeLabel({}, "label"))
    , m_reason(widgets::makeWrapped({}, "muted"))
    , m_segmentTitle(widgets::makeWrapped({}, "label"))
    , m_segments(new widgets::SegmentStrip)
    , m_roots(new widgets::FactList)
    , m_stepper(new widgets::Stepper)
    , m_trail(new widgets::FactList)
    , m_act(new ChallengeAct(context, QStringLiteral("challengeButton")))
    , m_end(widgets::makeWrapped({}, "muted"))
    , m_outcomeTitle(widgets::makeLabel([] { return tr("OUTCOME ON L1"); }, "section"))
    , m_outcome(new widgets::FactList) {
    m_windowScroll->setFrameShape(QFrame::NoFrame);
    m_windowScroll->setWidgetResizable(true);
    m_windowScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_windowScroll->setFocusPolicy(Qt::NoFocus);
    m_windowScroll->setWidget(m_windows);
    m_windowCard->body()->addWidget(m_windowScroll);
    m_windowCard->body()->addWidget(m_noWindow);
    body()->addWidget(m_windowCard);
    m_windows->setObjectName(QStringLiteral("windowBars"));
    connect(m_windows, &widgets::WindowBars::selected, &this->context().selection,
            qOverload<std::uint64_t, const Hash&>(&models::Selection::selectBatch));

    m_choiceRow->setSpacing(4);
    m_fraudCard->header()->addLayout(m_choiceRow);
    auto* whole = new QVBoxLayout(m_fraud);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_stage);
    head->addSpacing(4);
    head->addWidget(m_deadline);
    head->addStretch(1);
    // The button stands beside what it acts on, not below the figures.
    head->addWidget(m_act->button());
    whole->addLayout(head);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(24);
    whole->addLayout(columns);
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(m_reason);
    left->addSpacing(4);
    left->addWidget(m_segmentTitle);
    left->addWidget(m_segments);
    left->addSpacing(4);
    left->addWidget(m_roots);
    left->addSpacing(8);
    left->addWidget(m_stepper);
    left->addWidget(m_trail);
    left->addStretch(1);
    columns->addLayout(left, 3);
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(m_act);
    right->addWidget(m_outcomeTitle);
    right->addWidget(m_end);
    right->addWidget(m_outcome);
    right->addStretch(1);
    columns->addLayout(right, 2);
    m_fraudCard->body()->addWidget(m_fraud);
    m_calm->setMinimumHeight(180);
    auto* toLab = m_calm->addButton([] { return tr("Let an operator cheat in the Lab"); });
    toLab->setObjectName(QStringLiteral("toLabButton"));
    toLab->setVisible(bridge().hasLab());
    connect(toLab, &QPushButton::clicked, this,
            [this] { this->context().selection.open(models::PageId::lab); });
    m_fraudCard->body()->addWidget(m_calm, 1);
    body()->addWidget(m_fraudCard, 1);

    auto* tiles = new widgets::FlowGrid(140, 4);
    const widgets::Text names[] = {[] { return tr("Bond locked"); }, [] { return tr("Won"); },
                                   [] { return tr("Burnt"); }, [] { return tr("Claimable"); }};
    for (const auto& name : names) {
        m_tiles.append(new widgets::StatTile(name));
        tiles->add(m_tiles.back());
    }
    body()->addWidget(tiles);
    connect(&this->context().selection, &models::Selection::changed, this, [this] {
        if (!isVisible()) return;
        showFraud(bridge().snapshot());
        const QRect row = m_windows->rowOf(this->context().selection.batchHash());
        if (!row.isEmpty())
            m_windowScroll->ensureVisible(0, row.center().y(), 0, widgets::WindowBars::kRowHeight);
    });
}

void ChallengesPage::show(const SnapshotPtr& snapshot) {
    const auto open = models::openWindows(*snapshot);
    setSubtitle(tr("%n windows open", nullptr, static_cast<int>(open.size())) + QStringLiteral(" · ") +
                tr("%n frauds found", nullptr, static_cast<int>(snapshot->challenges.size())) +
                QStringLiteral(" · ") +
                tr("%n to challenge", nullptr, static_cast<int>(models::openFrauds(*snapshot))));
    showWindows(*snapshot);
    showFraud(snapshot);
    showTiles(*snapshot);
}

void ChallengesPage::showWindows(const api::Snapshot& snapshot) {
    m_windows->setSnapshot(snapshot);
    const bool none = models::openWindows(snapshot).empty();
    m_windowScroll->setVisible(!none);
    m_windowScroll->setFixedHeight(
        std::min(m_windows->sizeHint().height(), kWindowRows * widgets::WindowBars::kRowHeight));
    m_noWindow->setVisible(none);
    m_windowCard->setNote(
        tr("soonest final first · open for %1")
            .arg(format::blockSpan(snapshot.parameters.challengeWindowBlocks, snapshot.l1.blockTimeMs)));
}

void ChallengesPage::arrange(const api::Snapshot& snapshot, const api::Challenge* challenge) {
    const bool open =
        challenge && (models::isUnderWay(*challenge) || models::needsChallenge(snapshot, *challenge));
    const auto& selection = context().selection;
    const bool chosen = challenge && selection.kind() == models::Selection::Kind::batch &&
                        selection.batchHash() == challenge->batchHash;
    const bool fraudFirst = open || chosen;
    if ((body()->indexOf(m_fraudCard) < body()->indexOf(m_windowCard)) == fraudFirst) return;
    body()->removeWidget(m_windowCard);
    body()->insertWidget(body()->indexOf(m_fraudCard) + (fraudFirst ? 1 : 0), m_windowCard);
    // The order of the keys is the order in sight.
    auto* button = m_act->button();
    if (fraudFirst)
        setTabOrder(button, m_windows);
    else
        setTabOrder(m_windows, button);
}

const api::Challenge* ChallengesPage::chosen(const api::Snapshot& snapshot) const {
    const auto& selection = context().selection;
    if (selection.kind() == models::Selection::Kind::batch)
        if (const auto* challenge = models::challengeOf(snapshot, selection.batchHash())) return challenge;
    for (const auto& challenge : snapshot.challenges)
        if (models::isUnderWay(challenge) || models::needsChallenge(snapshot, challenge)) return &challenge;
    return snapshot.challenges.empty() ? nullptr : &snapshot.challenges.back();
}

void ChallengesPage::showChoices(const api::Snapshot& snapshot) {
    const auto count = std::min<qsizetype>(kChoices, static_cast<qsizetype>(snapshot.challenges.size()));
    while (m_choices.size() < kChoices) {
        auto* button = new QToolButton;
        button->setProperty("kind", QStringLiteral("segment"));
        button->setCheckable(true);
        m_choiceRow->addWidget(button);
        m_choices.append(button);
        connect(button, &QToolButton::clicked, this, [this, button] {
            // The button may be of another challenge by the next snapshot.
            const auto hash = button->property("batchHash").toString();
            for (const auto& challenge : bridge().snapshot()->challenges)
                if (format::fullHash(challenge.batchHash) == hash)
                    context().selection.selectBatch(challenge.batch, challenge.batchHash);
            showFraud(bridge().snapshot());
        });
    }
    const auto* shown = chosen(snapshot);
    for (qsizetype i = 0; i < m_choices.size(); ++i) {
        m_choices[i]->setVisible(i < count && count > 1);
        if (i >= count) continue;
        const auto& challenge =
            snapshot.challenges[snapshot.challenges.size() - 1 - static_cast<std::size_t>(i)];
        m_choices[i]->setText(QString::number(challenge.batch));
        m_choices[i]->setAccessibleName(tr("Fraud in batch %1").arg(challenge.batch));
        // After a roll-back the number comes again: more than the number tells the two apart.
        m_choices[i]->setToolTip(
            tr("Batch %1 by %2: %3\n%4")
                .arg(format::number(challenge.batch), QString::fromStdString(challenge.accusedName),
                     texts::stage(challenge.stage), format::shortHash(challenge.batchHash)));
        m_choices[i]->setProperty("batchHash", format::fullHash(challenge.batchHash));
        m_choices[i]->setChecked(shown == &challenge);
    }
}

void ChallengesPage::showFraud(const SnapshotPtr& snapshot) {
    const auto* challenge = chosen(*snapshot);
    m_fraud->setVisible(challenge != nullptr);
    m_calm->setVisible(challenge == nullptr);
    showChoices(*snapshot);
    arrange(*snapshot, challenge);
    showSelected();
    if (!challenge) return;
    widgets::setText(
        m_title, tr("Batch %1 by %2")
                     .arg(format::number(challenge->batch), QString::fromStdString(challenge->accusedName)));
    m_stage->setState(texts::stage(challenge->stage), texts::tone(challenge->stage));
    widgets::setText(m_reason, texts::reason(*challenge));
    const bool waits = models::needsChallenge(*snapshot, *challenge);
    m_deadline->setVisible(waits);
    if (waits) {
        const auto left = challenge->deadlineL1Block - snapshot->heads.l1.number;
        widgets::setText(m_deadline, tr("until L1 block %1 · %2 left")
                                         .arg(format::number(challenge->deadlineL1Block),
                                              format::blockSpan(left, snapshot->l1.blockTimeMs)));
        widgets::setTone(m_deadline, Tone::bad);
    }

    const auto* batch = models::findBatch(*snapshot, challenge->batchHash);
    m_segmentTitle->setVisible(batch && !batch->segmentList.empty());
    m_segments->setVisible(batch && !batch->segmentList.empty());
    if (batch) {
        m_segments->setSegments(batch->segmentList);
        widgets::setText(m_segmentTitle,
                         tr("Segments: the claimed root differs from ours at %1").arg(challenge->segment));
    }
    m_roots->begin();
    m_roots->setHash(tr("Claimed after segment %1").arg(challenge->segment),
                     format::fullHash(challenge->claimedRoot), Tone::bad, kLongHash);
    m_roots->setHash(tr("Replayed after segment %1").arg(challenge->segment),
                     challenge->ownRoot.isZero() ? QString() : format::fullHash(challenge->ownRoot), Tone::ok,
                     kLongHash);
    if (batch)
        m_roots->setHash(tr("Claimed root"), format::fullHash(batch->claimedRoot), Tone::plain, kLongHash);
    m_roots->setHash(tr("Batch hash"), format::fullHash(challenge->batchHash), Tone::plain, kLongHash);
    m_roots->end();
    m_stepper->setChallenge(*challenge);
    m_trail->begin();
    for (const auto& stamp : challenge->history)
        if (!stamp.l1TxHash.isZero())
            m_trail->setHash(tr("%1, L1 transaction").arg(texts::stage(stamp.stage)),
                             format::fullHash(stamp.l1TxHash), Tone::plain, kLongHash);
    m_trail->end();
    m_act->apply(snapshot, challenge->batchHash);

    showOutcome(*challenge);
}

void ChallengesPage::showSelected() {
    const auto& selection = context().selection;
    const auto* shown = chosen(*bridge().snapshot());
    m_windows->setSelected(selection.kind() == models::Selection::Kind::batch ? selection.batchHash()
                           : shown                                            ? shown->batchHash
                                                                              : Hash{});
}

void ChallengesPage::showOutcome(const api::Challenge& challenge) {
    const bool done = challenge.stage == api::ChallengeStage::rolledBack;
    const bool expired = challenge.stage == api::ChallengeStage::expired;
    m_outcomeTitle->setVisible(done || expired);
    m_end->setVisible(done || expired);
    m_outcome->setVisible(done);
    if (expired) {
        widgets::setText(m_end, tr("The window closed before anybody challenged. The wrong root is final."));
        widgets::setTone(m_end, Tone::bad);
    }
    if (!done) return;
    // A wrong batch may fall with one before it: its own operator is not convicted then.
    const bool convicted = challenge.rewardWei != 0 || challenge.burntWei != 0;
    widgets::setText(m_end, convicted
                                ? tr("%1 lost its bond. The chain continues from the last correct root.")
                                      .arg(QString::fromStdString(challenge.accusedName))
                                : tr("It fell with a batch before it. The chain continues from the last "
                                     "correct root."));
    widgets::setTone(m_end, Tone::ok);
    m_outcome->begin();
    if (convicted) {
        m_outcome->set(tr("Reward"), format::etherUnit(challenge.rewardWei, 2), Tone::ok);
        m_outcome->set(tr("Burnt"), format::etherUnit(challenge.burntWei, 2));
    }
    if (challenge.rolledBackBatches != 0)
        m_outcome->set(tr("Rolled back"),
                       tr("%1, %2 tx")
                           .arg(tr("%n batches", nullptr, static_cast<int>(challenge.rolledBackBatches)),
                                format::number(challenge.rolledBackTxs)));
    if (challenge.gasUsed != 0) m_outcome->set(tr("Proof gas"), format::number(challenge.gasUsed));
    if (challenge.history.size() > 1)
        m_outcome->set(tr("From detection"),
                       format::duration(challenge.history.back().atMs - challenge.history.front().atMs));
    m_outcome->end();
}

void ChallengesPage::showTiles(const api::Snapshot& snapshot) {
    const auto* viewpoint = models::viewpointOperator(snapshot);
    Wei won = 0, burnt = 0;
    int convictions = 0, all = 0;
    for (const auto& challenge : snapshot.challenges) {
        burnt += challenge.burntWei;
        if (challenge.burntWei != 0 || challenge.rewardWei != 0) ++all;
        if (challenge.challenger != snapshot.viewpoint || challenge.rewardWei == 0) continue;
        won += challenge.rewardWei;
        ++convictions;
    }
    const QString unit = QStringLiteral("ETH");
    m_tiles[Locked]->setValue(viewpoint ? format::ether(viewpoint->bondWei, 2) : QString(QChar(0x2014)),
                              unit);
    m_tiles[Locked]->setHint(viewpoint && viewpoint->bondLocked ? tr("until your last batch is final")
                                                                : tr("no batch of yours is open"));
    m_tiles[Won]->setValue(format::ether(won, 2), unit, won == 0 ? Tone::plain : Tone::ok);
    m_tiles[Won]->setHint(tr("%n convictions by you", nullptr, convictions));
    m_tiles[Burnt]->setValue(format::ether(burnt, 2), unit);
    m_tiles[Burnt]->setHint(tr("%n convictions in all", nullptr, all));
    m_tiles[Claimable]->setValue(
        viewpoint ? format::ether(viewpoint->claimableWei, 2) : QString(QChar(0x2014)), unit);
    m_tiles[Claimable]->setHint(tr("paid out on L1 when claimed"));
    for (auto* tile : m_tiles)
        tile->setStale(isStale());
}

} // namespace aw::pages
