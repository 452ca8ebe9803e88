#pragma once

#include <QApplication>
#include <QPointer>

#include <cstdint>
#include <ctime>
#include <functional>
#include <vector>

namespace aw::shell {

/// What a clock of clock_gettime(2) says.
std::int64_t nanoseconds(clockid_t clock);

/// Cuts the work of a thread into frames. A frame begins with the first event that the thread handles after
/// it waited for one, and ends before it waits again; it counts if a window was painted in it. So it holds
/// new data, layout and painting, all that keeps the next click waiting.
class FrameMeter {
public:
    struct Frame {
        std::int64_t wallNs = 0;
        std::int64_t cpuNs = 0; ///< of the thread: without what other threads took of its core
    };
    struct Reading {
        Frame now;              ///< both clocks
        std::int64_t waits = 0; ///< how often the thread gave its core up by itself
    };
    using Clock = std::function<Reading()>;

    /// `clock` reads the calling thread's; given by tests.
    explicit FrameMeter(Clock clock = readThread);

    /// The event loop begins, or ends, to handle an event. An event within another one is a part of it.
    void begin();
    void end();
    /// A window is being painted.
    void painted() { m_painted = true; }
    /// The frames that are whole since the last call.
    std::vector<Frame> take();

    static Reading readThread();

private:
    Clock m_clock;
    std::vector<Frame> m_frames;
    Reading m_begin, m_end;
    int m_depth = 0;
    bool m_open = false;
    bool m_painted = false;
};

/// An application whose GUI thread is measured.
class MeteredApplication : public QApplication {
    Q_OBJECT
public:
    using QApplication::QApplication;

    FrameMeter& meter() { return m_meter; }
    /// Calls `done`, later, once the window has painted itself: with the time of the steady clock at which
    /// that was finished, in nanoseconds. One window at a time.
    void whenPainted(QWidget* window, std::function<void(std::int64_t)> done);

    bool notify(QObject* receiver, QEvent* event) override;

private:
    FrameMeter m_meter;
    QPointer<QWidget> m_awaited;
    std::function<void(std::int64_t)> m_done;
    int m_depth = 0;
    bool m_awaitedPainted = false;
};

} // namespace aw::shell
