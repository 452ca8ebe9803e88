#include "widgets/table_export.hpp"

#include "widgets/controls.hpp"
#include "widgets/table_text.hpp"

#include <QFileDialog>
#include <QMessageBox>
#include <QSaveFile>

namespace aw::widgets {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TableExport)
};

void write(const DataTable* table, const QString& path) {
    QSaveFile file(path);
    const QByteArray bytes = wholeTable(*table).toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) return;
    auto* box = new QMessageBox(QMessageBox::Warning, Texts::tr("The table was not exported"),
                                Texts::tr("%1 could not be written: %2. Choose another folder or file.")
                                    .arg(path, file.errorString()),
                                QMessageBox::Ok, table->window());
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace

QPushButton* makeExportButton(DataTable* table, const QString& fileName, const QString& objectName) {
    auto* button = makeButton([] { return Texts::tr("Export …"); }, "", objectName);
    onLanguage(button, [button] {
        button->setToolTip(
            Texts::tr("Writes the rows that the filter keeps, with every column, as tab-separated values"));
    });
    QObject::connect(button, &QPushButton::clicked, table, [table, fileName] {
        auto* dialog = new QFileDialog(table->window(), Texts::tr("Export the table"), fileName,
                                       Texts::tr("Tab-separated values (*.tsv)"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("tsv"));
        QObject::connect(dialog, &QFileDialog::fileSelected, table,
                         [table](const QString& path) { write(table, path); });
        dialog->open();
    });
    return button;
}

} // namespace aw::widgets
