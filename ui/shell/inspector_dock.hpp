#pragma once

#include "pages/page.hpp"

#include <QFrame>

namespace aw::pages {
class Inspector;
} // namespace aw::pages

namespace aw::shell {

/// The inspector at the right edge, and when it is shown: where the user wants it and the window has room, or
/// where the user has just asked for it.
class InspectorDock : public QFrame {
    Q_OBJECT
public:
    explicit InspectorDock(const pages::Context& context, QWidget* parent = nullptr);

    pages::Inspector& inspector() const { return *m_inspector; }
    /// The user shows or hides it; remembered.
    void setWanted(bool wanted);
    /// Opened in a narrow window by the user's selection or key.
    void setAsked(bool asked) { m_asked = asked; }
    bool isAsked() const { return m_asked; }
    /// `started`: there is something to inspect.
    void fit(bool started, int windowWidth);
    /// Whether a window of that width has room for it beside the pages.
    static bool hasRoom(int windowWidth);

signals:
    /// The user closed it with its own button.
    void closed();

private:
    pages::Inspector* m_inspector;
    bool m_wanted;
    bool m_asked = false;
};

} // namespace aw::shell
