#include "pages/operator_table.hpp"

#include "models/lookup.hpp"
#include "models/operator_model.hpp"
#include "models/table_roles.hpp"

#include <QSortFilterProxyModel>

#include <algorithm>

namespace aw::pages {

OperatorTable::OperatorTable(const Context& context, QWidget* parent)
    : DataTable(parent)
    , m_context(context)
    , m_model(new models::OperatorModel(this))
    , m_sorted(new QSortFilterProxyModel(this)) {
    using models::OperatorModel;
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(models::SortRole);
    setObjectName(QStringLiteral("operatorTable"));
    widgets::onLanguage(this, [this] { setAccessibleName(tr("Operators compared")); });
    setUp(m_sorted, {116, 132, 56, 92, 140, 100, 92, 84, 108, 100, 88, 84}, -1,
          {OperatorModel::Claimable, OperatorModel::LastBatch, OperatorModel::Peers,
           OperatorModel::PendingHeld, OperatorModel::BatchesHeld, OperatorModel::Bond});
    setSortingEnabled(true);
    sortByColumn(-1, Qt::AscendingOrder);
    enableCellMenu(false);
    enableRowsToCopy();
    keepColumns(QStringLiteral("operators"));
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& row) {
        if (!row.isValid() || m_following) return;
        m_context.selection.selectOperator(m_model->rowAt(m_sorted->mapToSource(row).row()).address);
    });
    connect(&m_context.selection, &models::Selection::changed, this, &OperatorTable::followSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &OperatorTable::followSelection);
}

void OperatorTable::followSelection() {
    const auto& selection = m_context.selection;
    QModelIndex selected;
    if (selection.kind() == models::Selection::Kind::operatorEntry)
        for (int row = 0; row < m_model->rowCount() && !selected.isValid(); ++row)
            if (m_model->rowAt(row).address == selection.address())
                selected = m_sorted->mapFromSource(m_model->index(row, 0));
    if (selected.row() == currentIndex().row()) return;
    m_following = true;
    setCurrentIndex(selected);
    m_following = false;
}

void OperatorTable::apply(const SnapshotPtr& snapshot) {
    m_model->update(snapshot);
    // All of them in sight, however many there are; a long list scrolls.
    constexpr int kRow = 32, kMostRows = 8;
    setFixedHeight(kRow * (1 + std::clamp(m_model->rowCount(), 1, kMostRows)) + 4);
}

} // namespace aw::pages
