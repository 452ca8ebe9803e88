#include "widgets/theme_tokens.hpp"

#include <algorithm>
#include <cmath>

namespace aw::widgets {

namespace {

constexpr double kFaintShare = 0.13;
constexpr double kTextContrast = 4.5;

const Tokens kDark{.bg = "#0c121c",
                   .s1 = "#111927",
                   .s2 = "#172133",
                   .s3 = "#1e2a40",
                   .line = "#243250",
                   .t1 = "#e8eef8",
                   .t2 = "#a3b1c7",
                   .t3 = "#8592aa",
                   .accent = "#4cc9c0",
                   .onAccent = "#06201e",
                   .ok = "#4cc466",
                   .warn = "#e69f00",
                   .bad = "#ff6b6b",
                   .info = "#56b4e9",
                   .other = "#d68bb4",
                   .anchored = "#7f9bff",
                   .operator1 = "#e6d84a",
                   .operator2 = "#f295fb",
                   .operator3 = "#fab9a7",
                   .operator4 = "#bd8cff",
                   .operator5 = "#a3a26a",
                   .operator6 = "#c98a6a"};

const Tokens kLight{.bg = "#f2f5f9",
                    .s1 = "#ffffff",
                    .s2 = "#edf1f7",
                    .s3 = "#dde6f1",
                    .line = "#cdd7e5",
                    .t1 = "#101a2b",
                    .t2 = "#43536b",
                    .t3 = "#566680",
                    .accent = "#0a736d",
                    .onAccent = "#ffffff",
                    .ok = "#1d6a2c",
                    .warn = "#855400",
                    .bad = "#c01530",
                    .info = "#0d5c98",
                    .other = "#96336f",
                    .anchored = "#3a4fc4",
                    .operator1 = "#514e00",
                    .operator2 = "#9c1fae",
                    .operator3 = "#7d3a28",
                    .operator4 = "#6d3fc0",
                    .operator5 = "#33245c",
                    .operator6 = "#5a2523"};

constexpr TokenInfo kTable[] = {
    {"bg", &Tokens::bg, TokenUse::surface},
    {"s1", &Tokens::s1, TokenUse::surface},
    {"s2", &Tokens::s2, TokenUse::surface},
    {"s3", &Tokens::s3, TokenUse::surface},
    {"line", &Tokens::line, TokenUse::line},
    {"t1", &Tokens::t1, TokenUse::ink},
    {"t2", &Tokens::t2, TokenUse::ink},
    {"t3", &Tokens::t3, TokenUse::ink},
    {"accent", &Tokens::accent, TokenUse::ink},
    {"onAccent", &Tokens::onAccent, TokenUse::onAccent},
    {"ok", &Tokens::ok, TokenUse::ink},
    {"warn", &Tokens::warn, TokenUse::ink},
    {"bad", &Tokens::bad, TokenUse::ink},
    {"info", &Tokens::info, TokenUse::ink},
    {"other", &Tokens::other, TokenUse::ink},
    {"anchored", &Tokens::anchored, TokenUse::ink},
    {"operator1", &Tokens::operator1, TokenUse::ink},
    {"operator2", &Tokens::operator2, TokenUse::ink},
    {"operator3", &Tokens::operator3, TokenUse::ink},
    {"operator4", &Tokens::operator4, TokenUse::ink},
    {"operator5", &Tokens::operator5, TokenUse::ink},
    {"operator6", &Tokens::operator6, TokenUse::ink},
};
static_assert(sizeof(Tokens) == std::size(kTable) * sizeof(QColor), "a token is missing in the table");

double linear(double value) {
    return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& color) {
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/// Björn Ottosson's Oklab.
std::array<double, 3> oklab(const QColor& color) {
    const double r = linear(color.redF()), g = linear(color.greenF()), b = linear(color.blueF());
    const double l = std::cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const double m = std::cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const double s = std::cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return {0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s};
}

} // namespace

std::span<const TokenInfo> tokenTable() { return kTable; }

const Tokens& tokensOf(Scheme scheme) { return scheme == Scheme::dark ? kDark : kLight; }

QColor colorOf(const Tokens& t, Tone tone) {
    switch (tone) {
    case Tone::plain:
        return t.t1;
    case Tone::muted:
        return t.t2;
    case Tone::accent:
        return t.accent;
    case Tone::ok:
        return t.ok;
    case Tone::warn:
        return t.warn;
    case Tone::bad:
        return t.bad;
    case Tone::info:
        return t.info;
    case Tone::other:
        return t.other;
    case Tone::anchored:
        return t.anchored;
    }
    return t.t1;
}

QColor operatorColorOf(const Tokens& t, int index) {
    const QColor colors[] = {t.operator1, t.operator2, t.operator3, t.operator4, t.operator5, t.operator6};
    return index < 0 ? t.t3 : colors[static_cast<std::size_t>(index) % std::size(colors)];
}

Tokens staleOf(const Tokens& t) {
    Tokens stale = t;
    for (const auto& token : kTable)
        if (token.use == TokenUse::ink && token.color != &Tokens::warn && token.color != &Tokens::bad)
            stale.*token.color = t.t3;
    return stale;
}

const char* toneName(Tone tone) {
    switch (tone) {
    case Tone::plain:
        return "";
    case Tone::muted:
        return "muted";
    case Tone::accent:
        return "accent";
    case Tone::ok:
        return "ok";
    case Tone::warn:
        return "warn";
    case Tone::bad:
        return "bad";
    case Tone::info:
        return "info";
    case Tone::other:
        return "other";
    case Tone::anchored:
        return "anchored";
    }
    return "";
}

QColor faintOf(const Tokens& t, Tone tone) { return mix(t.s1, colorOf(t, tone), kFaintShare); }

QColor accentHoverOf(const Tokens& t) {
    return mix(t.accent, t.bg.lightness() < 128 ? QColor(Qt::white) : QColor(Qt::black), 0.14);
}

std::pair<QColor, QColor> fillingOf(const Tokens& t) {
    return {mix(t.s1, t.info, 0.35), mix(t.s1, t.anchored, 0.45)};
}

QColor inkOn(const Tokens& t, const QColor& fill) {
    const bool dark = t.bg.lightness() < 128;
    // The theme's own ink first; between the two, white or black: one of them has 4.58:1 on any colour.
    const QColor bright = dark ? t.t1 : t.s1;
    const QColor deep = dark ? t.bg : t.t1;
    for (const QColor& ink : {deep, bright, QColor(Qt::black)})
        if (contrast(fill, ink) >= kTextContrast) return ink;
    return Qt::white;
}

std::vector<Pairing> pairingsOf(const Tokens& t) {
    std::vector<Pairing> all;
    const auto pair = [&](const QString& ink, const QColor& color, const QString& on, const QColor& fill) {
        all.push_back({QStringLiteral("%1 on %2").arg(ink, on), color, fill});
    };
    for (const auto& ink : kTable)
        for (const auto& surface : kTable)
            if (ink.use == TokenUse::ink && surface.use == TokenUse::surface)
                pair(QLatin1String(ink.name), t.*ink.color, QLatin1String(surface.name), t.*surface.color);
    for (const Tone tone : kTones) {
        const QString name = tone == Tone::plain ? QStringLiteral("plain") : QLatin1String(toneName(tone));
        const QString faint = QStringLiteral("faint ") + name;
        pair(name, colorOf(t, tone), faint, faintOf(t, tone));
        pair(QStringLiteral("t1"), t.t1, faint, faintOf(t, tone));
        pair(QStringLiteral("t2"), t.t2, faint, faintOf(t, tone));
        // Filled badges and counts.
        pair(QStringLiteral("bg"), t.bg, QStringLiteral("filled ") + name, colorOf(t, tone));
    }
    pair(QStringLiteral("t3"), t.t3, QStringLiteral("stale badge"), mix(t.s1, t.t3, kFaintShare));
    pair(QStringLiteral("t1"), t.t1, QStringLiteral("filling"), fillingOf(t).first);
    pair(QStringLiteral("t1"), t.t1, QStringLiteral("filled up"), fillingOf(t).second);
    for (const auto& token : kTable)
        if (token.use == TokenUse::onAccent) {
            pair(QLatin1String(token.name), t.*token.color, QStringLiteral("accent"), t.accent);
            pair(QLatin1String(token.name), t.*token.color, QStringLiteral("accent hovered"),
                 accentHoverOf(t));
        }
    return all;
}

QColor withAlpha(QColor color, double alpha) {
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

QColor mix(const QColor& from, const QColor& to, double share) {
    const auto part = [share](float a, float b) { return a + (b - a) * static_cast<float>(share); };
    return QColor::fromRgbF(part(from.redF(), to.redF()), part(from.greenF(), to.greenF()),
                            part(from.blueF(), to.blueF()));
}

double contrast(const QColor& one, const QColor& other) {
    const double a = luminance(one);
    const double b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double difference(const QColor& one, const QColor& other) {
    const auto a = oklab(one), b = oklab(other);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

} // namespace aw::widgets
