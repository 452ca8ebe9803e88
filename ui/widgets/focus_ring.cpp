#include "widgets/focus_ring.hpp"

#include "widgets/theme.hpp"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>

namespace aw::widgets {

namespace {

class Frame : public QWidget {
public:
    explicit Frame(QWidget* parent)
        : QWidget(parent) {
        setObjectName(QStringLiteral("focusRing"));
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setFocusPolicy(Qt::NoFocus);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(tokens().accent, FocusRing::kWide));
        const double half = FocusRing::kWide / 2.0;
        painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), 8, 8);
    }
};

/// The nearest ancestor that leaves room around the widget and moves with it when it is scrolled.
QWidget* canvasOf(const QWidget* widget) {
    QWidget* parent = widget->parentWidget();
    for (; parent && !parent->isWindow(); parent = parent->parentWidget()) {
        const auto* area = parent->parentWidget()
                               ? qobject_cast<QScrollArea*>(parent->parentWidget()->parentWidget())
                               : nullptr;
        if (area && area->widget() == parent) return parent;
    }
    return parent;
}

} // namespace

FocusRing::FocusRing(QObject* parent)
    : QObject(parent) {
    qApp->installEventFilter(this);
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        if (m_frame) m_frame->update();
    });
}

FocusRing::~FocusRing() { delete m_frame; }

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
    if (!watched->isWidgetType()) return false;
    auto* widget = static_cast<QWidget*>(watched);
    switch (event->type()) {
    case QEvent::KeyPress: {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Tab || key == Qt::Key_Backtab) m_byKeys = true;
        break;
    }
    case QEvent::FocusIn: {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        // Any other reason, as a window that comes back to the front, leaves it as it was; so does Tab's,
        // which Qt gives as well where what had the focus is hidden.
        if (reason == Qt::ShortcutFocusReason)
            m_byKeys = true;
        else if (reason == Qt::MouseFocusReason)
            m_byKeys = false;
        around(m_byKeys ? widget : nullptr);
        break;
    }
    case QEvent::FocusOut:
        if (widget == m_target && static_cast<QFocusEvent*>(event)->reason() != Qt::PopupFocusReason)
            around(nullptr);
        break;
    case QEvent::Move:
    case QEvent::Resize:
    case QEvent::Show:
    case QEvent::Hide:
        // The widget itself, or what it is in.
        if (m_target && widget != m_frame && (widget == m_target || widget->isAncestorOf(m_target))) place();
        break;
    default:
        break;
    }
    return false;
}

void FocusRing::around(QWidget* widget) {
    // What is no control of its own, as a page, is reached but not framed.
    m_target = widget && widget->focusPolicy() != Qt::NoFocus && !widget->isWindow() ? widget : nullptr;
    if (!m_target) {
        if (m_frame) m_frame->hide();
        return;
    }
    auto* canvas = canvasOf(m_target);
    if (!canvas) return;
    if (!m_frame) m_frame = new Frame(canvas);
    if (m_frame->parentWidget() != canvas) m_frame->setParent(canvas);
    place();
}

void FocusRing::place() {
    if (!m_frame || !m_target) return;
    const auto* canvas = m_frame->parentWidget();
    if (!canvas->isAncestorOf(m_target) || !m_target->isVisible()) {
        m_frame->hide();
        return;
    }
    constexpr int kOut = kGap + kWide;
    const QRect ring =
        QRect(m_target->mapTo(canvas, QPoint()), m_target->size()).adjusted(-kOut, -kOut, kOut, kOut);
    m_frame->setGeometry(ring.intersected(canvas->rect()));
    m_frame->show();
    m_frame->raise();
}

} // namespace aw::widgets
