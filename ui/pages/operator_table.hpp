#pragma once

#include "pages/page.hpp"
#include "widgets/controls.hpp"

class QSortFilterProxyModel;

namespace aw::models {
class OperatorModel;
}

namespace aw::pages {

/// All operators side by side, to sort and to copy; its row and the console's selection follow each other.
class OperatorTable : public widgets::DataTable {
    Q_OBJECT
public:
    explicit OperatorTable(const Context& context, QWidget* parent = nullptr);
    void apply(const SnapshotPtr& snapshot);

private:
    void followSelection();

    Context m_context;
    models::OperatorModel* m_model;
    QSortFilterProxyModel* m_sorted;
    bool m_following = false; ///< the row moves because the selection did
};

} // namespace aw::pages
