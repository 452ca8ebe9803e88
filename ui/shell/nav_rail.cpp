#include "shell/nav_rail.hpp"

#include "models/format.hpp"
#include "widgets/icons.hpp"
#include "widgets/theme.hpp"

#include <QPainter>
#include <QVBoxLayout>

namespace aw::shell {

using models::PageId;
using models::Tone;
using widgets::TextSize;
using widgets::Theme;

namespace {
constexpr int kWide = 176;
constexpr int kNarrow = 56;
} // namespace

NavButton::NavButton(const QString& icon, const QString& text, const QString& objectName, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(icon) {
    setText(text);
    setObjectName(objectName);
    setAccessibleName(text);
    setCheckable(true);
    setAutoExclusive(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
}

void NavButton::setCount(std::size_t count, Tone tone) {
    if (count == m_count && tone == m_tone) return;
    m_count = count;
    m_tone = tone;
    setAccessibleDescription(count ? models::format::number(count) : QString());
    update();
}

void NavButton::setCollapsed(bool collapsed) {
    m_collapsed = collapsed;
    updateGeometry();
    update();
}

QSize NavButton::sizeHint() const { return {m_collapsed ? 40 : 160, 34}; }

void NavButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto& t = widgets::tokens();
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? t.s3 : t.s2);
        painter.drawRoundedRect(box, 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box, 6, 6);
    }
    const QRectF icon(10, (height() - 20) / 2.0, 20, 20);
    widgets::icons::paint(painter, icon, m_icon, isChecked() ? t.accent : t.t2);
    const QColor color = Theme::instance().color(m_tone);
    if (m_collapsed) {
        if (m_count > 0 && m_tone != Tone::muted) {
            painter.setPen(QPen(t.s1, 2));
            painter.setBrush(color);
            painter.drawEllipse(QPointF(30, 9), 5, 5);
        }
        return;
    }
    painter.setFont(Theme::font(TextSize::body, isChecked() ? QFont::DemiBold : QFont::Normal));
    painter.setPen(isChecked() ? t.t1 : t.t2);
    painter.drawText(QRect(40, 0, width() - 44, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
    if (m_count == 0) return;
    const QString count = models::format::number(m_count);
    const bool loud = m_tone != Tone::muted;
    painter.setFont(Theme::font(TextSize::label, loud ? QFont::DemiBold : QFont::Normal));
    const int wide = std::max(20, painter.fontMetrics().horizontalAdvance(count) + 12);
    const QRectF pill(width() - wide - 8, (height() - 18) / 2.0, wide, 18);
    if (loud) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(pill, 9, 9);
    }
    painter.setPen(loud ? t.bg : t.t3);
    painter.drawText(pill, Qt::AlignCenter, count);
}

NavRail::NavRail(QWidget* parent)
    : QFrame(parent) {
    setProperty("bar", QStringLiteral("left"));
    setObjectName(QStringLiteral("navRail"));
    setAccessibleName(tr("Pages"));
    setFixedWidth(kWide);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 12);
    layout->setSpacing(2);
    const struct {
        const char* icon;
        QString text;
        const char* name;
    } entries[] = {{"overview", tr("Overview"), "navOverview"},
                   {"batches", tr("Batches"), "navBatches"},
                   {"operators", tr("Operators"), "navOperators"},
                   {"challenges", tr("Challenges"), "navChallenges"},
                   {"lab", tr("Lab"), "navLab"}};
    for (const auto& entry : entries) {
        auto* button =
            new NavButton(QString::fromLatin1(entry.icon), entry.text, QString::fromLatin1(entry.name));
        const auto page = static_cast<PageId>(m_buttons.size());
        button->setToolTip(tr("%1 (Ctrl+%2)").arg(entry.text).arg(m_buttons.size() + 1));
        if (page == PageId::lab) layout->addSpacing(12);
        layout->addWidget(button);
        m_buttons.append(button);
        connect(button, &QAbstractButton::clicked, this, [this, page] { emit pageRequested(page); });
    }
    layout->addStretch(1);
}

void NavRail::setPage(PageId page) { m_buttons[static_cast<qsizetype>(page)]->setChecked(true); }

void NavRail::setCount(PageId page, std::size_t count, Tone tone) {
    m_buttons[static_cast<qsizetype>(page)]->setCount(count, tone);
}

void NavRail::setCollapsed(bool collapsed) {
    setFixedWidth(collapsed ? kNarrow : kWide);
    for (auto* button : m_buttons)
        button->setCollapsed(collapsed);
}

} // namespace aw::shell
