#pragma once

#include "models/tone.hpp"
#include "shell/page_table.hpp"

#include <QAbstractButton>
#include <QFrame>

class QToolButton;

namespace aw::shell {

/// One entry of the rail: icon, name, and a count where something waits.
class NavButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit NavButton(const PageInfo& page, QWidget* parent = nullptr);

    void setCount(std::size_t count, models::Tone tone);
    void setCollapsed(bool collapsed);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_icon;
    std::size_t m_count = 0;
    models::Tone m_tone = models::Tone::muted;
    bool m_collapsed = false;
};

/// The pages at the left edge.
class NavRail : public QFrame {
    Q_OBJECT
public:
    explicit NavRail(const QList<PageInfo>& pages, QWidget* parent = nullptr);

    void setPage(models::PageId page);
    /// Nothing where there is no such page.
    void setCount(models::PageId page, std::size_t count, models::Tone tone);
    void setCollapsed(bool collapsed);

signals:
    void pageRequested(aw::models::PageId page);

private:
    std::vector<std::pair<models::PageId, NavButton*>> m_buttons;
};

} // namespace aw::shell
