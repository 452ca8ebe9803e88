#include "widgets/plot_ticks.hpp"

#include "models/format.hpp"
#include "widgets/theme.hpp"

#include <algorithm>
#include <cmath>

namespace aw::widgets {

namespace format = models::format;

namespace {
constexpr double kHeadroom = 1.18;
/// A burst is this many times what four fifths of the values stay below.
constexpr double kBurst = 4;
constexpr double kOrdinaryShare = 0.8;
} // namespace

TimeTicker::TimeTicker(QCPAxis* axis)
    : m_axis(axis) {
    setDateTimeFormat(QStringLiteral("HH:mm:ss"));
}

double TimeTicker::getTickStep(const QCPRange& range) {
    const QFontMetrics metrics(Theme::font(TextSize::label));
    const double label = metrics.horizontalAdvance(QStringLiteral("00:00:00")) + 28;
    const double fit = std::max(1.0, m_axis->axisRect()->width() / label);
    for (const double step :
         {5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 14400.0})
        if (range.size() / step <= fit) return step;
    return 86'400;
}

QVector<double> TimeTicker::createTickVector(double step, const QCPRange& range) {
    auto ticks = QCPAxisTickerDateTime::createTickVector(step, range);
    if (m_now > 0) erase_if(ticks, [this](double tick) { return tick > m_now; });
    return ticks;
}

double CountTicker::getTickStep(const QCPRange& range) {
    return std::max(1.0, std::ceil(QCPAxisTicker::getTickStep(range)));
}

QString CountTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    return tick < 0 ? QString() : format::number(static_cast<std::uint64_t>(std::llround(tick)));
}

int FigureTicker::decimalsOf(double step) {
    constexpr int kMost = 9;
    for (int decimals = 0; decimals < kMost; ++decimals) {
        const double shifted = step * std::pow(10, decimals);
        if (std::abs(shifted - std::round(shifted)) < 1e-6 * shifted) return decimals;
    }
    return kMost;
}

double FigureTicker::getTickStep(const QCPRange& range) {
    const double step = QCPAxisTicker::getTickStep(range);
    m_decimals = decimalsOf(step);
    return step;
}

QString FigureTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    // No "-0".
    return format::decimal(std::abs(tick) < 1e-12 ? 0 : tick, m_decimals);
}

std::optional<double> nearestKey(const QCPGraph& graph, double x) {
    const auto data = graph.data();
    if (data->isEmpty()) return {};
    // The last point that is not right of x, or the first.
    auto it = data->findBegin(x);
    if (it + 1 != data->constEnd() && std::abs((it + 1)->key - x) < std::abs(it->key - x)) ++it;
    return it->key;
}

PlotTop plotTop(const QVector<double>& values) {
    if (values.isEmpty()) return {};
    QVector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const double most = std::max(sorted.back(), 1e-9);
    const auto index = static_cast<qsizetype>(static_cast<double>(sorted.size() - 1) * kOrdinaryShare);
    const double ordinary = sorted[index];
    if (ordinary > 0 && most > kBurst * ordinary) return {2 * ordinary, true};
    return {most * kHeadroom, false};
}

} // namespace aw::widgets
