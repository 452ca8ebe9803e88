#include "widgets/margin_plot.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "widgets/label.hpp"
#include "widgets/plot_ticks.hpp"
#include "widgets/theme.hpp"

#include <QHBoxLayout>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <cmath>
#include <limits>

namespace aw::widgets {

namespace format = models::format;
using models::Tone;

namespace {

/// Batches that tell what a transfer costs: those that stand, with transfers in them.
bool counts(const api::Batch& batch) { return batch.txs > 0 && batch.status != api::BatchStatus::rolledBack; }

double weiOf(const std::optional<Wei>& amount) {
    // A gap in the curve: unknown is not zero.
    return amount ? amount->convert_to<double>() : std::numeric_limits<double>::quiet_NaN();
}

QString feeOr(const std::optional<Wei>& amount) {
    return amount ? format::feeUnit(*amount) : QString(QChar(0x2014));
}

} // namespace

MarginPlot::MarginPlot(QWidget* parent)
    : PlotCard([] { return tr("A transfer, batch by batch"); }, QStringLiteral("marginCard"), Along::batch,
               parent) {
    addPane(1, {});
    m_fees = plot()->addGraph();
    m_cost = plot()->addGraph();
    onTheme(this, [this] {
        const Tokens& t = tokens();
        m_fees->setPen(QPen(t.info, 2));
        m_cost->setPen(QPen(t.other, 2));
        m_fees->setBrush(withAlpha(t.info, 0.07));
    });
    setLegend({{Legend::Mark::line, Tone::info, [] { return tr("earned in fees"); }},
               {Legend::Mark::line, Tone::other, [] { return tr("cost on L1"); }}});
}

void MarginPlot::setSnapshot(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    redraw();
}

void MarginPlot::redraw() {
    if (!m_snapshot) return;
    QVector<double> numbers, cost, fees;
    double most = 0;
    for (const auto& batch : m_snapshot->batches) {
        if (!counts(batch)) continue;
        numbers << static_cast<double>(batch.number);
        cost << weiOf(models::costPerTransfer(batch));
        fees << weiOf(models::feesPerTransfer(batch));
        for (const double value : {cost.back(), fees.back()})
            if (value > most) most = value;
    }
    setEmpty(numbers.size() < 2 || most <= 0 ? tr("The curves begin with the second batch.") : QString());
    setNote({});
    if (numbers.size() < 2 || most <= 0) return finishData();
    const auto scale = format::feeScale(most);
    m_scaleWei = scale.wei;
    for (auto* values : {&cost, &fees})
        for (auto& value : *values)
            value /= scale.wei;
    m_cost->setData(numbers, cost, true);
    m_fees->setData(numbers, fees, true);
    setXRange(numbers.first(), numbers.last());
    plot()->yAxis->setRange(0, most / scale.wei * 1.15);
    plot()->yAxis->setLabel(scale.unit);
    setNote(tr("batches %1 to %2, all operators")
                .arg(format::number(static_cast<std::uint64_t>(numbers.first())),
                     format::number(static_cast<std::uint64_t>(numbers.last()))));
    finishData();
}

std::optional<double> MarginPlot::nearest(double x) const { return nearestKey(*m_cost, x); }

std::vector<MarginPlot::Reading> MarginPlot::readingsAt(double x) const {
    std::vector<Reading> readings;
    const auto read = [&](const QString& name, const QCPGraph* graph, const QColor& color) {
        const auto it = graph->data()->findBegin(x, false);
        if (it == graph->data()->constEnd()) return;
        const bool known = std::isfinite(it->value);
        readings.push_back({name,
                            known ? format::feeUnit(static_cast<std::uint64_t>(it->value * m_scaleWei))
                                  : QString(QChar(0x2014)),
                            color,
                            known ? std::optional(valueAxis(0)->coordToPixel(it->value)) : std::nullopt});
    };
    read(tr("earned in fees"), m_fees, tokens().info);
    read(tr("cost on L1"), m_cost, tokens().other);
    return readings;
}

void MarginPlot::fillTable(QStandardItemModel& model) {
    model.setHorizontalHeaderLabels({tr("Batch"), tr("Operator"), tr("Cost on L1"), tr("Earned in fees")});
    if (!m_snapshot) return;
    for (auto it = m_snapshot->batches.rbegin(); it != m_snapshot->batches.rend(); ++it)
        if (counts(*it))
            model.appendRow({cell(format::number(it->number), false),
                             cell(QString::fromStdString(it->operatorName), false),
                             cell(feeOr(models::costPerTransfer(*it))),
                             cell(feeOr(models::feesPerTransfer(*it)))});
}

MarginFigures::MarginFigures(QWidget* parent)
    : Card([] { return tr("A transfer, 24 hours"); }, parent)
    , m_hint(makeWrapped({}, "faint")) {
    setObjectName(QStringLiteral("marginFigures"));
    m_fees = addFigure();
    m_cost = addFigure();
    body()->addWidget(makeRule());
    m_margin = addFigure();
    body()->addWidget(m_hint);
    body()->addStretch(1);
}

MarginFigures::Figure MarginFigures::addFigure() {
    const Figure figure{makeLabel({}, "muted"), makeLabel({}, "heading"), makeLabel({}, "unit")};
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(figure.name, 0, Qt::AlignBaseline);
    line->addStretch(1);
    line->addWidget(figure.value, 0, Qt::AlignBaseline);
    line->addWidget(figure.unit, 0, Qt::AlignBaseline);
    body()->addLayout(line);
    return figure;
}

void MarginFigures::showFigure(const Figure& figure, const QString& name, const QString& value,
                               const QString& unit, Tone tone) {
    setText(figure.name, name);
    setText(figure.value, value);
    setText(figure.unit, unit);
    setTone(figure.value, tone);
    figure.value->setAccessibleName(name);
    figure.value->setAccessibleDescription(value + u' ' + unit);
}

void MarginFigures::setAccount(const std::optional<api::L1Account>& account) {
    const bool known = account && account->costPerTransferWei != 0;
    const auto show = [&](const Figure& figure, const QString& name, const Wei& wei) {
        const auto amount = known ? format::fee(wei) : format::Amount{QString(QChar(0x2014)), {}};
        showFigure(figure, name, amount.value, amount.unit, Tone::plain);
    };
    const Wei cost = account ? account->costPerTransferWei : Wei(0);
    const Wei fees = account ? account->feesPerTransferWei : Wei(0);
    show(m_fees, tr("Earns in fees"), fees);
    show(m_cost, tr("Costs on L1"), cost);
    if (!known) {
        show(m_margin, tr("Margin"), 0);
        setText(m_hint, tr("No batch of this operator in that time."));
        return;
    }
    const bool loss = fees < cost;
    const auto amount = format::fee(loss ? Wei(cost - fees) : Wei(fees - cost));
    showFigure(m_margin, loss ? tr("Loss") : tr("Margin"), amount.value, amount.unit,
               loss ? Tone::bad : Tone::ok);
    const double share = loss ? fees.convert_to<double>() / cost.convert_to<double>()
                              : (fees - cost).convert_to<double>() / fees.convert_to<double>();
    setText(m_hint, loss ? tr("Fees cover %1 of the L1 cost.").arg(format::percent(share))
                         : tr("%1 of the fees remain.").arg(format::percent(share)));
}

void MarginFigures::setStale(bool stale) {
    for (const auto* figure : {&m_cost, &m_fees, &m_margin})
        setStyleProperty(figure->value, "stale", stale);
}

} // namespace aw::widgets
