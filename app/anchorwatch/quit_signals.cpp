#include "quit_signals.hpp"

#include <QSocketNotifier>

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace aw::app {

namespace {

/// A handler may do no more than write a byte; the event loop reads it at the other end.
int ends[2] = {-1, -1};

void onSignal(int) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(ends[0], &byte, 1);
}

} // namespace

QuitSignals::QuitSignals(QObject* parent)
    : QObject(parent) {
    std::signal(SIGPIPE, SIG_IGN);
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) return;
    m_notifier = new QSocketNotifier(ends[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] { onReadable(); });
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        if (std::signal(signal, onSignal) == SIG_IGN) std::signal(signal, SIG_IGN);
}

QuitSignals::~QuitSignals() {
    if (!m_notifier) return;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        std::signal(signal, SIG_DFL);
    m_notifier->setEnabled(false);
    for (int& end : ends)
        ::close(std::exchange(end, -1));
}

void QuitSignals::onReadable() {
    char bytes[16];
    while (::read(ends[1], bytes, sizeof bytes) > 0) {
    }
    emit quitRequested();
}

} // namespace aw::app
