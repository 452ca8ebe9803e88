#pragma once

#include "models/history.hpp"
#include "widgets/card.hpp"
#include "widgets/legend.hpp"

#include <memory>

class QCustomPlot;
class QCPAxis;
class QCPGraph;
class QCPBars;
class QStackedWidget;
class QStandardItem;
class QStandardItemModel;
class QToolButton;

namespace aw::widgets {

class DataTable;

/// A card with a plot, and the same figures as a table for whoever cannot or will not read the curve.
class PlotCard : public Card {
    Q_OBJECT
public:
    PlotCard(const Text& title, const QString& objectName, QWidget* parent = nullptr);

    QSize sizeHint() const override { return {320, 260}; }
    bool showsTable() const;

protected:
    QCustomPlot* plot() const { return m_plot; }
    /// Called when the table is shown, or is shown and the data changed.
    virtual void fillTable(QStandardItemModel& model) = 0;
    void refreshTable();
    /// What the marks mean, below the title.
    void setLegend(QList<Legend::Entry> entries);
    /// A cell of the table.
    static QStandardItem* cell(const QString& text, bool number = true);
    /// Whole numbers alone along an axis: there is no batch 7.5.
    static void countAlong(QCPAxis* axis);
    /// A line of words instead of an empty coordinate system.
    void setEmpty(const QString& words);
    void changeEvent(QEvent* event) override;

private:
    /// Dresses the plot's axes in the theme.
    void dress();

    QCustomPlot* m_plot;
    QStackedWidget* m_stack;
    DataTable* m_table;
    QStandardItemModel* m_tableModel;
    QToolButton* m_toggle;
    QLabel* m_empty;
};

/// Executed transactions a second, and each anchored batch as a bar of its transfers.
class ThroughputPlot : public PlotCard {
    Q_OBJECT
public:
    explicit ThroughputPlot(QWidget* parent = nullptr);
    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);

protected:
    void fillTable(QStandardItemModel& model) override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
    QCPGraph* m_rate;
    QCPBars* m_anchors;
    QCPBars* m_wrong;
};

/// Each operator's standing bid over time as steps, and L2's base fee, which follows the active one's.
class BidsPlot : public PlotCard {
    Q_OBJECT
public:
    explicit BidsPlot(QWidget* parent = nullptr);
    void setData(std::shared_ptr<const api::Snapshot> snapshot, const models::History& history);

protected:
    void fillTable(QStandardItemModel& model) override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
    const models::History* m_history = nullptr;
};

/// Data bytes and L1 gas for each transfer, batch by batch.
class CostPlot : public PlotCard {
    Q_OBJECT
public:
    explicit CostPlot(QWidget* parent = nullptr);
    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);

protected:
    void fillTable(QStandardItemModel& model) override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
    QCPGraph* m_bytes;
    QCPGraph* m_gas;
};

} // namespace aw::widgets
