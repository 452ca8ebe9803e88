#include "ui_bench.hpp"

#include "long_history.hpp"

#include <boost/json/serialize.hpp>

#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>

namespace aw::app {

namespace {

constexpr double kTps = 40;         ///< the demo's own
constexpr double kLoadedTps = 1500; ///< the Lab goes to 2,000
constexpr int kOperators = 3;
constexpr int kPollMs = 200;
constexpr int kDemoMs = 120'000; ///< until the demo must be up
constexpr int kSettleMs = 500;   ///< after the window was shown or hidden
constexpr int kLoadSettleMs = 3000;
constexpr std::size_t kBatches = 1; ///< anchored before anything is measured

/// `share` of the samples are at most that.
double percentile(std::vector<double> samples, double share) {
    if (samples.empty()) return 0;
    std::ranges::sort(samples);
    const auto rank = std::ceil(share * static_cast<double>(samples.size()));
    return samples[static_cast<std::size_t>(std::max(1.0, rank)) - 1];
}

} // namespace

UiBench::UiBench(shell::MeteredApplication& application, std::shared_ptr<api::Engine> engine,
                 bridge::EngineBridge& bridge, shell::MainWindow& window, UiBenchOptions options)
    : m_application(application)
    , m_engine(std::move(engine))
    , m_bridge(bridge)
    , m_window(window)
    , m_options(options)
    , m_visit(window, bridge) {
    for (std::uint32_t run = 0; run < m_options.runs; ++run) {
        const auto begin = [this, run] {
            say(QStringLiteral("run %1 of %2").arg(run + 1).arg(m_options.runs));
            next();
        };
        m_steps.emplace_back(begin);
        // What else the machine does weighs on both of a pair: one comes first as often as the other.
        const auto shown = [this] { measureShown(false); };
        const auto hidden = [this] { measureHidden(); };
        if (run % 2 == 0)
            m_steps.insert(m_steps.end(), {shown, hidden});
        else
            m_steps.insert(m_steps.end(), {hidden, shown});
        m_steps.emplace_back([this] {
            note("ui_cost_share", m_shownShare - m_hiddenShare);
            next();
        });
        m_steps.emplace_back([this] { measureShown(true); });
    }
    m_steps.emplace_back([this] { stopDemo(); });
    for (std::uint32_t run = 0; run < m_options.runs; ++run)
        m_steps.emplace_back([this] { measureFirstPaint(); });
    QApplication::setQuitOnLastWindowClosed(false);
    say(QStringLiteral("waiting for the demo"));
    awaitDemo();
}

UiBench::~UiBench() = default;

void UiBench::say(const QString& what) const { std::fprintf(stderr, "anchorwatch: %s\n", qPrintable(what)); }

UiBench::Usage UiBench::usage() {
    using shell::nanoseconds;
    return {nanoseconds(CLOCK_MONOTONIC), nanoseconds(CLOCK_PROCESS_CPUTIME_ID),
            nanoseconds(CLOCK_THREAD_CPUTIME_ID)};
}

void UiBench::awaitDemo() {
    auto* poll = new QTimer(this);
    auto* limit = new QTimer(this);
    const auto end = [poll, limit] {
        poll->deleteLater();
        limit->deleteLater();
    };
    connect(poll, &QTimer::timeout, this, [this, end] {
        const auto& snapshot = *m_bridge.snapshot();
        if (snapshot.phase == api::Phase::failed) {
            m_failure = QStringLiteral("The demo failed: %1")
                            .arg(QString::fromStdString(snapshot.failure ? snapshot.failure->detail : ""));
            end();
            emit finished();
        } else if (snapshot.phase == api::Phase::running && snapshot.batches.size() >= kBatches) {
            end();
            next();
        }
    });
    connect(limit, &QTimer::timeout, this, [this, end] {
        m_failure = QStringLiteral("The demo did not start within %1 s.").arg(kDemoMs / 1000);
        end();
        emit finished();
    });
    poll->start(kPollMs);
    limit->start(kDemoMs);
}

void UiBench::next() {
    if (m_at == m_steps.size()) {
        emit finished();
        return;
    }
    const auto step = m_steps[m_at++];
    QTimer::singleShot(0, this, step);
}

void UiBench::measureShown(bool loaded) {
    m_bridge.blockSignals(false);
    m_window.show();
    m_bridge.setLoad(true, loaded ? kLoadedTps : kTps, {});
    QTimer::singleShot(loaded ? kLoadSettleMs : kSettleMs, this, [this, loaded] {
        m_application.meter().take();
        const auto before = usage();
        connect(
            &m_visit, &shell::Visit::finished, this,
            [this, loaded, before] {
                const auto after = usage();
                const auto available = static_cast<double>(after.wallNs - before.wallNs) * lab::coreCount();
                noteFrames(loaded ? "loaded_" : "");
                if (!loaded) {
                    m_shownShare = static_cast<double>(after.processNs - before.processNs) / available;
                    note("gui_thread_share",
                         static_cast<double>(after.threadNs - before.threadNs) / available);
                } else {
                    m_bridge.setLoad(true, kTps, {});
                }
                // The load that waits in the pool is worked off first.
                QTimer::singleShot(loaded ? kLoadSettleMs : 0, this, &UiBench::next);
            },
            Qt::SingleShotConnection);
        m_visit.start(static_cast<qint64>(m_options.seconds * 1000));
    });
}

void UiBench::measureHidden() {
    m_window.hide();
    m_bridge.blockSignals(true);
    QTimer::singleShot(kSettleMs, this, [this] {
        const auto before = usage();
        QTimer::singleShot(static_cast<int>(m_options.seconds * 1000), this, [this, before] {
            const auto after = usage();
            m_hiddenShare = static_cast<double>(after.processNs - before.processNs) /
                            (static_cast<double>(after.wallNs - before.wallNs) * lab::coreCount());
            m_bridge.blockSignals(false);
            m_window.show();
            QTimer::singleShot(kSettleMs, this, &UiBench::next);
        });
    });
}

void UiBench::noteFrames(const std::string& prefix) {
    std::vector<double> wall, cpu;
    for (const auto& frame : m_application.meter().take()) {
        wall.push_back(static_cast<double>(frame.wallNs) / 1e6);
        cpu.push_back(static_cast<double>(frame.cpuNs) / 1e6);
    }
    note(prefix + "frames_per_s", static_cast<double>(wall.size()) / m_options.seconds);
    note(prefix + "frame_ms_p50", percentile(wall, 0.50));
    note(prefix + "frame_ms_p99", percentile(wall, 0.99));
    note(prefix + "frame_cpu_ms_p99", percentile(cpu, 0.99));
}

void UiBench::stopDemo() {
    say(QStringLiteral("stopping the demo; then the first paint"));
    connect(&m_bridge, &bridge::EngineBridge::stopped, this, [this] {
        m_still = std::make_unique<bridge::EngineBridge>(std::make_shared<LongHistory>(m_engine));
        LongHistory::writeEvents(m_folder.filePath(QStringLiteral("console-events.jsonl")));
        QSettings().setValue(QStringLiteral("events/shown"), true);
        QTimer::singleShot(kSettleMs, this, &UiBench::next);
    });
    m_bridge.stop();
}

std::unique_ptr<QMainWindow> UiBench::makeEmpty() {
    auto window = std::make_unique<QMainWindow>();
    window->resize(m_window.size());
    return window;
}

std::unique_ptr<QMainWindow> UiBench::makeConsole() {
    auto window = std::make_unique<shell::MainWindow>(*m_still, m_window.localeName());
    window->keepEventsIn(m_folder.filePath(QStringLiteral("console-events.jsonl")));
    window->resize(m_window.size());
    return window;
}

void UiBench::measureFirstPaint() {
    paintOne(&UiBench::makeEmpty, "empty_window_ms", [this] {
        paintOne(&UiBench::makeConsole, "first_paint_ms", [this] {
            note("first_paint_over_empty_window",
                 m_samples["first_paint_ms"].back() / m_samples["empty_window_ms"].back());
            next();
        });
    });
}

void UiBench::paintOne(std::unique_ptr<QMainWindow> (UiBench::*make)(), const char* key,
                       std::function<void()> then) {
    const auto begin = shell::nanoseconds(CLOCK_MONOTONIC);
    m_painted = (this->*make)();
    m_application.whenPainted(m_painted.get(), [this, begin, key, then = std::move(then)](std::int64_t at) {
        note(key, static_cast<double>(at - begin) / 1e6);
        // What the window left for later is done before it goes.
        QTimer::singleShot(kSettleMs, this, [this, then] {
            m_painted.reset();
            QTimer::singleShot(kSettleMs, this, then);
        });
    });
    m_painted->show();
}

std::vector<lab::BenchValue> UiBench::values() const {
    std::vector<lab::BenchValue> all;
    using Bar = lab::BenchValue::Bar;
    const auto add = [&](const char* key, const char* text, const char* unit, Bar bar = Bar::none,
                         double limit = 0) {
        const auto samples = m_samples.find(key);
        all.push_back(lab::benchValue(key, text, unit,
                                      samples == m_samples.end() ? std::vector<double>() : samples->second,
                                      bar, limit));
    };
    constexpr double kFrameMs = 16.7; // of a screen with 60 pictures a second
    add("frame_ms_p99", "A frame, 40 transfers a second: 99 of 100", "ms", Bar::atMost, kFrameMs);
    add("frame_cpu_ms_p99", "  processor time of the GUI thread", "ms");
    add("frame_ms_p50", "  half of them", "ms");
    add("frames_per_s", "  frames", "1/s");
    add("loaded_frame_ms_p99", "A frame, 1,500 transfers a second: 99 of 100", "ms", Bar::atMost, kFrameMs);
    add("loaded_frame_cpu_ms_p99", "  processor time of the GUI thread", "ms");
    add("loaded_frame_ms_p50", "  half of them", "ms");
    add("loaded_frames_per_s", "  frames", "1/s");
    add("first_paint_ms", "First paint of the console, long history", "ms");
    add("empty_window_ms", "First paint of an empty window", "ms");
    add("first_paint_over_empty_window", "  the console over the empty window", "", Bar::atMost, 4);
    add("ui_cost_share", "The window's share of the processors", "", Bar::atMost, 0.05);
    add("gui_thread_share", "  of it the GUI thread", "");
    return all;
}

void UiBench::print(bool json) const {
    const auto measured = values();
    if (json) {
        auto out = lab::toJson(measured);
        out["machine"] =
            boost::json::object{{"processor", lab::processorName()}, {"cores", lab::coreCount()}};
        out["options"] = boost::json::object{{"runs", m_options.runs},
                                             {"seconds", m_options.seconds},
                                             {"operators", kOperators},
                                             {"tps", kTps},
                                             {"loadedTps", kLoadedTps}};
        std::printf("%s\n", boost::json::serialize(out).c_str());
        return;
    }
    std::printf("%s; %d operators, %g s each, %u run%s\n\n%s",
                lab::machineText(lab::processorName(), lab::coreCount()).c_str(), kOperators,
                m_options.seconds, m_options.runs, m_options.runs == 1 ? "" : "s",
                lab::tableText(measured).c_str());
}

} // namespace aw::app
