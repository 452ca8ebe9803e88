#pragma once

#include "pages/page.hpp"
#include "shell/alarm_teller.hpp"

#include <QPointer>

namespace aw::shell {

class AlarmBar;

/// What cannot wait, wherever the user looks: the bar above the pages, the window's title, the desktop's
/// notifications. Leads to it.
class Alarms : public QObject {
    Q_OBJECT
public:
    /// `window` has the title, and owns this.
    Alarms(const pages::Context& context, QWidget* window);

    AlarmBar* bar() const { return m_bar; }
    /// The notifier outlives the window.
    void setNotifier(Notifier* notifier);
    /// `started`: before that, nothing is told.
    void apply(bool started);
    /// Goes to the most urgent matter.
    void followWorst();

private:
    pages::Context m_context;
    QWidget* m_window;
    QPointer<AlarmBar> m_bar; ///< in the window's layout
    AlarmTeller m_teller;
    bool m_started = false;
};

} // namespace aw::shell
