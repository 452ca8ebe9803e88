#include "widgets/notice_view.hpp"

#include "widgets/controls.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace aw::widgets {

namespace {
constexpr int kInset = 14;
constexpr int kPad = 8;
} // namespace

NoticeRow::NoticeRow(const QString& name, QWidget* parent)
    : QFrame(parent)
    , m_title(makeWrapped({}, "title"))
    , m_text(makeWrapped({}, "muted"))
    , m_act(makeWrapped({}, "value"))
    , m_button(makeButton({}, "link", name)) {
    setObjectName(QStringLiteral("row_") + name);
    setCursor(Qt::PointingHandCursor);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kInset, kPad, kPad, kPad);
    layout->setSpacing(2);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addWidget(m_act);
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    connect(m_button, &QPushButton::clicked, this, &NoticeRow::followed);
}

void NoticeRow::setNotice(const models::Notice& notice) {
    const bool recolour = notice.tone != m_notice.tone;
    m_notice = notice;
    setText(m_title, notice.title);
    setText(m_text, notice.text);
    setText(m_act, notice.act);
    m_text->setVisible(!notice.text.isEmpty());
    m_act->setVisible(!notice.act.isEmpty());
    m_button->setVisible(!notice.button.isEmpty());
    if (m_button->text() != notice.button) m_button->setText(notice.button);
    // Buttons of several notices may say the same.
    const QString said = QStringLiteral("%1: %2").arg(notice.title, notice.button);
    if (m_button->accessibleName() != said) m_button->setAccessibleName(said);
    m_button->setAccessibleDescription(notice.text + u' ' + notice.act);
    if (recolour) update();
}

void NoticeRow::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && rect().contains(event->pos())) emit followed();
}

void NoticeRow::enterEvent(QEnterEvent*) { update(); }
void NoticeRow::leaveEvent(QEvent*) { update(); }

void NoticeRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Tokens& t = tokens();
    const bool calm = m_notice.tone == Tone::ok;
    painter.setPen(Qt::NoPen);
    painter.setBrush(underMouse() ? t.s3 : calm ? t.s1 : Theme::instance().faint(m_notice.tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(2, 0.5, -0.5, -0.5), 4, 4);
    painter.setBrush(Theme::instance().color(m_notice.tone));
    painter.drawRoundedRect(QRectF(0, 0, 3, height()), 1.5, 1.5);
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
        auto* row = new NoticeRow(QStringLiteral("notice_%1").arg(m_rows.size()));
        connect(row, &NoticeRow::followed, this, [this, row] { emit followed(row->notice()); });
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
