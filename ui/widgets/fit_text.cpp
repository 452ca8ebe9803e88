#include "widgets/fit_text.hpp"

#include <QPainter>
#include <QWidget>

#include <cmath>

namespace aw::widgets {

namespace {
CutTexts* g_collector = nullptr;
}

CutTexts::CutTexts() {
    Q_ASSERT(!g_collector);
    g_collector = this;
}

CutTexts::~CutTexts() { g_collector = nullptr; }

QString fitText(const QPainter& painter, const QString& text, double width) {
    const QFontMetrics metrics = painter.fontMetrics();
    const QString shown = metrics.elidedText(text, Qt::ElideRight, static_cast<int>(std::ceil(width)));
    if (g_collector && shown != text) {
        const auto* widget = dynamic_cast<const QWidget*>(painter.device());
        if (widget && widget->property("cutOnPurpose").toBool()) return shown;
        g_collector->m_all.push_back(
            {describe(widget), text, static_cast<int>(width), metrics.horizontalAdvance(text)});
    }
    return shown;
}

QString describe(const QWidget* widget) {
    if (!widget) return QStringLiteral("a picture");
    const QString kind = QString::fromLatin1(widget->metaObject()->className()).section(u':', -1);
    for (const auto* at = widget; at; at = at->parentWidget()) {
        const QString name = at->objectName();
        if (name.isEmpty() || name.startsWith(u"qt_")) continue;
        return at == widget ? kind + u' ' + name : QStringLiteral("%1 in %2").arg(kind, name);
    }
    return kind;
}

} // namespace aw::widgets
