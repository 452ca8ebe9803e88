#pragma once

#include <QObject>
#include <QString>

namespace aw::shell {

/// Tells the user something outside of the window. Lives in the GUI thread; a call returns at once, and where
/// the desktop shows nothing, nothing happens.
class Notifier : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    /// `key`: what it is about; another one of the same key replaces the first.
    virtual void notify(const QString& key, const QString& title, const QString& text) = 0;
    /// It is settled; nothing where it was never told.
    virtual void withdraw(const QString& key) = 0;

signals:
    /// The user asks to see what it is about.
    void activated(const QString& key);
};

} // namespace aw::shell
