#pragma once

#include "models/tone.hpp"

#include <QColor>
#include <QString>

#include <array>
#include <span>
#include <utility>
#include <vector>

namespace aw::widgets {

using models::Tone;

/// The colours by meaning; every colour of the console is one of them or a mixture of two. A member that is
/// not in tokenTable() does not compile.
struct Tokens {
    QColor bg, s1, s2, s3, line;
    QColor t1, t2, t3;
    QColor accent, onAccent; ///< what one can do, and the words on it; never a state, never an operator
    QColor ok, warn, bad, info, other;
    QColor anchored; ///< batches and bytes on L1
    /// Operators by order of registration; none looks like the accent or a state.
    QColor operator1, operator2, operator3, operator4, operator5, operator6;
};

/// What a token is for. Every ink may stand on every surface.
enum class TokenUse { surface, line, ink, onAccent };

struct TokenInfo {
    const char* name; ///< `@name` in the style sheet
    QColor Tokens::*color;
    TokenUse use;
};
std::span<const TokenInfo> tokenTable();

enum class Scheme { dark, light };
const Tokens& tokensOf(Scheme scheme);
QColor colorOf(const Tokens& tokens, Tone tone);
/// The colour of an operator by its order of registration; t3 of none.
QColor operatorColorOf(const Tokens& tokens, int index);
/// The same theme for a picture that is older than it should be: all but warnings is as quiet as t3.
Tokens staleOf(const Tokens& tokens);
/// The name of a tone in the style sheet: QLabel[tone="bad"].
const char* toneName(Tone tone);
inline constexpr std::array kTones{Tone::plain, Tone::muted, Tone::accent, Tone::ok,      Tone::warn,
                                   Tone::bad,   Tone::info,  Tone::other,  Tone::anchored};

/// A fill of that tone, faint enough to stand behind text in that tone, t1 or t2.
QColor faintOf(const Tokens& tokens, Tone tone);
/// The accent under the pointer; behind onAccent.
QColor accentHoverOf(const Tokens& tokens);
/// The two ends of the batch that fills: L2 becomes L1; behind t1.
std::pair<QColor, QColor> fillingOf(const Tokens& tokens);
/// Ink that keeps 4.5:1 on any fill.
QColor inkOn(const Tokens& tokens, const QColor& fill);

/// One text colour on one surface.
struct Pairing {
    QString what;
    QColor ink, surface;
};
/// Every pairing that the theme lets happen: all inks on all surfaces, and what may stand on a mixture.
std::vector<Pairing> pairingsOf(const Tokens& tokens);

/// One colour with another alpha, 0..1.
QColor withAlpha(QColor color, double alpha);
/// Between two colours, 0..1.
QColor mix(const QColor& from, const QColor& to, double share);
/// WCAG 2 contrast ratio, 1..21.
double contrast(const QColor& one, const QColor& other);
/// How unlike two colours look, as a distance in Oklab: 0 alike, 0.08 told apart side by side, 1 black and
/// white.
double difference(const QColor& one, const QColor& other);

} // namespace aw::widgets
