#pragma once

#include "pages/page.hpp"

class QLineEdit;
class QToolButton;

namespace aw::models {
class BatchModel;
class WordFilter;
} // namespace aw::models
namespace aw::widgets {
class CostPlot;
class DataTable;
class EmptyState;
} // namespace aw::widgets

namespace aw::pages {

/// Every batch that the console knows of, to filter, sort and select; what a transfer costs, batch by batch.
class BatchesPage : public Page {
    Q_OBJECT
public:
    explicit BatchesPage(const Context& context, QWidget* parent = nullptr);

protected:
    void show(const SnapshotPtr& snapshot) override;

private:
    void followSelection();
    void showEmpty();
    /// One chip for each state that the filter knows after is:, with how many batches are in it.
    void addChips();
    void showChips();
    static QString chipText(const QString& state, int count);

    models::BatchModel* m_model;
    models::WordFilter* m_filter;
    QLineEdit* m_words;
    QList<std::pair<QString, QToolButton*>> m_chips;
    widgets::DataTable* m_table;
    widgets::EmptyState* m_empty;
    widgets::CostPlot* m_cost;
    bool m_following = false;
};

} // namespace aw::pages
