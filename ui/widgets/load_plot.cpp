#include "widgets/load_plot.hpp"

#include "models/format.hpp"
#include "widgets/plot_ticks.hpp"
#include "widgets/theme.hpp"

#include <QStandardItemModel>
#include <qcustomplot.h>

#include <algorithm>

namespace aw::widgets {

namespace format = models::format;

LoadPlot::LoadPlot(QWidget* parent)
    : PlotCard([] { return tr("Throughput and backlog"); }, QStringLiteral("loadCard"), Along::time, parent) {
    addPane(1, [] { return tr("tx/s"); });
    auto* below = addPane(1, [] { return tr("pending transactions"); });
    m_rate = plot()->addGraph();
    m_pending = plot()->addGraph(below->axis(QCPAxis::atBottom), below->axis(QCPAxis::atLeft));
    onTheme(this, [this] {
        const Tokens& t = tokens();
        m_rate->setPen(QPen(t.info, 2));
        m_rate->setBrush(withAlpha(t.info, 0.08));
        m_pending->setPen(QPen(t.other, 2));
        m_pending->setBrush(withAlpha(t.other, 0.08));
    });
}

void LoadPlot::setData(const models::History& history) {
    m_history = &history;
    redraw();
}

void LoadPlot::redraw() {
    if (!m_history) return;
    const auto& samples = m_history->samples();
    setEmpty(samples.size() < 2 ? tr("The first seconds are being measured.") : QString());
    if (samples.size() < 2) return finishData();
    const double newest = seconds(samples.back().atMs);
    const double first = firstShown(seconds(samples.front().atMs), newest);
    QVector<double> times, rates, pending;
    for (const auto& sample : samples) {
        if (seconds(sample.atMs) < first) continue;
        times << seconds(sample.atMs);
        rates << sample.txPerSecond;
        pending << static_cast<double>(sample.pending);
    }
    m_rate->setData(times, rates, true);
    m_pending->setData(times, pending, true);
    int pane = 0;
    for (const auto* values : {&rates, &pending}) {
        const auto top = plotTop(*values);
        valueAxis(pane)->setRange(0, std::max(1.0, top.top));
        const auto most = std::max_element(values->begin(), values->end());
        setPeak(pane, top.clipped ? std::optional(times[most - values->begin()]) : std::nullopt,
                tr("up to %1").arg(format::decimal(*most, 0)));
        ++pane;
    }
    setXRange(first, newest);
    finishData();
}

std::optional<double> LoadPlot::nearest(double x) const { return nearestKey(*m_rate, x); }

std::vector<LoadPlot::Reading> LoadPlot::readingsAt(double x) const {
    const auto rate = m_rate->data()->findBegin(x, false);
    const auto pending = m_pending->data()->findBegin(x, false);
    if (rate == m_rate->data()->constEnd() || pending == m_pending->data()->constEnd()) return {};
    return {{tr("tx/s"), format::decimal(rate->value, rate->value < 10 ? 1 : 0), tokens().info,
             valueAxis(0)->coordToPixel(rate->value)},
            {tr("pending transactions"), format::decimal(pending->value, 0), tokens().other,
             valueAxis(1)->coordToPixel(pending->value)}};
}

void LoadPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels({tr("Time"), tr("tx/s"), tr("Pending")});
    if (!m_history || m_history->samples().empty()) return;
    const auto& samples = m_history->samples();
    const double first = firstShown(seconds(samples.front().atMs), seconds(samples.back().atMs));
    for (auto it = samples.rbegin(); it != samples.rend() && seconds(it->atMs) >= first; ++it)
        model.appendRow({cell(format::clockTime(it->atMs), false), cell(format::decimal(it->txPerSecond, 1)),
                         cell(format::number(it->pending))});
}

} // namespace aw::widgets
