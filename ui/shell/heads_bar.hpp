#pragma once

#include "models/tone.hpp"
#include "pages/page.hpp"

#include <QElapsedTimer>
#include <QFrame>

#include <ctime>

class QLabel;
class QToolButton;

namespace aw::widgets {
class Badge;
class Dot;
} // namespace aw::widgets

namespace aw::shell {

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
