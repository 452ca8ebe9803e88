#include "widgets/tab_chain.hpp"

#include <QScrollArea>
#include <QWidget>

#include <algorithm>

namespace aw::widgets {

namespace {

bool takesTab(const QWidget* widget) {
    return (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->isEnabled() && !widget->focusProxy();
}

/// Children in rows: what begins above the middle of the row's first is beside it.
QList<QWidget*> inOrder(const QWidget* parent) {
    QList<QWidget*> all;
    for (auto* child : parent->children())
        if (auto* widget = qobject_cast<QWidget*>(child);
            widget && widget->isVisible() && !widget->isWindow())
            all << widget;
    std::stable_sort(all.begin(), all.end(),
                     [](const QWidget* one, const QWidget* other) { return one->y() < other->y(); });
    for (auto row = all.begin(); row != all.end();) {
        const int middle = (*row)->geometry().center().y();
        const auto end =
            std::find_if(row + 1, all.end(), [&](const QWidget* widget) { return widget->y() > middle; });
        std::stable_sort(row, end,
                         [](const QWidget* one, const QWidget* other) { return one->x() < other->x(); });
        row = end;
    }
    return all;
}

void collect(const QWidget* parent, QList<QWidget*>& chain) {
    for (auto* widget : inOrder(parent)) {
        if (takesTab(widget)) chain << widget;
        collect(widget, chain);
    }
}

} // namespace

QList<QWidget*> tabChain(const QWidget* root) {
    QList<QWidget*> chain;
    collect(root, chain);
    return chain;
}

QWidget* nextInChain(const QWidget* root, const QWidget* current, bool forward) {
    const auto chain = tabChain(root);
    if (chain.isEmpty()) return nullptr;
    const auto count = chain.size();
    auto at = chain.indexOf(const_cast<QWidget*>(current));
    if (at >= 0) return chain[(at + (forward ? 1 : count - 1)) % count];
    const auto first = std::find_if(chain.begin(), chain.end(), [&](const QWidget* widget) {
        return current && current->isAncestorOf(widget);
    });
    at = first == chain.end() ? 0 : first - chain.begin();
    return chain[forward ? at : (at + count - 1) % count];
}

void bringIntoView(QWidget* widget) {
    for (auto* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (auto* area = qobject_cast<QScrollArea*>(parent)) area->ensureWidgetVisible(widget, 16, 16);
}

} // namespace aw::widgets
