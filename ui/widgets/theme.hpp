#pragma once

#include "models/tone.hpp"

#include <QColor>
#include <QFont>
#include <QObject>

namespace aw::widgets {

using models::Tone;

/// The colours by meaning; every colour of the console comes from here.
struct Tokens {
    QColor bg, s1, s2, s3, line;
    QColor t1, t2, t3;
    QColor accent, onAccent;
    QColor ok, warn, bad, info, other;
};

/// Type sizes of the design, in pixels.
enum class TextSize { label, body, title, figure, page };

/// Palette, style sheet and fonts of the application. One instance, in the GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Scheme { dark, light };

    static Theme& instance();
    static const Tokens& tokens(Scheme scheme);

    Scheme scheme() const { return m_scheme; }
    const Tokens& tokens() const { return tokens(m_scheme); }
    QColor color(Tone tone) const;
    /// The colour of an operator by its order of registration; a name stands beside it always.
    QColor operatorColor(int index) const;
    /// A fill of that tone, faint enough to stand behind text.
    QColor faint(Tone tone) const;

    /// Loads the embedded fonts and dresses the application. Once, after QApplication exists.
    void install(Scheme scheme);
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
/// One colour with another alpha, 0..1.
QColor withAlpha(QColor color, double alpha);
/// Between two colours, 0..1.
QColor mix(const QColor& from, const QColor& to, double share);
/// WCAG 2 contrast ratio, 1..21.
double contrast(const QColor& one, const QColor& other);

} // namespace aw::widgets
