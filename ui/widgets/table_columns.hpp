#pragma once

#include <QObject>
#include <QSet>

class QMenu;
class QTableView;
class QToolButton;

namespace aw::widgets {

class DataTable;

/// Which columns of a table the user wants to see, and how wide: chosen at the header's menu and by dragging,
/// and kept in the settings. A layout that was kept for another number of columns is forgotten.
class TableColumns : public QObject {
    Q_OBJECT
public:
    /// `key` names the table in the settings. `hidden`: not shown until somebody wants to see them.
    TableColumns(QTableView* table, const QString& key, const QList<int>& hidden);

    bool isWanted(int column) const { return !m_hidden.contains(column); }
    /// What was dragged to; else what is given.
    int width(int column, int otherwise) const { return m_widths.value(column, otherwise); }
    bool isDragged(int column) const { return m_widths.contains(column); }
    /// While the table lays its columns out itself, changes are not the user's.
    void setFitting(bool fitting) { m_fitting = fitting; }
    /// Fills a menu with the columns to choose from.
    void fill(QMenu& menu);

signals:
    void changed();

private:
    void load();
    void save() const;
    void showMenu(const QPoint& point);

    QTableView* m_table;
    QString m_key;
    QSet<int> m_hidden, m_hiddenAtFirst;
    QMap<int, int> m_widths;
    bool m_fitting = false;
};

/// A button with the menu of a table's columns.
QToolButton* makeColumnsButton(DataTable* table, const QString& objectName);

} // namespace aw::widgets
