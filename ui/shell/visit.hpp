#pragma once

#include "shell/main_window.hpp"
#include "shell/page_table.hpp"

#include <QElapsedTimer>
#include <QTimer>

namespace aw::shell {

/// Goes through the pages as an operator does, for benchmarks: opens each by its entry on the rail, moves the
/// pointer over its plots, turns the wheel over its tables.
class Visit : public QObject {
    Q_OBJECT
public:
    Visit(MainWindow& window, bridge::EngineBridge& bridge, QObject* parent = nullptr);

    /// Every page gets an equal part of the time; `finished` follows.
    void start(qint64 spanMs);

signals:
    void finished();

private:
    void step();
    void open(const PageInfo& page);
    void point();
    void scroll();

    MainWindow& m_window;
    QList<PageInfo> m_pages;
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_spanMs = 0;
    qsizetype m_at = -1;
    int m_steps = 0;
};

} // namespace aw::shell
