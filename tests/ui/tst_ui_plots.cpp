#include "ui_fixture.hpp"

#include "models/format.hpp"
#include "widgets/controls.hpp"
#include "widgets/label.hpp"
#include "widgets/margin_plot.hpp"
#include "widgets/plot_ticks.hpp"
#include "widgets/plots.hpp"

#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

using namespace aw;
using widgets::PlotCursor;

/// The plots: what the pointer reads, which span they show, what one burst does to them, and their tables.
class TestPlots : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::prepareApplication(); }
    void cleanup();
    void thePointerReadsAllPlotsAlongTheSameAxis();
    void thePointerReadsABatch();
    void theSpanIsThatOfAllPlots();
    void samplesAreKeptBeyondASnapshot();
    void oneBurstDoesNotFlattenTheRest();
    void aBurstSaysHowHighItWas();
    void barsHaveAnAxisOfTheirOwn();
    void bytesAndGasHaveAPlotEach();
    void ticksHaveSeparatorsAndEqualDecimals();
    void aTableDoesNotCutItsTimes_data();
    void aTableDoesNotCutItsTimes();
    void aTitleIsNotCut();
    void whoLeftDoesNotFlattenTheBids();
};

namespace {

api::Sample sampleAt(std::int64_t second, double rate) {
    api::Sample sample;
    sample.atMs = second * 1000;
    sample.txPerSecond = rate;
    return sample;
}

/// A running snapshot with a sample a second, oldest first.
std::shared_ptr<api::Snapshot> snapshotOf(int seconds, const std::function<double(int)>& rate) {
    constexpr std::int64_t kBegin = 1'800'000'000;
    auto snapshot = std::make_shared<api::Snapshot>();
    snapshot->phase = api::Phase::running;
    for (int i = 0; i < seconds; ++i)
        snapshot->samples.push_back(sampleAt(kBegin + i, rate(i)));
    snapshot->atMs = (kBegin + seconds) * 1000;
    return snapshot;
}

void addBatch(api::Snapshot& snapshot, std::uint32_t txs) {
    api::Batch batch;
    batch.number = snapshot.batches.size() + 1;
    batch.hash.bytes[0] = static_cast<std::uint8_t>(batch.number);
    batch.txs = txs;
    batch.dataBytes = txs * 11;
    batch.gasUsed = txs * 480;
    batch.timeMs = snapshot.samples[snapshot.samples.size() / 2].atMs +
                   static_cast<std::int64_t>(snapshot.batches.size()) * 4000;
    snapshot.batches.push_back(batch);
}

void addOperator(api::Snapshot& snapshot, const char* name, std::uint64_t bidWei) {
    api::Operator entry;
    entry.name = name;
    entry.address.bytes[0] = static_cast<std::uint8_t>(snapshot.operators.size() + 1);
    entry.bidWei = bidWei;
    entry.status = api::OperatorStatus::registered;
    entry.eligible = true;
    entry.current = snapshot.operators.empty();
    snapshot.operators.push_back(entry);
}

/// A shown plot, drawn.
template<class Plot>
struct Shown {
    models::History history;
    Plot plot;
    std::shared_ptr<api::Snapshot> snapshot;

    explicit Shown(std::shared_ptr<api::Snapshot> of, QSize size = {420, 300})
        : snapshot(std::move(of)) {
        plot.resize(size);
        plot.show();
        [[maybe_unused]] const bool seen = QTest::qWaitForWindowExposed(&plot);
        // Watched since the first sample.
        auto first = *snapshot;
        first.atMs = snapshot->samples.front().atMs;
        history.record(first);
        give();
    }
    void give() {
        history.record(*snapshot);
        if constexpr (requires { plot.setData(snapshot, history); })
            plot.setData(snapshot, history);
        else
            plot.setSnapshot(snapshot);
        plot.plot()->replot();
    }
    QCPAxisRect* pane(int index) { return plot.plot()->axisRect(index); }
    /// Moves the pointer to a share of the first pane's width.
    void pointAt(double share) {
        const QRect rect = pane(0)->rect();
        const QPointF at(rect.left() + share * rect.width(), rect.center().y());
        QMouseEvent move(QEvent::MouseMove, at, plot.plot()->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QCoreApplication::sendEvent(plot.plot(), &move);
    }
    void leave() {
        QEvent event(QEvent::Leave);
        QCoreApplication::sendEvent(plot.plot(), &event);
    }
};

using widgets::BidsPlot;
using widgets::CostPlot;
using widgets::ThroughputPlot;

} // namespace

void TestPlots::cleanup() {
    PlotCursor::instance().setSpanSeconds(300);
    PlotCursor::instance().point(PlotCursor::Along::time, {});
}

void TestPlots::thePointerReadsAllPlotsAlongTheSameAxis() {
    auto snapshot = snapshotOf(120, [](int i) { return 20.0 + i; });
    addOperator(*snapshot, "Aurora", 310'000'000);
    addBatch(*snapshot, 40);
    Shown<ThroughputPlot> rates(snapshot);
    Shown<BidsPlot> bids(snapshot);
    Shown<CostPlot> cost(snapshot);
    QCOMPARE(rates.plot.readout(), QString());
    rates.pointAt(0.5);
    // A sample a second from 20 on: in the middle of two minutes it is 79 or 80.
    const auto lines = rates.plot.readout().split(u'\n');
    QVERIFY2(lines.size() >= 2, qPrintable(rates.plot.readout()));
    const auto at = PlotCursor::instance().at(PlotCursor::Along::time);
    QVERIFY(at.has_value());
    QCOMPARE(lines[0], models::format::clockTime(static_cast<std::int64_t>(*at * 1000)));
    const double second = *at - static_cast<double>(snapshot->samples.front().atMs) / 1000;
    QVERIFY(second > 50 && second < 70);
    QCOMPARE(lines[1], QStringLiteral("tx/s %1").arg(20 + second));
    // One cross-hair for what is along time, none for what is along batches.
    rates.pointAt(0.999);
    QVERIFY2(bids.plot.readout().contains(QStringLiteral("Aurora ") +
                                          models::format::feeUnit(std::uint64_t{310'000'000})),
             qPrintable(bids.plot.readout()));
    QCOMPARE(cost.plot.readout(), QString());
    rates.leave();
    QCOMPARE(rates.plot.readout() + bids.plot.readout(), QString());
}

void TestPlots::thePointerReadsABatch() {
    auto snapshot = snapshotOf(120, [](int) { return 20.0; });
    for (const std::uint32_t txs : {40, 50, 60})
        addBatch(*snapshot, txs);
    Shown<CostPlot> cost(snapshot);
    cost.pointAt(0.52);
    QCOMPARE(cost.plot.readout(), QStringLiteral("batch 2\nbytes for each transfer 11.0\n"
                                                 "gas for each transfer 480"));
}

void TestPlots::theSpanIsThatOfAllPlots() {
    auto snapshot = snapshotOf(2000, [](int) { return 20.0; });
    addOperator(*snapshot, "Aurora", 310'000'000);
    Shown<ThroughputPlot> rates(snapshot);
    Shown<BidsPlot> bids(snapshot);
    const auto span = [](auto& shown) {
        const auto range = shown.plot.plot()->xAxis->range();
        return static_cast<double>(shown.snapshot->samples.back().atMs) / 1000 - range.lower;
    };
    auto* button = rates.plot.template findChild<QToolButton*>(QStringLiteral("throughputCardSpan"));
    QVERIFY(button);
    const auto actions = button->menu()->actions();
    QStringList words;
    for (const auto* action : actions)
        words << action->text();
    QCOMPARE(words, (QStringList{QStringLiteral("1 min"), QStringLiteral("5 min"), QStringLiteral("15 min"),
                                 QStringLiteral("All")}));
    const double expected[] = {60, 300, 900, 1999};
    for (qsizetype i = 0; i < actions.size(); ++i) {
        actions[i]->trigger();
        QVERIFY(button->text().startsWith(words[i]));
        QVERIFY2(std::abs(span(rates) - expected[i]) <= 1, qPrintable(words[i]));
    }
    actions[0]->trigger();
    // The other one followed; its bids are known since the one record.
    QVERIFY(bids.plot.plot()->xAxis->range().lower >= static_cast<double>(snapshot->atMs) / 1000 - 61);
}

void TestPlots::samplesAreKeptBeyondASnapshot() {
    auto snapshot = snapshotOf(100, [](int) { return 20.0; });
    models::History history;
    history.record(*snapshot);
    snapshot->samples.erase(snapshot->samples.begin(), snapshot->samples.end() - 10);
    const auto last = snapshot->samples.back().atMs / 1000;
    snapshot->samples.push_back(sampleAt(last + 1, 7));
    history.record(*snapshot);
    history.record(*snapshot);
    QCOMPARE(history.samples().size(), 101u);
    QCOMPARE(history.samples().back().txPerSecond, 7.0);
    for (std::size_t i = 1; i < history.samples().size(); ++i)
        QVERIFY(history.samples()[i].atMs > history.samples()[i - 1].atMs);
}

void TestPlots::oneBurstDoesNotFlattenTheRest() {
    // 20 of 180 seconds at 2,000, all others about 20.
    QVector<double> values(180, 20);
    for (int i = 60; i < 80; ++i)
        values[i] = 2000;
    const auto top = widgets::plotTop(values);
    QVERIFY(top.clipped);
    QVERIFY(top.top >= 20 && top.top <= 100);
    // What is always high is no burst, nor is what comes out of nothing.
    const auto steady = widgets::plotTop(QVector<double>(180, 2000));
    QVERIFY(!steady.clipped && steady.top > 2000);
    QVector<double> half(180, 20);
    std::fill(half.begin() + 90, half.end(), 2000);
    QVERIFY(!widgets::plotTop(half).clipped);
    QVector<double> alone(180, 0);
    alone[3] = 50;
    QVERIFY(!widgets::plotTop(alone).clipped && widgets::plotTop(alone).top > 50);
    QVERIFY(widgets::plotTop({}).top > 0);
}

void TestPlots::aBurstSaysHowHighItWas() {
    Shown<ThroughputPlot> rates(snapshotOf(180, [](int i) { return i >= 60 && i < 80 ? 2000.0 : 20.0; }));
    QVERIFY(rates.pane(0)->axis(QCPAxis::atLeft)->range().upper <= 100);
    QCOMPARE(rates.plot.peakTexts(), QStringList(QStringLiteral("up to 2,000")));
}

void TestPlots::barsHaveAnAxisOfTheirOwn() {
    auto snapshot = snapshotOf(120, [](int) { return 20.0; });
    addBatch(*snapshot, 4000);
    Shown<ThroughputPlot> rates(snapshot);
    QCOMPARE(rates.plot.plot()->axisRectCount(), 2);
    QVERIFY(rates.pane(0)->rect().bottom() <= rates.pane(1)->rect().top());
    QVERIFY(rates.pane(0)->axis(QCPAxis::atLeft)->range().upper < 100);
    QVERIFY(rates.pane(1)->axis(QCPAxis::atLeft)->range().upper >= 4000);
    QVERIFY(rates.pane(1)->axis(QCPAxis::atLeft)->tickLabels());
    // One below the other: the same second stands at the same place.
    QCOMPARE(rates.pane(0)->left(), rates.pane(1)->left());
    QCOMPARE(rates.pane(0)->axis(QCPAxis::atBottom)->range(),
             rates.pane(1)->axis(QCPAxis::atBottom)->range());
}

void TestPlots::bytesAndGasHaveAPlotEach() {
    auto snapshot = snapshotOf(120, [](int) { return 20.0; });
    for (const std::uint32_t txs : {40, 50, 60})
        addBatch(*snapshot, txs);
    Shown<CostPlot> cost(snapshot);
    QCOMPARE(cost.plot.plot()->axisRectCount(), 2);
    QCOMPARE(cost.pane(0)->graphs().size(), 1);
    QCOMPARE(cost.pane(1)->graphs().size(), 1);
    QVERIFY(cost.pane(0)->axis(QCPAxis::atLeft)->range().upper < 20);
    QVERIFY(cost.pane(1)->axis(QCPAxis::atLeft)->range().upper > 480);
}

void TestPlots::ticksHaveSeparatorsAndEqualDecimals() {
    QCOMPARE(widgets::FigureTicker::decimalsOf(2000), 0);
    QCOMPARE(widgets::FigureTicker::decimalsOf(2.5), 1);
    QCOMPARE(widgets::FigureTicker::decimalsOf(0.05), 2);
    const auto labels = [](double upper) {
        QVector<double> ticks;
        QVector<QString> words;
        widgets::FigureTicker ticker;
        ticker.generate({0, upper}, QLocale(), u'g', 4, ticks, nullptr, &words);
        return words;
    };
    QVERIFY(labels(8000).contains(QStringLiteral("4,000")) || labels(8000).contains(QStringLiteral("2,000")));
    for (const double upper : {0.37, 1.0, 12.0, 350.0, 8000.0}) {
        const auto words = labels(upper);
        QVERIFY(words.size() >= 3);
        for (const auto& word : words)
            QCOMPARE(word.section(u'.', 1).size(), words.front().section(u'.', 1).size());
    }
}

void TestPlots::aTableDoesNotCutItsTimes_data() {
    QTest::addColumn<int>("width");
    for (const int width : {250, 320, 500})
        QTest::addRow("%d", width) << width;
}

void TestPlots::aTableDoesNotCutItsTimes() {
    QFETCH(int, width);
    auto snapshot = snapshotOf(120, [](int) { return 1234.5; });
    addOperator(*snapshot, "Aurora", 310'000'000);
    Shown<ThroughputPlot> rates(snapshot, {width, 300});
    Shown<BidsPlot> bids(snapshot, {width, 300});
    for (widgets::PlotCard* card :
         {static_cast<widgets::PlotCard*>(&rates.plot), static_cast<widgets::PlotCard*>(&bids.plot)}) {
        card->findChild<QToolButton*>(card->objectName() + QStringLiteral("AsTable"))->click();
        QCoreApplication::processEvents();
        auto* table = card->findChild<widgets::DataTable*>(card->objectName() + QStringLiteral("Table"));
        QVERIFY(table->isVisible() && table->model()->rowCount() > 0);
        const QFontMetrics metrics(widgets::Theme::font(widgets::TextSize::body));
        int shown = 0;
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            if (table->isColumnHidden(column)) continue;
            ++shown;
            const QString text = table->model()->index(0, column).data().toString();
            QVERIFY2(table->columnWidth(column) >= metrics.horizontalAdvance(text) + 20,
                     qPrintable(QStringLiteral("%1 \"%2\"").arg(card->objectName(), text)));
        }
        // The times at least, and what they are times of.
        QVERIFY(shown >= 2);
    }
}

void TestPlots::aTitleIsNotCut() {
    auto snapshot = snapshotOf(2000, [](int) { return 20.0; });
    addOperator(*snapshot, "Aurora", 310'000'000);
    for (const char* locale : {"en", "zh_CN"}) {
        QVERIFY(shell::language::apply(QLatin1String(locale)));
        // In a column that is as narrow as one gets, which a window of its own would not be.
        QWidget column;
        column.setFixedSize(236, 560);
        Shown<ThroughputPlot> rates(snapshot);
        Shown<BidsPlot> bids(snapshot);
        for (widgets::PlotCard* card :
             {static_cast<widgets::PlotCard*>(&rates.plot), static_cast<widgets::PlotCard*>(&bids.plot)}) {
            card->setParent(&column);
            card->setGeometry(0, 0, 236, 260);
            card->show();
        }
        column.show();
        QVERIFY(QTest::qWaitForWindowExposed(&column));
        int seen = 0;
        for (const auto* label : column.findChildren<QLabel*>()) {
            if (!label->isVisible() || label->text().isEmpty()) continue;
            ++seen;
            QVERIFY2(label->width() >= label->fontMetrics().horizontalAdvance(label->text()),
                     qPrintable(label->text()));
        }
        QVERIFY(seen >= 2);
        rates.plot.setParent(nullptr);
        bids.plot.setParent(nullptr);
    }
    QVERIFY(shell::language::apply(QStringLiteral("en")));
}

void TestPlots::whoLeftDoesNotFlattenTheBids() {
    auto snapshot = snapshotOf(120, [](int) { return 20.0; });
    addOperator(*snapshot, "Aurora", 310'000'000);
    addOperator(*snapshot, "Borealis", 340'000'000);
    Shown<BidsPlot> bids(snapshot);
    snapshot->operators[0].bidWei = 0;
    snapshot->operators[0].status = api::OperatorStatus::left;
    snapshot->atMs += 5000;
    bids.give();
    QVERIFY(bids.pane(0)->axis(QCPAxis::atLeft)->range().lower > 0.2);
}

QTEST_MAIN(TestPlots)
#include "tst_ui_plots.moc"
