#pragma once

#include <QObject>

class QSocketNotifier;

namespace aw::app {

/// From here on SIGINT, SIGTERM and SIGHUP are told as quitRequested() in the event loop instead of ending
/// the program, so that the engine goes down in order and leaves nothing behind. What was told to be ignored
/// (nohup) stays ignored; SIGPIPE is. One instance, in the GUI thread, before other threads are started.
class QuitSignals : public QObject {
    Q_OBJECT
public:
    explicit QuitSignals(QObject* parent = nullptr);
    ~QuitSignals() override;

signals:
    void quitRequested();

private:
    void onReadable();

    QSocketNotifier* m_notifier = nullptr;
};

} // namespace aw::app
