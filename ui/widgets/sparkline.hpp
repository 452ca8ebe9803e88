#pragma once

#include "models/tone.hpp"

#include <QWidget>

#include <vector>

namespace aw::widgets {

/// The way a figure came, without axes: the figure itself stands above it, and every value is in a plot's
/// table.
class Sparkline : public QWidget {
    Q_OBJECT
public:
    explicit Sparkline(models::Tone tone, QWidget* parent = nullptr);

    /// Oldest first; fewer than two draw nothing but the ground.
    void setValues(std::vector<double> values);
    void setStale(bool stale);
    QSize sizeHint() const override { return {80, 22}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    models::Tone m_tone;
    std::vector<double> m_values;
    bool m_stale = false;
};

} // namespace aw::widgets
