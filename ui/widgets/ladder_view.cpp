#include "widgets/ladder_view.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/fit_text.hpp"
#include "widgets/text.hpp"
#include "widgets/theme.hpp"

#include <QPainter>

#include <algorithm>
#include <vector>

namespace aw::widgets {

namespace format = models::format;

LadderView::LadderView(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(104);
    onLanguage(this, [this] { setAccessibleName(tr("Takeover ladder")); });
}

void LadderView::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    setAccessibleDescription(tr("%1 silent; heartbeat every %2")
                                 .arg(format::blocks(m_snapshot->clock.silentBlocks),
                                      format::blocks(m_snapshot->parameters.heartbeatBlocks)));
    update();
}

void LadderView::paintEvent(QPaintEvent*) {
    if (!m_snapshot || m_snapshot->parameters.heartbeatBlocks == 0) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    std::vector<const api::Operator*> ranked;
    for (const auto& entry : m_snapshot->operators)
        if (entry.eligible) ranked.push_back(&entry);
    std::sort(ranked.begin(), ranked.end(), [](const auto* a, const auto* b) { return a->rank < b->rank; });

    const auto heartbeat = m_snapshot->parameters.heartbeatBlocks;
    const auto silent = m_snapshot->clock.silentBlocks;
    const auto rungs = std::max<std::size_t>(2, ranked.size());
    const double scale = width() / static_cast<double>(heartbeat * rungs);
    const QRectF track(0, 44, width(), 16);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.s3);
    painter.drawRoundedRect(track, 5, 5);
    const double grown = std::min(track.width(), static_cast<double>(silent) * scale);
    const QColor color = silent > heartbeat ? t.bad : silent * 2 > heartbeat ? t.warn : t.info;
    if (silent > 0) {
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(0, track.top(), std::max(grown, 8.0), track.height()), 5, 5);
    }
    painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
    painter.setPen(silent > 0 ? color : t.t2);
    const QString now = tr("%1 silent").arg(format::blocks(silent));
    const double words = painter.fontMetrics().horizontalAdvance(now);
    const double at = std::clamp(grown - words / 2, 0.0, std::max(0.0, width() - words));
    painter.drawText(QRectF(at, 20, words + 4, 20), Qt::AlignLeft | Qt::AlignVCenter, now);

    for (std::size_t i = 0; i < ranked.size(); ++i) {
        const double left = static_cast<double>(i * heartbeat) * scale;
        const double room = static_cast<double>(heartbeat) * scale - 12;
        if (i > 0) {
            painter.setPen(QPen(t.t2, 1.2, Qt::DashLine));
            painter.drawLine(QPointF(left, track.top() - 5), QPointF(left, track.bottom() + 8));
        }
        painter.setPen(Qt::NoPen);
        painter.setBrush(
            Theme::instance().operatorColor(models::operatorIndex(*m_snapshot, ranked[i]->address)));
        painter.drawRoundedRect(QRectF(left + (i ? 6 : 0), 72, 3, 28), 1.5, 1.5);
        const double textLeft = left + (i ? 16 : 10);
        painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
        painter.setPen(t.t1);
        painter.drawText(QRectF(textLeft, 68, room, 18), Qt::AlignLeft | Qt::AlignVCenter,
                         fitText(painter, QString::fromStdString(ranked[i]->name), room));
        painter.setFont(Theme::font(TextSize::label));
        painter.setPen(t.t2);
        const QString when =
            i == 0 ? tr("acts now") : tr("from %1 silent").arg(format::blocks(i * heartbeat + 1));
        painter.drawText(QRectF(textLeft, 86, room, 18), Qt::AlignLeft | Qt::AlignVCenter,
                         fitText(painter, when, room));
    }
    painter.setFont(Theme::font(TextSize::label));
    painter.setPen(t.t3);
    painter.drawText(QRectF(0, 0, width(), 18), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("A batch or heartbeat of the active operator sets this back to zero."));
}

EpochBar::EpochBar(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(8);
    onLanguage(this, [this] { setAccessibleName(tr("Progress of the epoch")); });
}

void EpochBar::setProgress(double share) {
    m_share = std::clamp(share, 0.0, 1.0);
    setAccessibleDescription(format::percent(m_share));
    update();
}

void EpochBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens().s3);
    painter.drawRoundedRect(rect(), 4, 4);
    painter.setBrush(tokens().info);
    painter.drawRoundedRect(QRectF(0, 0, std::max(8.0, width() * m_share), height()), 4, 4);
}

} // namespace aw::widgets
