#include "widgets/plot_overlay.hpp"

#include "widgets/theme.hpp"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace aw::widgets {

namespace {
constexpr double kPad = 8, kLine = 17, kMark = 8, kGap = 12, kAway = 10;
}

PlotOverlay::PlotOverlay(QWidget* plot)
    : QWidget(plot) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAttribute(Qt::WA_NoSystemBackground);
    plot->installEventFilter(this);
    resize(plot->size());
}

bool PlotOverlay::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) resize(parentWidget()->size());
    return QWidget::eventFilter(watched, event);
}

void PlotOverlay::setReadings(const QRectF& pane, double x, const QString& title,
                              std::vector<Reading> readings) {
    m_pane = pane;
    m_x = x;
    m_title = title;
    m_readings = std::move(readings);
    update();
}

void PlotOverlay::clearReadings() {
    if (m_title.isEmpty()) return;
    m_title.clear();
    m_readings.clear();
    update();
}

void PlotOverlay::setPeaks(std::vector<Peak> peaks) {
    m_peaks = std::move(peaks);
    update();
}

QString PlotOverlay::readout() const {
    QStringList lines;
    if (!m_title.isEmpty()) lines << m_title;
    for (const auto& reading : m_readings)
        lines << reading.name + u' ' + reading.value;
    return lines.join(u'\n');
}

QStringList PlotOverlay::peakTexts() const {
    QStringList texts;
    for (const auto& peak : m_peaks)
        texts << peak.text;
    return texts;
}

void PlotOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    painter.setFont(Theme::font(TextSize::label));
    for (const auto& peak : m_peaks) {
        const QPointF tip[] = {peak.at, peak.at + QPointF(-4, 6), peak.at + QPointF(4, 6)};
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.info);
        painter.drawPolygon(tip, 3);
        const double words = painter.fontMetrics().horizontalAdvance(peak.text);
        // Beside the arrow, where there is room.
        const bool left = peak.at.x() + 8 + words > width();
        painter.setPen(t.t2);
        painter.drawText(
            QRectF(left ? peak.at.x() - 8 - words : peak.at.x() + 8, peak.at.y() - 5, words + 2, kLine),
            Qt::AlignLeft | Qt::AlignVCenter, peak.text);
    }
    if (m_title.isEmpty()) return;
    painter.setPen(QPen(t.t2, 1, Qt::DotLine));
    painter.drawLine(QPointF(m_x, m_pane.top()), QPointF(m_x, m_pane.bottom()));
    for (const auto& reading : m_readings) {
        if (!reading.y) continue;
        painter.setPen(QPen(t.s1, 1.5));
        painter.setBrush(reading.color);
        painter.drawEllipse(QPointF(m_x, std::max(m_pane.top(), *reading.y)), 3.5, 3.5);
    }
    paintBox(painter);
}

void PlotOverlay::paintBox(QPainter& painter) const {
    const Tokens& t = tokens();
    const QFontMetricsF plain(Theme::font(TextSize::label));
    const QFontMetricsF strong(Theme::font(TextSize::label, QFont::DemiBold));
    double wide = strong.horizontalAdvance(m_title);
    for (const auto& reading : m_readings)
        wide = std::max(wide, kMark + 6 + plain.horizontalAdvance(reading.name) + kGap +
                                  strong.horizontalAdvance(reading.value));
    const QSizeF size(wide + 2 * kPad, (static_cast<double>(m_readings.size()) + 1) * kLine + 2 * kPad - 2);
    // On the side with more room, inside the widget.
    double left = m_x + kAway;
    if (left + size.width() > width()) left = m_x - kAway - size.width();
    left = std::clamp(left, 0.0, std::max(0.0, width() - size.width()));
    const double top = std::clamp(m_pane.top() + 4, 0.0, std::max(0.0, height() - size.height()));
    const QRectF box(QPointF(left, top), size);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.s2);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    double y = box.top() + kPad - 1;
    painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
    painter.setPen(t.t1);
    painter.drawText(QRectF(box.left() + kPad, y, wide + 1, kLine), Qt::AlignLeft | Qt::AlignVCenter,
                     m_title);
    for (const auto& reading : m_readings) {
        y += kLine;
        const QRectF line(box.left() + kPad, y, wide + 1, kLine);
        painter.setPen(Qt::NoPen);
        painter.setBrush(reading.color);
        painter.drawEllipse(QPointF(line.left() + kMark / 2, line.center().y()), 3.5, 3.5);
        painter.setFont(Theme::font(TextSize::label));
        painter.setPen(t.t2);
        painter.drawText(line.adjusted(kMark + 6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, reading.name);
        painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
        painter.setPen(t.t1);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter, reading.value);
    }
}

} // namespace aw::widgets
