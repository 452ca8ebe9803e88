#pragma once

#include "models/history.hpp"
#include "widgets/plot_card.hpp"

class QCPGraph;

namespace aw::widgets {

/// What becomes of the load: executed transactions a second, and below, how many wait.
class LoadPlot : public PlotCard {
    Q_OBJECT
public:
    explicit LoadPlot(QWidget* parent = nullptr);
    /// The history outlives the plot.
    void setData(const models::History& history);

protected:
    void fillTable(QStandardItemModel& model) override;
    std::optional<double> nearest(double x) const override;
    std::vector<Reading> readingsAt(double x) const override;
    void redraw() override;

private:
    const models::History* m_history = nullptr;
    QCPGraph* m_rate;
    QCPGraph* m_pending;
};

} // namespace aw::widgets
