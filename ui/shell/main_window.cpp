#include "shell/main_window.hpp"

#include "models/attention.hpp"
#include "models/lookup.hpp"
#include "pages/inspector.hpp"
#include "pages/start_page.hpp"
#include "shell/alarm_bar.hpp"
#include "shell/bars.hpp"
#include "shell/event_dock.hpp"
#include "shell/inspector_dock.hpp"
#include "shell/language.hpp"
#include "shell/nav_rail.hpp"
#include "shell/page_area.hpp"
#include "shell/settings_menu.hpp"
#include "widgets/focus_ring.hpp"
#include "widgets/tab_chain.hpp"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPainter>
#include <QScreen>
#include <QSettings>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolTip>
#include <QVBoxLayout>

#include <algorithm>

namespace aw::shell {

using models::PageId;
using models::Tone;
using widgets::Theme;

namespace {

constexpr int kFoldBelow = 1200;
constexpr int kCompactBelow = 1200;
constexpr int kBorder = 2;
constexpr QSize kDefaultSize{1440, 900};
constexpr QSize kLeastSize{1024, 680};
/// What a desktop puts around a window, about.
constexpr QSize kDecoration{16, 48};
constexpr int kEventsHeight = 220;

QString eventsHeightKey() { return QStringLiteral("events/height"); }

/// The border that says what is at stake.
class StakeFrame : public QWidget {
public:
    explicit StakeFrame(api::Environment environment)
        : m_environment(environment) {
        setObjectName(QStringLiteral("stakeFrame"));
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), widgets::tokens().bg);
        const auto tone = m_environment == api::Environment::real   ? Tone::bad
                          : m_environment == api::Environment::test ? Tone::info
                                                                    : Tone::warn;
        painter.setPen(QPen(Theme::instance().color(tone), kBorder));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }

private:
    api::Environment m_environment;
};

} // namespace

MainWindow::MainWindow(bridge::EngineBridge& bridge, QString locale, QWidget* parent)
    : QMainWindow(parent)
    , m_bridge(bridge)
    , m_locale(std::move(locale))
    , m_context{m_bridge, m_selection, m_history}
    , m_table(pageTable(m_bridge)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Anchorwatch"));
    const auto sizes = sizesFor(screen()->availableSize());
    setMinimumSize(sizes.least);
    resize(sizes.first);
    new widgets::FocusRing(this);
    QSettings settings;
    m_railFolded = settings.value(QStringLiteral("rail/folded"), false).toBool();
    Theme::instance().setMotion(settings.value(QStringLiteral("motion"), true).toBool());
    const auto geometry = settings.value(QStringLiteral("window/geometry")).toByteArray();
    if (!geometry.isEmpty()) restoreGeometry(geometry);
    m_started = m_bridge.snapshot()->phase == api::Phase::running;
    addShortcuts();
    build();
    connect(&m_bridge, &bridge::EngineBridge::changed, this, [this] { apply(); });
    connect(&m_bridge, &bridge::EngineBridge::tick, this, [this] { applyInspector(); });
    connect(&m_bridge, &bridge::EngineBridge::stopped, this, [this] {
        m_mayClose = true;
        close();
    });
    connect(&m_selection, &models::Selection::openRequested, this, &MainWindow::openPage);
    connect(&m_selection, &models::Selection::changed, this, [this] {
        m_inspector->setAsked(true);
        updateLayout();
        applyInspector();
    });
}

MainWindow::Sizes MainWindow::sizesFor(const QSize& screen) {
    const QSize room = screen - kDecoration;
    return {.least = kLeastSize.boundedTo(room), .first = kDefaultSize.boundedTo(room)};
}

void MainWindow::build() {
    auto* frame = new StakeFrame(m_bridge.snapshot()->environment);
    auto* outer = new QVBoxLayout(frame);
    outer->setContentsMargins(kBorder, kBorder, kBorder, kBorder);
    outer->setSpacing(0);
    m_title = new TitleBar(m_context);
    outer->addWidget(m_title);
    m_alarmBar = new AlarmBar;
    outer->addWidget(m_alarmBar);
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    m_rail = new NavRail(m_table);
    middle->addWidget(m_rail);
    m_stack = new QStackedWidget;
    m_pages.resize(m_table.size());
    m_inspector = new InspectorDock(m_context);
    m_area = new PageArea(m_stack, m_inspector);
    m_middle = new QSplitter(Qt::Vertical);
    m_middle->addWidget(m_area);
    middle->addWidget(m_middle, 1);
    outer->addLayout(middle, 1);
    m_heads = new HeadsBar(m_context);
    outer->addWidget(m_heads);
    addEvents();

    connect(m_rail, &NavRail::pageRequested, this, &MainWindow::openPage);
    connect(m_title, &TitleBar::goToRequested, this, &MainWindow::goTo);
    connect(m_title, &TitleBar::viewpointMoved, this, &MainWindow::say);
    connect(m_alarmBar, &AlarmBar::followed, this,
            [this](const models::Notice& notice) { models::follow(notice, m_selection); });
    connect(m_inspector, &InspectorDock::closed, this, &MainWindow::updateLayout);
    addSettings();
    setCentralWidget(frame);
    m_rail->setPage(m_page);
    updateLayout();
    apply();
    Theme::instance().dress(this);
}

void MainWindow::addEvents() {
    m_events = new EventDock(m_context);
    m_middle->addWidget(m_events);
    m_middle->setCollapsible(0, false);
    m_middle->setCollapsible(1, false);
    m_middle->setStretchFactor(0, 1);
    m_middle->setStretchFactor(1, 0);
    m_middle->setHandleWidth(4);
    m_middle->setSizes({height(), QSettings().value(eventsHeightKey(), kEventsHeight).toInt()});
    connect(m_middle, &QSplitter::splitterMoved, this,
            [this] { QSettings().setValue(eventsHeightKey(), m_events->height()); });
    connect(m_events, &EventDock::closed, this, [this] { showEvents(false); });
    connect(m_events, &EventDock::unseenChanged, this, &MainWindow::showEventsButton);
    connect(m_events, &EventDock::fileRead, this, &MainWindow::updateLayout);
    connect(m_heads, &HeadsBar::eventsToggled, this, [this] { showEvents(!m_events->isWanted()); });
}

void MainWindow::addSettings() {
    m_settings = new SettingsMenu(m_title->menu(), this);
    connect(m_settings, &SettingsMenu::schemeRequested, this, &MainWindow::setScheme);
    connect(m_settings, &SettingsMenu::localeRequested, this, &MainWindow::setLocaleName);
    connect(m_settings, &SettingsMenu::keysRequested, this, &MainWindow::showKeys);
    connect(m_settings, &SettingsMenu::checklistRequested, this, [this] {
        QSettings().remove(QStringLiteral("checklist/dismissed"));
        apply();
    });
    m_settings->say(m_locale);
}

void MainWindow::showKeys() {
    const QString pages = m_table.front().keys() + QStringLiteral(" … ") + m_table.back().keys();
    (new dialogs::CheatSheet(pages, this))->open();
}

void MainWindow::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    for (const auto& row : m_table)
        add(QKeySequence(Qt::CTRL | row.digit), [this, id = row.id] { enterPage(id); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { goTo(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_J), [this] { followWorst(); });
    add(QKeySequence::Find, [this] { find(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { toggleEvents(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_B), [this] {
        m_railFolded = !m_railFolded;
        QSettings().setValue(QStringLiteral("rail/folded"), m_railFolded);
        updateLayout();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_I), [this] {
        m_inspector->setWanted(m_inspector->isHidden());
        updateLayout();
    });
    add(QKeySequence(Qt::CTRL | Qt::Key_G), [this] { goTo(); });
    add(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C), [this] { copyCommand(); });
    add(QKeySequence(Qt::Key_Escape), [this] { letGo(); });
    add(QKeySequence(Qt::Key_Question), [this] { showKeys(); });
    add(QKeySequence(Qt::Key_F11), [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
}

void MainWindow::startDemo() { m_bridge.start(); }

void MainWindow::setNotifier(Notifier* notifier) {
    m_alarms.setNotifier(notifier);
    connect(notifier, &Notifier::activated, this, [this](const QString& key) {
        setWindowState(windowState() & ~Qt::WindowMinimized);
        raise();
        activateWindow();
        if (const auto* notice = m_alarms.find(key)) models::follow(*notice, m_selection);
    });
    applyAlarm();
}

void MainWindow::keepEventsIn(const QString& path) { m_events->keepIn(path); }

void MainWindow::openPage(PageId page) {
    if (page == models::kEventLog) {
        showEvents(true);
        m_events->focusList();
        return;
    }
    if (std::none_of(m_table.begin(), m_table.end(), [&](const PageInfo& row) { return row.id == page; }))
        return;
    m_page = page;
    m_rail->setPage(page);
    apply();
}

void MainWindow::enterPage(PageId page) {
    openPage(page);
    if (m_started) shownPage()->setFocus(Qt::ShortcutFocusReason);
}

pages::Page* MainWindow::shownPage() {
    const auto row = std::find_if(m_table.begin(), m_table.end(),
                                  [this](const PageInfo& info) { return info.id == m_page; });
    return pageAt(row - m_table.begin());
}

pages::Page* MainWindow::pageAt(qsizetype row) {
    if (!m_pages[row]) {
        m_pages[row] = m_table[row].make(m_context);
        m_stack->addWidget(m_pages[row]);
    }
    return m_pages[row];
}

void MainWindow::makeNextPage() {
    const auto row = m_pages.indexOf(nullptr);
    if (row < 0) return;
    pageAt(row);
    QTimer::singleShot(0, this, &MainWindow::makeNextPage);
}

bool MainWindow::event(QEvent* event) {
    const bool handled = QMainWindow::event(event);
    // What is not in sight is made once the window is.
    if (event->type() == QEvent::Paint && m_pages.contains(nullptr))
        QTimer::singleShot(0, this, &MainWindow::makeNextPage);
    return handled;
}

void MainWindow::showEvents(bool shown) {
    const bool inside = m_events->isAncestorOf(focusWidget());
    m_events->setWanted(shown);
    updateLayout();
    if (!shown && inside && m_started) shownPage()->setFocus(Qt::OtherFocusReason);
}

void MainWindow::toggleEvents() {
    showEvents(!m_events->isWanted());
    if (m_events->isVisible()) m_events->focusList();
}

void MainWindow::showEventsButton() {
    m_heads->setEvents(m_events->isWanted(), m_events->unseen(), m_events->unseenTone());
}

void MainWindow::find() {
    if (!m_started) return;
    const bool inEvents = m_events->isAncestorOf(focusWidget());
    for (auto* field : shownPage()->findChildren<QLineEdit*>())
        if (!inEvents && field->property("pageFilter").toBool()) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
            return;
        }
    showEvents(true);
    m_events->focusFilter();
}

void MainWindow::apply() {
    const auto& snapshot = m_bridge.snapshot();
    m_started = m_started || snapshot->phase == api::Phase::running;
    m_history.record(*snapshot);
    m_selection.setSnapshot(snapshot);
    m_title->apply(snapshot);
    m_heads->apply(snapshot);
    m_rail->setEnabled(m_started);
    m_rail->setCount(PageId::challenges, models::openFrauds(*snapshot), Tone::bad);
    m_rail->setCount(PageId::batches, snapshot->batches.size(), Tone::muted);
    m_rail->setCount(PageId::anchors, models::troubledL1Txs(*snapshot), Tone::warn);
    m_rail->setCount(PageId::operators, snapshot->operators.size(), Tone::muted);
    showNewFraud(*snapshot);
    m_events->apply(snapshot);
    applyAlarm();
    if (!m_started) {
        if (!m_start) {
            m_start = new pages::StartPage(m_context);
            m_stack->addWidget(m_start);
            connect(m_start, &pages::StartPage::startRequested, this, &MainWindow::startDemo);
        }
        m_stack->setCurrentWidget(m_start);
        m_start->apply(snapshot);
        updateLayout();
        return;
    }
    auto* shown = shownPage();
    if (m_stack->currentWidget() != shown) {
        m_stack->setCurrentWidget(shown);
        updateLayout();
    }
    shown->apply(snapshot);
    applyInspector();
}

void MainWindow::applyAlarm() {
    const auto& snapshot = *m_bridge.snapshot();
    const auto notices =
        m_started ? models::attention(snapshot, m_bridge.nowMs()) : std::vector<models::Notice>{};
    m_alarmBar->setNotices(notices);
    const QString& headline = m_alarmBar->headline();
    const QString title =
        headline.isEmpty() ? QStringLiteral("Anchorwatch") : QStringLiteral("%1 – Anchorwatch").arg(headline);
    if (windowTitle() != title) setWindowTitle(title);
    // The taskbar's entry asks for a look where the window is not in front.
    if (m_alarms.update(notices, m_bridge.nowMs())) QApplication::alert(this);
}

void MainWindow::showNewFraud(const api::Snapshot& snapshot) {
    for (const auto& challenge : snapshot.challenges) {
        if (!models::needsChallenge(snapshot, challenge)) continue;
        if (!m_seenFrauds.insert(challenge.batchHash).second) continue;
        // A choice of the user's own stays; the window stays as wide as it is.
        if (m_selection.kind() != models::Selection::Kind::none) continue;
        const bool asked = m_inspector->isAsked();
        m_selection.selectBatch(challenge.batch, challenge.batchHash);
        m_inspector->setAsked(asked);
        updateLayout();
    }
}

void MainWindow::applyInspector() {
    if (m_inspector->isHidden()) return;
    m_inspector->inspector().setActShown(m_page != PageId::challenges);
    m_inspector->inspector().apply(m_bridge.snapshot());
}

void MainWindow::updateLayout() {
    m_title->setCompact(width() < kCompactBelow);
    m_rail->setCollapsed(m_railFolded || width() < kFoldBelow);
    m_rail->setVisible(m_started);
    m_inspector->fit(m_started, width());
    m_area->setOverlay(!InspectorDock::hasRoom(width()));
    // What earlier runs left is seen before this one has started, or where it does not start.
    m_events->setVisible(m_events->isWanted() && (m_started || !m_events->isEmpty()));
    showEventsButton();
    applyInspector();
}

void MainWindow::say(const QString& words) {
    QToolTip::showText(mapToGlobal(QPoint(width() / 2, height() - 64)), words, this);
}

void MainWindow::followWorst() {
    const auto notices = models::attention(*m_bridge.snapshot(), m_bridge.nowMs());
    models::follow(notices.front(), m_selection);
}

void MainWindow::copyCommand() {
    if (!m_started) return;
    m_inspector->inspector().apply(m_bridge.snapshot());
    const QString command = m_inspector->inspector().command();
    if (command.isEmpty()) return;
    QApplication::clipboard()->setText(command);
    say(tr("Copied: %1").arg(command));
}

void MainWindow::letGo() {
    if (auto* field = qobject_cast<QLineEdit*>(focusWidget()); field && !field->text().isEmpty()) {
        field->clear();
        return;
    }
    m_selection.clear();
    m_inspector->setAsked(false);
    updateLayout();
}

void MainWindow::setScheme(Theme::Scheme scheme) {
    if (scheme == Theme::instance().scheme()) return;
    Theme::instance().setScheme(scheme);
    QSettings().setValue(QStringLiteral("theme"),
                         scheme == Theme::Scheme::dark ? QStringLiteral("dark") : QStringLiteral("light"));
    m_settings->say(m_locale);
    apply();
}

void MainWindow::setLocaleName(const QString& locale) {
    if (locale == m_locale || !language::apply(locale)) return;
    m_locale = locale;
    QSettings().setValue(QStringLiteral("locale"), locale);
    m_settings->say(m_locale);
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() != QEvent::LanguageChange || !m_title) return;
    m_settings->say(m_locale);
    // After the children have heard of it: what the snapshot says is written anew.
    QMetaObject::invokeMethod(
        this,
        [this] {
            apply();
            updateLayout();
        },
        Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
    const auto phase = m_bridge.snapshot()->phase;
    const bool idle =
        phase == api::Phase::stopped || (phase == api::Phase::starting && m_bridge.snapshot()->steps.empty());
    if (m_mayClose || idle) {
        event->accept();
        return;
    }
    // The engine goes down in order first; `stopped` closes the window then.
    event->ignore();
    m_bridge.stop();
}

bool MainWindow::focusNextPrevChild(bool next) {
    auto* widget = widgets::nextInChain(centralWidget(), focusWidget(), next);
    if (!widget) return QMainWindow::focusNextPrevChild(next);
    widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    widgets::bringIntoView(widget);
    return true;
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_title) updateLayout();
}

} // namespace aw::shell
