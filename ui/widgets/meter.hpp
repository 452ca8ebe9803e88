#pragma once

#include "models/tone.hpp"

#include <QWidget>

namespace aw::widgets {

/// How much of a bound is used up, as a thin bar. The figure it belongs to stands beside it in words.
class Meter : public QWidget {
    Q_OBJECT
public:
    explicit Meter(QWidget* parent = nullptr);

    /// 0..1; more than all is drawn as all.
    void setShare(double share, models::Tone tone);
    void setStale(bool stale);
    QSize sizeHint() const override { return {80, 6}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_share = 0;
    models::Tone m_tone = models::Tone::info;
    bool m_stale = false;
};

} // namespace aw::widgets
