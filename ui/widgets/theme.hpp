#pragma once

#include "widgets/theme_tokens.hpp"

#include <QFont>
#include <QObject>

class QWidget;

namespace aw::widgets {

/// Type sizes of the design, in pixels.
enum class TextSize { label, body, title, figure, page };

/// Palette, style sheet and fonts of the application. One instance, in the GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    using Scheme = widgets::Scheme;

    static Theme& instance();
    static const Tokens& tokens(Scheme scheme) { return tokensOf(scheme); }

    Scheme scheme() const { return m_scheme; }
    const Tokens& tokens() const { return tokens(m_scheme); }
    QColor color(Tone tone) const { return colorOf(tokens(), tone); }
    /// The colour of an operator by its order of registration; a name stands beside it always.
    QColor operatorColor(int index) const { return operatorColorOf(tokens(), index); }
    /// A fill of that tone, faint enough to stand behind text.
    QColor faint(Tone tone) const { return faintOf(tokens(), tone); }

    /// Loads the embedded fonts and gives the application its palette. Once, after QApplication exists.
    void install(Scheme scheme);
    /// Dresses a window and all that is in it, now or later, menus and dialogs too; follows the scheme. At
    /// the end of its construction: what is dressed is dressed again whenever it moves to another parent.
    void dress(QWidget* window) const;
    void setScheme(Scheme scheme);

    /// Whether things may move; off with the desktop's or the user's wish for reduced motion.
    bool motion() const { return m_motion; }
    void setMotion(bool on);

    static QFont font(TextSize size, QFont::Weight weight = QFont::Normal);
    static QFont mono(int pixels = 12);

signals:
    void changed();
    void motionChanged();

private:
    Theme() = default;

    Scheme m_scheme = Scheme::dark;
    bool m_motion = true;
};

/// Shorthand for the current tokens.
inline const Tokens& tokens() { return Theme::instance().tokens(); }

} // namespace aw::widgets
