#include "models/word_filter.hpp"

#include "models/table_roles.hpp"

#include <QEvent>

#include <algorithm>

namespace aw::models {

namespace {

bool found(const QVariant& text, const QString& word) {
    return text.toString().contains(word, Qt::CaseInsensitive);
}

} // namespace

WordFilter::WordFilter(QObject* parent)
    : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
}

bool WordFilter::event(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) invalidate();
    return QSortFilterProxyModel::event(event);
}

void WordFilter::setWords(const QString& text) {
    m_words = text.simplified().split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool WordFilter::matches(const QModelIndex& row, const QString& word) {
    const auto after = [&](const char* prefix) {
        const QLatin1String begin(prefix);
        return word.startsWith(begin, Qt::CaseInsensitive) ? std::optional(word.mid(begin.size()))
                                                           : std::nullopt;
    };
    const auto role = [&](int of) { return row.data(of); };
    if (const auto number = after("#"); number && role(NumberRole).isValid())
        // What is being typed matches everything until there is something of it.
        return number->isEmpty() || role(NumberRole).toString() == *number;
    if (const auto name = after("op:"); name && role(OperatorRole).isValid())
        return found(role(OperatorRole), *name);
    if (const auto state = after("is:"); state && role(StateRole).isValid()) {
        const auto states = role(StateRole).toStringList();
        return std::ranges::any_of(
            states, [&](const QString& known) { return known.startsWith(*state, Qt::CaseInsensitive); });
    }
    if (after("0x") && role(HashRole).isValid()) return found(role(HashRole), word.mid(2));
    return found(role(FilterRole), word);
}

bool WordFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty()) return true;
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return std::ranges::all_of(m_words, [&](const QString& word) { return matches(index, word); });
}

} // namespace aw::models
