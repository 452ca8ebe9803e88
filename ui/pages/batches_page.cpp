#include "pages/batches_page.hpp"

#include "models/batch_model.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/plots.hpp"
#include "widgets/theme.hpp"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace aw::pages {

namespace format = models::format;
using models::BatchModel;

BatchesPage::BatchesPage(const Context& context, QWidget* parent)
    : Page(
          context, [] { return tr("Batches"); }, QStringLiteral("batchesPage"), parent)
    , m_model(new BatchModel(this))
    , m_filter(new models::WordFilter(this))
    , m_words(widgets::makeFilterField(
          QStringLiteral("filter"), [] { return tr("Filter batches"); },
          [] { return tr("Filter by number, operator, status, or any hash  (Ctrl+F)"); },
          QStringLiteral("batchFilter")))
    , m_table(new widgets::DataTable)
    , m_empty(new widgets::EmptyState(QStringLiteral("batches"), {}, {}))
    , m_cost(new widgets::CostPlot) {
    body()->addWidget(m_words);
    setFilterField(m_words);
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setWords(text);
        showEmpty();
    });

    m_filter->setSourceModel(m_model);
    m_table->setObjectName(QStringLiteral("batchTable"));
    widgets::onLanguage(m_table, [this] { m_table->setAccessibleName(tr("Batches")); });
    m_table->setUp(m_filter, {64, 96, 104, 150, 132, 84, 84, 76, 68, 88, 76, 96, 84, 56}, -1,
                   {BatchModel::Era, BatchModel::Segments, BatchModel::Gas, BatchModel::L1Block,
                    BatchModel::BaseFee, BatchModel::Bytes, BatchModel::GasPerTx});
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(BatchModel::Number, Qt::DescendingOrder);
    m_table->setMinimumHeight(32 * 8);
    m_table->enableCellMenu();
    connect(m_table, &widgets::DataTable::filterRequested, m_words, &QLineEdit::setText);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& row) {
                if (!row.isValid() || m_following) return;
                const auto& batch = m_model->rowAt(m_filter->mapToSource(row).row());
                this->context().selection.selectBatch(batch.number, batch.hash);
            });
    connect(&this->context().selection, &models::Selection::changed, this, &BatchesPage::followSelection);
    connect(m_model, &QAbstractItemModel::modelReset, this, &BatchesPage::followSelection);

    auto* card = new widgets::Card;
    card->layout()->setContentsMargins(4, 4, 4, 4);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_empty, 1);
    m_empty->setMinimumHeight(32 * 8);
    m_empty->hide();
    body()->addWidget(card, 3);
    m_cost->setMinimumHeight(240);
    body()->addWidget(m_cost, 1);
}

void BatchesPage::show(const SnapshotPtr& snapshot) {
    m_model->update(snapshot);
    const auto open = models::openWindows(*snapshot).size();
    setSubtitle(tr("%n batches known", nullptr, static_cast<int>(snapshot->batches.size())) +
                QStringLiteral(" · ") + tr("%n in the challenge window", nullptr, static_cast<int>(open)));
    m_table->setStale(isStale());
    m_cost->setSnapshot(snapshot);
    showEmpty();
}

void BatchesPage::showEmpty() {
    const bool none = m_model->rowCount() == 0;
    const bool empty = m_filter->rowCount() == 0;
    m_table->setVisible(!empty);
    m_empty->setVisible(empty);
    if (none)
        m_empty->setText(tr("No batch yet"),
                         tr("The first one appears here as soon as the active operator anchors it on L1."));
    else if (empty)
        m_empty->setText(tr("No batch matches"),
                         tr("Rows must match every word of the filter. Clear it to see all."));
}

void BatchesPage::followSelection() {
    const auto& selection = context().selection;
    QModelIndex selected;
    if (selection.kind() == models::Selection::Kind::batch)
        for (int row = 0; row < m_model->rowCount() && !selected.isValid(); ++row)
            if (m_model->rowAt(row).hash == selection.batchHash())
                selected = m_filter->mapFromSource(m_model->index(row, 0));
    if (selected.row() == m_table->currentIndex().row()) return;
    m_following = true;
    // Where another thing was selected elsewhere, a click on the row of before counts again.
    m_table->setCurrentIndex(selected);
    m_following = false;
}

} // namespace aw::pages
