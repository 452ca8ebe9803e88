#include "widgets/label.hpp"

#include "widgets/fit_text.hpp"
#include "widgets/theme_tokens.hpp"

#include <QPainter>
#include <QStyle>
#include <QStyleOption>
#include <QVariant>

namespace aw::widgets {

QLabel* makeLabel(const Text& text, const char* role, QWidget* parent) {
    auto* label = new QLabel(parent);
    text.bind(label, [label](const QString& words) { label->setText(words); });
    label->setProperty("role", QString::fromLatin1(role));
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* makeWrapped(const Text& text, const char* role, QWidget* parent) {
    auto* label = makeLabel(text, role, parent);
    label->setWordWrap(true);
    return label;
}

void setTone(QWidget* widget, models::Tone tone) {
    setStyleProperty(widget, "tone", QString::fromLatin1(toneName(tone)));
}

void setStyleProperty(QWidget* widget, const char* name, const QVariant& value) {
    if (widget->property(name) == value) return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

void setFailure(QWidget* widget, bool failure) { widget->setProperty("failure", failure); }

bool saysFailure(const QWidget* widget) { return widget->property("failure").toBool(); }

void setText(QLabel* label, const QString& text) {
    if (label->text() != text) label->setText(text);
}

ElidedLabel::ElidedLabel(const QString& text, const char* role, QWidget* parent)
    : QLabel(text, parent) {
    setProperty("role", QString::fromLatin1(role));
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

QSize ElidedLabel::minimumSizeHint() const {
    const QFontMetrics metrics(font());
    return {std::min(QLabel::minimumSizeHint().width(), metrics.averageCharWidth() * 6),
            QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QString shown = fitText(painter, text(), contentsRect().width());
    setToolTip(shown == text() ? QString() : text());
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                          shown, foregroundRole());
}

} // namespace aw::widgets
