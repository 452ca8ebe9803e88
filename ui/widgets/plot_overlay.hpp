#pragma once

#include <QColor>
#include <QString>
#include <QStringList>
#include <QWidget>

#include <optional>
#include <vector>

class QPainter;

namespace aw::widgets {

/// What lies over a plot and is drawn without drawing the plot anew: the cross-hair with the values at it,
/// and marks where a value is above the axis.
class PlotOverlay : public QWidget {
    Q_OBJECT
public:
    struct Reading {
        QString name, value;
        QColor color;
        std::optional<double> y; ///< of the point on the curve, in pixels
    };
    /// A value above its axis: an arrow at the top of the pane.
    struct Peak {
        QPointF at;
        QString text;
    };

    explicit PlotOverlay(QWidget* plot);

    /// `pane`: the rectangle that the cross-hair goes through.
    void setReadings(const QRectF& pane, double x, const QString& title, std::vector<Reading> readings);
    void clearReadings();
    void setPeaks(std::vector<Peak> peaks);
    /// The values at the cross-hair, one a line; empty without one.
    QString readout() const;
    QStringList peakTexts() const;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void paintBox(QPainter& painter) const;

    QRectF m_pane;
    double m_x = 0;
    QString m_title;
    std::vector<Reading> m_readings;
    std::vector<Peak> m_peaks;
};

} // namespace aw::widgets
