#include "widgets/plot_cursor.hpp"

#include <QSettings>

namespace aw::widgets {

namespace {
const QString kKey = QStringLiteral("plots/spanSeconds");
constexpr int kDefaultSeconds = 300;
} // namespace

PlotCursor& PlotCursor::instance() {
    static PlotCursor cursor;
    return cursor;
}

PlotCursor::PlotCursor()
    : m_spanSeconds(std::max(0, QSettings().value(kKey, kDefaultSeconds).toInt())) {}

void PlotCursor::setSpanSeconds(int seconds) {
    if (seconds == m_spanSeconds) return;
    m_spanSeconds = seconds;
    QSettings().setValue(kKey, seconds);
    emit spanChanged();
}

void PlotCursor::point(Along along, std::optional<double> at) {
    if (along == m_along && at == m_at) return;
    m_along = along;
    m_at = at;
    emit moved();
}

} // namespace aw::widgets
