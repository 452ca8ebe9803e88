#pragma once

#include "shell/main_window.hpp"

#include <QElapsedTimer>
#include <QTimer>

#include <QStringList>

#include <functional>
#include <vector>

namespace aw::shell {

/// Plays the demo by clicking what a user would click: a fraud, its challenge and roll-back, a failover. Then
/// writes a picture of every page in all sizes, themes and languages, named page-theme-language-size, and
/// ends the application: 0 when all of it happened, 1 with `failure` when something did not in time or a page
/// has a fault (page_faults.hpp). On its way it pictures the states that pass by ("challenges-fraud-...").
class Tour : public QObject {
    Q_OBJECT
public:
    /// How the window looks on a picture. At scale 2 a picture has twice the pixels in each direction.
    struct Look {
        QSize size;
        int scale = 1;
        widgets::Scheme scheme = widgets::Scheme::dark;
        QString locale;
    };
    /// Every size in both themes and all languages.
    static std::vector<Look> allLooks();
    struct Options {
        bool play = true; ///< else it pictures the demo as it is
        std::vector<Look> looks = allLooks();
        qint64 settleMs = 1200; ///< what the lane and the plots need after a change of page
    };

    /// Begins at once; `folder` is made if missing.
    Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder);
    Tour(MainWindow& window, bridge::EngineBridge& bridge, QString folder, Options options);

    /// Sentences, one a line; empty while nothing failed.
    QString failure() const;

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
    void addPicture(const QString& page, const QString& name);
    /// Writes a picture of `page`, called `name`, and notes the page's faults. False, with the failure told,
    /// where it cannot.
    bool save(const QString& page, const QString& name);

    MainWindow& m_window;
    bridge::EngineBridge& m_bridge;
    QString m_folder;
    Options m_options;
    int m_scale = 1;
    QString m_failure;
    QStringList m_faults;
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    QElapsedTimer m_since;
    QTimer m_timer;
    Address m_before;
    std::uint64_t m_batch = 0;
};

} // namespace aw::shell
