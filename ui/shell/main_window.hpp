#pragma once

#include "dialogs/palette.hpp"
#include "pages/page.hpp"
#include "widgets/theme.hpp"

#include <QMainWindow>

#include <set>

namespace aw::shell {

class Alarms;
class EventSplit;
class HeadsBar;
class InspectorDock;
class NavRail;
class Notifier;
class PageArea;
class PageStack;
class SettingsMenu;
class TitleBar;

/// The window: bars, rail, pages and inspector around one engine. Theme and language switch while it runs;
/// every widget keeps its state then.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `locale`: one of language::available(), already applied; the theme is installed. The bridge outlives
    /// the window.
    MainWindow(bridge::EngineBridge& bridge, QString locale, QWidget* parent = nullptr);

    /// Starts the engine as the start view's button does.
    void startDemo();
    /// Tells what is bad outside of the window too. The notifier outlives the window.
    void setNotifier(Notifier* notifier);
    /// Keeps the event log in that file, and shows what it has of earlier runs.
    void keepEventsIn(const QString& path);
    void openPage(models::PageId page);
    models::PageId page() const;
    void setScheme(widgets::Theme::Scheme scheme);
    void setLocaleName(const QString& locale);
    const QString& localeName() const { return m_locale; }
    models::Selection& selection() { return m_selection; }
    const models::History& history() const { return m_history; }
    /// The least size of the window, and the one that it opens with the first time, on a screen with so much
    /// room.
    struct Sizes {
        QSize least, first;
    };
    static Sizes sizesFor(const QSize& screen);

protected:
    void closeEvent(QCloseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    /// Tab goes where the eye goes.
    bool focusNextPrevChild(bool next) override;

private:
    void build();
    void addSettings();
    void addShortcuts();
    void apply();
    void applyInspector();
    /// Opens a page by its keys: the focus goes there too.
    void enterPage(models::PageId page);
    void showEventsButton();
    /// Ctrl+F: the filter of what is in use.
    void find();
    /// Selects a fraud that was just found, so that the act stands ready beside the lane.
    void showNewFraud(const api::Snapshot& snapshot);
    void updateLayout();
    void goTo();
    std::vector<dialogs::Goal> goals();
    /// A passing remark: what came of an act.
    void say(const QString& words);
    void showKeys();
    /// Copies the command that shows or does what the inspector does.
    void copyCommand();
    /// Esc: clears the filter in use, else the selection.
    void letGo();

    bridge::EngineBridge& m_bridge;
    QString m_locale;
    models::Selection m_selection;
    models::History m_history;
    pages::Context m_context;
    bool m_railFolded = false;
    bool m_mayClose = false;
    std::set<Hash> m_seenFrauds; ///< their batches

    TitleBar* m_title = nullptr;
    Alarms* m_alarms = nullptr;
    NavRail* m_rail = nullptr;
    EventSplit* m_split = nullptr;
    PageArea* m_area = nullptr;
    PageStack* m_pages = nullptr;
    InspectorDock* m_inspector = nullptr;
    HeadsBar* m_heads = nullptr;
    SettingsMenu* m_settings = nullptr;
};

} // namespace aw::shell
