#include "widgets/legend.hpp"

#include "widgets/fit_text.hpp"
#include "widgets/theme.hpp"

#include <QPainter>

namespace aw::widgets {

Legend::Legend(QList<Entry> entries, QWidget* parent)
    : QWidget(parent)
    , m_entries(std::move(entries)) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFixedHeight(sizeHint().height());
    onLanguage(this, [this] {
        QStringList words;
        for (const auto& entry : m_entries)
            words << entry.text();
        setAccessibleName(words.join(QStringLiteral(", ")));
        setToolTip(words.join(QStringLiteral(" · ")));
        update();
    });
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QFont font = Theme::font(TextSize::label);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    double x = 0;
    const double middle = height() / 2.0;
    for (const auto& entry : m_entries) {
        const QString text = entry.text();
        const double words = metrics.horizontalAdvance(text);
        if (x > 0 && x + 18 + words > width()) {
            fitText(painter, text, width() - x - 18);
            return; // whole in the tool tip
        }
        const QColor color = Theme::instance().color(entry.tone);
        painter.setPen(Qt::NoPen);
        painter.setBrush(entry.mark == Mark::band ? withAlpha(color, 0.3) : color);
        switch (entry.mark) {
        case Mark::line:
            painter.drawRoundedRect(QRectF(x, middle - 1, 12, 2), 1, 1);
            break;
        case Mark::bar:
            painter.drawRect(QRectF(x + 4, middle - 5, 4, 10));
            break;
        case Mark::band:
            painter.drawRoundedRect(QRectF(x, middle - 4, 12, 8), 2, 2);
            break;
        }
        painter.setPen(tokens().t2);
        painter.drawText(QRectF(x + 18, 0, words + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += 18 + words + 16;
    }
}

} // namespace aw::widgets
