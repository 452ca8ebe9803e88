#pragma once

#include "api/values.hpp"
#include "widgets/plot_card.hpp"

#include <memory>
#include <optional>

class QCPGraph;
class QLabel;

namespace aw::widgets {

/// What a transfer cost its operator on L1 and what it paid, batch by batch.
class MarginPlot : public PlotCard {
    Q_OBJECT
public:
    explicit MarginPlot(QWidget* parent = nullptr);
    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);

protected:
    void fillTable(QStandardItemModel& model) override;
    std::optional<double> nearest(double x) const override;
    std::vector<Reading> readingsAt(double x) const override;
    void redraw() override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
    QCPGraph* m_cost;
    QCPGraph* m_fees;
    double m_scaleWei = 1; ///< of the axis
};

/// The same over the last 24 hours of one operator as three figures: cost, income, and what is left of it.
class MarginFigures : public Card {
    Q_OBJECT
public:
    explicit MarginFigures(QWidget* parent = nullptr);
    /// Of nothing: dashes.
    void setAccount(const std::optional<api::L1Account>& account);
    void setStale(bool stale);

private:
    struct Figure {
        QLabel *name = nullptr, *value = nullptr, *unit = nullptr;
    };
    Figure addFigure();
    void showFigure(const Figure& figure, const QString& name, const QString& value, const QString& unit,
                    models::Tone tone);

    Figure m_fees, m_cost, m_margin;
    QLabel* m_hint;
};

} // namespace aw::widgets
