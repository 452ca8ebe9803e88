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

NavButton::NavButton(const PageInfo& page, QWidget* parent)
    : QAbstractButton(parent)
    , m_icon(QString::fromLatin1(page.icon)) {
    setObjectName(page.navName());
    page.title.bind(this, [this, keys = page.keys()](const QString& title) {
        setText(title);
        setAccessibleName(title);
        setToolTip(tr("%1 (%2)").arg(title, keys));
    });
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

NavRail::NavRail(const QList<PageInfo>& pages, QWidget* parent)
    : QFrame(parent) {
    setProperty("bar", QStringLiteral("left"));
    setObjectName(QStringLiteral("navRail"));
    widgets::onLanguage(this, [this] { setAccessibleName(tr("Pages")); });
    setFixedWidth(kWide);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 12, 8, 12);
    layout->setSpacing(2);
    for (const auto& page : pages) {
        auto* button = new NavButton(page);
        if (page.inLab) layout->addSpacing(12);
        layout->addWidget(button);
        m_buttons.emplace_back(page.id, button);
        connect(button, &QAbstractButton::clicked, this, [this, id = page.id] { emit pageRequested(id); });
    }
    layout->addStretch(1);
}

void NavRail::setPage(PageId page) {
    for (const auto& [id, button] : m_buttons)
        if (id == page) button->setChecked(true);
}

void NavRail::setCount(PageId page, std::size_t count, Tone tone) {
    for (const auto& [id, button] : m_buttons)
        if (id == page) button->setCount(count, tone);
}

void NavRail::setCollapsed(bool collapsed) {
    setFixedWidth(collapsed ? kNarrow : kWide);
    for (const auto& [id, button] : m_buttons)
        button->setCollapsed(collapsed);
}

} // namespace aw::shell
