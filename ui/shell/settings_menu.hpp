#pragma once

#include "widgets/theme.hpp"

#include <QObject>

class QAction;
class QActionGroup;
class QMenu;

namespace aw::shell {

/// The menu of what the user sets: theme, language, motion, and where help is. The window does what it asks.
class SettingsMenu : public QObject {
    Q_OBJECT
public:
    /// Fills `menu`, which outlives it.
    SettingsMenu(QMenu* menu, QObject* parent);
    /// Words and ticks anew. `locale`: the one in use.
    void say(const QString& locale);

signals:
    void schemeRequested(widgets::Theme::Scheme scheme);
    void localeRequested(const QString& locale);
    void checklistRequested();
    void keysRequested();

private:
    QActionGroup* m_schemes;
    QActionGroup* m_languages;
    QAction* m_motion;
    QAction* m_checklist;
    QAction* m_keys;
};

} // namespace aw::shell
