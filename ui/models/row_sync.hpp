#pragma once

#include <QAbstractTableModel>

#include <algorithm>
#include <vector>

namespace aw::models {

/// Rows of a table kept equal to a changing list with few signals: rows that appear at the top and vanish at
/// the bottom are inserted and removed, changed rows are announced, anything else resets the model.
/// `Key` maps a row to what identifies it.
template<class Row, class Key>
class RowSync : public QAbstractTableModel {
public:
    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    const Row& rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

protected:
    void sync(std::vector<Row> fresh) {
        const Key key;
        std::size_t added = fresh.size();
        if (!m_rows.empty()) {
            const auto first = std::find_if(fresh.begin(), fresh.end(),
                                            [&](const Row& row) { return key(row) == key(m_rows.front()); });
            added = static_cast<std::size_t>(first - fresh.begin());
        }
        const std::size_t kept = fresh.size() - added;
        bool alike = kept <= m_rows.size() && (kept > 0 || m_rows.empty());
        for (std::size_t i = 0; alike && i < kept; ++i)
            alike = key(fresh[added + i]) == key(m_rows[i]);
        if (!alike) {
            beginResetModel();
            m_rows = std::move(fresh);
            endResetModel();
            return;
        }
        if (kept < m_rows.size()) {
            beginRemoveRows({}, static_cast<int>(kept), static_cast<int>(m_rows.size()) - 1);
            m_rows.resize(kept);
            endRemoveRows();
        }
        if (added > 0) {
            beginInsertRows({}, 0, static_cast<int>(added) - 1);
            m_rows = std::move(fresh);
            endInsertRows();
        } else {
            m_rows = std::move(fresh);
        }
        if (kept > 0)
            emit dataChanged(index(static_cast<int>(added), 0),
                             index(static_cast<int>(added + kept) - 1, columnCount() - 1));
    }

private:
    std::vector<Row> m_rows;
};

} // namespace aw::models
