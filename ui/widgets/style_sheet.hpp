#pragma once

#include <QString>

namespace aw::widgets {

struct Tokens;

/// The application's style sheet, made from the theme's tokens. Widgets choose by the dynamic properties
/// "card", "role" (QLabel: page, title, section, figure, unit, muted, faint, mono), "kind" (QPushButton:
/// primary, danger, ghost; QToolButton: nav, icon) and "tone".
QString styleSheet(const Tokens& tokens);

} // namespace aw::widgets
