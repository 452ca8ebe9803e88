#include "widgets/plots.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QStackedLayout>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QToolButton>
#include <qcustomplot.h>

namespace aw::widgets {

namespace format = models::format;

namespace {

/// Clock times at round distances, as few as have room, none in the future.
class TimeTicker : public QCPAxisTickerDateTime {
public:
    explicit TimeTicker(QCPAxis* axis)
        : m_axis(axis) {
        setDateTimeFormat(QStringLiteral("HH:mm:ss"));
    }
    void setNow(double now) { m_now = now; }

protected:
    double getTickStep(const QCPRange& range) override {
        const QFontMetrics metrics(Theme::font(TextSize::label));
        const double label = metrics.horizontalAdvance(QStringLiteral("00:00:00")) + 28;
        const double fit = std::max(1.0, m_axis->axisRect()->width() / label);
        for (const double step : {5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0})
            if (range.size() / step <= fit) return step;
        return 3600;
    }
    QVector<double> createTickVector(double step, const QCPRange& range) override {
        auto ticks = QCPAxisTickerDateTime::createTickVector(step, range);
        if (m_now > 0) erase_if(ticks, [this](double tick) { return tick > m_now; });
        return ticks;
    }

private:
    QCPAxis* m_axis;
    double m_now = 0;
};

class CountTicker : public QCPAxisTicker {
protected:
    double getTickStep(const QCPRange& range) override {
        return std::max(1.0, std::ceil(QCPAxisTicker::getTickStep(range)));
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return tick < 0 ? QString() : format::number(static_cast<std::uint64_t>(std::llround(tick)));
    }
};

QSharedPointer<TimeTicker> setTimeTicker(QCPAxis* axis) {
    const QSharedPointer<TimeTicker> ticker(new TimeTicker(axis));
    axis->setTicker(ticker);
    return ticker;
}

double seconds(std::int64_t ms) { return static_cast<double>(ms) / 1000; }

QString bidLabel(const api::Operator& entry) {
    return QStringLiteral("%1 %2").arg(QString::fromStdString(entry.name), format::gwei(entry.bidWei));
}

} // namespace

PlotCard::PlotCard(const Text& title, const QString& objectName, QWidget* parent)
    : Card(title, parent)
    , m_plot(new QCustomPlot)
    , m_stack(new QStackedWidget)
    , m_table(new DataTable)
    , m_tableModel(new QStandardItemModel(this))
    , m_toggle(new QToolButton)
    , m_empty(makeWrapped({}, "faint")) {
    setObjectName(objectName);
    m_plot->setObjectName(objectName + QStringLiteral("Plot"));
    onLanguage(this, [this, title] {
        m_plot->setAccessibleName(title());
        m_plot->setAccessibleDescription(
            tr("A plot. The button in its corner shows the same figures as a table."));
        m_table->setAccessibleName(title());
        m_toggle->setToolTip(tr("View as table"));
        m_toggle->setAccessibleName(tr("View as table"));
    });
    m_plot->setMinimumSize(160, 120);
    m_table->setObjectName(objectName + QStringLiteral("Table"));
    m_table->setSortingEnabled(false);
    m_empty->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_plot);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    body()->addWidget(m_stack, 1);
    m_toggle->setObjectName(objectName + QStringLiteral("AsTable"));
    m_toggle->setCheckable(true);
    icons::setNavIcon(m_toggle, QStringLiteral("table"));
    m_toggle->setIconSize({16, 16});
    header()->addWidget(m_toggle);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool table) {
        m_stack->setCurrentIndex(table ? 1 : 0);
        refreshTable();
    });
    onTheme(this, [this] { dress(); });
}

void PlotCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) refreshTable();
}

void PlotCard::setLegend(QList<Legend::Entry> entries) {
    body()->insertWidget(0, new Legend(std::move(entries)));
}

QStandardItem* PlotCard::cell(const QString& text, bool number) {
    auto* item = new QStandardItem(text);
    item->setData(QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter),
                  Qt::TextAlignmentRole);
    item->setEditable(false);
    return item;
}

void PlotCard::countAlong(QCPAxis* axis) {
    axis->setTicker(QSharedPointer<QCPAxisTicker>(new CountTicker));
    axis->ticker()->setTickCount(6);
}

bool PlotCard::showsTable() const { return m_stack->currentIndex() == 1; }

void PlotCard::setEmpty(const QString& words) {
    if (showsTable()) return;
    setText(m_empty, words);
    m_stack->setCurrentIndex(words.isEmpty() ? 0 : 2);
}

void PlotCard::refreshTable() {
    if (!showsTable()) return;
    const int before = m_tableModel->columnCount();
    m_tableModel->setRowCount(0);
    fillTable(*m_tableModel);
    if (before == m_tableModel->columnCount() && m_table->model()) return;
    m_table->setUp(m_tableModel, QList<int>(m_tableModel->columnCount(), 72), 0);
}

void PlotCard::dress() {
    const Tokens& t = tokens();
    m_plot->setBackground(QBrush(t.s1));
    m_plot->setNoAntialiasingOnDrag(true);
    const QFont font = Theme::font(TextSize::label);
    for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis, m_plot->xAxis2, m_plot->yAxis2}) {
        axis->setBasePen(QPen(t.line));
        axis->setTickPen(Qt::NoPen);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(t.t3);
        axis->setTickLabelFont(font);
        axis->setLabelColor(t.t3);
        axis->setLabelFont(font);
        axis->setTickLabelPadding(6);
        axis->grid()->setPen(QPen(mix(t.s1, t.line, 0.75), 1));
        axis->grid()->setZeroLinePen(QPen(t.line));
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setNumberPrecision(4);
    }
    m_plot->yAxis->setBasePen(Qt::NoPen);
    m_plot->yAxis2->setBasePen(Qt::NoPen);
    m_plot->xAxis->grid()->setVisible(false);
    m_plot->yAxis->ticker()->setTickCount(4);
    m_plot->axisRect()->setMinimumMargins(QMargins(0, 6, 8, 0));
    m_plot->axisRect()->setBackground(QBrush(t.s1));
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

ThroughputPlot::ThroughputPlot(QWidget* parent)
    : PlotCard([] { return tr("Throughput and anchors"); }, QStringLiteral("throughputCard"), parent) {
    setTimeTicker(plot()->xAxis);
    const auto bars = [&] {
        auto* result = new QCPBars(plot()->xAxis, plot()->yAxis2);
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
        m_anchors->setBrush(mix(t.s1, t.accent, 0.7));
        m_wrong->setBrush(t.bad);
        m_rate->setPen(QPen(t.info, 2));
        m_rate->setBrush(withAlpha(t.info, 0.08));
    });
    setLegend({{Legend::Mark::line, Tone::info, [] { return tr("tx/s"); }},
               {Legend::Mark::bar, Tone::accent, [] { return tr("batch"); }},
               {Legend::Mark::bar, Tone::bad, [] { return tr("wrong root"); }}});
}

void ThroughputPlot::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    const auto& samples = m_snapshot->samples;
    setEmpty(samples.size() < 2 ? tr("The first seconds are being measured.") : QString());
    if (samples.size() < 2) return;
    QVector<double> times, rates;
    double most = 1;
    for (const auto& sample : samples) {
        times << seconds(sample.atMs);
        rates << sample.txPerSecond;
        most = std::max(most, sample.txPerSecond);
    }
    m_rate->setData(times, rates, true);
    QVector<double> agreeAt, agree, wrongAt, wrong;
    double fullest = 1;
    for (const auto& batch : m_snapshot->batches) {
        if (seconds(batch.timeMs) < times.first()) continue;
        const bool bad =
            batch.status == api::BatchStatus::disputed || batch.status == api::BatchStatus::rolledBack;
        (bad ? wrongAt : agreeAt) << seconds(batch.timeMs);
        (bad ? wrong : agree) << batch.txs;
        fullest = std::max(fullest, static_cast<double>(batch.txs));
    }
    m_anchors->setData(agreeAt, agree, true);
    m_wrong->setData(wrongAt, wrong, true);
    const double span = std::max(30.0, times.last() - times.first());
    plot()->xAxis->setRange(times.last() - span, times.last());
    plot()->yAxis->setRange(0, most * 1.18);
    // Bars keep to the lower part, below the line.
    plot()->yAxis2->setRange(0, fullest * 3.2);
    setNote(tr("last %1").arg(format::duration(static_cast<std::int64_t>(span) * 1000)));
    if (isVisible() && !showsTable()) plot()->replot(QCustomPlot::rpQueuedReplot);
    refreshTable();
}

void ThroughputPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels(
        {tr("Time"), tr("tx/s"), tr("Pending"), tr("Bytes / tx"), tr("Gas / tx")});
    if (!m_snapshot) return;
    for (auto it = m_snapshot->samples.rbegin(); it != m_snapshot->samples.rend(); ++it)
        model.appendRow({cell(format::clockTime(it->atMs), false), cell(format::decimal(it->txPerSecond, 1)),
                         cell(format::number(it->pending)), cell(format::decimal(it->bytesPerTransfer, 1)),
                         cell(format::decimal(it->gasPerTransfer, 0))});
}

BidsPlot::BidsPlot(QWidget* parent)
    : PlotCard([] { return tr("Bids and base fee"); }, QStringLiteral("bidsCard"), parent) {
    setTimeTicker(plot()->xAxis);
    setLegend({{Legend::Mark::line, Tone::muted, [] { return tr("bids, gwei"); }},
               {Legend::Mark::band, Tone::accent, [] { return tr("base fee of L2"); }}});
}

void BidsPlot::setData(std::shared_ptr<const api::Snapshot> snapshot, const models::History& history) {
    m_snapshot = std::move(snapshot);
    m_history = &history;
    setEmpty(history.bids().empty() ? tr("No operator has bid yet.") : QString());
    if (history.bids().empty()) return;
    plot()->clearGraphs();
    plot()->clearItems();
    const double now = seconds(m_snapshot->atMs);
    double first = now - 30;
    double low = 1e300, high = 0;
    const Tokens& t = tokens();
    const auto draw = [&](const std::vector<models::History::BidPoint>& points, const QPen& pen) {
        auto* graph = plot()->addGraph();
        graph->setLineStyle(QCPGraph::lsStepLeft);
        graph->setPen(pen);
        graph->setAdaptiveSampling(false);
        for (const auto& point : points) {
            const double gwei = static_cast<double>(point.bidWei) / 1e9;
            graph->addData(seconds(point.atMs), gwei);
            first = std::min(first, seconds(point.atMs));
            low = std::min(low, gwei);
            high = std::max(high, gwei);
        }
        graph->addData(now, static_cast<double>(points.back().bidWei) / 1e9);
    };
    if (!history.baseFees().empty()) draw(history.baseFees(), QPen(withAlpha(t.accent, 0.25), 9));
    for (std::size_t i = 0; i < m_snapshot->operators.size(); ++i) {
        const auto& entry = m_snapshot->operators[i];
        const auto it = history.bids().find(entry.address);
        if (it == history.bids().end() || it->second.empty()) continue;
        const bool competes = entry.status == api::OperatorStatus::registered;
        QPen pen(competes ? Theme::instance().operatorColor(static_cast<int>(i)) : t.t3,
                 entry.current ? 2.5 : 1.6);
        if (!entry.eligible) pen.setStyle(Qt::DotLine);
        draw(it->second, pen);
    }
    const double room = std::max(high * 0.04, (high - low) * 0.25);
    plot()->yAxis->setRange(std::max(0.0, low - room), high + room);
    // Room at the right for the longest name.
    const QFontMetrics metrics(Theme::font(TextSize::label, QFont::DemiBold));
    double words = 0;
    for (const auto& entry : m_snapshot->operators)
        words = std::max(words, static_cast<double>(metrics.horizontalAdvance(bidLabel(entry))) + 10);
    const double wide = std::max(2.2 * words, static_cast<double>(plot()->axisRect()->width()));
    plot()->xAxis->setRange(first, now + (now - first) * words / (wide - words));
    qSharedPointerCast<TimeTicker>(plot()->xAxis->ticker())->setNow(now);
    std::vector<double> taken;
    for (std::size_t i = 0; i < m_snapshot->operators.size(); ++i) {
        const auto& entry = m_snapshot->operators[i];
        const bool competes = entry.status == api::OperatorStatus::registered;
        if (entry.bidWei == 0) continue;
        auto* name = new QCPItemText(plot());
        name->setText(competes ? bidLabel(entry) : QString::fromStdString(entry.name));
        name->setFont(Theme::font(TextSize::label, entry.current ? QFont::DemiBold : QFont::Normal));
        name->setColor(competes ? Theme::instance().operatorColor(static_cast<int>(i)) : t.t3);
        name->setBrush(t.s1);
        name->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        double y = static_cast<double>(entry.bidWei) / 1e9;
        const double step = (plot()->yAxis->range().size()) * 0.11;
        const auto near = [&](double other) { return std::abs(other - y) < step; };
        while (std::any_of(taken.begin(), taken.end(), near))
            y -= step * 0.5;
        taken.push_back(y);
        name->position->setCoords(now + (plot()->xAxis->range().upper - now) * 0.06, y);
    }
    if (isVisible() && !showsTable()) plot()->replot(QCustomPlot::rpQueuedReplot);
    refreshTable();
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
    : PlotCard([] { return tr("Cost of a transfer on L1"); }, QStringLiteral("costCard"), parent) {
    m_bytes = plot()->addGraph();
    m_bytes->setLineStyle(QCPGraph::lsLine);
    m_gas = plot()->addGraph(plot()->xAxis, plot()->yAxis2);
    plot()->yAxis2->setVisible(true);
    plot()->yAxis2->ticker()->setTickCount(4);
    onTheme(this, [this] {
        const Tokens& t = tokens();
        m_bytes->setPen(QPen(t.accent, 2));
        m_gas->setPen(QPen(t.other, 2));
        plot()->yAxis->setLabelColor(t.accent);
        plot()->yAxis2->setLabelColor(t.other);
    });
    onLanguage(this, [this] {
        plot()->yAxis->setLabel(tr("bytes"));
        plot()->yAxis2->setLabel(tr("gas"));
        plot()->xAxis->setLabel(tr("batch"));
    });
    countAlong(plot()->xAxis);
    setLegend({{Legend::Mark::line, Tone::accent, [] { return tr("bytes for each transfer"); }},
               {Legend::Mark::line, Tone::other, [] { return tr("gas for each transfer"); }}});
}

void CostPlot::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    QVector<double> numbers, bytes, gas;
    for (const auto& batch : m_snapshot->batches) {
        if (batch.txs == 0 || batch.status == api::BatchStatus::rolledBack) continue;
        numbers << static_cast<double>(batch.number);
        bytes << models::bytesPerTransfer(batch);
        gas << models::gasPerTransfer(batch);
    }
    setEmpty(numbers.size() < 2 ? tr("The curve begins with the second batch.") : QString());
    if (numbers.size() < 2) return;
    m_bytes->setData(numbers, bytes);
    m_gas->setData(numbers, gas);
    plot()->xAxis->setRange(numbers.first(), numbers.last());
    plot()->yAxis->setRange(0, *std::max_element(bytes.begin(), bytes.end()) * 1.25);
    plot()->yAxis2->setRange(0, *std::max_element(gas.begin(), gas.end()) * 1.6);
    setNote(tr("batch by batch"));
    if (isVisible() && !showsTable()) plot()->replot(QCustomPlot::rpQueuedReplot);
    refreshTable();
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
