#pragma once

#include "models/history.hpp"
#include "widgets/plot_card.hpp"

#include <memory>

class QCPGraph;
class QCPBars;

namespace aw::widgets {

/// Executed transactions a second, and below, each anchored batch as a bar of its transfers.
class ThroughputPlot : public PlotCard {
    Q_OBJECT
public:
    explicit ThroughputPlot(QWidget* parent = nullptr);
    void setData(std::shared_ptr<const api::Snapshot> snapshot, const models::History& history);

protected:
    void fillTable(QStandardItemModel& model) override;
    QList<int> lessImportantColumns() const override { return {2, 4, 3}; }
    std::optional<double> nearest(double x) const override;
    std::vector<Reading> readingsAt(double x) const override;
    void redraw() override;

private:
    void drawBatches(double first);

    std::shared_ptr<const api::Snapshot> m_snapshot;
    const models::History* m_history = nullptr;
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
    std::optional<double> nearest(double x) const override;
    std::vector<Reading> readingsAt(double x) const override;
    void redraw() override;

private:
    void nameLines(double now);

    std::shared_ptr<const api::Snapshot> m_snapshot;
    const models::History* m_history = nullptr;
};

/// Data bytes and, below, L1 gas for each transfer, batch by batch.
class CostPlot : public PlotCard {
    Q_OBJECT
public:
    explicit CostPlot(QWidget* parent = nullptr);
    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);

protected:
    void fillTable(QStandardItemModel& model) override;
    std::optional<double> nearest(double x) const override;
    std::vector<Reading> readingsAt(double x) const override;
    void redraw() override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
    QCPGraph* m_bytes;
    QCPGraph* m_gas;
};

} // namespace aw::widgets
