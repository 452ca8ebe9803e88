#pragma once

#include "shell/notifier.hpp"

#include <QDBusConnection>
#include <QHash>

namespace aw::shell {

/// Notifications of the desktop by org.freedesktop.Notifications (Desktop Notifications Specification 1.2).
class DesktopNotifier : public Notifier {
    Q_OBJECT
public:
    /// The session's bus where there is one; a bus is never started for it.
    explicit DesktopNotifier(QObject* parent = nullptr);
    explicit DesktopNotifier(const QDBusConnection& bus, QObject* parent = nullptr);

    void notify(const QString& key, const QString& title, const QString& text) override;
    void withdraw(const QString& key) override;

private slots:
    void onAction(uint id, const QString& action);
    void onClosed(uint id, uint reason);

private:
    QDBusConnection m_bus;
    QHash<QString, uint> m_shown; ///< the server's number of each that it shows; 0 while it has not answered
};

} // namespace aw::shell
