#pragma once

#include "models/tone.hpp"
#include "widgets/text.hpp"

#include <QLabel>

namespace aw::widgets {

/// A label of one of the style sheet's roles ("page", "title", "section", "muted", ...).
QLabel* makeLabel(const Text& text, const char* role, QWidget* parent = nullptr);
/// The same, breaking its lines.
QLabel* makeWrapped(const Text& text, const char* role, QWidget* parent = nullptr);
/// Colours a label by meaning; cheap where nothing changes.
void setTone(QWidget* widget, models::Tone tone);
/// Sets a property that the style sheet looks at, and restyles only on a change.
void setStyleProperty(QWidget* widget, const char* name, const QVariant& value);
/// Marks a widget that tells of a failure while it is visible, so that the tour sees it.
void setFailure(QWidget* widget, bool failure);
bool saysFailure(const QWidget* widget);
/// Sets the text only on a change, so that nothing is laid out again for nothing.
void setText(QLabel* label, const QString& text);

/// One line that gives way: elided at its end where room is short, whole in the tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, const char* role = "muted", QWidget* parent = nullptr);

    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace aw::widgets
