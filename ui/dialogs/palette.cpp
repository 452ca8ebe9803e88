#include "dialogs/palette.hpp"

#include "widgets/card.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/theme.hpp"

#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QSettings>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace aw::dialogs {

namespace {

constexpr int kHintRole = Qt::UserRole + 1;
QString recentKey() { return QStringLiteral("goTo/recent"); }

/// A goal on one line: its icon and name, and at the right end what kind of thing it is.
class GoalDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const auto& t = widgets::tokens();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(t.s3);
            painter->drawRoundedRect(option.rect, 6, 6);
        }
        const QRect box = option.rect.adjusted(10, 0, -12, 0);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, QRect(box.left(), box.center().y() - 8, 16, 16));
        painter->setFont(widgets::Theme::font(widgets::TextSize::label));
        painter->setPen(t.t2);
        const QString hint = index.data(kHintRole).toString();
        const int hintWidth = painter->fontMetrics().horizontalAdvance(hint);
        painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, hint);
        painter->setFont(widgets::Theme::font(widgets::TextSize::body));
        painter->setPen(t.t1);
        const QRect words = box.adjusted(28, 0, -hintWidth - 12, 0);
        painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                            Qt::ElideRight, words.width()));
        painter->restore();
    }
};

} // namespace

GoToDialog::GoToDialog(const pages::Context& context, std::function<std::vector<Goal>()> goals, Say say,
                       QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_context(context)
    , m_makeGoals(std::move(goals))
    , m_say(std::move(say))
    , m_field(widgets::makeFilterField(
          QStringLiteral("search"), [] { return tr("Page, batch, operator, hash or action"); },
          [] { return tr("Page, batch, operator, hash or action"); }, QStringLiteral("goToField")))
    , m_list(new QListWidget)
    , m_none(widgets::makeLabel([] { return tr("Nothing matches. Try a number, a name or a hash."); },
                                "muted")) {
    setObjectName(QStringLiteral("goToDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setFixedSize(560, 420);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    auto* card = new widgets::Card;
    card->layout()->setContentsMargins(12, 12, 12, 12);
    layout->addWidget(card);
    m_list->setObjectName(QStringLiteral("goToList"));
    m_list->setIconSize({16, 16});
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    card->body()->addWidget(m_field);
    card->body()->addWidget(m_list, 1);
    card->body()->addWidget(m_none, 1);
    m_none->setAlignment(Qt::AlignCenter);
    m_list->setItemDelegate(new GoalDelegate(m_list));
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &GoToDialog::filter);
    connect(m_field, &QLineEdit::returnPressed, this, &GoToDialog::take);
    connect(m_list, &QListWidget::itemClicked, this, &GoToDialog::take);
    const auto fill = [this] {
        setAccessibleName(tr("Go to"));
        m_list->setAccessibleName(tr("Matches"));
        m_goals = m_makeGoals();
        const auto state = goalsOf(m_context, m_say);
        m_goals.insert(m_goals.end(), state.begin(), state.end());
        filter(m_field->text());
    };
    widgets::onLanguage(this, fill);
    connect(&widgets::Theme::instance(), &widgets::Theme::changed, this, fill);
    m_field->setFocus();
}

void GoToDialog::filter(const QString& words) {
    m_list->clear();
    const auto recent = QSettings().value(recentKey()).toStringList();
    const auto order = ranked(m_goals, words, recent);
    const bool empty = words.trimmed().isEmpty();
    for (std::size_t at = 0; at < std::min(order.size(), kMaxShown); ++at) {
        const auto& goal = m_goals[order[at]];
        auto* item = new QListWidgetItem(widgets::icons::icon(goal.icon, widgets::tokens().t2), goal.text);
        const bool isRecent = empty && recent.contains(goal.key);
        item->setData(kHintRole, isRecent ? tr("recent") : goal.hint);
        item->setSizeHint({0, 30});
        item->setData(Qt::UserRole, static_cast<int>(order[at]));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
    m_list->setVisible(m_list->count() > 0);
    m_none->setVisible(m_list->count() == 0);
}

void GoToDialog::remember(const Goal& goal) {
    if (goal.key.isEmpty()) return;
    auto recent = QSettings().value(recentKey()).toStringList();
    recent.removeAll(goal.key);
    recent.prepend(goal.key);
    QSettings().setValue(recentKey(), recent.mid(0, kMaxRecent));
}

void GoToDialog::take() {
    const auto* item = m_list->currentItem();
    if (!item) return;
    const auto& goal = m_goals[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())];
    remember(goal);
    const auto go = goal.go;
    close();
    go();
}

bool GoToDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        if (step != 0 && m_list->count() > 0) {
            m_list->setCurrentRow((m_list->currentRow() + step + m_list->count()) % m_list->count());
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

CheatSheet::CheatSheet(const QString& pages, QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("cheatSheet"));
    widgets::onLanguage(this, [this] { setWindowTitle(tr("Keys")); });
    setAttribute(Qt::WA_DeleteOnClose);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(24, 20, 24, 24);
    layout->setHorizontalSpacing(24);
    layout->setVerticalSpacing(10);
    layout->addWidget(widgets::makeLabel([] { return tr("Keys"); }, "page"), 0, 0, 1, 2);
    const std::pair<QString, widgets::Text> rows[] = {
        {QStringLiteral("Ctrl+K, Ctrl+G"),
         [] { return tr("Go to a page, batch, operator, hash or action"); }},
        {pages, [] { return tr("Open a page"); }},
        {QStringLiteral("Ctrl+F"), [] { return tr("Filter the table in sight, or the events"); }},
        {QStringLiteral("Ctrl+L"), [] { return tr("Show or hide the event log"); }},
        {QStringLiteral("Ctrl+J"), [] { return tr("Go to the most urgent issue"); }},
        {QStringLiteral("Ctrl+B"), [] { return tr("Collapse or expand the sidebar"); }},
        {QStringLiteral("Ctrl+I"), [] { return tr("Show or hide the inspector"); }},
        {QStringLiteral("Ctrl+Shift+C"), [] { return tr("Copy the command of what the inspector shows"); }},
        {QStringLiteral("Esc"), [] { return tr("Clear the filter or selection"); }},
        {QStringLiteral("← →"), [] { return tr("Step through the batches on the lane"); }},
        {QStringLiteral("F11"), [] { return tr("Full screen"); }},
        {QStringLiteral("?"), [] { return tr("This list"); }},
    };
    int row = 1;
    for (const auto& [keys, meaning] : rows) {
        auto* label = widgets::makeLabel(keys, "mono");
        layout->addWidget(label, row, 0);
        layout->addWidget(widgets::makeLabel(meaning, "value"), row, 1);
        ++row;
    }
}

} // namespace aw::dialogs
