#pragma once

#include "bridge/engine_bridge.hpp"
#include "models/history.hpp"
#include "models/selection.hpp"
#include "widgets/text.hpp"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace aw::widgets {
class Banner;
}

namespace aw::pages {

/// What every page works on; outlives all pages.
struct Context {
    bridge::EngineBridge& bridge;
    models::Selection& selection;
    models::History& history;
};

using SnapshotPtr = std::shared_ptr<const api::Snapshot>;

/// A page: title, one line about what is seen, its age, what is wrong if anything is, and the content, which
/// scrolls where room is short. The shell calls apply() for the page in sight.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(const Context& context, const widgets::Text& title, const QString& objectName,
         QWidget* parent = nullptr);

    /// Shows a snapshot: the banner and the age first, then show().
    void apply(const SnapshotPtr& snapshot);

protected:
    virtual void show(const SnapshotPtr& snapshot) = 0;
    using QWidget::show;

    const Context& context() const { return m_context; }
    bridge::EngineBridge& bridge() const { return m_context.bridge; }
    QVBoxLayout* body() const { return m_body; }
    void setSubtitle(const QString& text);
    /// Ctrl+F on this page leads to the field.
    void setFilterField(QLineEdit* field);
    bool isStale() const { return m_stale; }

private:
    void showAge();

    Context m_context;
    QLabel* m_subtitle;
    QLabel* m_age;
    widgets::Banner* m_banner;
    QVBoxLayout* m_body;
    bool m_stale = false;
};

} // namespace aw::pages
