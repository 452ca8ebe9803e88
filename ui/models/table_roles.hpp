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
    FilterRole,              ///< on column 0: every text of the row that a filter may find, but no hashes
    HashRole,                ///< on column 0: the hashes of the row, found after 0x
    NumberRole,              ///< on column 0: the row's number, found after #
    OperatorRole,            ///< on column 0: the operator's name, found after op:
    StateRole,               ///< on column 0: a list of words, found after is:
    FilterWordRole,          ///< what to type into the filter for rows like this one
    ExportRole,              ///< the cell as other programs read it; what is shown where there is none. Of a
                             ///< header: its name with the unit of that
    KeyRole                  ///< on column 0: what identifies the row
};

} // namespace aw::models
