#include "widgets/style_sheet.hpp"

#include "widgets/theme.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace aw::widgets {

namespace {

const char* const kSheet = R"(
QMainWindow, QDialog { background: @bg; }
QToolTip { background: @s2; color: @t1; border: 1px solid @line; padding: 4px 8px; }

QFrame[card="true"] { background: @s1; border: 1px solid @line; border-radius: 10px; }
QFrame[bar="top"] { background: @s1; border: none; border-bottom: 1px solid @line; }
QFrame[bar="bottom"] { background: @s1; border: none; border-top: 1px solid @line; }
QFrame[bar="left"] { background: @s1; border: none; border-right: 1px solid @line; }
QFrame[bar="right"] { background: @s1; border: none; border-left: 1px solid @line; }
QFrame[chip="true"] { background: @s2; border: 1px solid @line; border-radius: 6px; }
QFrame[rule="true"] { background: @line; border: none; max-height: 1px; min-height: 1px; }

QLabel { color: @t1; background: transparent; }
QLabel[role="page"] { font-size: 20px; font-weight: 600; }
QLabel[role="hero"] { font-size: 28px; font-weight: 600; }
QLabel[role="title"] { font-size: 13px; font-weight: 600; }
QLabel[role="brand"] { font-size: 15px; font-weight: 600; }
QLabel[role="section"] { font-size: 12px; font-weight: 600; color: @t3; }
QLabel[role="figure"] { font-size: 24px; font-weight: 600; }
QLabel[role="heading"] { font-size: 20px; font-weight: 600; }
QLabel[role="unit"] { font-size: 12px; color: @t3; }
QLabel[role="label"] { font-size: 12px; color: @t2; }
QLabel[role="head"] { font-size: 12px; font-weight: 600; color: @t2; }
QLabel[role="muted"] { color: @t2; }
QLabel[role="faint"] { color: @t3; font-size: 12px; }
QLabel[role="mono"] { font-family: "JetBrains Mono", "Noto Sans Mono CJK SC"; font-size: 12px; }
QLabel[role="mono"]:focus { background: @s3; border-radius: 3px; }

QPushButton { background: transparent; color: @t1; border: 1px solid @line; border-radius: 6px;
    padding: 0 12px; min-height: 30px; font-weight: 500; }
QPushButton:hover { background: @s2; border-color: @t3; }
QPushButton:pressed { background: @s3; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @t3; border-color: @line; background: transparent; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[kind="primary"]:focus { border-color: @t1; }
QPushButton[kind="primary"]:disabled { background: @s2; color: @t3; border-color: @line; }
QPushButton[kind="danger"] { color: @bad; border-color: @badLine; }
QPushButton[kind="danger"]:hover { background: @badFaint; border-color: @bad; }
QPushButton[kind="danger"]:disabled { color: @t3; border-color: @line; }
QPushButton[kind="link"] { border: none; color: @accent; padding: 0; min-height: 20px; text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; background: transparent; }
QPushButton[kind="link"]:focus { text-decoration: underline; }
QPushButton[kind="link"]:disabled { color: @t2; text-decoration: none; }
QPushButton[kind="segment"] { border: none; padding: 2px 8px; min-height: 0; font-size: 12px; font-weight: 400; color: @t2; }
QPushButton[kind="segment"]:focus { border: 1px solid @accent; }
QPushButton[kind="row"] { border: none; border-radius: 6px; text-align: left; padding: 0 8px; min-height: 26px; font-weight: 400; }
QPushButton[kind="row"]:hover { background: @s2; }
QPushButton[kind="row"]:focus { background: @s2; border: 1px solid @accent; }

QToolButton { background: transparent; border: none; border-radius: 6px; padding: 4px; color: @t2; }
QToolButton:hover { background: @s2; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:checked { background: @s3; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="segment"] { padding: 2px 8px; font-size: 12px; color: @t2; }
QToolButton[kind="segment"]:checked { background: @s3; color: @t1; }
QToolButton[kind="button"] { border: 1px solid @line; padding: 0 12px; min-height: 30px; color: @t1; font-weight: 500; }
QToolButton[kind="button"]:hover { border-color: @t3; }
QToolButton[kind="button"]:focus { border-color: @accent; }
QToolButton[kind="tag"] { border: 1px solid @line; padding: 2px 8px; font-size: 12px; color: @t2; }
QToolButton[kind="tag"]:hover { border-color: @t3; }
QToolButton[kind="tag"]:checked { background: @s3; border-color: @t2; color: @t1; }
QToolButton[kind="tag"]:focus { border-color: @accent; }
QToolButton[kind="chip"] { background: @s2; border: 1px solid @line; border-radius: 6px; padding: 0 10px;
    min-height: 26px; color: @t1; }
QToolButton[kind="chip"]:hover { border-color: @t3; }
QToolButton[kind="chip"]:focus { border-color: @accent; }
QToolButton[kind="chip"][standIn="true"] { border-color: @warn; }

QLineEdit { background: @s2; color: @t1; border: 1px solid @line; border-radius: 6px; padding: 0 10px;
    min-height: 28px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:focus { border-color: @accent; }
QSpinBox, QDoubleSpinBox { background: @s2; color: @t1; border: 1px solid @line; border-radius: 6px;
    padding: 0 8px; min-height: 28px; selection-background-color: @accent; selection-color: @onAccent; }
QSpinBox:focus, QDoubleSpinBox:focus { border-color: @accent; }

QMenu { background: @s1; color: @t1; border: 1px solid @line; border-radius: 8px; padding: 6px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: @s3; }
QMenu::item:disabled { color: @t3; }
QMenu::separator { height: 1px; background: @line; margin: 6px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 4px; }

QAbstractItemView { background: transparent; border: none; outline: 0; color: @t1; gridline-color: @line;
    selection-background-color: @s3; selection-color: @t1; alternate-background-color: transparent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: transparent; color: @t3; border: none; border-bottom: 1px solid @line;
    padding: 4px 10px; font-size: 12px; font-weight: 500; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: margin; subcontrol-position: top center; width: 9px; height: 6px; }
QTableCornerButton::section { background: transparent; border: none; }

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar::handle:vertical:hover { background: @t3; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: @line; border-radius: 3px; min-width: 32px; margin: 2px; }
QScrollBar::handle:horizontal:hover { background: @t3; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSlider::groove:horizontal { background: @s3; height: 4px; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: @t1; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }
QSlider::handle:horizontal:focus { background: @accent; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: @t3; }
)";

const char* const kStale = R"(
QLabel[stale="true"] { color: @t3; }
)";

} // namespace

QString styleSheet(const Tokens& t) {
    QString sheet = QString::fromLatin1(kSheet);
    for (const Tone tone : kTones)
        if (tone != Tone::plain)
            sheet += QStringLiteral("QLabel[tone=\"%1\"] { color: %2; }\n")
                         .arg(QLatin1String(toneName(tone)), colorOf(t, tone).name());
    // Whatever was said later wins.
    sheet += QString::fromLatin1(kStale);
    std::vector<std::pair<QByteArray, QColor>> values{{"accentHover", accentHoverOf(t)},
                                                      {"badFaint", faintOf(t, Tone::bad)},
                                                      {"badLine", mix(t.line, t.bad, 0.55)}};
    for (const auto& token : tokenTable())
        values.emplace_back(token.name, t.*token.color);
    // Longer names first where one begins with another.
    std::stable_sort(values.begin(), values.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    for (const auto& [name, color] : values)
        sheet.replace(QLatin1Char('@') + QLatin1String(name), color.name());
    return sheet;
}

} // namespace aw::widgets
