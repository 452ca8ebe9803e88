#pragma once

#include <QString>

#include <vector>

class QWidget;

namespace aw::shell {

/// What nobody should see on a page.
struct PageFault {
    enum class Kind {
        empty, ///< nothing is drawn, on its lower part either, or an empty state takes most of the page
        error, ///< it says that something failed
        cut,   ///< a text is elided or larger than its widget
    };
    Kind kind = Kind::empty;
    QString page;
    QString widget; ///< class and object name
    QString detail;

    /// "overview: the text of QLabel poolFigure is cut: ..."; for developers.
    QString sentence() const;
};

/// Looks at a window that shows a page: the page for what it lacks, the whole window for cut texts. What
/// should be looked at is laid out and visible. GUI thread.
std::vector<PageFault> faultsOf(QWidget& window, const QString& page);
/// The cut texts alone.
std::vector<PageFault> cutTextsOf(QWidget& window, const QString& page);

} // namespace aw::shell
