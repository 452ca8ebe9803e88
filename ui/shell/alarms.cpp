#include "shell/alarms.hpp"

#include "shell/alarm_bar.hpp"

#include <QApplication>

namespace aw::shell {

Alarms::Alarms(const pages::Context& context, QWidget* window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
    , m_bar(new AlarmBar(window)) {
    connect(m_bar, &AlarmBar::followed, this,
            [this](const models::Notice& notice) { models::follow(notice, m_context.selection); });
}

void Alarms::setNotifier(Notifier* notifier) {
    m_teller.setNotifier(notifier);
    connect(notifier, &Notifier::activated, this, [this](const QString& key) {
        m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
        m_window->raise();
        m_window->activateWindow();
        if (const auto* notice = m_teller.find(key)) models::follow(*notice, m_context.selection);
    });
    apply(m_started);
}

void Alarms::apply(bool started) {
    m_started = started;
    const auto nowMs = m_context.bridge.nowMs();
    const auto notices =
        started ? models::attention(*m_context.bridge.snapshot(), nowMs) : std::vector<models::Notice>{};
    m_bar->setNotices(notices);
    const QString& headline = m_bar->headline();
    const QString title =
        headline.isEmpty() ? QStringLiteral("Anchorwatch") : QStringLiteral("%1 – Anchorwatch").arg(headline);
    if (m_window->windowTitle() != title) m_window->setWindowTitle(title);
    // The taskbar's entry asks for a look where the window is not in front.
    if (m_teller.update(notices, nowMs)) QApplication::alert(m_window);
}

void Alarms::followWorst() {
    const auto notices = models::attention(*m_context.bridge.snapshot(), m_context.bridge.nowMs());
    models::follow(notices.front(), m_context.selection);
}

} // namespace aw::shell
