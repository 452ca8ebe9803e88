#include "widgets/icons.hpp"

#include "widgets/text.hpp"
#include "widgets/theme.hpp"

#include <QAbstractButton>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QSvgRenderer>

namespace aw::widgets::icons {

namespace {

QByteArray source(const QString& name, const QColor& color) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
    if (!file.open(QIODevice::ReadOnly)) return {};
    return file.readAll().replace("#000", color.name().toLatin1());
}

/// Reading and drawing a file takes longer than a whole page of texts: each picture is made once. The console
/// has some dozens, in the colours of two themes.
QPixmap drawn(const QString& name, const QColor& color, const QSizeF& size, double ratio) {
    static QHash<QString, QPixmap> pictures;
    const QString key = QStringLiteral("%1 %2 %3 %4 %5")
                            .arg(name, color.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(ratio);
    auto& picture = pictures[key];
    if (!picture.isNull()) return picture;
    picture = QPixmap((size * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    QSvgRenderer(source(name, color)).render(&painter, QRectF(QPointF(), size));
    return picture;
}

} // namespace

void paint(QPainter& painter, const QRectF& rect, const QString& name, const QColor& color) {
    painter.drawPixmap(rect.topLeft(),
                       drawn(name, color, rect.size(), painter.device()->devicePixelRatioF()));
}

QPixmap pixmap(const QString& name, const QColor& color, int size, double ratio) {
    return drawn(name, color, QSizeF(size, size), ratio);
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
