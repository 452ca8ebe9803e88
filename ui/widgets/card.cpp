#include "widgets/card.hpp"

#include "widgets/label.hpp"

#include <QCoreApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace aw::widgets {

namespace {
constexpr int kHeaderHeight = 26;
}

Card::Card(const Text& title, QWidget* parent)
    : QFrame(parent)
    , m_body(new QVBoxLayout)
    , m_header(new QHBoxLayout)
    , m_title(makeLabel({}, "title")) {
    setProperty("card", true);
    const bool titled = !title().isEmpty();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 16);
    layout->setSpacing(8);
    m_header->setSpacing(8);
    m_header->addWidget(m_title);
    // Titles stand at one height, with a button beside them or not.
    if (titled)
        m_header->addSpacerItem(new QSpacerItem(0, kHeaderHeight, QSizePolicy::Fixed, QSizePolicy::Fixed));
    m_header->addStretch(1);
    layout->addLayout(m_header);
    m_body->setSpacing(8);
    layout->addLayout(m_body, 1);
    if (!titled) layout->setSpacing(0);
    title.bind(this, [this](const QString& words) { setTitle(words); });
}

void Card::setTitle(const QString& title) {
    setText(m_title, title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Card::setNote(const QString& text) {
    if (!m_note) {
        // Gives way where room is short: the title is never cut for it.
        m_note = new ElidedLabel({}, "faint");
        // Left of any button.
        m_header->insertWidget(m_header->count() > 2 ? 3 : 2, m_note);
    }
    setText(m_note, text);
}

FlowGrid::FlowGrid(int minColumn, int maxColumns, QWidget* parent)
    : QWidget(parent)
    , m_minColumn(minColumn)
    , m_maxColumns(maxColumns) {
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FlowGrid::add(QWidget* widget) {
    widget->setParent(this);
    // A widget that comes after its parent was shown stays hidden until told otherwise.
    widget->show();
    m_children.append(widget);
    updateGeometry();
    QCoreApplication::postEvent(this, new QEvent(QEvent::LayoutRequest));
}

void FlowGrid::remove(QWidget* widget) {
    m_children.removeOne(widget);
    widget->setParent(nullptr);
    widget->deleteLater();
    updateGeometry();
    QCoreApplication::postEvent(this, new QEvent(QEvent::LayoutRequest));
}

int FlowGrid::columnsFor(int width) const {
    const int count = static_cast<int>(m_children.size());
    int columns =
        std::clamp((width + m_gap) / (m_minColumn + m_gap), 1, std::min(m_maxColumns, std::max(1, count)));
    // Even rows look calmer than one widow below.
    while (columns > 1 && count % columns != 0 && count > columns && count % (columns - 1) == 0)
        --columns;
    return columns;
}

int FlowGrid::arrange(int width, bool apply) const {
    if (m_children.isEmpty()) return 0;
    const int columns = columnsFor(width);
    int y = 0;
    for (qsizetype first = 0; first < m_children.size(); first += columns) {
        const qsizetype last = std::min(first + columns, m_children.size());
        const auto left = [&](qsizetype i) {
            return static_cast<int>((i - first) * (width + m_gap) / columns);
        };
        int height = 0;
        for (qsizetype i = first; i < last; ++i) {
            const int columnWidth = left(i + 1) - m_gap - left(i);
            QWidget* child = m_children[i];
            const int wanted = child->hasHeightForWidth()
                                   ? std::max(child->heightForWidth(columnWidth), child->minimumHeight())
                                   : std::max(child->sizeHint().height(), child->minimumHeight());
            height = std::max(height, wanted);
        }
        if (apply && m_fill && m_children.size() <= columns) height = std::max(height, this->height());
        if (apply)
            for (qsizetype i = first; i < last; ++i)
                m_children[i]->setGeometry(left(i), y, left(i + 1) - m_gap - left(i), height);
        y += height + m_gap;
    }
    return y - m_gap;
}

int FlowGrid::heightForWidth(int width) const { return arrange(width, false); }

QSize FlowGrid::sizeHint() const {
    const int shown = width() > m_minColumn ? width() : m_minColumn * m_maxColumns;
    return {m_minColumn * m_maxColumns, arrange(shown, false)};
}

QSize FlowGrid::minimumSizeHint() const { return {m_minColumn, 0}; }

void FlowGrid::resizeEvent(QResizeEvent*) {
    setMinimumHeight(arrange(width(), false));
    arrange(width(), true);
}

bool FlowGrid::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) {
        setMinimumHeight(arrange(width(), false));
        arrange(width(), true);
        updateGeometry();
    }
    return QWidget::event(event);
}

QFrame* makeRule(QWidget* parent) {
    auto* rule = new QFrame(parent);
    rule->setProperty("rule", true);
    rule->setFixedHeight(1);
    return rule;
}

} // namespace aw::widgets
