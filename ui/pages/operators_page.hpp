#pragma once

#include "pages/page.hpp"

#include <map>

class QLabel;

namespace aw::widgets {
class BidsPlot;
class EpochBar;
class FactList;
class FlowGrid;
class LadderView;
} // namespace aw::widgets

namespace aw::pages {

class FailOverAct;
class OperatorCard;
class OperatorTable;

/// Who competes, who is ready, who takes over when; failing over, bidding, rejoining.
class OperatorsPage : public Page {
    Q_OBJECT
public:
    explicit OperatorsPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    widgets::LadderView* m_ladder;
    widgets::EpochBar* m_epoch;
    QLabel* m_epochText;
    widgets::FactList* m_rules;
    widgets::BidsPlot* m_bids;
    FailOverAct* m_failOver;
    OperatorTable* m_table;
    widgets::FlowGrid* m_grid;
    std::map<Address, OperatorCard*> m_cards;
};

} // namespace aw::pages
