#include "widgets/theme.hpp"

#include "widgets/style_sheet.hpp"

#include <QApplication>
#include <QDirIterator>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QToolTip>

#include <cmath>

namespace aw::widgets {

namespace {

constexpr double kFaintShare = 0.13;

// Text tokens keep 4.5:1 on every surface up to s2, t1 and t2 on s3 too; tst_ui_theme holds them to it.
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
                   .ok = "#2fbf8f",
                   .warn = "#e69f00",
                   .bad = "#f07a4e",
                   .info = "#56b4e9",
                   .other = "#d68bb4"};

const Tokens kLight{.bg = "#f2f5f9",
                    .s1 = "#ffffff",
                    .s2 = "#edf1f7",
                    .s3 = "#dde6f1",
                    .line = "#cdd7e5",
                    .t1 = "#101a2b",
                    .t2 = "#43536b",
                    .t3 = "#586880",
                    .accent = "#0a736d",
                    .onAccent = "#ffffff",
                    .ok = "#0b6b4b",
                    .warn = "#855400",
                    .bad = "#b3360d",
                    .info = "#0d5c98",
                    .other = "#96336f"};

QPalette makePalette(const Tokens& t) {
    QPalette palette;
    palette.setColor(QPalette::Window, t.bg);
    palette.setColor(QPalette::WindowText, t.t1);
    palette.setColor(QPalette::Base, t.s2);
    palette.setColor(QPalette::AlternateBase, t.s1);
    palette.setColor(QPalette::Text, t.t1);
    palette.setColor(QPalette::PlaceholderText, t.t3);
    palette.setColor(QPalette::Button, t.s2);
    palette.setColor(QPalette::ButtonText, t.t1);
    palette.setColor(QPalette::BrightText, t.bad);
    palette.setColor(QPalette::Highlight, t.s3);
    palette.setColor(QPalette::HighlightedText, t.t1);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::ToolTipBase, t.s2);
    palette.setColor(QPalette::ToolTipText, t.t1);
    palette.setColor(QPalette::Light, t.s3);
    palette.setColor(QPalette::Midlight, t.s2);
    palette.setColor(QPalette::Mid, t.line);
    palette.setColor(QPalette::Dark, t.line);
    palette.setColor(QPalette::Shadow, t.bg);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.t3);
    return palette;
}

double luminance(const QColor& color) {
    const auto channel = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) +
           0.0722 * channel(color.blueF());
}

} // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

const Tokens& Theme::tokens(Scheme scheme) { return scheme == Scheme::dark ? kDark : kLight; }

QColor Theme::color(Tone tone) const {
    const Tokens& t = tokens();
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
    }
    return t.t1;
}

QColor Theme::operatorColor(int index) const {
    const Tokens& t = tokens();
    const QColor colors[] = {t.accent, t.info, t.other, t.warn, t.ok, t.t2};
    return index < 0 ? t.t3 : colors[static_cast<std::size_t>(index) % std::size(colors)];
}

QColor Theme::faint(Tone tone) const { return mix(tokens().s1, color(tone), kFaintShare); }

void Theme::install(Scheme scheme) {
    QDirIterator fonts(QStringLiteral(":/fonts"));
    while (fonts.hasNext())
        QFontDatabase::addApplicationFont(fonts.next());
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(font(TextSize::body));
    setScheme(scheme);
}

void Theme::setScheme(Scheme scheme) {
    m_scheme = scheme;
    const QPalette palette = makePalette(tokens());
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    qApp->setStyleSheet(styleSheet(tokens()));
    emit changed();
}

void Theme::setMotion(bool on) {
    if (on == m_motion) return;
    m_motion = on;
    emit motionChanged();
}

QFont Theme::font(TextSize size, QFont::Weight weight) {
    QFont font;
    font.setFamilies({QStringLiteral("Inter Tabular"), QStringLiteral("Noto Sans CJK SC")});
    font.setWeight(weight);
    switch (size) {
    case TextSize::label:
        font.setPixelSize(12);
        break;
    case TextSize::body:
        font.setPixelSize(13);
        break;
    case TextSize::title:
        font.setPixelSize(14);
        break;
    case TextSize::figure:
        font.setPixelSize(24);
        break;
    case TextSize::page:
        font.setPixelSize(20);
        break;
    }
    return font;
}

QFont Theme::mono(int pixels) {
    QFont font;
    font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono CJK SC")});
    font.setPixelSize(pixels);
    return font;
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

} // namespace aw::widgets
