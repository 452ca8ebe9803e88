#pragma once

#include "pages/page.hpp"

#include <QFrame>

class QLabel;
class QMenu;
class QToolButton;

namespace aw::widgets {
class Badge;
class Dot;
} // namespace aw::widgets

namespace aw::shell {

class ViewpointSelector;

/// The top row: what this is, what is at stake, which L1, where to go, as which operator.
class TitleBar : public QFrame {
    Q_OBJECT
public:
    explicit TitleBar(const pages::Context& context, QWidget* parent = nullptr);

    void apply(const pages::SnapshotPtr& snapshot);
    /// The gear's menu; the shell fills it.
    QMenu* menu() const { return m_menu; }
    ViewpointSelector& viewpoint() const { return *m_viewpoint; }
    /// Leaves out what is least needed.
    void setCompact(bool compact);

signals:
    void goToRequested();

private:
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
    ViewpointSelector* m_viewpoint;
    QMenu* m_menu;
    bool m_compact = false;
};

} // namespace aw::shell
