#pragma once

#include <QObject>

#include <optional>

namespace aw::widgets {

/// What plots share: the span of time that they show, and where the pointer is, so that one cross-hair goes
/// through all plots along the same axis. One instance, in the GUI thread.
class PlotCursor : public QObject {
    Q_OBJECT
public:
    enum class Along { time, batch };

    static PlotCursor& instance();

    /// Seconds shown; 0 for all. The user's setting.
    int spanSeconds() const { return m_spanSeconds; }
    void setSpanSeconds(int seconds);

    /// Seconds since 1970, or a batch's number; nullopt while the pointer is over no plot.
    std::optional<double> at(Along along) const { return along == m_along ? m_at : std::nullopt; }
    void point(Along along, std::optional<double> at);

signals:
    void spanChanged();
    void moved();

private:
    PlotCursor();

    int m_spanSeconds;
    Along m_along = Along::time;
    std::optional<double> m_at;
};

} // namespace aw::widgets
