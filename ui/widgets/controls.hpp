#pragma once

#include "models/tone.hpp"
#include "widgets/text.hpp"

#include <QAbstractButton>
#include <QFrame>
#include <QPushButton>
#include <QTableView>
#include <QVariantAnimation>

class QHBoxLayout;
class QLabel;
class QLineEdit;

namespace aw::widgets {

class TableColumns;

/// A switch; also says on or off by the knob's place and its accessible state.
class ToggleSwitch : public QAbstractButton {
    Q_OBJECT
public:
    explicit ToggleSwitch(QWidget* parent = nullptr);
    QSize sizeHint() const override { return {40, 22}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QVariantAnimation m_slide;
};

/// A strip above a page that says what is wrong, why, and offers what can be done. Hidden while all is well.
class Banner : public QFrame {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent = nullptr);
    void show(models::Tone tone, const QString& title, const QString& text);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    models::Tone m_tone = models::Tone::warn;
    QLabel* m_title;
    QLabel* m_text;
};

/// What a list shows while it is empty: what will appear here, and one way to get there.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& icon, const Text& title, const Text& text, QWidget* parent = nullptr);
    /// A button below the text.
    QPushButton* addButton(const Text& text);
    void setText(const QString& title, const QString& text);
    QString title() const;

private:
    QLabel* m_title;
    QLabel* m_text;
};

/// A table in the console's manner: fixed row height, no grid, badges, sorting, whole rows.
class DataTable : public QTableView {
    Q_OBJECT
public:
    explicit DataTable(QWidget* parent = nullptr);

    /// Shows a model; columns are as wide as `widths` says, the one at `stretch` takes what is left (-1: each
    /// its part). Where room is short, columns give way in the order of `dropFirst`, so that none is cut.
    void setUp(QAbstractItemModel* model, const QList<int>& widths, int stretch,
               const QList<int>& dropFirst = {});
    /// Dims every cell: what they say is older than it should be.
    void setStale(bool stale);
    bool isStale() const { return m_stale; }
    /// Right-click: copies the cell or its row, or asks to filter by it where somebody filters.
    void enableCellMenu(bool filters = true);
    /// Several rows may be selected and copied together.
    void enableRowsToCopy() { setSelectionMode(ExtendedSelection); }
    /// The user may choose columns and drag their widths, which are kept under that name. After setUp().
    void keepColumns(const QString& key, const QList<int>& hidden = {});
    TableColumns* columns() const { return m_columns; }

signals:
    void filterRequested(const QString& word);
    /// A cell of LinkRole was clicked, or Enter was pressed in its row.
    void linkFollowed(const QModelIndex& index);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fitColumns();
    void layOutColumns();

    TableColumns* m_columns = nullptr;
    QList<int> m_widths;
    QList<int> m_dropFirst;
    int m_stretch = -1;
    bool m_stale = false;
};

/// A one-line field with a search or filter icon and a button that empties it; all of them named.
QLineEdit* makeFilterField(const QString& icon, const Text& name, const Text& placeholder,
                           const QString& objectName, QWidget* parent = nullptr);
QPushButton* makeButton(const Text& text, const char* kind, const QString& objectName,
                        QWidget* parent = nullptr);

} // namespace aw::widgets
