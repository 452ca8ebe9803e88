#include "shell/alarm_bar.hpp"

#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QAccessible>
#include <QHBoxLayout>

#include <algorithm>

namespace aw::shell {

AlarmBar::AlarmBar(QWidget* parent)
    : QFrame(parent)
    , m_icon(new QLabel)
    , m_text(new widgets::ElidedLabel({}, "title"))
    , m_more(widgets::makeLabel({}, "value"))
    , m_review(widgets::makeButton([] { return tr("Review"); }, "", QStringLiteral("alarmReview"))) {
    setObjectName(QStringLiteral("alarmBar"));
    setFixedHeight(40);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 0, 12, 0);
    layout->setSpacing(10);
    m_text->setObjectName(QStringLiteral("alarmText"));
    layout->addWidget(m_icon);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_more);
    layout->addWidget(m_review);
    widgets::onLanguage(this, [this] { setAccessibleName(tr("Alarm")); });
    widgets::onLanguage(m_review,
                        [this] { m_review->setToolTip(tr("Go to the most urgent issue (Ctrl+J)")); });
    widgets::onTheme(this, [this] { dress(); });
    connect(m_review, &QPushButton::clicked, this, [this] { emit followed(m_notice); });
    hide();
}

void AlarmBar::dress() {
    const auto& t = widgets::tokens();
    // The ground of the page on the colour of trouble: the pair that has the contrast in both themes.
    setStyleSheet(QStringLiteral("#alarmBar { background: %1; border: none; }"
                                 "#alarmBar QLabel { color: %2; }"
                                 "#alarmBar QPushButton { color: %1; background: %2; border: 1px solid %2; "
                                 "min-height: 24px; font-weight: 600; }"
                                 "#alarmBar QPushButton:hover { background: %3; border-color: %3; }"
                                 "#alarmBar QPushButton:focus { border: 2px solid %1; outline: none; }")
                      .arg(t.bad.name(), t.bg.name(), t.s2.name()));
    m_icon->setPixmap(widgets::icons::pixmap(QStringLiteral("warning"), t.bg, 16));
}

void AlarmBar::setNotices(const std::vector<models::Notice>& notices) {
    const auto isAlarm = [](const models::Notice& notice) { return !notice.alarm.isEmpty(); };
    const auto first = std::find_if(notices.begin(), notices.end(), isAlarm);
    const auto count = static_cast<int>(std::count_if(notices.begin(), notices.end(), isAlarm));
    if (first == notices.end()) {
        m_headline.clear();
        m_notice = {};
        hide();
        return;
    }
    const bool another = first->key != m_notice.key;
    m_notice = *first;
    m_headline = first->title;
    widgets::setText(m_text, first->alarm);
    widgets::setText(m_more, count > 1 ? tr("%n more", nullptr, count - 1) : QString());
    m_more->setVisible(count > 1);
    setAccessibleDescription(first->alarm);
    const QString review = tr("Review: %1").arg(first->title);
    if (m_review->accessibleName() != review) m_review->setAccessibleName(review);
    show();
    if (!another) return;
    QAccessibleEvent told(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&told);
}

} // namespace aw::shell
