#include "pages/overview_page.hpp"

#include "models/attention.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/lane.hpp"
#include "widgets/notice_view.hpp"
#include "widgets/plots.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
using models::PageId;
using models::Tone;

namespace {
const char* const kDismissedKey = "checklist/dismissed";
/// The tiles' trends go back so many seconds.
constexpr std::size_t kTrendSamples = 120;
constexpr double kTransferGasOnL1 = 21'000;
enum Tile { Throughput, Bytes, Gas, Gain, Confirmed, Deadline };
} // namespace

Checklist::Checklist(const Context& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_card(new widgets::Card([] { return title(); }))
    , m_grid(new widgets::FlowGrid(150, 4)) {
    setObjectName(QStringLiteral("checklist"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("checklistDismiss"));
    widgets::icons::setNavIcon(close, QStringLiteral("close"));
    close->setIconSize({14, 14});
    widgets::onLanguage(close, [close] {
        close->setToolTip(tr("Dismiss"));
        close->setAccessibleName(tr("Dismiss the checklist"));
    });
    m_card->header()->addWidget(close);
    connect(close, &QToolButton::clicked, this, [this] {
        QSettings().setValue(QLatin1String(kDismissedKey), true);
        hide();
    });
    m_card->layout()->setContentsMargins(16, 6, 8, 8);
    m_card->layout()->setSpacing(0);
    m_card->body()->addWidget(m_grid);
    m_steps << addStep([] { return tr("See a batch anchored"); }, QStringLiteral("lessonAnchored"),
                       PageId::batches)
            << addStep([] { return tr("Let an operator cheat"); }, QStringLiteral("lessonCheat"), PageId::lab)
            << addStep([] { return tr("Challenge it"); }, QStringLiteral("lessonChallenge"),
                       PageId::challenges)
            << addStep([] { return tr("Fail over"); }, QStringLiteral("lessonFailOver"), PageId::operators);
    const auto paintAgain = [this] {
        for (auto* button : m_steps)
            button->setProperty("ticked", QVariant());
        showSteps();
    };
    widgets::onTheme(this, paintAgain);
    widgets::onLanguage(this, paintAgain);
}

QPushButton* Checklist::addStep(const widgets::Text& text, const QString& name, PageId page) {
    auto* button = widgets::makeButton(text, "row", name);
    button->setIconSize({16, 16});
    m_grid->add(button);
    connect(button, &QPushButton::clicked, this, [this, page] {
        const auto& batches = m_context.bridge.snapshot()->batches;
        if (page == PageId::batches && !batches.empty())
            m_context.selection.selectBatch(batches.back().number, batches.back().hash);
        m_context.selection.open(page);
    });
    return button;
}

QString Checklist::title() { return tr("Try it: these are real faults on a real local chain"); }

void Checklist::apply() {
    setVisible(m_context.bridge.hasLab() && !QSettings().value(QLatin1String(kDismissedKey), false).toBool());
    showSteps();
}

void Checklist::showSteps() {
    const auto& lessons = m_context.history.lessons();
    // All done, it is one line that says so.
    m_grid->setVisible(!lessons.all());
    m_card->setTitle(lessons.all() ? tr("All four steps are done") : title());
    const bool done[] = {lessons.anchored, lessons.cheated, lessons.challenged, lessons.failedOver};
    const auto& t = widgets::tokens();
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const bool ticked = done[i];
        if (m_steps[i]->property("ticked").isValid() && m_steps[i]->property("ticked").toBool() == ticked)
            continue;
        m_steps[i]->setProperty("ticked", ticked);
        m_steps[i]->setIcon(ticked ? widgets::icons::icon(QStringLiteral("check"), t.ok)
                                   : widgets::icons::icon(QStringLiteral("arrow"), t.t3));
        m_steps[i]->setAccessibleDescription(ticked ? tr("done") : tr("not done yet"));
    }
}

OverviewPage::OverviewPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Overview"); }, QStringLiteral("overviewPage"), parent)
    , m_checklist(new Checklist(context))
    , m_lane(new widgets::Lane([&bridge = context.bridge] { return bridge.nowMs(); }))
    , m_throughput(new widgets::ThroughputPlot)
    , m_bids(new widgets::BidsPlot)
    , m_notices(new widgets::NoticeList) {
    body()->addWidget(m_checklist);

    auto* laneCard = new widgets::Card;
    laneCard->body()->addWidget(m_lane);
    body()->addWidget(laneCard);
    connect(m_lane, &widgets::Lane::batchSelected, &this->context().selection,
            qOverload<std::uint64_t>(&models::Selection::selectBatch));
    connect(&this->context().selection, &models::Selection::changed, this,
            [this] { showSelected(*bridge().snapshot()); });

    auto* tiles = new widgets::FlowGrid(128, 6);
    const widgets::Text names[] = {
        [] { return tr("Throughput"); },          [] { return tr("L1 bytes per transfer"); },
        [] { return tr("L1 gas per transfer"); }, [] { return tr("Gain over L1"); },
        [] { return tr("Confirmed, p99"); },      [] { return tr("Next deadline"); }};
    for (const auto& name : names) {
        m_tiles.append(new widgets::StatTile(name));
        tiles->add(m_tiles.back());
    }
    widgets::onLanguage(tiles, [this] {
        m_tiles[Gain]->setToolTip(
            tr("21,000 gas of a transfer on L1, divided by what a transfer here costs on L1"));
        m_tiles[Bytes]->setToolTip(
            tr("Data bytes on L1 for each transfer, over the batches of the last minute"));
        m_tiles[Gas]->setToolTip(tr("L1 gas for each transfer, over the batches of the last minute"));
        m_tiles[Confirmed]->setToolTip(
            tr("From acceptance to an L2 block, 99 of 100 transfers of the last minute were faster"));
    });
    body()->addWidget(tiles);

    auto* row = new widgets::FlowGrid(236, 3);
    row->setFill(true);
    auto* needs = new widgets::Card([] { return tr("Needs you"); });
    needs->setObjectName(QStringLiteral("needsYou"));
    needs->body()->addWidget(m_notices);
    row->add(m_throughput);
    row->add(m_bids);
    row->add(needs);
    body()->addWidget(row, 1);
    connect(m_notices, &widgets::NoticeList::followed, this,
            [this](const models::Notice& notice) { models::follow(notice, this->context().selection); });
}

void OverviewPage::show(const SnapshotPtr& snapshot) {
    const auto* current = models::currentOperator(*snapshot);
    setSubtitle(current ? tr("Active operator %1 · era %2 · base fee %3")
                              .arg(QString::fromStdString(current->name), format::number(snapshot->clock.era),
                                   format::feeUnit(current->bidWei))
                        : tr("No operator is active yet"));
    m_checklist->apply();
    m_lane->setStale(isStale());
    m_lane->setSnapshot(snapshot);
    showSelected(*snapshot);
    showTiles(*snapshot);
    m_throughput->setData(snapshot, context().history);
    m_bids->setData(snapshot, context().history);
    m_notices->setNotices(models::attention(*snapshot, bridge().nowMs()));
}

void OverviewPage::showSelected(const api::Snapshot& snapshot) {
    // The lane knows the newest batch of a number: another one of that number is nowhere on it.
    const auto& selection = context().selection;
    const bool batch = selection.kind() == models::Selection::Kind::batch;
    const auto* newest = batch ? models::findBatch(snapshot, selection.batch()) : nullptr;
    m_lane->setSelected(newest && newest->hash == selection.batchHash() ? newest->number : 0);
}

QString OverviewPage::deadlineUnit(const api::Snapshot& snapshot, std::uint64_t blocks) {
    const QString time = format::blockTime(blocks, snapshot.l1.blockTimeMs);
    return time.isEmpty() ? tr("blocks") : tr("blocks · %1").arg(time);
}

void OverviewPage::showTiles(const api::Snapshot& snapshot) {
    const QString dash(QChar(0x2014));
    m_tiles[Throughput]->setValue(format::decimal(snapshot.txPerSecond, snapshot.txPerSecond < 10 ? 1 : 0),
                                  tr("tx/s"));
    const bool measured = snapshot.bytesPerTransfer > 0;
    m_tiles[Bytes]->setValue(measured ? format::decimal(snapshot.bytesPerTransfer, 1) : dash,
                             measured ? tr("bytes") : QString());
    m_tiles[Gas]->setValue(measured ? format::decimal(snapshot.gasPerTransfer, 0) : dash,
                           measured ? tr("gas") : QString());
    m_tiles[Gain]->setValue(snapshot.gainOverL1 > 0
                                ? format::decimal(snapshot.gainOverL1, snapshot.gainOverL1 < 10) +
                                      QChar(0x00D7)
                                : dash,
                            {});
    m_tiles[Confirmed]->setValue(snapshot.confirmMsP99 > 0 ? format::decimal(snapshot.confirmMsP99, 0) : dash,
                                 snapshot.confirmMsP99 > 0 ? tr("ms") : QString());
    m_tiles[Throughput]->setToolTip(
        tr("Executed on L2, over five seconds; %1 in all").arg(format::number(snapshot.totalTxs)));
    showTrends(snapshot);
    const auto deadline = models::nextDeadline(snapshot);
    m_tiles[Deadline]->setValue(deadline.known ? format::number(deadline.blocks) : dash,
                                deadline.known ? deadlineUnit(snapshot, deadline.blocks) : QString(),
                                deadline.tone);
    m_tiles[Deadline]->setToolTip(deadline.known
                                      ? tr("%1: L1 block %2, in %3")
                                            .arg(deadline.what, format::number(deadline.l1Block),
                                                 format::blockSpan(deadline.blocks, snapshot.l1.blockTimeMs))
                                      : QString());
    m_tiles[Deadline]->setHint(deadline.known ? deadline.what : tr("none near"));
    for (auto* tile : m_tiles)
        tile->setStale(isStale());
}

void OverviewPage::showTrends(const api::Snapshot& snapshot) {
    std::vector<double> rate, bytes, gas, gain;
    const auto& samples = snapshot.samples;
    const auto first = samples.size() > kTrendSamples ? samples.size() - kTrendSamples : 0;
    for (auto i = first; i < samples.size(); ++i) {
        rate.push_back(samples[i].txPerSecond);
        // Nothing was measured yet: no zeros, they would be a lie.
        if (samples[i].bytesPerTransfer > 0) bytes.push_back(samples[i].bytesPerTransfer);
        if (samples[i].gasPerTransfer <= 0) continue;
        gas.push_back(samples[i].gasPerTransfer);
        gain.push_back(kTransferGasOnL1 / samples[i].gasPerTransfer);
    }
    const auto& confirmed = context().history.confirmations();
    m_tiles[Throughput]->setTrend(std::move(rate), Tone::info);
    m_tiles[Bytes]->setTrend(std::move(bytes), Tone::anchored);
    m_tiles[Gas]->setTrend(std::move(gas), Tone::other);
    m_tiles[Gain]->setTrend(std::move(gain), Tone::ok);
    m_tiles[Confirmed]->setTrend(
        {confirmed.end() - std::min<std::ptrdiff_t>(kTrendSamples, std::ssize(confirmed)), confirmed.end()},
        Tone::muted);
}

} // namespace aw::pages
