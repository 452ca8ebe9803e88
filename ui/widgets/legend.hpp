#pragma once

#include "models/tone.hpp"
#include "widgets/text.hpp"

#include <QWidget>

namespace aw::widgets {

/// What the marks of a plot mean, each drawn as it is in the plot beside its word.
class Legend : public QWidget {
    Q_OBJECT
public:
    enum class Mark { line, bar, band };
    struct Entry {
        Mark mark;
        models::Tone tone;
        Text text;
    };

    explicit Legend(QList<Entry> entries, QWidget* parent = nullptr);
    QSize sizeHint() const override { return {120, 16}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QList<Entry> m_entries;
};

} // namespace aw::widgets
