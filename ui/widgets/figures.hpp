#pragma once

#include "models/tone.hpp"
#include "widgets/card.hpp"

#include <QLabel>
#include <QWidget>

#include <vector>

class QGridLayout;

namespace aw::widgets {

class Meter;
class Sparkline;

/// A figure with its name and unit. A click, if anybody listens, leads on.
class StatTile : public Card {
    Q_OBJECT
public:
    explicit StatTile(const Text& name, QWidget* parent = nullptr);

    void setValue(const QString& value, const QString& unit, models::Tone tone = models::Tone::plain);
    void setHint(const QString& hint);
    /// The way the figure came, drawn below it.
    void setTrend(std::vector<double> values, models::Tone tone);
    /// How much of a bound the figure is, as a bar below it.
    void setMeter(double share, models::Tone tone);
    /// Dims the figure: it is older than it should be.
    void setStale(bool stale);

private:
    QLabel* m_name;
    QLabel* m_value;
    QLabel* m_unit;
    QLabel* m_hint;
    Sparkline* m_trend = nullptr;
    Meter* m_meter = nullptr;
    bool m_stale = false;
};

/// A state in a word: outlined, with a shape, in the state's colour.
class Badge : public QWidget {
    Q_OBJECT
public:
    explicit Badge(QWidget* parent = nullptr);

    void setState(const QString& text, models::Tone tone, bool filled = false);
    QString text() const { return m_text; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    models::Tone m_tone = models::Tone::plain;
    bool m_filled = false;
};

/// A dot in a state's colour; shape: filled for good, ring for muted.
class Dot : public QWidget {
    Q_OBJECT
public:
    explicit Dot(QWidget* parent = nullptr);
    void setTone(models::Tone tone);
    void setColor(const QColor& color);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    models::Tone m_tone = models::Tone::muted;
    QColor m_color;
};

/// Bytes, or another text that programs read, elided in the middle: whole in the tool tip, a click copies, so
/// does the context menu.
class HashLabel : public QLabel {
    Q_OBJECT
public:
    explicit HashLabel(QWidget* parent = nullptr);

    /// An empty text shows a dash that cannot be copied. `digits` of either end are shown, a short text
    /// whole.
    void setHash(const QString& whole, int digits = 4);
    const QString& whole() const { return m_whole; }

signals:
    void copied();

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void copy();
    void sayTip();

    QString m_whole;
};

/// Names at the left, values at the right; rows are made once and then only change.
class FactList : public QWidget {
    Q_OBJECT
public:
    explicit FactList(QWidget* parent = nullptr);

    /// Sets or appends the row of that key.
    void set(const QString& name, const QString& value, models::Tone tone = models::Tone::plain,
             bool mono = false);
    void setHash(const QString& name, const QString& whole, models::Tone tone = models::Tone::plain,
                 int digits = 4);
    /// Shows the rows set since the last begin() and hides the others.
    void begin();
    void end();
    /// Dims the values: they are older than they should be.
    void setStale(bool stale);

private:
    struct Row {
        QLabel* name;
        QLabel* value;
        bool isHash;
    };
    Row& row(const QString& name, bool isHash);

    QGridLayout* m_layout;
    QList<Row> m_rows;
    qsizetype m_next = 0;
    bool m_stale = false;
};

} // namespace aw::widgets
