#include "widgets/plot_card.hpp"

#include "models/format.hpp"
#include "models/table_roles.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/plot_ticks.hpp"
#include "widgets/theme.hpp"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QToolButton>
#include <qcustomplot.h>

#include <algorithm>

namespace aw::widgets {

namespace format = models::format;

namespace {
/// What stands above a pane: a line of a label.
constexpr int kCaptionHeight = 19;

constexpr int kSpans[] = {60, 300, 900, 0};
constexpr double kLeastSpan = 30;
constexpr int kMeasuredRows = 200;
constexpr int kCellPadding = 26;

} // namespace

PlotCard::PlotCard(const Text& title, const QString& objectName, Along along, QWidget* parent)
    : Card(title, parent)
    , m_along(along)
    , m_plot(new QCustomPlot)
    , m_overlay(new PlotOverlay(m_plot))
    , m_legendRow(new QHBoxLayout)
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
    m_plot->installEventFilter(this);
    m_panes.push_back({m_plot->axisRect(), {}, {}});
    m_table->setObjectName(objectName + QStringLiteral("Table"));
    m_table->setSortingEnabled(false);
    m_empty->setAlignment(Qt::AlignCenter);
    m_stack->addWidget(m_plot);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    m_legendRow->setSpacing(8);
    body()->addLayout(m_legendRow);
    body()->addWidget(m_stack, 1);
    if (along == Along::time) addSpanButton();
    m_toggle->setObjectName(objectName + QStringLiteral("AsTable"));
    m_toggle->setCheckable(true);
    icons::setNavIcon(m_toggle, QStringLiteral("table"));
    m_toggle->setIconSize({16, 16});
    header()->addWidget(m_toggle);
    connect(m_toggle, &QToolButton::toggled, this, [this](bool table) {
        m_stack->setCurrentIndex(table ? 1 : 0);
        refreshTable();
    });
    connect(&PlotCursor::instance(), &PlotCursor::moved, this, &PlotCard::showCursor);
    connect(m_plot, &QCustomPlot::afterReplot, this, [this] {
        placePeaks();
        showCursor();
    });
    onTheme(this, [this] { dress(); });
}

void PlotCard::addSpanButton() {
    auto* button = new QToolButton;
    button->setObjectName(objectName() + QStringLiteral("Span"));
    button->setProperty("kind", QStringLiteral("segment"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    auto* group = new QActionGroup(menu);
    for (const int seconds : kSpans) {
        auto* action = menu->addAction(QString());
        action->setCheckable(true);
        action->setData(seconds);
        group->addAction(action);
        connect(action, &QAction::triggered, this,
                [seconds] { PlotCursor::instance().setSpanSeconds(seconds); });
    }
    button->setMenu(menu);
    const auto tell = [button, menu] {
        for (auto* action : menu->actions()) {
            const int seconds = action->data().toInt();
            action->setText(seconds == 0 ? tr("All") : tr("%n min", nullptr, seconds / 60));
            if (seconds != PlotCursor::instance().spanSeconds()) continue;
            action->setChecked(true);
            button->setText(action->text() + QStringLiteral(" ▾"));
        }
        button->setToolTip(tr("Time shown by all plots"));
        button->setAccessibleName(tr("Time shown by all plots"));
    };
    onLanguage(button, tell);
    connect(&PlotCursor::instance(), &PlotCursor::spanChanged, this, [this, tell] {
        tell();
        redraw();
    });
    header()->addWidget(button);
}

double PlotCard::firstShown(double oldest, double newest) {
    const int span = PlotCursor::instance().spanSeconds();
    const double first = span == 0 ? oldest : std::max(oldest, newest - span);
    return std::min(first, newest - kLeastSpan);
}

void PlotCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() != QEvent::LanguageChange) return;
    redraw();
    refreshTable();
}

bool PlotCard::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_plot && event->type() == QEvent::MouseMove)
        point(static_cast<QMouseEvent*>(event)->position());
    if (watched == m_plot && (event->type() == QEvent::Leave || event->type() == QEvent::Hide))
        PlotCursor::instance().point(m_along, {});
    return Card::eventFilter(watched, event);
}

void PlotCard::point(const QPointF& at) {
    std::optional<double> x;
    for (const auto& pane : m_panes)
        if (QRectF(pane.rect->rect()).contains(at)) x = m_plot->xAxis->pixelToCoord(at.x());
    PlotCursor::instance().point(m_along, x ? nearest(*x) : x);
}

void PlotCard::showCursor() {
    if (!isVisible()) return;
    const auto at = PlotCursor::instance().at(m_along);
    const auto x = at ? nearest(*at) : std::nullopt;
    if (!x || !m_plot->xAxis->range().contains(*x)) return m_overlay->clearReadings();
    const QRectF panes(m_panes.front().rect->rect().topLeft(), m_panes.back().rect->rect().bottomRight());
    m_overlay->setReadings(panes, m_plot->xAxis->coordToPixel(*x), titleAt(*x), readingsAt(*x));
}

QString PlotCard::titleAt(double x) const {
    return m_along == Along::time ? format::clockTime(static_cast<std::int64_t>(x * 1000))
                                  : tr("batch %1").arg(format::number(static_cast<std::uint64_t>(x)));
}

void PlotCard::setPeak(int pane, std::optional<double> x, const QString& text) {
    m_panes[static_cast<std::size_t>(pane)].peakAt = x;
    m_panes[static_cast<std::size_t>(pane)].peak = text;
}

void PlotCard::placePeaks() {
    std::vector<PlotOverlay::Peak> peaks;
    for (const auto& pane : m_panes)
        if (pane.peakAt)
            peaks.push_back({{m_plot->xAxis->coordToPixel(*pane.peakAt), pane.rect->top() + 1.0}, pane.peak});
    m_overlay->setPeaks(std::move(peaks));
}

void PlotCard::setLegend(QList<Legend::Entry> entries) {
    m_legendRow->addWidget(new Legend(std::move(entries)), 1);
}

QStandardItem* PlotCard::cell(const QString& text, bool number) {
    auto* item = new QStandardItem(text);
    item->setData(QVariant((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter),
                  Qt::TextAlignmentRole);
    item->setEditable(false);
    return item;
}

bool PlotCard::showsTable() const { return m_stack->currentIndex() == 1; }

void PlotCard::setEmpty(const QString& words) {
    if (showsTable()) return;
    setText(m_empty, words);
    m_stack->setCurrentIndex(words.isEmpty() ? 0 : 2);
}

void PlotCard::finishData() {
    if (isVisible() && !showsTable()) m_plot->replot(QCustomPlot::rpQueuedReplot);
    refreshTable();
}

void PlotCard::refreshTable() {
    if (!showsTable()) return;
    m_tableModel->setRowCount(0);
    fillTable(*m_tableModel);
    // Columns as wide as what is in them: no time and no figure is cut.
    const QFontMetrics metrics(Theme::font(TextSize::body));
    QList<int> widths(m_tableModel->columnCount(), 0);
    for (int row = 0; row < std::min(m_tableModel->rowCount(), kMeasuredRows); ++row)
        for (int column = 0; column < widths.size(); ++column)
            widths[column] =
                std::max(widths[column],
                         metrics.horizontalAdvance(m_tableModel->item(row, column)->text()) + kCellPadding);
    if (widths == m_widths && m_table->model()) return;
    m_widths = widths;
    m_table->setUp(m_tableModel, widths, 0, lessImportantColumns());
}

QCPAxisRect* PlotCard::addPane(int stretch, const Text& caption) {
    auto* layout = m_plot->plotLayout();
    QCPAxisRect* rect = m_panes.front().rect;
    if (!rect->property("pane").toBool()) {
        layout->setRowSpacing(2);
    } else {
        rect = new QCPAxisRect(m_plot);
        layout->addElement(layout->rowCount(), 0, rect);
        // Only the lowest tells the x values.
        auto* above = m_panes.back().rect->axis(QCPAxis::atBottom);
        above->setTickLabels(false);
        above->setLabel({});
        auto* group = m_panes.front().rect->marginGroup(QCP::msLeft);
        if (!group) group = new QCPMarginGroup(m_plot);
        for (auto* each : {m_panes.back().rect, rect})
            each->setMarginGroup(QCP::msLeft | QCP::msRight, group);
        m_panes.push_back({rect, {}, {}});
    }
    rect->setProperty("pane", true);
    layout->setRowStretchFactor(static_cast<int>(m_panes.size()) - 1, stretch);
    for (auto* axis : rect->axes())
        axis->setLayer(QStringLiteral("axes"));
    for (auto* axis : rect->axes())
        axis->grid()->setLayer(QStringLiteral("grid"));
    if (!caption().isEmpty()) {
        auto* words = new QCPItemText(m_plot);
        words->setClipToAxisRect(false);
        words->position->setType(QCPItemPosition::ptAxisRectRatio);
        words->position->setAxisRect(rect);
        words->position->setCoords(0, 0);
        // Above the lines, which it must not cover.
        words->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        words->setPadding(QMargins(2, 0, 4, 2));
        rect->setProperty("captioned", true);
        caption.bind(this, [words](const QString& text) { words->setText(text); });
        onTheme(this, [words] {
            words->setFont(Theme::font(TextSize::label));
            words->setColor(tokens().t2);
            words->setBrush(withAlpha(tokens().s1, 0.8));
        });
    }
    dress();
    return rect;
}

QCPAxis* PlotCard::valueAxis(int pane) const {
    return m_panes[static_cast<std::size_t>(pane)].rect->axis(QCPAxis::atLeft);
}

void PlotCard::setXRange(double from, double to) {
    for (const auto& pane : m_panes)
        pane.rect->axis(QCPAxis::atBottom)->setRange(from, to);
}

void PlotCard::dressAxis(QCPAxis* axis) const {
    const Tokens& t = tokens();
    const QFont font = Theme::font(TextSize::label);
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
}

void PlotCard::dress() {
    const Tokens& t = tokens();
    m_plot->setBackground(QBrush(t.s1));
    m_plot->setNoAntialiasingOnDrag(true);
    for (const auto& pane : m_panes) {
        for (auto* axis : pane.rect->axes())
            dressAxis(axis);
        auto* along = pane.rect->axis(QCPAxis::atBottom);
        auto* values = pane.rect->axis(QCPAxis::atLeft);
        if (!values->property("dressed").toBool()) {
            values->setProperty("dressed", true);
            values->setTicker(QSharedPointer<QCPAxisTicker>(new FigureTicker));
            along->setTicker(m_along == Along::time ? QSharedPointer<QCPAxisTicker>(new TimeTicker(along))
                                                    : QSharedPointer<QCPAxisTicker>(new CountTicker));
            if (m_along == Along::batch) along->ticker()->setTickCount(6);
        }
        values->setBasePen(Qt::NoPen);
        values->ticker()->setTickCount(m_panes.size() > 1 ? 3 : 4);
        along->grid()->setVisible(false);
        const int above = pane.rect->property("captioned").toBool() ? kCaptionHeight : 6;
        pane.rect->setMinimumMargins(QMargins(0, above, 8, 0));
        pane.rect->setBackground(QBrush(t.s1));
    }
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

} // namespace aw::widgets
