#pragma once

#include "widgets/card.hpp"
#include "widgets/legend.hpp"
#include "widgets/plot_cursor.hpp"
#include "widgets/plot_overlay.hpp"

#include <vector>

class QCustomPlot;
class QCPAxis;
class QCPAxisRect;
class QHBoxLayout;
class QStackedWidget;
class QStandardItem;
class QStandardItemModel;
class QToolButton;

namespace aw::widgets {

class DataTable;

/// A card with a plot of one or more panes that share their x axis, and the same figures as a table for
/// whoever cannot or will not read the curve. The values under the pointer stand beside a cross-hair, which
/// goes through all plots along the same axis.
class PlotCard : public Card {
    Q_OBJECT
public:
    using Along = PlotCursor::Along;

    PlotCard(const Text& title, const QString& objectName, Along along, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {320, 260}; }
    bool showsTable() const;
    QCustomPlot* plot() const { return m_plot; }
    /// What the cross-hair says, one value a line; empty without one.
    QString readout() const { return m_overlay->readout(); }
    /// What the marks of values above the axis say.
    QStringList peakTexts() const { return m_overlay->peakTexts(); }

protected:
    using Reading = PlotOverlay::Reading;

    /// Called when the table is shown, or is shown and the data changed.
    virtual void fillTable(QStandardItemModel& model) = 0;
    /// The columns that go first where the table is wider than the card.
    virtual QList<int> lessImportantColumns() const { return {}; }
    /// The place of the data nearest to x; nullopt where there is none.
    virtual std::optional<double> nearest(double x) const = 0;
    /// What the cross-hair stands at, and the values there.
    virtual QString titleAt(double x) const;
    virtual std::vector<Reading> readingsAt(double x) const = 0;
    /// Lays the data out anew: the span of time changed, or the language.
    virtual void redraw() = 0;

    void refreshTable();
    /// A pane below the others, so many times as high as a pane of 1. The first call gives the one that is
    /// there. `caption` stands in its corner.
    QCPAxisRect* addPane(int stretch, const Text& caption);
    /// All panes show this range.
    void setXRange(double from, double to);
    QCPAxis* valueAxis(int pane) const;
    /// Values above a pane's axis, at their x.
    void setPeak(int pane, std::optional<double> x, const QString& text);
    /// The x of the newest data and the user's span of time: where the plot begins.
    static double firstShown(double oldest, double newest);
    /// What the marks mean, below the title.
    void setLegend(QList<Legend::Entry> entries);
    /// A cell of the table.
    static QStandardItem* cell(const QString& text, bool number = true);
    /// A line of words instead of an empty coordinate system.
    void setEmpty(const QString& words);
    /// Draws, where it is seen, and tells the table and the cross-hair.
    void finishData();
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Pane {
        QCPAxisRect* rect;
        std::optional<double> peakAt;
        QString peak;
    };
    void addSpanButton();
    /// Dresses the panes in the theme.
    void dress();
    void dressAxis(QCPAxis* axis) const;
    void point(const QPointF& at);
    void showCursor();
    void placePeaks();

    Along m_along;
    QCustomPlot* m_plot;
    PlotOverlay* m_overlay;
    std::vector<Pane> m_panes;
    QHBoxLayout* m_legendRow;
    QStackedWidget* m_stack;
    DataTable* m_table;
    QStandardItemModel* m_tableModel;
    QToolButton* m_toggle;
    QLabel* m_empty;
    QList<int> m_widths;
};

} // namespace aw::widgets
