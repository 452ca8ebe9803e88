#pragma once

#include <QString>

#include <vector>

class QPainter;
class QWidget;

namespace aw::widgets {

/// The text as it fits that many pixels in the painter's font, elided at its end. All painters cut their
/// texts with it, so that CutTexts sees what was cut. GUI thread.
QString fitText(const QPainter& painter, const QString& text, double width);

/// Collects the texts that painters cut while it lives; one at a time, in the GUI thread.
class CutTexts {
public:
    struct Cut {
        QString widget; ///< class and object name of the nearest widget that has one
        QString text;
        int has = 0, needs = 0; ///< pixels
    };

    CutTexts();
    ~CutTexts();
    CutTexts(const CutTexts&) = delete;
    CutTexts& operator=(const CutTexts&) = delete;

    const std::vector<Cut>& all() const { return m_all; }

private:
    friend QString fitText(const QPainter&, const QString&, double);

    std::vector<Cut> m_all;
};

/// Class and object name of a widget, for messages to developers; without a name of its own with that of the
/// nearest ancestor that has one.
QString describe(const QWidget* widget);

} // namespace aw::widgets
