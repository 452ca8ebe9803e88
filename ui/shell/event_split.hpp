#pragma once

#include "pages/page.hpp"

#include <QSplitter>

namespace aw::shell {

class EventDock;

/// The pages, and below them the event log where the user wants it; its height is remembered.
class EventSplit : public QSplitter {
    Q_OBJECT
public:
    /// Takes `above` as its child.
    EventSplit(const pages::Context& context, QWidget* above, QWidget* parent = nullptr);

    EventDock& events() const { return *m_events; }
    /// The user shows or hides the log.
    void setWanted(bool wanted);
    /// The same by its keys: the focus goes there too.
    void toggle();
    /// `started`: there are pages above. What earlier runs left is seen before this one has started.
    void fit(bool started);
    /// Whether the focus is in the log.
    bool hasFocusInside() const;

signals:
    /// The log was shown or hidden.
    void changed();
    /// It was hidden while the focus was in it.
    void focusLost();

private:
    EventDock* m_events;
};

} // namespace aw::shell
