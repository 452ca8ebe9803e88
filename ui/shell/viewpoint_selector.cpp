#include "shell/viewpoint_selector.hpp"

#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QMenu>

namespace aw::shell {

namespace texts = models::texts;

ViewpointSelector::ViewpointSelector(const pages::Context& context, QWidget* parent)
    : QToolButton(parent)
    , m_context(context)
    , m_menu(new QMenu(this)) {
    setObjectName(QStringLiteral("viewpointSelector"));
    setProperty("kind", QStringLiteral("chip"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({16, 16});
    setPopupMode(InstantPopup);
    setMenu(m_menu);
    widgets::onLanguage(this, [this] { setAccessibleName(tr("Viewpoint")); });
    widgets::onTheme(this,
                     [this] { setIcon(widgets::icons::icon(QStringLiteral("seat"), widgets::tokens().t3)); });
    hide();
    connect(m_menu, &QMenu::aboutToShow, this, &ViewpointSelector::fillMenu);
}

void ViewpointSelector::apply(const api::Snapshot& snapshot) {
    const auto* viewpoint = models::viewpointOperator(snapshot);
    setVisible(viewpoint != nullptr);
    if (!viewpoint) return;
    const auto* asked = models::findOperator(snapshot, m_asked);
    // The engine shows another's view while the node of the one that was asked for is down.
    const bool standsIn = asked && asked != viewpoint && asked->local && !asked->running;
    if (!standsIn) m_asked = snapshot.viewpoint;
    const QString name = QString::fromStdString(viewpoint->name);
    const QString words =
        standsIn ? QStringLiteral(" %1 · %2").arg(name, tr("for %1").arg(QString::fromStdString(asked->name)))
                 : QStringLiteral(" %1 · %2").arg(name, texts::standing(*viewpoint));
    if (text() != words) setText(words);
    const QString why = standsIn ? tr("The node of %1 is down: you view as %2 until it is back.")
                                       .arg(QString::fromStdString(asked->name), name)
                                 : tr("Everything is shown as this operator sees it");
    setToolTip(why);
    setAccessibleDescription(standsIn ? why : words.trimmed());
    widgets::setStyleProperty(this, "standIn", standsIn);
    const bool another = !m_viewed.isZero() && m_viewed != snapshot.viewpoint;
    m_viewed = snapshot.viewpoint;
    if (another && standsIn) emit moved(why);
}

void ViewpointSelector::fillMenu() {
    m_menu->clear();
    const auto& snapshot = *m_context.bridge.snapshot();
    for (const auto& entry : snapshot.operators) {
        if (!entry.local) continue;
        auto* action = m_menu->addAction(
            QStringLiteral("%1 · %2").arg(QString::fromStdString(entry.name), texts::standing(entry)));
        action->setCheckable(true);
        action->setChecked(entry.address == snapshot.viewpoint);
        connect(action, &QAction::triggered, this, [this, address = entry.address] { viewAs(address); });
    }
}

void ViewpointSelector::viewAs(const Address& address) {
    m_asked = m_viewed = address;
    m_context.bridge.setViewpoint(address, {});
}

} // namespace aw::shell
