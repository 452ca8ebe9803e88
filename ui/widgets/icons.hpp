#pragma once

#include <QIcon>
#include <QPixmap>
#include <QString>

class QAbstractButton;
class QPainter;
class QRectF;

namespace aw::widgets::icons {

/// One of resources/icons by name ("anchor"), drawn in a colour. GUI thread.
QPixmap pixmap(const QString& name, const QColor& color, int size = 20, double ratio = 2.0);
QIcon icon(const QString& name, const QColor& color);
/// An icon that is muted, and lit where checked or hovered.
QIcon navIcon(const QString& name);
/// Gives a button navIcon(), in the colours of the theme of now and of every later one.
void setNavIcon(QAbstractButton* button, const QString& name);
void paint(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color);

} // namespace aw::widgets::icons
