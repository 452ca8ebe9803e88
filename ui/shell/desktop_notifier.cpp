#include "shell/desktop_notifier.hpp"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QVariantMap>

namespace aw::shell {

namespace {

const char* const kService = "org.freedesktop.Notifications";
const char* const kPath = "/org/freedesktop/Notifications";
constexpr int kNeverExpires = 0;
constexpr uchar kCritical = 2;

/// libdbus would start a bus of its own where there is none, and leave it behind.
QDBusConnection sessionBus() {
    const bool runs = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                      QFileInfo::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
    return runs ? QDBusConnection::sessionBus() : QDBusConnection(QString());
}

QDBusMessage call(const char* method) {
    return QDBusMessage::createMethodCall(QLatin1String(kService), QLatin1String(kPath),
                                          QLatin1String(kService), QLatin1String(method));
}

} // namespace

DesktopNotifier::DesktopNotifier(QObject* parent)
    : DesktopNotifier(sessionBus(), parent) {}

DesktopNotifier::DesktopNotifier(const QDBusConnection& bus, QObject* parent)
    : Notifier(parent)
    , m_bus(bus) {
    if (!m_bus.isConnected()) return;
    const auto follow = [this](const char* signal, const char* slot) {
        m_bus.connect(QString(), QLatin1String(kPath), QLatin1String(kService), QLatin1String(signal), this,
                      slot);
    };
    follow("ActionInvoked", SLOT(onAction(uint, QString)));
    follow("NotificationClosed", SLOT(onClosed(uint, uint)));
}

void DesktopNotifier::notify(const QString& key, const QString& title, const QString& text) {
    if (!m_bus.isConnected()) return;
    const uint replaces = m_shown.value(key, 0);
    m_shown.insert(key, replaces);
    auto message = call("Notify");
    // Servers read the body as markup.
    message << QStringLiteral("Anchorwatch") << replaces << QString() << title << text.toHtmlEscaped()
            << QStringList{QStringLiteral("default"), tr("Review")}
            << QVariantMap{{QStringLiteral("urgency"), QVariant::fromValue(kCritical)},
                           {QStringLiteral("desktop-entry"), QStringLiteral("anchorwatch")}}
            << kNeverExpires;
    auto* answer = new QDBusPendingCallWatcher(m_bus.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, key, answer] {
        answer->deleteLater();
        const QDBusPendingReply<uint> reply = *answer;
        // No server is no error: the window says the same.
        if (reply.isError()) {
            m_shown.remove(key);
            return;
        }
        const bool wanted = m_shown.contains(key);
        m_shown.insert(key, reply.value());
        if (!wanted) withdraw(key);
    });
}

void DesktopNotifier::withdraw(const QString& key) {
    const auto it = m_shown.constFind(key);
    if (it == m_shown.constEnd()) return;
    const uint id = *it;
    m_shown.erase(it);
    if (id == 0) return; // once the server has answered
    auto message = call("CloseNotification");
    message << id;
    m_bus.asyncCall(message);
}

void DesktopNotifier::onAction(uint id, const QString&) {
    const QString key = m_shown.key(id);
    if (!key.isEmpty()) emit activated(key);
}

void DesktopNotifier::onClosed(uint id, uint) {
    const QString key = m_shown.key(id);
    if (!key.isEmpty()) m_shown.remove(key);
}

} // namespace aw::shell
