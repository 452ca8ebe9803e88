#pragma once

#include "models/tone.hpp"
#include "pages/page.hpp"

#include <QFrame>

class QAbstractButton;
class QButtonGroup;
class QLabel;
class QLineEdit;

namespace aw::models {
class EventFilter;
class EventModel;
} // namespace aw::models

namespace aw::widgets {
class DataTable;
} // namespace aw::widgets

namespace aw::shell {

/// The event log below every page: filtered by words and severity, following what happens, to be copied.
/// Whether it is shown is remembered.
class EventDock : public QFrame {
    Q_OBJECT
public:
    explicit EventDock(const pages::Context& context, QWidget* parent = nullptr);

    /// Keeps events in that file, and shows those of earlier runs once they are read.
    void keepIn(const QString& path);
    /// Records what is new, shown or not.
    void apply(const pages::SnapshotPtr& snapshot);
    /// The user shows or hides it; remembered.
    void setWanted(bool wanted);
    bool isWanted() const { return m_wanted; }
    bool isEmpty() const;
    /// Puts the focus into the list, or into the filter.
    void focusList();
    void focusFilter();
    /// How many warnings and worse came while it was hidden; how bad the worst of them is.
    int unseen() const { return m_unseen; }
    models::Tone unseenTone() const { return m_unseenTone; }

signals:
    /// The user closed it with its own button.
    void closed();
    void unseenChanged();
    /// The events of earlier runs are there.
    void fileRead();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void addHeader();
    void setFollowing(bool on);
    void onInserted(int first, int last);
    void copy();
    void showCounts();
    void openRow(int row);

    pages::Context m_context;
    models::EventModel* m_events;
    models::EventFilter* m_filter;
    widgets::DataTable* m_log;
    QLineEdit* m_words;
    QLabel* m_count;
    QLabel* m_problem;
    QButtonGroup* m_severities;
    QAbstractButton* m_follow = nullptr;
    bool m_wanted;
    bool m_moving = false; ///< the view is moved by us, not by the user
    int m_unseen = 0;
    models::Tone m_unseenTone = models::Tone::muted;
};

} // namespace aw::shell
