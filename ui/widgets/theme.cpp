#include "widgets/theme.hpp"

#include "widgets/style_sheet.hpp"
#include "widgets/text.hpp"

#include <QApplication>
#include <QDirIterator>
#include <QFontDatabase>
#include <QPalette>
#include <QStyleFactory>
#include <QToolTip>
#include <QWidget>

namespace aw::widgets {

namespace {

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

} // namespace

Theme& Theme::instance() {
    static Theme theme;
    return theme;
}

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
    emit changed();
}

void Theme::dress(QWidget* window) const {
    onTheme(window, [this, window] { window->setStyleSheet(styleSheet(tokens())); });
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

} // namespace aw::widgets
