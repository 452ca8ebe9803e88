#include "models/attention.hpp"
#include "models/texts.hpp"
#include "shell/language.hpp"
#include "shell/main_window.hpp"
#include "shell/page_stack.hpp"
#include "shell/title_bar.hpp"
#include "shell/viewpoint_selector.hpp"

#include <QPointer>

/// What of the window itself can be gone to.
namespace aw::shell {

using widgets::Theme;

std::vector<dialogs::Goal> MainWindow::goals() {
    using dialogs::inOtherLanguages;
    constexpr const char* kHere = "aw::shell::MainWindow";
    std::vector<dialogs::Goal> all;
    for (const auto& row : m_pages->table())
        all.push_back(
            {.text = row.title(),
             .hint = row.keys(),
             .icon = QString::fromLatin1(row.icon),
             .also = tr("page") + u' ' + inOtherLanguages("Pages", qPrintable(row.navName().mid(3))),
             .go = [this, id = row.id] { openPage(id); },
             .key = row.navName()});
    const bool dark = Theme::instance().scheme() == Theme::Scheme::dark;
    all.push_back({.text = dark ? tr("Light theme") : tr("Dark theme"),
                   .hint = tr("setting"),
                   .icon = dark ? QStringLiteral("sun") : QStringLiteral("moon"),
                   .also = tr("theme") + u' ' + inOtherLanguages(kHere, dark ? "Light theme" : "Dark theme"),
                   .go = [this, dark] { setScheme(dark ? Theme::Scheme::light : Theme::Scheme::dark); },
                   .key = QStringLiteral("theme")});
    for (const auto& locale : language::available())
        if (locale != m_locale)
            all.push_back({.text = language::name(locale),
                           .hint = tr("setting"),
                           .icon = QStringLiteral("language"),
                           .also = tr("language") + u' ' + inOtherLanguages(kHere, "language"),
                           .go = [this, locale] { setLocaleName(locale); },
                           .key = QStringLiteral("language")});
    all.push_back({.text = tr("Event log"),
                   .hint = QStringLiteral("Ctrl+L"),
                   .icon = QStringLiteral("table"),
                   .also = inOtherLanguages(kHere, "Event log"),
                   .go = [this] { openPage(models::kEventLog); },
                   .key = QStringLiteral("events")});
    const auto& snapshot = *m_bridge.snapshot();
    for (const auto& entry : snapshot.operators) {
        if (!entry.local || !entry.running || entry.address == snapshot.viewpoint) continue;
        const QString name = QString::fromStdString(entry.name);
        all.push_back({.text = tr("View as %1").arg(name),
                       .hint = tr("action"),
                       .icon = QStringLiteral("seat"),
                       .also = inOtherLanguages(kHere, "View as %1", {name}),
                       .go = [this, address = entry.address] { m_title->viewpoint().viewAs(address); },
                       .key = QStringLiteral("view:") + name});
    }
    return all;
}

void MainWindow::goTo() {
    const QPointer<MainWindow> self(this);
    auto* dialog = new dialogs::GoToDialog(
        m_context, [this] { return goals(); },
        [self](const QString& words) {
            if (self) self->say(words);
        },
        this);
    dialog->open();
    dialog->move(mapToGlobal(QPoint((width() - dialog->width()) / 2, 72)));
}

} // namespace aw::shell
