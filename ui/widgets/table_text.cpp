#include "widgets/table_text.hpp"

#include "models/table_roles.hpp"

#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <numeric>

namespace aw::widgets {

namespace {

/// Columns in the order in sight.
QList<int> columnsOf(const QTableView& table, bool hiddenToo) {
    QList<int> columns;
    for (int place = 0; place < table.model()->columnCount(); ++place) {
        const int column = table.horizontalHeader()->logicalIndex(place);
        if (hiddenToo || !table.isColumnHidden(column)) columns << column;
    }
    return columns;
}

/// A tab or a line's end inside a cell would make two of it.
QString flat(QString text) { return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' '); }

QString lines(const QTableView& table, const QList<int>& rows, const QList<int>& columns) {
    const auto* model = table.model();
    QString all;
    const auto line = [&](auto cell) {
        QStringList cells;
        for (const int column : columns)
            cells << flat(cell(column));
        all += cells.join(u'\t') + u'\n';
    };
    line([&](int column) {
        const auto name = model->headerData(column, Qt::Horizontal, models::ExportRole);
        return name.isValid() ? name.toString() : model->headerData(column, Qt::Horizontal).toString();
    });
    for (const int row : rows)
        line([&](int column) { return plainText(model->index(row, column)); });
    return all;
}

/// From the top.
QList<int> selectedRows(const QTableView& table) {
    QList<int> rows;
    for (const auto& index : table.selectionModel()->selectedRows())
        rows << index.row();
    std::ranges::sort(rows);
    return rows;
}

QList<int> allRows(const QTableView& table) {
    QList<int> rows(table.model()->rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    return rows;
}

} // namespace

QString plainText(const QModelIndex& cell) {
    if (const auto value = cell.data(models::ExportRole); value.isValid()) return value.toString();
    const QString shown = cell.data(Qt::DisplayRole).toString();
    return shown == QString(QChar(0x2014)) ? QString() : shown;
}

QString copiedText(const QTableView& table) {
    const auto rows = selectedRows(table);
    if (rows.size() > 1) return lines(table, rows, columnsOf(table, false));
    return plainText(table.currentIndex());
}

QString rowText(const QTableView& table, int row) {
    QStringList cells;
    for (const int column : columnsOf(table, false))
        cells << flat(plainText(table.model()->index(row, column)));
    return cells.join(u'\t');
}

QString selectedOrAll(const QTableView& table) {
    auto rows = selectedRows(table);
    return lines(table, rows.isEmpty() ? allRows(table) : rows, columnsOf(table, false));
}

QString wholeTable(const QTableView& table) { return lines(table, allRows(table), columnsOf(table, true)); }

} // namespace aw::widgets
