#pragma once

#include "api/values.hpp"

#include <QWidget>

#include <memory>
#include <vector>

namespace aw::widgets {

/// A batch's segments side by side: check where the root agrees, cross where it first differs, hollow where
/// it could not be recomputed.
class SegmentStrip : public QWidget {
    Q_OBJECT
public:
    explicit SegmentStrip(QWidget* parent = nullptr);

    void setSegments(const std::vector<api::SegmentInfo>& segments);
    QSize sizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    int columns(int width) const;
    QRect cell(int index) const;

    std::vector<api::SegmentInfo> m_segments;
};

/// The challenge windows as bars that grow with each L1 block until the batch is final. A click selects, so
/// do the arrow keys.
class WindowBars : public QWidget {
    Q_OBJECT
public:
    explicit WindowBars(QWidget* parent = nullptr);

    static constexpr int kRowHeight = 30;

    /// Shows every window, what becomes final soonest first.
    void setSnapshot(const api::Snapshot& snapshot);
    void setSelected(const Hash& batch);
    /// Where the row of a batch is; empty where there is none.
    QRect rowOf(const Hash& batch) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {320, sizeHint().height()}; }

signals:
    void selected(std::uint64_t batch, const aw::Hash& hash);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Row {
        std::uint64_t batch;
        Hash hash;
        QString operatorName;
        int operatorIndex;
        double share;
        QString left;
        bool wrong;
        bool known;
        std::uint64_t blockedBy; ///< 0: by none
    };
    int rowAt(const QPoint& point) const;
    void select(const Row& row) { emit selected(row.batch, row.hash); }
    static QString verdict(const Row& row);

    std::vector<Row> m_rows;
    Hash m_selected;
    int m_hovered = -1;
};

/// The life of a challenge, from detected to rolled back.
class Stepper : public QWidget {
    Q_OBJECT
public:
    explicit Stepper(QWidget* parent = nullptr);

    void setChallenge(const api::Challenge& challenge);
    QSize sizeHint() const override { return {560, 76}; }
    QSize minimumSizeHint() const override { return {320, 76}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::vector<api::ChallengeStage> path() const;

    api::Challenge m_challenge;
};

} // namespace aw::widgets
