#include "shell/language.hpp"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include <array>
#include <memory>

namespace aw::shell::language {

namespace {

/// Owned here for as long as the application has them installed.
std::array<std::unique_ptr<QTranslator>, 2>& installed() {
    static std::array<std::unique_ptr<QTranslator>, 2> translators;
    return translators;
}

} // namespace

QStringList available() { return {QStringLiteral("en"), QStringLiteral("zh_CN")}; }

QString name(const QString& locale) {
    return locale == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

QString preferred() {
    return QLocale::system().language() == QLocale::Chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

bool apply(const QString& locale) {
    auto texts = std::make_unique<QTranslator>();
    if (!texts->load(QStringLiteral(":/i18n/anchorwatch_%1.qm").arg(locale))) return false;
    auto& [own, qt] = installed();
    if (own) QCoreApplication::removeTranslator(own.get());
    if (qt) QCoreApplication::removeTranslator(qt.get());
    qt = std::make_unique<QTranslator>();
    // Qt's own few words (context menus of fields); without its catalogue they stay English.
    if (qt->load(QStringLiteral("qtbase_") + locale, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(qt.get());
    own = std::move(texts);
    QCoreApplication::installTranslator(own.get());
    QLocale::setDefault(locale == QStringLiteral("zh_CN") ? QLocale(QLocale::Chinese, QLocale::China)
                                                          : QLocale(QLocale::English, QLocale::UnitedStates));
    return true;
}

} // namespace aw::shell::language
