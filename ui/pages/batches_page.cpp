#include "pages/batches_page.hpp"

#include "models/batch_model.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/word_filter.hpp"
#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/plots.hpp"
#include "widgets/table_columns.hpp"
#include "widgets/table_export.hpp"
#include "widgets/theme.hpp"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
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
          [] {
              // The joint keeps the text font from making a multiplication sign of it.
              return tr("#12, op:aurora, is:wrong, 0x51fe, or any word  (Ctrl+F)")
                  .replace(QStringLiteral("0x"), QStringLiteral("0\u200Cx"));
          },
          QStringLiteral("batchFilter")))
    , m_table(new widgets::DataTable)
    , m_empty(new widgets::EmptyState(QStringLiteral("batches"), {}, {}))
    , m_cost(new widgets::CostPlot) {
    auto* tools = new QHBoxLayout;
    tools->setSpacing(8);
    tools->addWidget(m_words, 1);
    body()->addLayout(tools);
    setFilterField(m_words);
    addChips();
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_filter->setWords(text);
        showEmpty();
        showChips();
    });

    m_filter->setSourceModel(m_model);
    m_table->setObjectName(QStringLiteral("batchTable"));
    widgets::onLanguage(m_table, [this] { m_table->setAccessibleName(tr("Batches")); });
    m_table->setUp(m_filter, {64, 96, 114, 150, 132, 84, 84, 76, 68, 88, 76, 96, 84, 56, 128, 128}, -1,
                   {BatchModel::Era, BatchModel::Segments, BatchModel::Gas, BatchModel::L1Block,
                    BatchModel::BaseFee, BatchModel::Bytes, BatchModel::GasPerTx});
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(BatchModel::Number, Qt::DescendingOrder);
    m_table->setMinimumHeight(32 * 8);
    m_table->enableCellMenu();
    m_table->enableRowsToCopy();
    m_table->keepColumns(QStringLiteral("batches"), {BatchModel::BatchHash, BatchModel::L1TxHash});
    tools->addWidget(widgets::makeColumnsButton(m_table, QStringLiteral("batchColumns")));
    tools->addWidget(
        widgets::makeExportButton(m_table, QStringLiteral("batches.tsv"), QStringLiteral("batchExport")));
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
    showChips();
}

void BatchesPage::addChips() {
    const std::pair<const char*, widgets::Text> chips[] = {
        {"wrong", [] { return tr("Batches whose root is not the one replayed here"); }},
        {"blocked", [] { return tr("Batches that stand on a wrong one and cannot be replayed"); }},
        {"open", [] { return tr("Batches in their challenge window"); }},
        {"final", [] { return tr("Final batches"); }},
        {"rolled-back", [] { return tr("Batches that L1 rolled back"); }}};
    auto* row = new QHBoxLayout;
    row->setSpacing(4);
    for (const auto& [state, hint] : chips) {
        auto* chip = new QToolButton;
        chip->setObjectName(QStringLiteral("chip_") + QLatin1String(state));
        chip->setProperty("kind", QStringLiteral("tag"));
        chip->setCursor(Qt::PointingHandCursor);
        chip->setCheckable(true);
        hint.bind(chip, [chip](const QString& words) { chip->setToolTip(words); });
        connect(chip, &QToolButton::clicked, this,
                [this, word = QStringLiteral("is:") + QLatin1String(state)](bool on) {
                    // One state at a time; what else is in the filter stays.
                    QStringList words = m_words->text().simplified().split(u' ', Qt::SkipEmptyParts);
                    words.removeIf(
                        [](const QString& known) { return known.startsWith(QLatin1String("is:")); });
                    if (on) words << word;
                    m_words->setText(words.join(u' '));
                });
        m_chips.append({QString::fromLatin1(state), chip});
        row->addWidget(chip);
    }
    row->addStretch(1);
    body()->addLayout(row);
}

void BatchesPage::showChips() {
    const QStringList words = m_words->text().simplified().split(u' ', Qt::SkipEmptyParts);
    QHash<QString, int> counts;
    for (int row = 0; row < m_model->rowCount(); ++row)
        for (const auto& state : m_model->index(row, 0).data(models::StateRole).toStringList())
            ++counts[state];
    for (const auto& [state, chip] : m_chips) {
        const int count = counts.value(state);
        const bool on = words.contains(QStringLiteral("is:") + state);
        chip->setVisible(count > 0 || on);
        chip->setChecked(on);
        chip->setText(chipText(state, count));
        chip->setAccessibleName(chip->text());
    }
}

QString BatchesPage::chipText(const QString& state, int count) {
    if (state == QStringLiteral("wrong")) return tr("%Ln wrong", nullptr, count);
    if (state == QStringLiteral("blocked")) return tr("%Ln blocked", nullptr, count);
    if (state == QStringLiteral("open")) return tr("%Ln open", nullptr, count);
    if (state == QStringLiteral("final")) return tr("%Ln final", nullptr, count);
    return tr("%Ln rolled back", nullptr, count);
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
        m_empty->setText(
            tr("No batch matches"),
            tr("Rows must match every word of the filter: #12 is a number, op: an operator, is: wrong, "
               "blocked, open, final or rolled-back, 0x a hash. Clear it to see all."));
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
