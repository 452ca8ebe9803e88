#include "shell/settings_menu.hpp"

#include "shell/language.hpp"

#include <QActionGroup>
#include <QMenu>
#include <QSettings>

#include <utility>

namespace aw::shell {

using widgets::Theme;

SettingsMenu::SettingsMenu(QMenu* menu, QObject* parent)
    : QObject(parent)
    , m_schemes(new QActionGroup(menu))
    , m_languages(new QActionGroup(menu)) {
    const std::pair<Theme::Scheme, const char*> schemes[] = {{Theme::Scheme::dark, "themeDark"},
                                                             {Theme::Scheme::light, "themeLight"}};
    for (const auto& [scheme, name] : schemes) {
        auto* action = m_schemes->addAction(QString());
        action->setObjectName(QLatin1String(name));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, scheme = scheme] { emit schemeRequested(scheme); });
    }
    menu->addActions(m_schemes->actions());
    menu->addSeparator();
    for (const auto& locale : language::available()) {
        auto* action = m_languages->addAction(language::name(locale));
        action->setObjectName(QStringLiteral("language_") + locale);
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, locale] { emit localeRequested(locale); });
    }
    menu->addActions(m_languages->actions());
    menu->addSeparator();
    m_motion = menu->addAction(QString());
    m_motion->setCheckable(true);
    connect(m_motion, &QAction::triggered, this, [](bool on) {
        Theme::instance().setMotion(on);
        QSettings().setValue(QStringLiteral("motion"), on);
    });
    m_checklist = menu->addAction(QString(), this, &SettingsMenu::checklistRequested);
    menu->addSeparator();
    m_keys = menu->addAction(QString(), this, &SettingsMenu::keysRequested);
}

void SettingsMenu::say(const QString& locale) {
    const auto schemes = m_schemes->actions();
    schemes[0]->setText(tr("Dark theme"));
    schemes[1]->setText(tr("Light theme"));
    schemes[Theme::instance().scheme() == Theme::Scheme::dark ? 0 : 1]->setChecked(true);
    for (auto* action : m_languages->actions())
        action->setChecked(action->objectName() == QStringLiteral("language_") + locale);
    m_motion->setText(tr("Motion"));
    m_motion->setChecked(Theme::instance().motion());
    m_checklist->setText(tr("Show the checklist"));
    m_keys->setText(tr("Keys …"));
}

} // namespace aw::shell
