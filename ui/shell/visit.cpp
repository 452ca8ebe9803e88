#include "shell/visit.hpp"

#include "widgets/controls.hpp"
#include "widgets/plot_card.hpp"

#include <QAbstractButton>
#include <QApplication>
#include <QMouseEvent>
#include <QWheelEvent>
#include <qcustomplot.h>

namespace aw::shell {

namespace {
constexpr int kStepMs = 33;
/// The pointer crosses a plot in so many steps.
constexpr int kCrossing = 40;
constexpr int kNotch = 120; ///< of a wheel, as Qt counts
/// The wheel turns down for so many notches, then up again.
constexpr int kNotches = 12;
} // namespace

Visit::Visit(MainWindow& window, bridge::EngineBridge& bridge, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_pages(pageTable(bridge)) {
    m_timer.setInterval(kStepMs);
    connect(&m_timer, &QTimer::timeout, this, &Visit::step);
}

void Visit::start(qint64 spanMs) {
    m_spanMs = spanMs;
    m_at = -1;
    m_since.start();
    m_timer.start();
}

void Visit::step() {
    const auto elapsed = m_since.elapsed();
    if (elapsed >= m_spanMs) {
        m_timer.stop();
        emit finished();
        return;
    }
    ++m_steps;
    const auto due = elapsed * m_pages.size() / m_spanMs;
    if (due != m_at) {
        m_at = due;
        open(m_pages[due]);
        return;
    }
    point();
    if (m_steps % 4 == 0) scroll();
}

void Visit::open(const PageInfo& page) {
    for (auto* button : m_window.findChildren<QAbstractButton*>(page.navName()))
        button->click();
}

void Visit::point() {
    for (auto* card : m_window.findChildren<widgets::PlotCard*>()) {
        auto* plot = card->plot();
        if (!plot->isVisible()) continue;
        const QPointF at(plot->width() * (m_steps % kCrossing) / double{kCrossing}, plot->height() / 2.0);
        QCoreApplication::postEvent(plot, new QMouseEvent(QEvent::MouseMove, at, plot->mapToGlobal(at),
                                                          Qt::NoButton, Qt::NoButton, Qt::NoModifier));
        return;
    }
}

void Visit::scroll() {
    for (auto* table : m_window.findChildren<widgets::DataTable*>()) {
        if (!table->isVisible()) continue;
        auto* viewport = table->viewport();
        const QPointF at = viewport->rect().center();
        const bool down = m_steps / 4 / kNotches % 2 == 0;
        QCoreApplication::postEvent(
            viewport, new QWheelEvent(at, viewport->mapToGlobal(at), {}, QPoint(0, down ? -kNotch : kNotch),
                                      Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false));
    }
}

} // namespace aw::shell
