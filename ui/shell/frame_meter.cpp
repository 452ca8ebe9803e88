#include "shell/frame_meter.hpp"

#include <QThread>
#include <QWidget>

#include <sys/resource.h>

namespace aw::shell {

std::int64_t nanoseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
}

FrameMeter::FrameMeter(Clock clock)
    : m_clock(std::move(clock)) {}

FrameMeter::Reading FrameMeter::readThread() {
    rusage usage{};
    getrusage(RUSAGE_THREAD, &usage);
    return {{nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_THREAD_CPUTIME_ID)}, usage.ru_nvcsw};
}

void FrameMeter::begin() {
    if (m_depth++ > 0) return;
    const auto reading = m_clock();
    if (m_open && reading.waits == m_end.waits) return;
    if (m_open && m_painted)
        m_frames.push_back({m_end.now.wallNs - m_begin.now.wallNs, m_end.now.cpuNs - m_begin.now.cpuNs});
    m_begin = reading;
    m_open = true;
    m_painted = false;
}

void FrameMeter::end() {
    if (--m_depth == 0) m_end = m_clock();
}

std::vector<FrameMeter::Frame> FrameMeter::take() { return std::exchange(m_frames, {}); }

void MeteredApplication::whenPainted(QWidget* window, std::function<void(std::int64_t)> done) {
    m_awaited = window;
    m_done = std::move(done);
    m_awaitedPainted = false;
}

bool MeteredApplication::notify(QObject* receiver, QEvent* event) {
    if (QThread::currentThread() != thread()) return QApplication::notify(receiver, event);
    const bool paints = event->type() == QEvent::Paint && receiver->isWidgetType();
    const bool awaited = paints && receiver == m_awaited;
    m_meter.begin();
    ++m_depth;
    const bool handled = QApplication::notify(receiver, event);
    if (paints) m_meter.painted();
    m_awaitedPainted = m_awaitedPainted || awaited;
    m_meter.end();
    if (--m_depth > 0 || !m_awaitedPainted) return handled;
    // The event is over: children are painted too, and the picture is with the window system.
    m_awaitedPainted = false;
    m_awaited.clear();
    QMetaObject::invokeMethod(
        this, [done = std::exchange(m_done, {}), at = nanoseconds(CLOCK_MONOTONIC)] { done(at); },
        Qt::QueuedConnection);
    return handled;
}

} // namespace aw::shell
