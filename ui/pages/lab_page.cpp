#include "pages/lab_page.hpp"

#include "models/attention.hpp"
#include "models/commands.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "models/word_filter.hpp"
#include "pages/act.hpp"
#include "pages/wallet_card.hpp"
#include "widgets/card.hpp"
#include "widgets/command_line.hpp"
#include "widgets/controls.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/load_plot.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSlider>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace aw::pages {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;

namespace {

/// The slider's stops, in transactions a second.
constexpr std::array kRates{1, 2, 5, 10, 20, 40, 60, 80, 100, 150, 200, 300, 400, 600, 800, 1000, 1500, 2000};

/// For how long it is told that a node went or came back.
constexpr std::int64_t kToldMs = 15'000;

enum Count { Sent, Refused, Users };

int stopFor(double tps) {
    const auto it = std::lower_bound(kRates.begin(), kRates.end(), tps - 0.5);
    return static_cast<int>(std::min(it, kRates.end() - 1) - kRates.begin());
}

} // namespace

FaultCard::FaultCard(const Context& context, const api::Operator& entry, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_address(entry.address)
    , m_badge(new widgets::Badge)
    , m_note(widgets::makeWrapped({}, "faint"))
    , m_outcome(new ActReport) {
    const QString name = QString::fromStdString(entry.name);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new widgets::Card;
    card->setObjectName(QStringLiteral("faultCard_") + name);
    outer->addWidget(card);
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(widgets::makeLabel(name, "title"));
    head->addWidget(m_badge);
    head->addStretch(1);
    card->body()->addLayout(head);
    // Two lines, so that the buttons of all cards stand at one height.
    m_note->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_note->setMinimumHeight(2 * QFontMetrics(widgets::Theme::font(widgets::TextSize::label)).lineSpacing());
    card->body()->addWidget(m_note);
    m_inject = widgets::makeButton([] { return u' ' + tr("Inject bad root"); }, "danger",
                                   QStringLiteral("injectBadRootButton_") + name);
    m_crash = widgets::makeButton([] { return u' ' + tr("Crash"); }, "danger",
                                  QStringLiteral("crashButton_") + name);
    m_restart =
        widgets::makeButton([] { return u' ' + tr("Restart"); }, "", QStringLiteral("restartButton_") + name);
    widgets::onTheme(this, [this] {
        const auto& t = widgets::tokens();
        m_inject->setIcon(widgets::icons::icon(QStringLiteral("inject"), t.bad));
        m_crash->setIcon(widgets::icons::icon(QStringLiteral("crash"), t.bad));
        m_restart->setIcon(widgets::icons::icon(QStringLiteral("restart"), t.t1));
    });
    for (auto* button : {m_inject, m_crash, m_restart})
        widgets::onLanguage(button, [button, name] {
            button->setAccessibleName(QStringLiteral("%1: %2").arg(name, button->text().trimmed()));
        });
    card->body()->addWidget(m_inject);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_crash, 1);
    row->addWidget(m_restart, 1);
    card->body()->addLayout(row);
    card->body()->addWidget(m_outcome);
    card->body()->addStretch(1);
    connect(m_outcome, &ActReport::finished, this, [this] { m_toldAtMs = m_context.bridge.nowMs(); });
    using bridge::EngineBridge;
    connect(m_inject, &QPushButton::clicked, this, [this] {
        run(
            &EngineBridge::injectBadRoot, [] { return tr("Arming the fault …"); },
            [] { return tr("Its next batch will claim a wrong root."); });
    });
    connect(m_crash, &QPushButton::clicked, this, [this] {
        run(
            &EngineBridge::crash, [] { return tr("Killing the node without a shutdown …"); },
            [] { return tr("Its node is down."); });
    });
    connect(m_restart, &QPushButton::clicked, this, [this] {
        run(
            &EngineBridge::restart, [] { return tr("Starting it from its directory …"); },
            [] { return tr("Its node is running again."); });
    });
}

void FaultCard::run(Command act, const widgets::Text& doing, const widgets::Text& done) {
    m_last = act;
    m_frauds = frauds(*m_context.bridge.snapshot());
    m_outcome->run([this, act](auto finished) { (m_context.bridge.*act)(m_address, std::move(finished)); },
                   doing, done);
}

std::ptrdiff_t FaultCard::frauds(const api::Snapshot& snapshot) const {
    return std::ranges::count(snapshot.challenges, m_address, &api::Challenge::accused);
}

bool FaultCard::isPast(const api::Snapshot& snapshot, const api::Operator& entry) const {
    using bridge::EngineBridge;
    // The batch was anchored and found wrong, or another one makes the next batch.
    if (m_last == &EngineBridge::injectBadRoot) return frauds(snapshot) > m_frauds || !entry.current;
    // The badge says the same; the words stay for as long as it takes to read them.
    return m_context.bridge.nowMs() - m_toldAtMs > kToldMs;
}

void FaultCard::apply(const SnapshotPtr& snapshot) {
    const auto* entry = models::findOperator(*snapshot, m_address);
    if (!entry) return;
    if (isPast(*snapshot, *entry)) m_outcome->lapse();
    m_badge->setState(texts::standing(*entry), texts::standingTone(*entry));
    const bool running = snapshot->phase == api::Phase::running;
    const bool mayCheat = running && entry->current && entry->running;
    m_inject->setEnabled(mayCheat);
    m_crash->setEnabled(running && entry->local && entry->running);
    m_restart->setEnabled(running && entry->local && !entry->running);
    widgets::setText(m_note, mayCheat ? tr("Gives itself ETH and claims the root of that state.")
                                      : tr("Only the active operator can anchor a wrong root."));
}

LabPage::LabPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Lab"); }, QStringLiteral("labPage"), parent)
    , m_switch(new widgets::ToggleSwitch)
    , m_rate(new QSlider(Qt::Horizontal))
    , m_target(widgets::makeLabel({}, "title"))
    , m_accepted(widgets::makeLabel({}, "figure"))
    , m_acceptedUnit(widgets::makeLabel([] { return tr("tx/s accepted"); }, "unit"))
    , m_command(new widgets::CommandLine)
    , m_loadError(new ActReport)
    , m_grid(new widgets::FlowGrid(200, 4))
    , m_plot(new widgets::LoadPlot)
    , m_wallet(new WalletCard) {
    auto* load = new widgets::Card([] { return tr("Load"); });
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    m_switch->setObjectName(QStringLiteral("loadSwitch"));
    m_rate->setObjectName(QStringLiteral("loadRate"));
    widgets::onLanguage(load, [this] {
        m_switch->setAccessibleName(tr("Load on or off"));
        m_rate->setAccessibleName(tr("Transactions a second"));
    });
    m_rate->setRange(0, static_cast<int>(kRates.size()) - 1);
    m_rate->setPageStep(1);
    m_target->setMinimumWidth(88);
    m_target->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_switch);
    row->addWidget(m_rate, 1);
    row->addWidget(m_target);
    load->body()->addLayout(row);
    auto* real = new QHBoxLayout;
    real->setSpacing(6);
    real->addWidget(m_accepted, 0, Qt::AlignBaseline);
    real->addWidget(m_acceptedUnit, 0, Qt::AlignBaseline);
    const widgets::Text names[] = {[] { return tr("Sent"); }, [] { return tr("Refused"); },
                                   [] { return tr("Users"); }};
    for (const auto& name : names) {
        real->addSpacing(20);
        real->addWidget(widgets::makeLabel(name, "muted"), 0, Qt::AlignBaseline);
        auto* count = widgets::makeLabel({}, "title");
        name.bind(count, [count](const QString& words) { count->setAccessibleName(words); });
        m_counts.append(count);
        real->addWidget(m_counts.back(), 0, Qt::AlignBaseline);
    }
    real->addStretch(1);
    real->addWidget(m_command);
    load->body()->addLayout(real);
    load->body()->addWidget(m_loadError);
    body()->addWidget(load);
    connect(m_switch, &QAbstractButton::clicked, this, &LabPage::sendLoad);
    connect(m_rate, &QSlider::valueChanged, this, [this](int stop) {
        widgets::setText(m_target, tr("%1 tx/s").arg(kRates[static_cast<std::size_t>(stop)]));
        if (!m_rate->isSliderDown() && m_switch->isChecked()) sendLoad();
    });
    connect(m_rate, &QSlider::sliderReleased, this, &LabPage::sendLoad);

    body()->addWidget(m_grid);
    auto* scripted = new QHBoxLayout;
    scripted->setSpacing(16);
    scripted->addWidget(widgets::makeLabel([] { return tr("As a script, judged by L1:"); }, "faint"));
    for (const auto& text : {models::commands::injectBadRoot(), models::commands::crash()}) {
        auto* line = new widgets::CommandLine;
        line->setCommand(text);
        scripted->addWidget(line);
    }
    scripted->addStretch(1);
    body()->addLayout(scripted);
    auto* events =
        widgets::makeButton([] { return tr("Open the event log"); }, "link", QStringLiteral("labEvents"));
    connect(events, &QPushButton::clicked, this,
            [this] { this->context().selection.open(models::kEventLog); });
    scripted->addWidget(events);

    auto* below = new widgets::FlowGrid(300, 2);
    below->setFill(true);
    below->add(m_plot);
    below->add(m_wallet);
    body()->addWidget(below, 1);
}

void LabPage::sendLoad() {
    const double tps = kRates[static_cast<std::size_t>(m_rate->value())];
    m_loadError->run(
        [this, tps](auto done) { bridge().setLoad(m_switch->isChecked(), tps, std::move(done)); }, {}, {});
}

void LabPage::show(const SnapshotPtr& snapshot) {
    setSubtitle(tr("Real faults on a real local chain: nothing here is simulated."));
    if (!snapshot->lab) return;
    const auto& load = snapshot->lab->load;
    if (!m_loadError->isRunning()) {
        m_switch->setChecked(load.running);
        if (!m_rate->isSliderDown() && load.targetTps > 0) {
            const QSignalBlocker quiet(m_rate);
            m_rate->setValue(stopFor(load.targetTps));
        }
    }
    const bool running = snapshot->phase == api::Phase::running;
    m_switch->setEnabled(running);
    m_rate->setEnabled(running);
    widgets::setText(m_target, tr("%1 tx/s").arg(kRates[static_cast<std::size_t>(m_rate->value())]));
    m_command->setCommand(models::commands::load(load.targetTps));
    widgets::setText(m_accepted, format::decimal(load.acceptedTps, load.acceptedTps < 10 ? 1 : 0));
    widgets::setStyleProperty(m_accepted, "stale", isStale());
    widgets::setText(m_counts[Sent], format::number(load.sent));
    widgets::setText(m_counts[Refused], format::number(load.refused));
    widgets::setTone(m_counts[Refused], load.refused ? Tone::warn : Tone::plain);
    widgets::setText(m_counts[Users], format::number(load.accounts));
    for (auto* count : m_counts)
        widgets::setStyleProperty(count, "stale", isStale());
    // A convicted key leaves the fleet; its operator comes back under another.
    std::erase_if(m_cards, [&](const auto& card) {
        const auto* entry = models::findOperator(*snapshot, card.first);
        const bool gone = !entry || !entry->local;
        if (gone) m_grid->remove(card.second);
        return gone;
    });
    for (const auto& entry : snapshot->operators) {
        if (!entry.local) continue;
        auto& card = m_cards[entry.address];
        if (!card) {
            card = new FaultCard(context(), entry);
            m_grid->add(card);
        }
        card->apply(snapshot);
    }
    m_plot->setData(context().history);
    m_wallet->apply(snapshot);
}

} // namespace aw::pages
