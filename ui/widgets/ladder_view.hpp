#pragma once

#include "api/values.hpp"

#include <QWidget>

#include <memory>

namespace aw::widgets {

/// The ladder against the L1 clock: how long the active operator has been silent, and who may take over at
/// which number of silent blocks (PROTOCOL.md O-3).
class LadderView : public QWidget {
    Q_OBJECT
public:
    explicit LadderView(QWidget* parent = nullptr);

    void setSnapshot(std::shared_ptr<const api::Snapshot> snapshot);
    QSize sizeHint() const override { return {640, 104}; }
    QSize minimumSizeHint() const override { return {360, 104}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::shared_ptr<const api::Snapshot> m_snapshot;
};

/// How far the epoch has come, by L1 blocks.
class EpochBar : public QWidget {
    Q_OBJECT
public:
    explicit EpochBar(QWidget* parent = nullptr);

    void setProgress(double share);
    QSize sizeHint() const override { return {200, 8}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0;
};

} // namespace aw::widgets
