#pragma once

#include <QString>

class QPushButton;

namespace aw::widgets {

class DataTable;

/// A button that asks for a file and writes the table into it, every column, the rows that its filter keeps,
/// as tab-separated values. `fileName` is proposed.
QPushButton* makeExportButton(DataTable* table, const QString& fileName, const QString& objectName);

} // namespace aw::widgets
