#pragma once

#include <QList>

class QWidget;

namespace aw::widgets {

/// What the Tab key reaches below a widget, in the order in which it is read: from the top to the bottom, in
/// a row from the left to the right, each group before its neighbour. Made from where things are now.
QList<QWidget*> tabChain(const QWidget* root);

/// The one that Tab, or Shift+Tab, leads to from `current` in the chain of `root`; round at the ends. From a
/// widget that is not of the chain it leads into it, or to what stands before it. Null where the chain is
/// empty.
QWidget* nextInChain(const QWidget* root, const QWidget* current, bool forward);

/// Scrolls whatever a widget is in, so that it can be seen.
void bringIntoView(QWidget* widget);

} // namespace aw::widgets
