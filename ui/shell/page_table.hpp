#pragma once

#include "pages/page.hpp"

#include <QList>

namespace aw::shell {

/// A page of the console. Rail, stack, shortcuts, go-to, key sheet and tour are made from these rows; a new
/// page is one row and its own files.
struct PageInfo {
    models::PageId id;
    widgets::Text title;
    const char* icon; ///< one of resources/icons
    Qt::Key digit;    ///< opens it with Ctrl
    bool inLab;       ///< stands apart on the rail, and is there for a demo alone
    pages::Page* (*make)(const pages::Context& context);

    /// Object name of its entry on the rail: "navOverview".
    QString navName() const;
    /// "Ctrl+1"
    QString keys() const;
};

/// In the order of the rail: those that the engine has something for.
QList<PageInfo> pageTable(const bridge::EngineBridge& bridge);

} // namespace aw::shell
