#pragma once

#include "pages/page.hpp"

class QLabel;
class QPushButton;

namespace aw::widgets {
class Card;
}

namespace aw::pages {

/// The first thing seen: what Anchorwatch is, one button, and the way up with its progress or its failure.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(const Context& context, QWidget* parent = nullptr);

    void apply(const SnapshotPtr& snapshot);
    /// The button gets the focus: Enter starts the demo.
    void takeFocus();

signals:
    void startRequested();

private:
    struct Step {
        std::string id;
        QLabel* icon;
        QLabel* text;
    };
    void addStep(const std::string& id);

    Context m_context;
    QPushButton* m_start;
    widgets::Card* m_steps;
    QList<Step> m_rows;
    QLabel* m_failure;
    bool m_requested = false;
};

} // namespace aw::pages
