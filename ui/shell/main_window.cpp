#include "shell/main_window.hpp"

#include "models/lookup.hpp"
#include "pages/inspector.hpp"
#include "shell/alarm_bar.hpp"
#include "shell/alarms.hpp"
#include "shell/event_dock.hpp"
#include "shell/event_split.hpp"
#include "shell/heads_bar.hpp"
#include "shell/inspector_dock.hpp"
#include "shell/language.hpp"
#include "shell/nav_rail.hpp"
#include "shell/page_area.hpp"
#include "shell/page_stack.hpp"
#include "shell/settings_menu.hpp"
#include "shell/title_bar.hpp"
#include "shell/viewpoint_selector.hpp"
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
    , m_context{m_bridge, m_selection, m_history} {
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
    build();
    addShortcuts();
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
    m_alarms = new Alarms(m_context, this);
    outer->addWidget(m_alarms->bar());
    auto* middle = new QHBoxLayout;
    middle->setSpacing(0);
    m_pages = new PageStack(m_context);
    m_rail = new NavRail(m_pages->table());
    middle->addWidget(m_rail);
    m_inspector = new InspectorDock(m_context);
    m_area = new PageArea(m_pages, m_inspector);
    m_split = new EventSplit(m_context, m_area);
    middle->addWidget(m_split, 1);
    outer->addLayout(middle, 1);
    m_heads = new HeadsBar(m_context);
    outer->addWidget(m_heads);

    connect(m_rail, &NavRail::pageRequested, this, &MainWindow::openPage);
    connect(m_title, &TitleBar::goToRequested, this, &MainWindow::goTo);
    connect(&m_title->viewpoint(), &ViewpointSelector::moved, this, &MainWindow::say);
    connect(m_pages, &PageStack::startRequested, this, &MainWindow::startDemo);
    connect(m_split, &EventSplit::changed, this, &MainWindow::updateLayout);
    connect(m_split, &EventSplit::focusLost, this, [this] {
        if (m_pages->isStarted()) m_pages->shown()->setFocus(Qt::OtherFocusReason);
    });
    connect(&m_split->events(), &EventDock::fileRead, this, &MainWindow::updateLayout);
    connect(&m_split->events(), &EventDock::unseenChanged, this, &MainWindow::showEventsButton);
    connect(m_heads, &HeadsBar::eventsToggled, this,
            [this] { m_split->setWanted(!m_split->events().isWanted()); });
    connect(m_inspector, &InspectorDock::closed, this, &MainWindow::updateLayout);
    addSettings();
    setCentralWidget(frame);
    m_rail->setPage(page());
    updateLayout();
    apply();
    Theme::instance().dress(this);
    m_pages->takeFocus();
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
    const auto& table = m_pages->table();
    const QString pages = table.front().keys() + QStringLiteral(" … ") + table.back().keys();
    (new dialogs::CheatSheet(pages, this))->open();
}

void MainWindow::addShortcuts() {
    const auto add = [this](const QKeySequence& keys, auto act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    for (const auto& row : m_pages->table())
        add(QKeySequence(Qt::CTRL | row.digit), [this, id = row.id] { enterPage(id); });
    add(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { goTo(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_J), [this] { m_alarms->followWorst(); });
    add(QKeySequence::Find, [this] { find(); });
    add(QKeySequence(Qt::CTRL | Qt::Key_L), [this] { m_split->toggle(); });
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

void MainWindow::setNotifier(Notifier* notifier) { m_alarms->setNotifier(notifier); }

void MainWindow::keepEventsIn(const QString& path) { m_split->events().keepIn(path); }

void MainWindow::openPage(PageId page) {
    if (page == models::kEventLog) {
        m_split->setWanted(true);
        m_split->events().focusList();
        return;
    }
    if (!m_pages->choose(page)) return;
    m_rail->setPage(page);
    apply();
}

PageId MainWindow::page() const { return m_pages->page(); }

void MainWindow::enterPage(PageId page) {
    openPage(page);
    if (m_pages->isStarted()) m_pages->shown()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::showEventsButton() {
    const auto& events = m_split->events();
    m_heads->setEvents(events.isWanted(), events.unseen(), events.unseenTone());
}

void MainWindow::find() {
    if (!m_pages->isStarted()) return;
    const bool inEvents = m_split->hasFocusInside();
    for (auto* field : m_pages->shown()->findChildren<QLineEdit*>())
        if (!inEvents && field->property("pageFilter").toBool()) {
            field->setFocus(Qt::ShortcutFocusReason);
            field->selectAll();
            return;
        }
    m_split->setWanted(true);
    m_split->events().focusFilter();
}

void MainWindow::apply() {
    const auto& snapshot = m_bridge.snapshot();
    m_history.record(*snapshot);
    m_selection.setSnapshot(snapshot);
    m_title->apply(snapshot);
    m_heads->apply(snapshot);
    m_rail->setCount(PageId::challenges, models::openFrauds(*snapshot), Tone::bad);
    m_rail->setCount(PageId::batches, snapshot->batches.size(), Tone::muted);
    m_rail->setCount(PageId::anchors, models::troubledL1Txs(*snapshot), Tone::warn);
    m_rail->setCount(PageId::operators, snapshot->operators.size(), Tone::muted);
    showNewFraud(*snapshot);
    m_split->events().apply(snapshot);
    const auto* before = m_pages->currentWidget();
    m_pages->apply(snapshot);
    m_rail->setEnabled(m_pages->isStarted());
    m_alarms->apply(m_pages->isStarted());
    if (!m_pages->isStarted() || m_pages->currentWidget() != before) updateLayout();
    applyInspector();
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
    m_inspector->inspector().setPage(page());
    m_inspector->inspector().apply(m_bridge.snapshot());
}

void MainWindow::updateLayout() {
    m_title->setCompact(width() < kCompactBelow);
    m_rail->setCollapsed(m_railFolded || width() < kFoldBelow);
    m_rail->setVisible(m_pages->isStarted());
    m_inspector->fit(m_pages->isStarted(), width());
    m_area->setOverlay(!InspectorDock::hasRoom(width()));
    m_split->fit(m_pages->isStarted());
    showEventsButton();
    applyInspector();
}

void MainWindow::say(const QString& words) {
    QToolTip::showText(mapToGlobal(QPoint(width() / 2, height() - 64)), words, this);
}

void MainWindow::copyCommand() {
    if (!m_pages->isStarted()) return;
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
