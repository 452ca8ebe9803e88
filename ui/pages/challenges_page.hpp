#pragma once

#include "pages/page.hpp"

class QLabel;
class QHBoxLayout;
class QScrollArea;
class QToolButton;

namespace aw::widgets {
class Badge;
class Card;
class EmptyState;
class FactList;
class SegmentStrip;
class StatTile;
class Stepper;
class WindowBars;
} // namespace aw::widgets

namespace aw::pages {

class ChallengeAct;

/// Windows counting down, frauds found, and the life of each challenge until the roll-back.
class ChallengesPage : public Page {
    Q_OBJECT
public:
    explicit ChallengesPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    void showFraud(const SnapshotPtr& snapshot);
    void showOutcome(const api::Challenge& challenge);
    void showChoices(const api::Snapshot& snapshot);
    const api::Challenge* chosen(const api::Snapshot& snapshot) const;
    void showTiles(const api::Snapshot& snapshot);
    void showWindows(const api::Snapshot& snapshot);
    /// What is open comes before the windows; so does what the user looks at.
    void arrange(const api::Snapshot& snapshot, const api::Challenge* challenge);
    void showSelected();

    widgets::WindowBars* m_windows;
    QScrollArea* m_windowScroll;
    QLabel* m_noWindow;
    widgets::Card* m_windowCard;
    widgets::Card* m_fraudCard;
    QWidget* m_fraud;
    widgets::EmptyState* m_calm;
    QHBoxLayout* m_choiceRow;
    QList<QToolButton*> m_choices;
    QLabel* m_title;
    widgets::Badge* m_stage;
    QLabel* m_deadline;
    QLabel* m_reason;
    QLabel* m_segmentTitle;
    widgets::SegmentStrip* m_segments;
    widgets::FactList* m_roots;
    widgets::Stepper* m_stepper;
    widgets::FactList* m_trail;
    ChallengeAct* m_act;
    QLabel* m_end;
    QLabel* m_outcomeTitle;
    widgets::FactList* m_outcome;
    QList<widgets::StatTile*> m_tiles;
};

} // namespace aw::pages
