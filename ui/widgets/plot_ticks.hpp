#pragma once

#include <QVector>

#include <optional>
#include <qcustomplot.h>

namespace aw::widgets {

/// A time of the engine as a plot's axis has it.
inline double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

/// Clock times at round distances, as few as have room, none in the future.
class TimeTicker : public QCPAxisTickerDateTime {
public:
    explicit TimeTicker(QCPAxis* axis);
    void setNow(double now) { m_now = now; }

protected:
    double getTickStep(const QCPRange& range) override;
    QVector<double> createTickVector(double step, const QCPRange& range) override;

private:
    QCPAxis* m_axis;
    double m_now = 0;
};

/// Whole numbers alone: there is no batch 7.5.
class CountTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
};

/// Figures with the locale's separators, all with as many decimals as the step needs.
class FigureTicker : public QCPAxisTicker {
public:
    /// How many decimals tell multiples of a step apart: 0 for 20, 1 for 2.5, 2 for 0.05.
    static int decimalsOf(double step);

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;

private:
    int m_decimals = 0;
};

/// The key of a graph's point nearest to x; nullopt of an empty one.
std::optional<double> nearestKey(const QCPGraph& graph, double x);

/// How high an axis from zero reaches.
struct PlotTop {
    double top = 1;
    bool clipped = false; ///< some values are above it
};
/// High enough for all values, except where a burst of less than a fifth of them would flatten the rest: then
/// high enough for the rest, twice over.
PlotTop plotTop(const QVector<double>& values);

} // namespace aw::widgets
