#include "shell/inspector_dock.hpp"

#include "pages/inspector.hpp"

#include <QSettings>
#include <QVBoxLayout>

namespace aw::shell {

namespace {
constexpr int kRoomyFrom = 1180, kWidth = 284;
QString shownKey() { return QStringLiteral("inspector/shown"); }
} // namespace

InspectorDock::InspectorDock(const pages::Context& context, QWidget* parent)
    : QFrame(parent)
    , m_inspector(new pages::Inspector(context))
    , m_wanted(QSettings().value(shownKey(), true).toBool()) {
    setProperty("bar", QStringLiteral("right"));
    setFixedWidth(kWidth);
    auto* box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->addWidget(m_inspector);
    connect(m_inspector, &pages::Inspector::closeRequested, this, [this] {
        setWanted(false);
        emit closed();
    });
}

void InspectorDock::setWanted(bool wanted) {
    m_wanted = m_asked = wanted;
    QSettings().setValue(shownKey(), wanted);
}

void InspectorDock::fit(bool started, int windowWidth) {
    setVisible(started && m_wanted && (hasRoom(windowWidth) || m_asked));
}

bool InspectorDock::hasRoom(int windowWidth) { return windowWidth >= kRoomyFrom; }

} // namespace aw::shell
