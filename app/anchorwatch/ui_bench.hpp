#pragma once

#include "bridge/engine_bridge.hpp"
#include "lab/bench_values.hpp"
#include "shell/frame_meter.hpp"
#include "shell/main_window.hpp"
#include "shell/visit.hpp"

#include <QTemporaryDir>

#include <map>

namespace aw::app {

struct UiBenchOptions {
    std::uint32_t runs = 5; ///< of every measurement, at least 1; the medians are reported
    double seconds = 15;    ///< of each measurement with the demo running, at least 1
};

/// What is measured, for --help.
inline constexpr const char* kUiBenchHelp =
    "What --bench-ui measures, each the median of the runs:\n"
    "  frame_ms_p99   99 of 100 frames take less. A frame is all that the GUI thread does from when it "
    "wakes\n"
    "                 until it waits again, if it painted: new data, layout, painting. Time that passed, "
    "with\n"
    "                 three operators on the same cores; frame_cpu_ms_p99 is the thread's own. All pages "
    "are\n"
    "                 visited, plots hovered, tables scrolled. loaded_...: at 1,500 transfers a second.\n"
    "  first_paint_over_empty_window\n"
    "                 from the construction of the window until it is painted, with 5,000 events and 500\n"
    "                 batches, over the same of an empty window, in turn.\n"
    "  ui_cost_share  processor time of the process with the window minus that without, over the time of "
    "all\n"
    "                 cores, in turn; gui_thread_share is the GUI thread's time alone.";

/// Measures the console in its own process: a demo of three operators under load, whose pages are gone
/// through as an operator does (shell::Visit), on the cores that the engine works on too.
///
/// - frame_ms_p99, frame_cpu_ms_p99: 99 of 100 frames take less. A frame is what the GUI thread does between
///   two waits for events, if a window was painted then (shell::FrameMeter): new data, layout and painting.
///   The first is time that passed, what other threads took of the cores included; the second is the thread's
///   own. loaded_...: at a load near the highest of the Lab's.
/// - ui_cost_share: what the console costs of the processors: processor time of the process with the window
///   minus that without it, over the same time, over the time of all cores. Pairs, in turn. Without: the
///   window is hidden and hears nothing of the engine. gui_thread_share is the GUI thread's time alone with
///   the window, over the same; what differs between the two is other threads' noise. The X server's work is
///   in neither.
/// - first_paint_over_empty_window: from before a main window is constructed until it is painted, on an
///   engine that stands still with a long history (LongHistory) and a workspace whose event log is at its
///   limit, over the same of an empty QMainWindow of that size. In turn, after the demo has stopped.
class UiBench : public QObject {
    Q_OBJECT
public:
    /// Begins at once, on a window that is shown and whose demo is being started; `finished` follows. What it
    /// is given outlives it.
    UiBench(shell::MeteredApplication& application, std::shared_ptr<api::Engine> engine,
            bridge::EngineBridge& bridge, shell::MainWindow& window, UiBenchOptions options);
    ~UiBench() override;

    /// Why nothing was measured; empty where it was.
    const QString& failure() const { return m_failure; }
    std::vector<lab::BenchValue> values() const;
    void print(bool json) const;

signals:
    void finished();

private:
    /// What was used of the processors up to now.
    struct Usage {
        std::int64_t wallNs, processNs, threadNs;
    };
    static Usage usage();
    void say(const QString& what) const;
    void note(const std::string& key, double value) { m_samples[key].push_back(value); }
    void awaitDemo();
    void next();
    void measureShown(bool loaded);
    void measureHidden();
    void noteFrames(const std::string& prefix);
    void stopDemo();
    void measureFirstPaint();
    void paintOne(std::unique_ptr<QMainWindow> (UiBench::*make)(), const char* key,
                  std::function<void()> then);
    std::unique_ptr<QMainWindow> makeEmpty();
    std::unique_ptr<QMainWindow> makeConsole();

    shell::MeteredApplication& m_application;
    std::shared_ptr<api::Engine> m_engine;
    bridge::EngineBridge& m_bridge;
    shell::MainWindow& m_window;
    UiBenchOptions m_options;
    shell::Visit m_visit;
    QTemporaryDir m_folder;
    std::vector<std::function<void()>> m_steps;
    std::size_t m_at = 0;
    std::unique_ptr<bridge::EngineBridge> m_still;
    std::unique_ptr<QMainWindow> m_painted;
    QString m_failure;
    double m_shownShare = 0, m_hiddenShare = 0;
    std::map<std::string, std::vector<double>> m_samples;
};

} // namespace aw::app
