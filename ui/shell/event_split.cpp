#include "shell/event_split.hpp"

#include "shell/event_dock.hpp"

#include <QSettings>

namespace aw::shell {

namespace {

constexpr int kHeight = 220, kAboveHeight = 900;
QString heightKey() { return QStringLiteral("events/height"); }

} // namespace

EventSplit::EventSplit(const pages::Context& context, QWidget* above, QWidget* parent)
    : QSplitter(Qt::Vertical, parent)
    , m_events(new EventDock(context)) {
    addWidget(above);
    addWidget(m_events);
    setCollapsible(0, false);
    setCollapsible(1, false);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    setHandleWidth(4);
    setSizes({kAboveHeight, QSettings().value(heightKey(), kHeight).toInt()});
    connect(this, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(heightKey(), m_events->height()); });
    connect(m_events, &EventDock::closed, this, [this] { setWanted(false); });
}

bool EventSplit::hasFocusInside() const { return m_events->isAncestorOf(window()->focusWidget()); }

void EventSplit::setWanted(bool wanted) {
    const bool inside = hasFocusInside();
    m_events->setWanted(wanted);
    emit changed();
    if (!wanted && inside) emit focusLost();
}

void EventSplit::toggle() {
    setWanted(!m_events->isWanted());
    if (m_events->isVisible()) m_events->focusList();
}

void EventSplit::fit(bool started) {
    m_events->setVisible(m_events->isWanted() && (started || !m_events->isEmpty()));
}

} // namespace aw::shell
