#include "widgets/notice_view.hpp"

#include "widgets/theme.hpp"

#include <QPainter>
#include <QVBoxLayout>

namespace aw::widgets {

namespace {
constexpr int kInset = 14;
constexpr int kPad = 8;
} // namespace

NoticeRow::NoticeRow(QWidget* parent)
    : QAbstractButton(parent) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::StrongFocus);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void NoticeRow::setNotice(const models::Notice& notice) {
    const bool same = notice.title == m_notice.title && notice.text == m_notice.text;
    m_notice = notice;
    if (same) return;
    setAccessibleName(notice.title);
    setAccessibleDescription(notice.text);
    setToolTip(notice.title + u'\n' + notice.text);
    updateGeometry();
    update();
}

int NoticeRow::heightForWidth(int width) const {
    const QRect room(0, 0, width - kInset - kPad, 1000);
    const auto high = [&](const QFont& font, const QString& text) {
        return QFontMetrics(font).boundingRect(room, Qt::TextWordWrap, text).height();
    };
    return high(Theme::font(TextSize::body, QFont::DemiBold), m_notice.title) +
           high(Theme::font(TextSize::body), m_notice.text) + 2 * kPad + 2;
}

QSize NoticeRow::sizeHint() const { return {220, heightForWidth(width() > 120 ? width() : 220)}; }

void NoticeRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const QColor color = Theme::instance().color(m_notice.tone);
    const bool calm = m_notice.tone == Tone::ok;
    painter.setPen(hasFocus() ? QPen(t.t1, 1) : QPen(Qt::NoPen));
    painter.setBrush(underMouse() ? t.s3 : calm ? t.s1 : Theme::instance().faint(m_notice.tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawRoundedRect(QRectF(0, 0, 3, height()), 1.5, 1.5);
    QRect room(kInset, kPad, width() - kInset - kPad, height() - 2 * kPad);
    painter.setFont(Theme::font(TextSize::body, QFont::DemiBold));
    painter.setPen(t.t1);
    QRect used;
    painter.drawText(room, Qt::TextWordWrap, m_notice.title, &used);
    painter.setFont(Theme::font(TextSize::body));
    painter.setPen(t.t2);
    painter.drawText(room.adjusted(0, used.height() + 2, 0, 0), Qt::TextWordWrap, m_notice.text);
}

NoticeList::NoticeList(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    m_layout->addStretch(1);
}

void NoticeList::setNotices(const std::vector<models::Notice>& notices) {
    while (m_rows.size() < static_cast<qsizetype>(notices.size())) {
        auto* row = new NoticeRow;
        row->setObjectName(QStringLiteral("notice_%1").arg(m_rows.size()));
        connect(row, &QAbstractButton::clicked, this, [this, row] { emit followed(row->notice()); });
        m_layout->insertWidget(m_layout->count() - 1, row);
        m_rows.append(row);
    }
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const bool shown = i < static_cast<qsizetype>(notices.size());
        if (shown) m_rows[i]->setNotice(notices[static_cast<std::size_t>(i)]);
        m_rows[i]->setVisible(shown);
    }
}

} // namespace aw::widgets
