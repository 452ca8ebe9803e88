#include "widgets/meter.hpp"

#include "widgets/theme.hpp"

#include <QPainter>

#include <algorithm>

namespace aw::widgets {

Meter::Meter(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(sizeHint().height());
    setAttribute(Qt::WA_TransparentForMouseEvents);
}

void Meter::setShare(double share, models::Tone tone) {
    const double fit = std::clamp(share, 0.0, 1.0);
    if (fit == m_share && tone == m_tone) return;
    m_share = fit;
    m_tone = tone;
    update();
}

void Meter::setStale(bool stale) {
    if (stale == m_stale) return;
    m_stale = stale;
    update();
}

void Meter::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double round = height() / 2.0;
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().s3);
    painter.drawRoundedRect(rect(), round, round);
    if (m_share <= 0) return;
    painter.setBrush(m_stale ? tokens().t3 : Theme::instance().color(m_tone));
    painter.drawRoundedRect(QRectF(0, 0, std::max<double>(height(), width() * m_share), height()), round,
                            round);
}

} // namespace aw::widgets
