#pragma once

#include <Qt>

namespace aw::models {

/// What the console's tables say about a cell beyond its text.
enum TableRole {
    SortRole = Qt::UserRole, ///< a number or text to sort by
    ToneRole,                ///< int of Tone
    MonoRole,                ///< bool: bytes or a hash
    BadgeRole,               ///< bool: a state, drawn as a badge
    LinkRole,                ///< bool: a click on the cell leads on
    FilterRole,              ///< on column 0: everything of the row that a filter may find
    KeyRole                  ///< on column 0: what identifies the row
};

} // namespace aw::models
