#include "shell/title_bar.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "shell/viewpoint_selector.hpp"
#include "widgets/figures.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

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
    , m_viewpoint(new ViewpointSelector(context))
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
    m_viewpoint->apply(*snapshot);
}

} // namespace aw::shell
