#pragma once

#include <QString>
#include <QStringList>

namespace aw::shell::language {

/// The languages of the console, by locale name.
QStringList available();
/// The name of a language in itself ("English", "简体中文").
QString name(const QString& locale);
/// The available language nearest to the desktop's.
QString preferred();
/// Switches texts and number formats. Error: false where the catalogue is missing; nothing changes then.
/// Widgets made before are told by QEvent::LanguageChange (widgets/text.hpp).
bool apply(const QString& locale);

} // namespace aw::shell::language
