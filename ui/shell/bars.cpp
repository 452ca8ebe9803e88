#include "shell/bars.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>

namespace aw::shell {

namespace format = models::format;
namespace texts = models::texts;
using models::Tone;
using widgets::makeLabel;

namespace {

QFrame* makeChip(const QString& objectName) {
    auto* chip = new QFrame;
    chip->setProperty("chip", true);
    chip->setObjectName(objectName);
    chip->setFixedHeight(28);
    auto* layout = new QHBoxLayout(chip);
    layout->setContentsMargins(10, 0, 10, 0);
    layout->setSpacing(8);
    return chip;
}

constexpr int kGoToWide = 264;
constexpr int kGoToNarrow = 168;

/// "anvil/v1.7.1" is told as "anvil".
QString clientName(const std::string& client) { return QString::fromStdString(client).section(u'/', 0, 0); }

} // namespace

TitleBar::TitleBar(const pages::Context& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_environment(new widgets::Badge)
    , m_workspaceChip(makeChip(QStringLiteral("workspaceChip")))
    , m_workspace(new widgets::ElidedLabel({}, "value"))
    , m_l1Dot(new widgets::Dot)
    , m_l1(makeLabel({}, "value"))
    , m_l1Chip(makeChip(QStringLiteral("l1Chip")))
    , m_goTo(new QToolButton)
    , m_viewpoint(new QToolButton)
    , m_viewpoints(new QMenu(this))
    , m_menu(new QMenu(this)) {
    setProperty("bar", QStringLiteral("top"));
    setFixedHeight(44);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(12);
    auto* mark = new QLabel;
    widgets::onTheme(mark, [mark] {
        mark->setPixmap(widgets::icons::pixmap(QStringLiteral("anchor"), widgets::tokens().accent, 22));
    });
    layout->addWidget(mark);
    layout->addWidget(makeLabel(QStringLiteral("Anchorwatch"), "brand"));
    m_environment->setObjectName(QStringLiteral("environmentBadge"));
    layout->addWidget(m_environment);
    m_workspaceChip->layout()->addWidget(makeLabel([] { return tr("Workspace"); }, "faint"));
    // A folder of the user's own has a name of any length; the tool tip has it whole.
    m_workspace->setProperty("cutOnPurpose", true);
    m_workspaceChip->layout()->addWidget(m_workspace);
    m_workspaceChip->setMaximumWidth(260);
    layout->addWidget(m_workspaceChip);
    m_l1Chip->layout()->addWidget(m_l1Dot);
    m_l1Chip->layout()->addWidget(makeLabel(QStringLiteral("L1"), "faint"));
    m_l1Chip->layout()->addWidget(m_l1);
    m_l1->setObjectName(QStringLiteral("l1State"));
    layout->addWidget(m_l1Chip);
    layout->addStretch(1);

    m_goTo->setObjectName(QStringLiteral("goToButton"));
    m_goTo->setProperty("kind", QStringLiteral("chip"));
    auto* field = new QHBoxLayout(m_goTo);
    field->setContentsMargins(10, 0, 10, 0);
    field->setSpacing(8);
    auto* glass = new QLabel;
    widgets::onTheme(glass, [glass] {
        glass->setPixmap(widgets::icons::pixmap(QStringLiteral("search"), widgets::tokens().t3, 14));
    });
    auto* keys = makeLabel(QStringLiteral("Ctrl K"), "mono");
    widgets::setStyleProperty(keys, "stale", true);
    m_goToText = makeLabel({}, "faint");
    field->addWidget(glass);
    field->addWidget(m_goToText, 1);
    field->addWidget(keys);
    for (auto* label : {glass, m_goToText, keys})
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    widgets::onLanguage(m_goTo, [this] {
        m_goTo->setToolTip(tr("Go to a page, batch, operator, hash or action (Ctrl+K)"));
        m_goTo->setAccessibleName(tr("Go to a page, batch, operator, hash or action"));
    });
    m_goTo->setCursor(Qt::PointingHandCursor);
    connect(m_goTo, &QToolButton::clicked, this, &TitleBar::goToRequested);
    layout->addWidget(m_goTo);

    m_viewpoint->setObjectName(QStringLiteral("viewpointSelector"));
    m_viewpoint->setProperty("kind", QStringLiteral("chip"));
    m_viewpoint->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    widgets::onTheme(m_viewpoint, [this] {
        m_viewpoint->setIcon(widgets::icons::icon(QStringLiteral("seat"), widgets::tokens().t3));
    });
    m_viewpoint->setIconSize({16, 16});
    m_viewpoint->setPopupMode(QToolButton::InstantPopup);
    m_viewpoint->setMenu(m_viewpoints);
    widgets::onLanguage(m_viewpoint, [this] { m_viewpoint->setAccessibleName(tr("Viewpoint")); });
    m_viewpoint->hide();
    connect(m_viewpoints, &QMenu::aboutToShow, this, &TitleBar::fillViewpoints);
    layout->addWidget(m_viewpoint);

    auto* gear = new QToolButton;
    gear->setObjectName(QStringLiteral("settingsButton"));
    widgets::icons::setNavIcon(gear, QStringLiteral("gear"));
    gear->setIconSize({18, 18});
    gear->setPopupMode(QToolButton::InstantPopup);
    gear->setMenu(m_menu);
    widgets::onLanguage(gear, [gear] {
        gear->setToolTip(tr("Settings"));
        gear->setAccessibleName(tr("Settings"));
    });
    layout->addWidget(gear);
    connect(&m_context.bridge, &bridge::EngineBridge::tick, this, &TitleBar::showL1);
    widgets::onLanguage(this, [this] { setCompact(m_compact); });
}

void TitleBar::setCompact(bool compact) {
    m_compact = compact;
    m_workspaceChip->setVisible(!compact && !m_workspace->text().isEmpty());
    widgets::setText(m_goToText, compact ? tr("Go to …") : tr("Go to page, hash or action …"));
    m_goTo->setFixedWidth(compact ? kGoToNarrow : kGoToWide);
    showL1();
}

void TitleBar::showL1() {
    const auto& snapshot = *m_context.bridge.snapshot();
    const bool idle = snapshot.phase == api::Phase::starting && snapshot.l1.chainId == 0;
    const bool stale = models::isStale(snapshot, m_context.bridge.nowMs());
    QString text;
    if (idle)
        text = tr("not started");
    else if (!snapshot.l1.connected)
        text = tr("not connected");
    else if (m_compact)
        text = tr("chain %1").arg(snapshot.l1.chainId);
    else
        text = tr("%1 · chain %2 · %3 s blocks")
                   .arg(clientName(snapshot.l1.client))
                   .arg(snapshot.l1.chainId)
                   .arg(format::decimal(static_cast<double>(snapshot.l1.blockTimeMs) / 1000, 1));
    widgets::setText(m_l1, text);
    m_l1Dot->setTone(idle ? Tone::muted : !snapshot.l1.connected ? Tone::bad : stale ? Tone::warn : Tone::ok);
    m_l1Chip->setToolTip(QString::fromStdString(snapshot.l1.endpoint));
    m_l1Chip->setAccessibleName(QStringLiteral("L1 ") + text);
}

void TitleBar::apply(const pages::SnapshotPtr& snapshot) {
    m_environment->setState(texts::environment(snapshot->environment),
                            snapshot->environment == api::Environment::real   ? Tone::bad
                            : snapshot->environment == api::Environment::test ? Tone::info
                                                                              : Tone::warn);
    const QString workspace = QString::fromStdString(snapshot->workspace);
    widgets::setText(m_workspace, workspace.section(u'/', -1));
    m_workspaceChip->setToolTip(workspace);
    m_workspaceChip->setVisible(!m_compact && !workspace.isEmpty());
    showL1();
    showViewpoint(*snapshot);
}

void TitleBar::showViewpoint(const api::Snapshot& snapshot) {
    const auto* viewpoint = models::viewpointOperator(snapshot);
    m_viewpoint->setVisible(viewpoint != nullptr);
    if (!viewpoint) return;
    const auto* asked = models::findOperator(snapshot, m_asked);
    // The engine shows another's view while the node of the one that was asked for is down.
    const bool standsIn = asked && asked != viewpoint && asked->local && !asked->running;
    if (!standsIn) m_asked = snapshot.viewpoint;
    const QString name = QString::fromStdString(viewpoint->name);
    const QString text =
        standsIn ? QStringLiteral(" %1 · %2").arg(name, tr("for %1").arg(QString::fromStdString(asked->name)))
                 : QStringLiteral(" %1 · %2").arg(name, texts::standing(*viewpoint));
    if (m_viewpoint->text() != text) m_viewpoint->setText(text);
    const QString why = standsIn ? tr("The node of %1 is down: you view as %2 until it is back.")
                                       .arg(QString::fromStdString(asked->name), name)
                                 : tr("Everything is shown as this operator sees it");
    m_viewpoint->setToolTip(why);
    m_viewpoint->setAccessibleDescription(standsIn ? why : text.trimmed());
    widgets::setStyleProperty(m_viewpoint, "standIn", standsIn);
    const bool moved = !m_viewed.isZero() && m_viewed != snapshot.viewpoint;
    m_viewed = snapshot.viewpoint;
    if (moved && standsIn) emit viewpointMoved(why);
}

void TitleBar::fillViewpoints() {
    m_viewpoints->clear();
    const auto& snapshot = *m_context.bridge.snapshot();
    for (const auto& entry : snapshot.operators) {
        if (!entry.local) continue;
        auto* action = m_viewpoints->addAction(
            QStringLiteral("%1 · %2").arg(QString::fromStdString(entry.name), texts::standing(entry)));
        action->setCheckable(true);
        action->setChecked(entry.address == snapshot.viewpoint);
        connect(action, &QAction::triggered, this, [this, address = entry.address] { viewAs(address); });
    }
}

void TitleBar::viewAs(const Address& address) {
    m_asked = m_viewed = address;
    m_context.bridge.setViewpoint(address, {});
}

HeadsBar::HeadsBar(const pages::Context& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_events(new QToolButton)
    , m_unseen(new widgets::Badge)
    , m_operators(makeLabel({}, "label"))
    , m_cpu(makeLabel({}, "label"))
    , m_live(new widgets::Dot)
    , m_liveText(makeLabel({}, "label")) {
    setProperty("bar", QStringLiteral("bottom"));
    setObjectName(QStringLiteral("headsBar"));
    setFixedHeight(28);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(4);
    const widgets::Text names[] = {QStringLiteral("L1"), [] { return tr("latest"); },
                                   [] { return tr("safe"); }, [] { return tr("finalized"); },
                                   [] { return tr("challenge"); }};
    const widgets::Text tips[] = {
        [] { return tr("The last L1 block"); }, [] { return tr("The last L2 block"); },
        [] { return tr("The last L2 block whose data is on L1 and was recomputed here"); },
        [] { return tr("The last L2 block of a final batch"); },
        [] { return tr("The batches that are in their challenge window"); }};
    for (std::size_t i = 0; i < std::size(names); ++i) {
        HeadField field{makeLabel(names[i], "label"), makeLabel(QString(QChar(0x2014)), "head"),
                        makeLabel({}, "faint")};
        widgets::setTone(field.name, Tone::muted);
        for (auto* label : {field.name, field.number, field.age}) {
            tips[i].bind(label, [label](const QString& words) { label->setToolTip(words); });
            layout->addWidget(label);
        }
        names[i].bind(field.number,
                      [number = field.number](const QString& words) { number->setAccessibleName(words); });
        layout->addSpacing(16);
        m_heads.append(field);
    }
    layout->addStretch(1);
    m_events->setObjectName(QStringLiteral("eventsButton"));
    m_events->setProperty("kind", QStringLiteral("segment"));
    m_events->setCheckable(true);
    m_events->setFocusPolicy(Qt::StrongFocus);
    connect(m_events, &QToolButton::clicked, this, &HeadsBar::eventsToggled);
    widgets::onLanguage(m_events, [this] {
        m_events->setText(tr("Events"));
        m_events->setAccessibleName(tr("Event log"));
        m_events->setToolTip(tr("Show or hide the event log (Ctrl+L)"));
    });
    m_unseen->setObjectName(QStringLiteral("eventsUnseen"));
    m_unseen->hide();
    layout->addWidget(m_unseen);
    layout->addWidget(m_events);
    layout->addSpacing(12);
    layout->addWidget(m_operators);
    layout->addSpacing(16);
    layout->addWidget(m_cpu);
    widgets::onLanguage(
        m_cpu, [this] { m_cpu->setToolTip(tr("Processor time of this process; 100 % is one core")); });
    layout->addSpacing(16);
    layout->addWidget(m_live);
    layout->addWidget(m_liveText);
    m_wall.start();
    m_used = std::clock();
    connect(&m_context.bridge, &bridge::EngineBridge::tick, this, &HeadsBar::tick);
}

void HeadsBar::setEvents(bool shown, int unseen, Tone tone) {
    m_events->setChecked(shown);
    m_unseen->setVisible(unseen > 0);
    if (unseen == 0) return;
    m_unseen->setState(format::number(static_cast<std::uint64_t>(unseen)), tone);
    m_unseen->setToolTip(tr("%n new warnings", nullptr, unseen));
    m_events->setAccessibleDescription(tr("%n new warnings", nullptr, unseen));
}

void HeadsBar::setHead(const HeadField& field, const api::Head& head, std::int64_t staleMs) {
    const bool known = head.seenAtMs != 0;
    widgets::setText(field.number, known ? format::number(head.number) : QString(QChar(0x2014)));
    const auto age = m_context.bridge.nowMs() - head.seenAtMs;
    widgets::setText(field.age, known ? format::duration(age) : QString());
    widgets::setStyleProperty(field.number, "stale", known && age > staleMs);
}

void HeadsBar::apply(const pages::SnapshotPtr& snapshot) {
    const auto& heads = snapshot->heads;
    const auto block = static_cast<std::int64_t>(std::max<std::uint64_t>(1000, snapshot->l1.blockTimeMs));
    const auto window = static_cast<std::int64_t>(snapshot->parameters.challengeWindowBlocks) * block;
    setHead(m_heads[0], heads.l1, 3 * block + 2000);
    setHead(m_heads[1], heads.latest, 10 * block);
    setHead(m_heads[2], heads.safe, 30 * block);
    setHead(m_heads[3], heads.finalized, window + 30 * block);
    widgets::setText(m_heads[4].number, heads.challengeFirst == 0
                                            ? QString(QChar(0x2014))
                                            : format::number(heads.challengeFirst) + QChar(0x2013) +
                                                  format::number(heads.challengeLast));
    widgets::setText(m_operators, tr("%n operators", nullptr, static_cast<int>(snapshot->operators.size())) +
                                      QStringLiteral(" · ") +
                                      tr("%1 ready").arg(models::readyOperators(*snapshot)));
    const bool running = snapshot->phase == api::Phase::running;
    const bool stale = models::isStale(*snapshot, m_context.bridge.nowMs());
    m_live->setTone(!running ? Tone::muted : stale ? Tone::bad : Tone::ok);
    widgets::setText(m_liveText, !running ? tr("not running") : stale ? tr("stale") : tr("live"));
}

void HeadsBar::tick() {
    apply(m_context.bridge.snapshot());
    if (m_wall.elapsed() < 900) return;
    const auto used = std::clock();
    const double share =
        static_cast<double>(used - m_used) / CLOCKS_PER_SEC * 1000 / static_cast<double>(m_wall.restart());
    m_used = used;
    widgets::setText(m_cpu, tr("CPU %1 %").arg(format::decimal(share * 100, 0)));
}

} // namespace aw::shell
