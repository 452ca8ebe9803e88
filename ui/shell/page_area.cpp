#include "shell/page_area.hpp"

#include <QHBoxLayout>

namespace aw::shell {

PageArea::PageArea(QWidget* pages, QWidget* inspector, QWidget* parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
    , m_inspector(inspector) {
    setObjectName(QStringLiteral("pageArea"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_layout->addWidget(pages, 1);
    m_layout->addWidget(inspector);
}

void PageArea::setOverlay(bool overlay) {
    if (overlay != m_overlay) {
        m_overlay = overlay;
        if (overlay)
            m_layout->removeWidget(m_inspector);
        else
            m_layout->addWidget(m_inspector);
    }
    place();
}

void PageArea::place() {
    if (!m_overlay) return;
    const int wide = std::min(m_inspector->maximumWidth(), width());
    m_inspector->setGeometry(width() - wide, 0, wide, height());
    m_inspector->raise();
}

void PageArea::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    place();
}

} // namespace aw::shell
