#pragma once

#include "bridge/engine_bridge.hpp"
#include "engine_double.hpp"
#include "shell/language.hpp"
#include "shell/main_window.hpp"
#include "widgets/theme.hpp"

#include <QAbstractButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

namespace aw::test {

/// Settings as of a first start, but that whatever glides is where it belongs at once.
inline void resetSettings() {
    QSettings().clear();
    QSettings().setValue(QStringLiteral("motion"), false);
}

/// Once for each test program, before any window: fonts, theme, English, settings in a folder of its own.
inline void prepareApplication() {
    static const QTemporaryDir settings;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    QCoreApplication::setOrganizationName(QStringLiteral("anchorwatch-test"));
    QCoreApplication::setApplicationName(QStringLiteral("anchorwatch-test"));
    resetSettings();
    widgets::Theme::instance().install(widgets::Theme::Scheme::dark);
    QVERIFY(shell::language::apply(QStringLiteral("en")));
}

/// A window on the double, with the double's clock.
struct Fixture {
    std::shared_ptr<EngineDouble> console = std::make_shared<EngineDouble>();
    std::unique_ptr<bridge::EngineBridge> bridge;
    std::unique_ptr<shell::MainWindow> window;

    explicit Fixture(const QString& locale = QStringLiteral("en"), QSize size = {1440, 900}) {
        bridge = std::make_unique<bridge::EngineBridge>(console, [this] { return console->nowMs(); });
        window = std::make_unique<shell::MainWindow>(*bridge, locale);
        window->resize(size);
        window->show();
        // Shortcuts act in the active window alone.
        window->activateWindow();
        [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(window.get());
    }
    /// The next window finds theme and language as this one did.
    ~Fixture() {
        window->setLocaleName(QStringLiteral("en"));
        window->setScheme(widgets::Theme::Scheme::dark);
        window.reset();
    }

    /// Starts the demo and waits for so many batches.
    void bringUp(int batches) {
        console->bringUp(batches);
        settle();
    }
    /// Opens a page by its entry on the rail.
    bool open(const char* nav) {
        if (!click(nav)) return false;
        settle();
        return true;
    }
    /// Lets simulated time pass and waits until the window shows the outcome.
    void run(std::int64_t ms) {
        console->run(ms);
        settle();
    }
    void settle() {
        const auto version = console->snapshot()->version;
        QVERIFY(QTest::qWaitFor([&] { return bridge->snapshot()->version >= version; }, 5000));
        // Layouts and queued completions follow within one turn of the event loop.
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
        QCoreApplication::processEvents();
    }
    template<class Widget = QAbstractButton>
    Widget* find(const char* name) const {
        const auto all = window->centralWidget()->findChildren<Widget*>(QLatin1String(name));
        return all.size() == 1 ? all.front() : nullptr;
    }
    bool click(const char* name) {
        auto* button = find<QAbstractButton>(name);
        if (!button || !button->isVisible() || !button->isEnabled()) return false;
        QTest::mouseClick(button, Qt::LeftButton);
        return true;
    }
    /// A picture into the folder AW_SHOTS, if there is one, as a screen of that scale shows it.
    void save(const QString& name, int scale = 1) const {
        const QString folder = qEnvironmentVariable("AW_SHOTS");
        if (folder.isEmpty()) return;
        QPixmap picture(window->size() * scale);
        picture.setDevicePixelRatio(scale);
        window->render(&picture);
        picture.save(folder + u'/' + name + QStringLiteral(".png"));
    }
};

} // namespace aw::test
