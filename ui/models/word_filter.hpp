#pragma once

#include <QSortFilterProxyModel>

namespace aw::models {

/// Sorts by SortRole and keeps the rows that match every word of a filter. A word is one of:
/// `#12` a row of that number alone (NumberRole); `op:aurora` an operator's name (OperatorRole); `is:wrong` a
/// state (StateRole); `0x51fe` a hash, any part of it (HashRole); anything else is found in the row's texts
/// (FilterRole), never in a hash. A model that does not have a role is searched by its texts.
class WordFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit WordFilter(QObject* parent = nullptr);

    void setWords(const QString& text);
    /// Rows hold words: they are filtered and sorted again where the language changes.
    bool event(QEvent* event) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    static bool matches(const QModelIndex& row, const QString& word);

    QStringList m_words;
};

} // namespace aw::models
