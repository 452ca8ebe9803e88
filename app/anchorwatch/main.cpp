#include "quit_signals.hpp"

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

struct Options {
    bool demo = false;
    std::string workspace, locale, theme, tour;
};

QString orSetting(const std::string& given, const char* key, const QString& otherwise) {
    if (!given.empty()) return QString::fromStdString(given);
    return QSettings().value(QLatin1String(key), otherwise).toString();
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
    try {
        cli.parse(argc, argv);
    } catch (const CLI::Success& done) {
        return cli.exit(done);
    } catch (const CLI::ParseError& error) {
        cli.exit(error);
        return kExitUsage;
    }

    QApplication application(argc, argv);
    const aw::app::QuitSignals quitSignals;
    QCoreApplication::setOrganizationName(QStringLiteral("anchorwatch"));
    QCoreApplication::setApplicationName(QStringLiteral("anchorwatch"));
    QGuiApplication::setDesktopFileName(QStringLiteral("anchorwatch"));
    // A tour changes theme, language and size; the user's own choice is none of its business.
    const QTemporaryDir tourSettings;
    if (!options.tour.empty()) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, tourSettings.path());
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
    if (options.tour.empty()) window.setNotifier(&notifier);
    // A workspace of its own goes when the demo ends; there is nothing to keep beside it.
    if (!options.workspace.empty())
        window.keepEventsIn(QString::fromStdString(options.workspace) +
                            QStringLiteral("/console-events.jsonl"));
    QObject::connect(&quitSignals, &aw::app::QuitSignals::quitRequested, &window, &QWidget::close);
    window.show();
    std::unique_ptr<aw::shell::Tour> tour;
    if (!options.tour.empty())
        tour = std::make_unique<aw::shell::Tour>(window, bridge, QString::fromStdString(options.tour));
    if (options.demo || tour) window.startDemo();
    const int status = QApplication::exec();
    if (tour && !tour->failure().isEmpty())
        std::fprintf(stderr, "anchorwatch: %s\n", qPrintable(tour->failure()));
    return status;
}
