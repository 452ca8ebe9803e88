#include "quit_signals.hpp"
#include "ui_bench.hpp"

#include "bridge/engine_bridge.hpp"
#include "lab/demo.hpp"
#include "shell/desktop_notifier.hpp"
#include "shell/language.hpp"
#include "shell/main_window.hpp"
#include "shell/tour.hpp"
#include "widgets/theme.hpp"

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>
#include <string>
#include <vector>

namespace {

/// sysexits: the command line was used wrongly.
constexpr int kExitUsage = 64;
/// The demo did not start.
constexpr int kExitUnavailable = 69;

struct Options {
    bool demo = false;
    std::string workspace, locale, theme, tour;
    bool benchUi = false, json = false;
    aw::app::UiBenchOptions bench;

    /// Shows the demo by itself, and leaves the user's settings alone.
    bool playsAlone() const { return benchUi || !tour.empty(); }
};

QString orSetting(const std::string& given, const char* key, const QString& otherwise) {
    if (!given.empty()) return QString::fromStdString(given);
    return QSettings().value(QLatin1String(key), otherwise).toString();
}

/// Plays the benchmark; the exit status follows.
int runBench(aw::app::UiBench& bench, aw::bridge::EngineBridge& bridge, bool json) {
    QObject::connect(&bench, &aw::app::UiBench::finished, &bridge, [&] {
        if (bench.failure().isEmpty()) return QApplication::exit();
        QObject::connect(&bridge, &aw::bridge::EngineBridge::stopped, qApp,
                         [] { QApplication::exit(kExitUnavailable); });
        bridge.stop();
    });
    const int status = QApplication::exec();
    if (bench.failure().isEmpty())
        bench.print(json);
    else
        std::fprintf(stderr, "anchorwatch: %s\n", qPrintable(bench.failure()));
    return status;
}

} // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App cli("The console of Anchorwatch: watch a layer-2 rollup, and act.");
    cli.set_version_flag("--version", "anchorwatch " AW_VERSION);
    cli.add_flag("--demo", options.demo, "start the demo at once");
    cli.add_option("--workspace", options.workspace,
                   "folder in which the demo keeps its data; made if missing");
    cli.add_option("--locale", options.locale, "language of the console")
        ->check(CLI::IsMember({"en", "zh_CN"}));
    cli.add_option("--theme", options.theme, "colours")->check(CLI::IsMember({"dark", "light"}));
    cli.add_option(
        "--tour", options.tour,
        "play the demo, write a picture of every page to this folder, and exit; settings are left alone");
    auto* bench = cli.add_flag("--bench-ui", options.benchUi,
                               "measure the console while a demo runs, print the figures, and exit; settings "
                               "are left alone");
    cli.add_option("--runs", options.bench.runs, "of --bench-ui: how often everything is measured")
        ->check(CLI::Range(1, 100))
        ->capture_default_str()
        ->needs(bench);
    cli.add_option("--seconds", options.bench.seconds, "of --bench-ui: how long each measurement takes")
        ->check(CLI::Range(1.0, 600.0))
        ->capture_default_str()
        ->needs(bench);
    cli.add_flag("--json", options.json, "of --bench-ui: print one JSON object")->needs(bench);
    cli.footer(aw::app::kUiBenchHelp);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return cli.exit(done);
    } catch (const CLI::ParseError& error) {
        cli.exit(error);
        return kExitUsage;
    }

    std::unique_ptr<QApplication> application;
    aw::shell::MeteredApplication* metered = nullptr;
    if (options.benchUi)
        application.reset(metered = new aw::shell::MeteredApplication(argc, argv));
    else
        application = std::make_unique<QApplication>(argc, argv);
    const aw::app::QuitSignals quitSignals;
    QCoreApplication::setOrganizationName(QStringLiteral("anchorwatch"));
    QCoreApplication::setApplicationName(QStringLiteral("anchorwatch"));
    QGuiApplication::setDesktopFileName(QStringLiteral("anchorwatch"));
    // A tour changes theme, language and size; the user's own choice is none of its business.
    const QTemporaryDir ownSettings;
    if (options.playsAlone()) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, ownSettings.path());
    }

    const bool light = orSetting(options.theme, "theme", QStringLiteral("dark")) == QStringLiteral("light");
    aw::widgets::Theme::instance().install(light ? aw::widgets::Theme::Scheme::light
                                                 : aw::widgets::Theme::Scheme::dark);
    QString locale = orSetting(options.locale, "locale", aw::shell::language::preferred());
    if (!aw::shell::language::apply(locale)) {
        locale = QStringLiteral("en");
        aw::shell::language::apply(locale);
    }

    aw::lab::DemoOptions demo;
    demo.workspace = options.workspace;
    const std::shared_ptr<aw::api::Engine> console = aw::lab::createDemo(demo);
    aw::bridge::EngineBridge bridge(console);
    aw::shell::DesktopNotifier notifier;
    aw::shell::MainWindow window(bridge, locale);
    if (!options.playsAlone()) window.setNotifier(&notifier);
    // A workspace of its own goes when the demo ends; there is nothing to keep beside it.
    if (!options.workspace.empty())
        window.keepEventsIn(QString::fromStdString(options.workspace) +
                            QStringLiteral("/console-events.jsonl"));
    QObject::connect(&quitSignals, &aw::app::QuitSignals::quitRequested, &window, &QWidget::close);
    window.show();
    std::unique_ptr<aw::shell::Tour> tour;
    if (!options.tour.empty())
        tour = std::make_unique<aw::shell::Tour>(window, bridge, QString::fromStdString(options.tour));
    if (options.demo || options.playsAlone()) window.startDemo();
    if (metered) {
        aw::app::UiBench uiBench(*metered, console, bridge, window, options.bench);
        return runBench(uiBench, bridge, options.json);
    }
    const int status = QApplication::exec();
    if (tour && !tour->failure().isEmpty())
        std::fprintf(stderr, "anchorwatch: %s\n", qPrintable(tour->failure()));
    return status;
}
