#pragma once

#include "widgets/lane_scene.hpp"

#include <QBasicTimer>
#include <QElapsedTimer>
#include <QWidget>

#include <functional>

namespace aw::widgets {

/// The picture to remember: from the mempool through L2 blocks and the batch being filled, to the anchored
/// batches in their challenge window, to what is final. Batches can be clicked, and walked with the arrow
/// keys. Moves only while it is seen and while motion is wanted.
class Lane : public QWidget {
    Q_OBJECT
public:
    /// `clock`: milliseconds of the system clock.
    explicit Lane(std::function<std::int64_t()> clock, QWidget* parent = nullptr);

    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);
    void setSelected(std::uint64_t batch);
    /// Dims the picture: what it shows is older than it should be.
    void setStale(bool stale);

    QSize sizeHint() const override { return {900, kHeight}; }
    QSize minimumSizeHint() const override { return {600, kHeight}; }

    static constexpr int kHeight = 188;

signals:
    void batchSelected(std::uint64_t number);

protected:
    void paintEvent(QPaintEvent* event) override;
    void timerEvent(QTimerEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    std::uint64_t tileAt(const QPointF& point) const;
    void describe();
    void followMotion();
    QString tip(std::uint64_t number) const;

    std::function<std::int64_t()> m_clock;
    LaneScene m_scene;
    QBasicTimer m_timer;
    QElapsedTimer m_frame;
    std::uint64_t m_selected = 0;
    std::uint64_t m_hovered = 0;
    bool m_stale = false;
    std::int64_t m_describedAt = 0;
};

} // namespace aw::widgets
