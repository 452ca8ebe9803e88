#include "widgets/table_columns.hpp"

#include "widgets/controls.hpp"
#include "widgets/text.hpp"

#include <QHeaderView>
#include <QMenu>
#include <QSettings>
#include <QTableView>
#include <QToolButton>

namespace aw::widgets {

TableColumns::TableColumns(QTableView* table, const QString& key, const QList<int>& hidden)
    : QObject(table)
    , m_table(table)
    , m_key(QStringLiteral("tables/") + key)
    , m_hidden(hidden.begin(), hidden.end())
    , m_hiddenAtFirst(m_hidden) {
    load();
    auto* header = table->horizontalHeader();
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, &TableColumns::showMenu);
    connect(header, &QHeaderView::sectionResized, this, [this](int column, int, int width) {
        if (m_fitting || width == 0) return;
        m_widths[column] = width;
        save();
    });
}

void TableColumns::load() {
    const QSettings settings;
    if (settings.value(m_key + QStringLiteral("/columns")).toInt() != m_table->model()->columnCount()) return;
    m_hidden.clear();
    for (const auto& column : settings.value(m_key + QStringLiteral("/hidden")).toStringList())
        m_hidden.insert(column.toInt());
    for (const auto& entry : settings.value(m_key + QStringLiteral("/widths")).toStringList()) {
        const auto parts = entry.split(u':');
        if (parts.size() == 2) m_widths[parts[0].toInt()] = std::max(40, parts[1].toInt());
    }
}

void TableColumns::save() const {
    QStringList hidden, widths;
    for (const int column : m_hidden)
        hidden << QString::number(column);
    for (auto it = m_widths.begin(); it != m_widths.end(); ++it)
        widths << QStringLiteral("%1:%2").arg(it.key()).arg(it.value());
    QSettings settings;
    settings.setValue(m_key + QStringLiteral("/columns"), m_table->model()->columnCount());
    settings.setValue(m_key + QStringLiteral("/hidden"), hidden);
    settings.setValue(m_key + QStringLiteral("/widths"), widths);
}

void TableColumns::fill(QMenu& menu) {
    const auto* model = m_table->model();
    const int count = model->columnCount();
    for (int column = 0; column < count; ++column) {
        const QString name = model->headerData(column, Qt::Horizontal).toString();
        const bool noRoom = isWanted(column) && m_table->isColumnHidden(column);
        auto* action = menu.addAction(noRoom ? tr("%1 (no room now)").arg(name) : name);
        action->setCheckable(true);
        action->setChecked(isWanted(column));
        // The first column says what the row is.
        action->setEnabled(column != 0);
        connect(action, &QAction::toggled, this, [this, column](bool wanted) {
            if (wanted)
                m_hidden.remove(column);
            else
                m_hidden.insert(column);
            save();
            emit changed();
        });
    }
    menu.addSeparator();
    menu.addAction(tr("Reset the columns"), this, [this] {
        m_hidden = m_hiddenAtFirst;
        m_widths.clear();
        save();
        emit changed();
    });
}

void TableColumns::showMenu(const QPoint& point) {
    auto* menu = new QMenu(m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fill(*menu);
    menu->popup(m_table->horizontalHeader()->viewport()->mapToGlobal(point));
}

QToolButton* makeColumnsButton(DataTable* table, const QString& objectName) {
    auto* button = new QToolButton;
    button->setObjectName(objectName);
    button->setProperty("kind", QStringLiteral("button"));
    button->setFocusPolicy(Qt::StrongFocus);
    button->setCursor(Qt::PointingHandCursor);
    button->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(button);
    button->setMenu(menu);
    QObject::connect(menu, &QMenu::aboutToShow, table, [table, menu] {
        menu->clear();
        table->columns()->fill(*menu);
    });
    onLanguage(button, [button] {
        button->setText(TableColumns::tr("Columns"));
        button->setToolTip(TableColumns::tr("Choose the columns; drag their edges in the header"));
    });
    return button;
}

} // namespace aw::widgets
