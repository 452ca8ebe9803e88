#pragma once

#include <QPointer>
#include <QWidget>

namespace aw::widgets {

/// Shows where the keyboard is: two pixels of the accent around the widget that has the focus, with a gap, in
/// whichever window that is. Not for a focus that came by the mouse. One for the application; it draws
/// through a widget that takes no events.
class FocusRing : public QObject {
    Q_OBJECT
public:
    static constexpr int kWide = 2;
    static constexpr int kGap = 2;

    explicit FocusRing(QObject* parent = nullptr);
    ~FocusRing() override;

    /// What it is around; null while it is not shown.
    QWidget* target() const { return m_target; }
    /// What draws it; null before the first time.
    QWidget* frame() const { return m_frame; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void around(QWidget* widget);
    void place();

    QPointer<QWidget> m_target;
    QPointer<QWidget> m_frame;
    bool m_byKeys = false; ///< the focus moves by the keyboard
};

} // namespace aw::widgets
