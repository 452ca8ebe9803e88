#pragma once

#include "shell/main_window.hpp"

#include <QElapsedTimer>
#include <QTimer>

#include <functional>
#include <vector>

namespace aw::shell {

/// Plays the demo by clicking what a user would click: a fraud, its challenge and roll-back, a failover. Then
/// writes a picture of every page in both sizes, themes and languages, named page-theme-language-size, and
/// ends the application: 0 when all of it happened, 1 with `failure` when something did not in time. On its
/// way it pictures the states that pass by ("challenges-fraud-...").
class Tour : public QObject {
    Q_OBJECT
public:
    /// Begins at once; `folder` is made if missing.
    Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder);

    /// A sentence; empty while nothing failed.
    const QString& failure() const { return m_failure; }

private:
    struct Step {
        QString what; ///< for the failure's sentence
        qint64 timeoutMs;
        std::function<bool()> done; ///< asked several times a second
    };
    void plan();
    void planPictures();
    void poll();
    void finish(int status);
    bool click(const QString& objectName);
    /// Opens a page by its entry in the rail and pictures it when it has settled.
    void addPicture(const QString& nav, const QString& page);
    /// Writes a picture; its name says what the window shows. False, with the failure told, where it cannot.
    bool save(const QString& page);

    MainWindow& m_window;
    bridge::EngineBridge& m_bridge;
    QString m_folder;
    QString m_failure;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    QElapsedTimer m_since;
    QTimer m_timer;
    Address m_before;
    std::uint64_t m_batch = 0;
};

} // namespace aw::shell
