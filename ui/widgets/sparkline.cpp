#include "widgets/sparkline.hpp"

#include "widgets/theme.hpp"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace aw::widgets {

Sparkline::Sparkline(models::Tone tone, QWidget* parent)
    : QWidget(parent)
    , m_tone(tone) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(sizeHint().height());
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Sparkline::setValues(std::vector<double> values) {
    if (values == m_values) return;
    m_values = std::move(values);
    update();
}

void Sparkline::setStale(bool stale) {
    if (stale == m_stale) return;
    m_stale = stale;
    update();
}

void Sparkline::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const QRectF room = QRectF(rect()).adjusted(1, 2, -3, -2);
    painter.setPen(QPen(t.line, 1));
    painter.drawLine(QPointF(room.left(), height() - 0.5), QPointF(width(), height() - 0.5));
    if (m_values.size() < 2) return;
    const auto [least, most] = std::minmax_element(m_values.begin(), m_values.end());
    // From zero, so that a quiver does not look like a quake.
    const double low = std::min(0.0, *least);
    const double span = std::max(1e-9, *most - low) * 1.05;
    QPolygonF line;
    for (std::size_t i = 0; i < m_values.size(); ++i)
        line << QPointF(room.left() +
                            room.width() * static_cast<double>(i) / static_cast<double>(m_values.size() - 1),
                        room.bottom() - room.height() * (m_values[i] - low) / span);
    const QColor color = m_stale ? t.t3 : Theme::instance().color(m_tone);
    QPainterPath area;
    area.addPolygon(line);
    area.lineTo(room.right(), height());
    area.lineTo(room.left(), height());
    painter.fillPath(area, withAlpha(color, 0.12));
    painter.setPen(QPen(color, 1.5));
    painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(line.back(), 2.2, 2.2);
}

} // namespace aw::widgets
