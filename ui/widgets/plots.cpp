#include "widgets/plots.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/plot_ticks.hpp"
#include "widgets/theme.hpp"

#include <QStandardItemModel>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace aw::widgets {

namespace format = models::format;

namespace {

QString bidLabel(const api::Operator& entry) {
    return QStringLiteral("%1 %2").arg(QString::fromStdString(entry.name), format::gwei(entry.bidWei));
}

bool isWrong(const api::Batch& batch) {
    return batch.status == api::BatchStatus::disputed || batch.status == api::BatchStatus::rolledBack;
}

/// Batches that tell what a transfer costs.
bool counts(const api::Batch& batch) { return batch.txs > 0 && batch.status != api::BatchStatus::rolledBack; }

/// The bid that stood at a time; nullptr before the first.
const models::History::BidPoint* standing(const std::vector<models::History::BidPoint>& points,
                                          std::int64_t atMs) {
    const auto after = std::upper_bound(points.begin(), points.end(), atMs,
                                        [](std::int64_t ms, const auto& point) { return ms < point.atMs; });
    return after == points.begin() ? nullptr : &*(after - 1);
}

} // namespace

ThroughputPlot::ThroughputPlot(QWidget* parent)
    : PlotCard([] { return tr("Throughput"); }, QStringLiteral("throughputCard"), Along::time, parent) {
    addPane(3, [] { return tr("tx/s"); });
    auto* below = addPane(2, [] { return tr("transfers in a batch"); });
    const auto bars = [&] {
        auto* result = new QCPBars(below->axis(QCPAxis::atBottom), below->axis(QCPAxis::atLeft));
        result->setWidthType(QCPBars::wtAbsolute);
        result->setWidth(5);
        result->setPen(Qt::NoPen);
        return result;
    };
    m_anchors = bars();
    m_wrong = bars();
    m_rate = plot()->addGraph();
    m_rate->setAdaptiveSampling(true);
    onTheme(this, [this] {
        const Tokens& t = tokens();
        m_anchors->setBrush(mix(t.s1, t.anchored, 0.8));
        m_wrong->setBrush(t.bad);
        m_rate->setPen(QPen(t.info, 2));
        m_rate->setBrush(withAlpha(t.info, 0.08));
    });
    setLegend({{Legend::Mark::bar, Tone::anchored, [] { return tr("batch"); }},
               {Legend::Mark::bar, Tone::bad, [] { return tr("wrong root"); }}});
}

void ThroughputPlot::setData(std::shared_ptr<const api::Snapshot> snapshot, const models::History& history) {
    m_snapshot = std::move(snapshot);
    m_history = &history;
    redraw();
}

void ThroughputPlot::redraw() {
    if (!m_snapshot) return;
    const auto& samples = m_history->samples();
    setEmpty(samples.size() < 2 ? tr("The first seconds are being measured.") : QString());
    if (samples.size() < 2) return finishData();
    const double newest = seconds(samples.back().atMs);
    const double first = firstShown(seconds(samples.front().atMs), newest);
    QVector<double> times, rates;
    for (const auto& sample : samples) {
        if (seconds(sample.atMs) < first) continue;
        times << seconds(sample.atMs);
        rates << sample.txPerSecond;
    }
    m_rate->setData(times, rates, true);
    const auto top = plotTop(rates);
    valueAxis(0)->setRange(0, std::max(1.0, top.top));
    const auto most = std::max_element(rates.begin(), rates.end());
    if (top.clipped)
        setPeak(0, times[most - rates.begin()], tr("up to %1").arg(format::decimal(*most, 0)));
    else
        setPeak(0, {}, {});
    drawBatches(first);
    setXRange(first, newest);
    finishData();
}

void ThroughputPlot::drawBatches(double first) {
    QVector<double> agreeAt, agree, wrongAt, wrong, all;
    for (const auto& batch : m_snapshot->batches) {
        if (seconds(batch.timeMs) < first) continue;
        (isWrong(batch) ? wrongAt : agreeAt) << seconds(batch.timeMs);
        (isWrong(batch) ? wrong : agree) << batch.txs;
        all << batch.txs;
    }
    m_anchors->setData(agreeAt, agree, true);
    m_wrong->setData(wrongAt, wrong, true);
    const auto top = plotTop(all);
    valueAxis(1)->setRange(0, std::max(1.0, top.top));
    if (!top.clipped) return setPeak(1, {}, {});
    const auto times = agreeAt + wrongAt;
    const auto counts = agree + wrong;
    const auto most = std::max_element(counts.begin(), counts.end());
    setPeak(1, times[most - counts.begin()], tr("up to %1").arg(format::decimal(*most, 0)));
}

std::optional<double> ThroughputPlot::nearest(double x) const { return nearestKey(*m_rate, x); }

std::vector<ThroughputPlot::Reading> ThroughputPlot::readingsAt(double x) const {
    const Tokens& t = tokens();
    const auto it = m_rate->data()->findBegin(x, false);
    if (it == m_rate->data()->constEnd()) return {};
    std::vector<Reading> readings{{tr("tx/s"), format::decimal(it->value, it->value < 10 ? 1 : 0), t.info,
                                   valueAxis(0)->coordToPixel(it->value)}};
    // The batch that was anchored in the second before.
    for (const auto& batch : m_snapshot->batches)
        if (std::abs(seconds(batch.timeMs) - x) <= 1)
            readings.push_back({tr("batch %1").arg(format::number(batch.number)),
                                tr("%n transfers", nullptr, static_cast<int>(batch.txs)),
                                isWrong(batch) ? t.bad : t.anchored,
                                {}});
    return readings;
}

void ThroughputPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels(
        {tr("Time"), tr("tx/s"), tr("Pending"), tr("Bytes / tx"), tr("Gas / tx")});
    if (!m_history) return;
    const auto& samples = m_history->samples();
    if (samples.empty()) return;
    const double first = firstShown(seconds(samples.front().atMs), seconds(samples.back().atMs));
    for (auto it = samples.rbegin(); it != samples.rend() && seconds(it->atMs) >= first; ++it)
        model.appendRow({cell(format::clockTime(it->atMs), false), cell(format::decimal(it->txPerSecond, 1)),
                         cell(format::number(it->pending)), cell(format::decimal(it->bytesPerTransfer, 1)),
                         cell(format::decimal(it->gasPerTransfer, 0))});
}

BidsPlot::BidsPlot(QWidget* parent)
    : PlotCard([] { return tr("Bids"); }, QStringLiteral("bidsCard"), Along::time, parent) {
    addPane(1, {});
    setLegend({{Legend::Mark::line, Tone::muted, [] { return tr("bids, gwei"); }},
               {Legend::Mark::band, Tone::info, [] { return tr("base fee of L2"); }}});
}

void BidsPlot::setData(std::shared_ptr<const api::Snapshot> snapshot, const models::History& history) {
    m_snapshot = std::move(snapshot);
    m_history = &history;
    redraw();
}

void BidsPlot::redraw() {
    if (!m_snapshot) return;
    const auto& bids = m_history->bids();
    setEmpty(bids.empty() ? tr("No operator has bid yet.") : QString());
    if (bids.empty()) return finishData();
    plot()->clearGraphs();
    plot()->clearItems();
    const double now = seconds(m_snapshot->atMs);
    double oldest = now;
    for (const auto& [address, points] : bids)
        if (!points.empty()) oldest = std::min(oldest, seconds(points.front().atMs));
    const double first = firstShown(oldest, now);
    double low = 1e300, high = 0;
    const Tokens& t = tokens();
    const auto draw = [&](const std::vector<models::History::BidPoint>& points, const QPen& pen) {
        auto* graph = plot()->addGraph();
        graph->setLineStyle(QCPGraph::lsStepLeft);
        graph->setPen(pen);
        graph->setAdaptiveSampling(false);
        for (std::size_t i = 0; i < points.size(); ++i) {
            // No bid is a gap: a zero would flatten everybody else's.
            const bool none = points[i].bidWei == 0;
            const double gwei = static_cast<double>(points[i].bidWei) / 1e9;
            graph->addData(seconds(points[i].atMs), none ? std::nan("") : gwei);
            if (none) continue;
            // Only what stands in the span that is shown.
            if (i + 1 < points.size() && seconds(points[i + 1].atMs) < first) continue;
            low = std::min(low, gwei);
            high = std::max(high, gwei);
        }
        if (points.back().bidWei != 0) graph->addData(now, static_cast<double>(points.back().bidWei) / 1e9);
    };
    if (!m_history->baseFees().empty()) draw(m_history->baseFees(), QPen(withAlpha(t.info, 0.25), 9));
    for (std::size_t i = 0; i < m_snapshot->operators.size(); ++i) {
        const auto& entry = m_snapshot->operators[i];
        const auto it = bids.find(entry.address);
        if (it == bids.end() || it->second.empty() || entry.bidWei == 0) continue;
        const bool competes = entry.status == api::OperatorStatus::registered;
        QPen pen(competes ? Theme::instance().operatorColor(static_cast<int>(i)) : t.t3,
                 entry.current ? 2.5 : 1.6);
        if (!entry.eligible) pen.setStyle(Qt::DotLine);
        draw(it->second, pen);
    }
    if (low > high) low = high = 0;
    const double room = std::max({high * 0.04, (high - low) * 0.25, 1e-9});
    plot()->yAxis->setRange(std::max(0.0, low - room), high + room);
    // Room at the right for the longest name.
    const QFontMetrics metrics(Theme::font(TextSize::label, QFont::DemiBold));
    double words = 0;
    for (const auto& entry : m_snapshot->operators)
        words = std::max(words, static_cast<double>(metrics.horizontalAdvance(bidLabel(entry))) + 10);
    const double wide = std::max(2.2 * words, static_cast<double>(plot()->axisRect()->width()));
    setXRange(first, now + (now - first) * words / (wide - words));
    qSharedPointerCast<TimeTicker>(plot()->xAxis->ticker())->setNow(now);
    nameLines(now);
    finishData();
}

void BidsPlot::nameLines(double now) {
    std::vector<double> taken;
    for (std::size_t i = 0; i < m_snapshot->operators.size(); ++i) {
        const auto& entry = m_snapshot->operators[i];
        const bool competes = entry.status == api::OperatorStatus::registered;
        if (entry.bidWei == 0) continue;
        auto* name = new QCPItemText(plot());
        name->setText(competes ? bidLabel(entry) : QString::fromStdString(entry.name));
        name->setFont(Theme::font(TextSize::label, entry.current ? QFont::DemiBold : QFont::Normal));
        name->setColor(competes ? Theme::instance().operatorColor(static_cast<int>(i)) : tokens().t3);
        name->setBrush(tokens().s1);
        name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        double y = static_cast<double>(entry.bidWei) / 1e9;
        const double step = (plot()->yAxis->range().size()) * 0.11;
        const auto near = [&](double other) { return std::abs(other - y) < step; };
        while (std::any_of(taken.begin(), taken.end(), near))
            y -= step * 0.5;
        taken.push_back(y);
        name->position->setCoords(now + (plot()->xAxis->range().upper - now) * 0.06, y);
    }
}

std::optional<double> BidsPlot::nearest(double x) const {
    if (!m_snapshot || !m_history || m_history->bids().empty()) return {};
    return std::min(x, seconds(m_snapshot->atMs));
}

std::vector<BidsPlot::Reading> BidsPlot::readingsAt(double x) const {
    std::vector<Reading> readings;
    const auto atMs = static_cast<std::int64_t>(x * 1000);
    const auto read = [&](const QString& name, const auto& points, const QColor& color) {
        const auto* point = standing(points, atMs);
        if (!point || point->bidWei == 0) return;
        const double y = plot()->yAxis->coordToPixel(static_cast<double>(point->bidWei) / 1e9);
        readings.push_back({name, format::feeUnit(point->bidWei), color, y});
    };
    for (std::size_t i = 0; i < m_snapshot->operators.size(); ++i) {
        const auto& entry = m_snapshot->operators[i];
        if (const auto it = m_history->bids().find(entry.address); it != m_history->bids().end())
            read(QString::fromStdString(entry.name), it->second,
                 Theme::instance().operatorColor(static_cast<int>(i)));
    }
    read(tr("base fee of L2"), m_history->baseFees(), tokens().info);
    return readings;
}

void BidsPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels({tr("Operator"), tr("Since"), tr("Epoch"), tr("Bid, gwei")});
    if (!m_snapshot || !m_history) return;
    for (const auto& entry : m_snapshot->operators) {
        const auto it = m_history->bids().find(entry.address);
        if (it == m_history->bids().end()) continue;
        for (auto point = it->second.rbegin(); point != it->second.rend(); ++point)
            model.appendRow({cell(QString::fromStdString(entry.name), false),
                             cell(format::clockTime(point->atMs)), cell(format::number(point->epoch)),
                             cell(format::gwei(point->bidWei))});
    }
}

CostPlot::CostPlot(QWidget* parent)
    : PlotCard([] { return tr("Cost of a transfer on L1"); }, QStringLiteral("costCard"), Along::batch,
               parent) {
    addPane(1, [] { return tr("bytes for each transfer"); });
    auto* below = addPane(1, [] { return tr("gas for each transfer"); });
    m_bytes = plot()->addGraph();
    m_gas = plot()->addGraph(below->axis(QCPAxis::atBottom), below->axis(QCPAxis::atLeft));
    onTheme(this, [this] {
        m_bytes->setPen(QPen(tokens().anchored, 2));
        m_gas->setPen(QPen(tokens().other, 2));
    });
    onLanguage(this, [below] { below->axis(QCPAxis::atBottom)->setLabel(tr("batch")); });
}

void CostPlot::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    redraw();
}

void CostPlot::redraw() {
    if (!m_snapshot) return;
    QVector<double> numbers, bytes, gas;
    for (const auto& batch : m_snapshot->batches) {
        if (!counts(batch)) continue;
        numbers << static_cast<double>(batch.number);
        bytes << models::bytesPerTransfer(batch);
        gas << models::gasPerTransfer(batch);
    }
    setEmpty(numbers.size() < 2 ? tr("The curve begins with the second batch.") : QString());
    if (numbers.size() < 2) return finishData();
    m_bytes->setData(numbers, bytes);
    m_gas->setData(numbers, gas);
    setXRange(numbers.first(), numbers.last());
    int pane = 0;
    for (const auto* values : {&bytes, &gas}) {
        const auto top = plotTop(*values);
        valueAxis(pane)->setRange(0, top.top);
        const auto most = std::max_element(values->begin(), values->end());
        setPeak(pane, top.clipped ? std::optional(numbers[most - values->begin()]) : std::nullopt,
                tr("up to %1").arg(format::decimal(*most, 0)));
        ++pane;
    }
    finishData();
}

std::optional<double> CostPlot::nearest(double x) const { return nearestKey(*m_bytes, x); }

std::vector<CostPlot::Reading> CostPlot::readingsAt(double x) const {
    const auto bytes = m_bytes->data()->findBegin(x, false);
    const auto gas = m_gas->data()->findBegin(x, false);
    if (bytes == m_bytes->data()->constEnd() || gas == m_gas->data()->constEnd()) return {};
    return {{tr("bytes for each transfer"), format::decimal(bytes->value, 1), tokens().anchored,
             valueAxis(0)->coordToPixel(bytes->value)},
            {tr("gas for each transfer"), format::decimal(gas->value, 0), tokens().other,
             valueAxis(1)->coordToPixel(gas->value)}};
}

void CostPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels({tr("Batch"), tr("Transfers"), tr("Bytes / tx"), tr("Gas / tx")});
    if (!m_snapshot) return;
    for (auto it = m_snapshot->batches.rbegin(); it != m_snapshot->batches.rend(); ++it)
        if (it->txs > 0)
            model.appendRow({cell(format::number(it->number), false), cell(format::number(it->txs)),
                             cell(format::decimal(models::bytesPerTransfer(*it), 1)),
                             cell(format::decimal(models::gasPerTransfer(*it), 0))});
}

} // namespace aw::widgets
