#pragma once

#include "widgets/text.hpp"

#include <QFrame>

class QBoxLayout;
class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace aw::widgets {

/// A surface with a border: title row (omitted where the title is empty), then the body.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const Text& title = {}, QWidget* parent = nullptr);

    QVBoxLayout* body() const { return m_body; }
    /// Right of the title, for a note or a button.
    QHBoxLayout* header() const { return m_header; }
    /// A quiet remark at the right end of the title row.
    void setNote(const QString& text);
    void setTitle(const QString& title);

private:
    QVBoxLayout* m_body;
    QHBoxLayout* m_header;
    QLabel* m_title;
    QLabel* m_note = nullptr;
};

/// Lays its children out in as many equal columns as fit `minColumn` pixels each, at most `maxColumns`.
class FlowGrid : public QWidget {
    Q_OBJECT
public:
    FlowGrid(int minColumn, int maxColumns, QWidget* parent = nullptr);

    void add(QWidget* widget);
    /// Takes a child out and deletes it once its handlers are done.
    void remove(QWidget* widget);
    /// A single row takes all the height that the layout gives.
    void setFill(bool fill) { m_fill = fill; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;

private:
    int columnsFor(int width) const;
    int arrange(int width, bool apply) const;

    int m_minColumn;
    int m_maxColumns;
    int m_gap = 12;
    bool m_fill = false;
    QList<QWidget*> m_children;
};

/// A hairline.
QFrame* makeRule(QWidget* parent = nullptr);

} // namespace aw::widgets
