#include "widgets/icons.hpp"

#include "widgets/text.hpp"
#include "widgets/theme.hpp"

#include <QAbstractButton>
#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace aw::widgets::icons {

namespace {

QByteArray source(const QString& name, const QColor& color) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("#000", color.name().toLatin1());
}

} // namespace

void paint(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color) {
    QSvgRenderer renderer(source(name, color));
    renderer.render(&painter, rect);
}

QPixmap pixmap(const QString& name, const QColor& color, int size, double ratio) {
    QPixmap result(QSize(size, size) * ratio);
    result.setDevicePixelRatio(ratio);
    result.fill(Qt::transparent);
    QPainter painter(&result);
    paint(painter, QRectF(0, 0, size, size), name, color);
    return result;
}

QIcon icon(const QString& name, const QColor& color) { return QIcon(pixmap(name, color)); }

QIcon navIcon(const QString& name) {
    QIcon result;
    result.addPixmap(pixmap(name, tokens().t2), QIcon::Normal, QIcon::Off);
    result.addPixmap(pixmap(name, tokens().accent), QIcon::Normal, QIcon::On);
    result.addPixmap(pixmap(name, tokens().t1), QIcon::Active, QIcon::Off);
    result.addPixmap(pixmap(name, tokens().accent), QIcon::Active, QIcon::On);
    result.addPixmap(pixmap(name, tokens().t3), QIcon::Disabled, QIcon::Off);
    return result;
}

void setNavIcon(QAbstractButton* button, const QString& name) {
    onTheme(button, [button, name] { button->setIcon(navIcon(name)); });
}

} // namespace aw::widgets::icons
