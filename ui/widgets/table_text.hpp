#pragma once

#include <QModelIndexList>
#include <QString>

class QTableView;

namespace aw::widgets {

/// A cell as other programs read it: a number without separators, a hash whole (ExportRole); else what is
/// shown, and nothing for a dash.
QString plainText(const QModelIndex& cell);
/// What Ctrl+C takes: the cell that the keys are at, or, where several rows are selected, those rows with the
/// names of their columns, columns parted by tabs.
QString copiedText(const QTableView& table);
/// One row in the columns in sight.
QString rowText(const QTableView& table, int row);
/// The selected rows, or all where none is, in the columns in sight, with their names.
QString selectedOrAll(const QTableView& table);
/// Every row of the table's model in the order shown, every column, with names: tab-separated values.
QString wholeTable(const QTableView& table);

} // namespace aw::widgets
