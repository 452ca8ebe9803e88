#pragma once

#include "pages/page.hpp"

class QPushButton;

namespace aw::widgets {
class BidsPlot;
class Card;
class FlowGrid;
class Lane;
class NoticeList;
class StatTile;
class ThroughputPlot;
} // namespace aw::widgets

namespace aw::pages {

/// The four things to try in a demo; ticks itself from the real state.
class Checklist : public QWidget {
    Q_OBJECT
public:
    explicit Checklist(const Context& context, QWidget* parent = nullptr);
    void apply();

private:
    static QString title();
    void showSteps();
    QPushButton* addStep(const widgets::Text& text, const QString& name, models::PageId page);

    Context m_context;
    widgets::Card* m_card;
    widgets::FlowGrid* m_grid;
    QList<QPushButton*> m_steps;
};

/// The rollup at a glance: the lane, six figures, two plots, and what needs attention.
class OverviewPage : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    void showSelected(const api::Snapshot& snapshot);
    void showTiles(const api::Snapshot& snapshot);
    static QString deadlineUnit(const api::Snapshot& snapshot, std::uint64_t blocks);
    void showTrends(const api::Snapshot& snapshot);

    Checklist* m_checklist;
    widgets::Lane* m_lane;
    QList<widgets::StatTile*> m_tiles;
    widgets::ThroughputPlot* m_throughput;
    widgets::BidsPlot* m_bids;
    widgets::NoticeList* m_notices;
};

} // namespace aw::pages
