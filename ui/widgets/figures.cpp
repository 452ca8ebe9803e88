#include "widgets/figures.hpp"

#include "models/format.hpp"
#include "widgets/label.hpp"
#include "widgets/meter.hpp"
#include "widgets/sparkline.hpp"
#include "widgets/theme.hpp"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>

namespace aw::widgets {

using models::Tone;

StatTile::StatTile(const Text& name, QWidget* parent)
    : Card({}, parent)
    , m_name(new ElidedLabel({}, "label"))
    , m_value(makeLabel(QString(QChar(0x2014)), "figure"))
    , m_unit(makeLabel({}, "unit"))
    , m_hint(makeWrapped({}, "faint")) {
    name.bind(this, [this](const QString& words) {
        setAccessibleName(words);
        // One line: the figures of a row of tiles stand at one height.
        setText(m_name, words);
    });
    body()->setSpacing(4);
    body()->addWidget(m_name);
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_value, 0, Qt::AlignBaseline);
    line->addWidget(m_unit, 0, Qt::AlignBaseline);
    line->addStretch(1);
    body()->addLayout(line);
    body()->addWidget(m_hint);
    m_hint->hide();
    body()->addStretch(1);
    layout()->setContentsMargins(12, 12, 8, 12);
}

void StatTile::setValue(const QString& value, const QString& unit, Tone tone) {
    setText(m_value, value);
    setText(m_unit, unit);
    widgets::setTone(m_value, tone);
    setAccessibleDescription(value + u' ' + unit);
}

void StatTile::setHint(const QString& hint) {
    setText(m_hint, hint);
    m_hint->setVisible(!hint.isEmpty());
}

void StatTile::setTrend(std::vector<double> values, Tone tone) {
    if (!m_trend) {
        m_trend = new Sparkline(tone);
        body()->insertWidget(3, m_trend);
    }
    m_trend->setStale(m_stale);
    m_trend->setValues(std::move(values));
}

void StatTile::setMeter(double share, Tone tone) {
    if (!m_meter) {
        m_meter = new Meter;
        body()->insertWidget(2, m_meter);
    }
    m_meter->setStale(m_stale);
    m_meter->setShare(share, tone);
}

void StatTile::setStale(bool stale) {
    m_stale = stale;
    if (m_meter) m_meter->setStale(stale);
    setStyleProperty(m_value, "stale", stale);
    if (m_trend) m_trend->setStale(stale);
}

Badge::Badge(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::setState(const QString& text, Tone tone, bool filled) {
    if (text == m_text && tone == m_tone && filled == m_filled) return;
    m_text = text;
    m_tone = tone;
    m_filled = filled;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const {
    const QFontMetrics metrics(Theme::font(TextSize::label, QFont::DemiBold));
    return {metrics.horizontalAdvance(m_text) + 16, 20};
}

void Badge::paintEvent(QPaintEvent*) {
    if (m_text.isEmpty()) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = Theme::instance().color(m_tone);
    painter.setPen(QPen(color, 1));
    // What is bad is filled: rare, and seen first.
    const bool filled = m_filled || m_tone == Tone::bad;
    painter.setBrush(filled ? color : Theme::instance().faint(m_tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5);
    painter.setFont(Theme::font(TextSize::label, QFont::DemiBold));
    painter.setPen(filled ? tokens().bg : color);
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

Dot::Dot(QWidget* parent)
    : QWidget(parent) {
    setFixedSize(10, 10);
}

void Dot::setTone(Tone tone) {
    if (tone == m_tone && !m_color.isValid()) return;
    m_tone = tone;
    m_color = QColor();
    update();
}

void Dot::setColor(const QColor& color) {
    if (color == m_color) return;
    m_color = color;
    update();
}

void Dot::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor color = m_color.isValid() ? m_color : Theme::instance().color(m_tone);
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(!m_color.isValid() && m_tone == Tone::muted ? QBrush(Qt::NoBrush) : QBrush(color));
    painter.drawEllipse(QRectF(1.5, 1.5, 7, 7));
}

HashLabel::HashLabel(QWidget* parent)
    : QLabel(parent) {
    setProperty("role", QStringLiteral("mono"));
    setTextFormat(Qt::PlainText);
    setHash({});
    onLanguage(this, [this] { sayTip(); });
}

void HashLabel::setHash(const QString& whole, int digits) {
    if (whole == m_whole && !text().isEmpty()) return;
    m_whole = whole;
    if (whole.isEmpty()) {
        setText(QString(QChar(0x2014)));
        setToolTip({});
        unsetCursor();
        setFocusPolicy(Qt::NoFocus);
        return;
    }
    setText(whole.size() <= 3 + 2 * digits ? whole
                                           : whole.left(2 + digits) + QChar(0x2026) + whole.right(digits));
    sayTip();
    setAccessibleDescription(whole);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
}

void HashLabel::sayTip() {
    if (!m_whole.isEmpty()) setToolTip(tr("%1\nClick to copy").arg(m_whole));
}

void HashLabel::copy() {
    if (m_whole.isEmpty()) return;
    QApplication::clipboard()->setText(m_whole);
    QToolTip::showText(mapToGlobal(QPoint(0, height())), tr("Copied"), this);
    emit copied();
}

void HashLabel::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) copy();
}

void HashLabel::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy) || event->key() == Qt::Key_Return || event->key() == Qt::Key_Space)
        copy();
    else
        QLabel::keyPressEvent(event);
}

void HashLabel::contextMenuEvent(QContextMenuEvent* event) {
    if (m_whole.isEmpty()) return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &HashLabel::copy);
    menu->popup(event->globalPos());
}

FactList::FactList(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QGridLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(12);
    m_layout->setVerticalSpacing(6);
    m_layout->setColumnStretch(0, 1);
}

void FactList::setStale(bool stale) {
    m_stale = stale;
    for (const auto& row : m_rows)
        setStyleProperty(row.value, "stale", stale);
}

void FactList::begin() { m_next = 0; }

FactList::Row& FactList::row(const QString& name, bool isHash) {
    const auto index = m_next++;
    if (index < m_rows.size() && m_rows[index].isHash != isHash) {
        delete m_rows[index].name;
        delete m_rows[index].value;
        m_rows[index] = {nullptr, nullptr, isHash};
    } else if (index == m_rows.size()) {
        m_rows.append({nullptr, nullptr, isHash});
    }
    Row& row = m_rows[index];
    if (!row.name) {
        row.name = makeWrapped({}, "muted");
        row.value = isHash ? new HashLabel : makeLabel({}, "value");
        row.value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        if (!isHash) row.value->setWordWrap(false);
        m_layout->addWidget(row.name, static_cast<int>(index), 0, Qt::AlignVCenter);
        m_layout->addWidget(row.value, static_cast<int>(index), 1, Qt::AlignRight | Qt::AlignVCenter);
    }
    setText(row.name, name);
    row.value->setAccessibleName(name);
    setStyleProperty(row.value, "stale", m_stale);
    row.name->show();
    row.value->show();
    return row;
}

void FactList::set(const QString& name, const QString& value, Tone tone, bool mono) {
    Row& entry = row(name, false);
    setText(entry.value, value);
    setStyleProperty(entry.value, "role", mono ? QStringLiteral("mono") : QStringLiteral("value"));
    setTone(entry.value, tone);
}

void FactList::setHash(const QString& name, const QString& whole, Tone tone, int digits) {
    Row& entry = row(name, true);
    static_cast<HashLabel*>(entry.value)->setHash(whole, digits);
    setTone(entry.value, tone);
}

void FactList::end() {
    for (auto i = m_next; i < m_rows.size(); ++i) {
        m_rows[i].name->hide();
        m_rows[i].value->hide();
    }
}

} // namespace aw::widgets
