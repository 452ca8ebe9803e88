#pragma once

#include <QWidget>

class QHBoxLayout;

namespace aw::shell {

/// The pages and the inspector: beside them where the window is wide, above their right edge where it is not,
/// so that no page has to give way.
class PageArea : public QWidget {
    Q_OBJECT
public:
    /// Takes both as children.
    PageArea(QWidget* pages, QWidget* inspector, QWidget* parent = nullptr);

    void setOverlay(bool overlay);
    bool isOverlay() const { return m_overlay; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void place();

    QHBoxLayout* m_layout;
    QWidget* m_inspector;
    bool m_overlay = false;
};

} // namespace aw::shell
