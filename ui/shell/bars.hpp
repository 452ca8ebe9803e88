#pragma once

#include "models/tone.hpp"
#include "pages/page.hpp"

#include <QElapsedTimer>
#include <QFrame>

#include <ctime>

class QLabel;
class QMenu;
class QToolButton;

namespace aw::widgets {
class Badge;
class Dot;
} // namespace aw::widgets

namespace aw::shell {

/// The top row: what this is, what is at stake, which L1, where to go, through whose eyes.
class TitleBar : public QFrame {
    Q_OBJECT
public:
    explicit TitleBar(const pages::Context& context, QWidget* parent = nullptr);

    void apply(const pages::SnapshotPtr& snapshot);
    /// The gear's menu; the shell fills it.
    QMenu* menu() const { return m_menu; }
    /// The user asks to see everything as that operator.
    void viewAs(const Address& address);
    /// Leaves out what is least needed.
    void setCompact(bool compact);

signals:
    void goToRequested();
    /// Another operator is viewed as, and nobody asked for it.
    void viewpointMoved(const QString& words);

private:
    void fillViewpoints();
    void showViewpoint(const api::Snapshot& snapshot);
    void showL1();

    pages::Context m_context;
    widgets::Badge* m_environment;
    QFrame* m_workspaceChip;
    QLabel* m_workspace;
    widgets::Dot* m_l1Dot;
    QLabel* m_l1;
    QFrame* m_l1Chip;
    QToolButton* m_goTo;
    QLabel* m_goToText = nullptr;
    QToolButton* m_viewpoint;
    QMenu* m_viewpoints;
    QMenu* m_menu;
    Address m_asked;  ///< whom the user wants to view as
    Address m_viewed; ///< whom the last snapshot was of
    bool m_compact = false;
};

/// The bottom row: five heads with their ages, the operators, this process, and whether it is live.
class HeadsBar : public QFrame {
    Q_OBJECT
public:
    explicit HeadsBar(const pages::Context& context, QWidget* parent = nullptr);

    void apply(const pages::SnapshotPtr& snapshot);
    /// The button of the event log: whether the log is shown, and how much came while it was not.
    void setEvents(bool shown, int unseen, models::Tone tone);

signals:
    void eventsToggled();

private:
    struct HeadField {
        QLabel* name;
        QLabel* number;
        QLabel* age;
    };
    void tick();
    void setHead(const HeadField& field, const api::Head& head, std::int64_t staleMs);

    pages::Context m_context;
    QList<HeadField> m_heads;
    QToolButton* m_events;
    widgets::Badge* m_unseen;
    QLabel* m_operators;
    QLabel* m_cpu;
    widgets::Dot* m_live;
    QLabel* m_liveText;
    QElapsedTimer m_wall;
    std::clock_t m_used = 0;
};

} // namespace aw::shell
