#include "dialogs/palette.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
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
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace aw::dialogs {

namespace format = models::format;
using models::PageId;

namespace {

constexpr int kHintRole = Qt::UserRole + 1;

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

GoToDialog::GoToDialog(const pages::Context& context, std::function<std::vector<Goal>()> goals,
                       QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint)
    , m_context(context)
    , m_makeGoals(std::move(goals))
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
        addState();
        filter(m_field->text());
    };
    widgets::onLanguage(this, fill);
    connect(&widgets::Theme::instance(), &widgets::Theme::changed, this, fill);
    m_field->setFocus();
}

void GoToDialog::addState() {
    const auto& snapshot = *m_context.bridge.snapshot();
    auto& selection = m_context.selection;
    for (const auto& challenge : snapshot.challenges)
        if (models::needsChallenge(snapshot, challenge))
            m_goals.push_back({tr("Challenge batch %1 …").arg(challenge.batch),
                               tr("action"),
                               QStringLiteral("gavel"),
                               {},
                               [&selection, batch = challenge.batch, hash = challenge.batchHash] {
                                   selection.selectBatch(batch, hash);
                                   selection.open(PageId::challenges);
                               }});
    const auto openTx = [&selection, who = snapshot.viewpoint](std::uint64_t id) {
        return [&selection, who, id] {
            selection.selectL1Tx(who, id);
            selection.open(PageId::anchors);
        };
    };
    for (const auto& tx : snapshot.l1Txs)
        if (models::isInPool(tx))
            m_goals.push_back({tr("Speed up or cancel: %1 …").arg(models::texts::purpose(tx)),
                               tr("action"),
                               QStringLiteral("anchor"),
                               {},
                               openTx(tx.id)});
    m_goals.push_back({tr("Fail over …"), tr("action"), QStringLiteral("takeover"), {}, [&selection] {
                           selection.open(PageId::operators);
                       }});
    if (m_context.bridge.hasLab())
        m_goals.push_back({tr("Inject a fault …"), tr("action"), QStringLiteral("inject"), {}, [&selection] {
                               selection.open(PageId::lab);
                           }});
    for (const auto& entry : snapshot.operators)
        m_goals.push_back({QString::fromStdString(entry.name), tr("operator"), QStringLiteral("operators"),
                           format::fullAddress(entry.address), [&selection, address = entry.address] {
                               selection.selectOperator(address);
                               selection.open(PageId::operators);
                           }});
    for (auto it = snapshot.batches.rbegin(); it != snapshot.batches.rend(); ++it)
        m_goals.push_back(
            {tr("Batch %1").arg(it->number), models::texts::status(*it), QStringLiteral("batches"),
             format::fullHash(it->hash) + format::fullHash(it->claimedRoot) + format::fullHash(it->l1TxHash),
             [&selection, number = it->number, hash = it->hash] {
                 selection.selectBatch(number, hash);
                 selection.open(PageId::batches);
             }});
    for (auto it = snapshot.l1Txs.rbegin(); it != snapshot.l1Txs.rend(); ++it) {
        QString hashes = it->hash.isZero() ? QString() : format::fullHash(it->hash);
        for (const auto& hash : it->replacedHashes)
            hashes += u' ' + format::fullHash(hash);
        m_goals.push_back(
            {it->nonce
                 ? tr("L1 transaction %1: %2").arg(QString::number(*it->nonce), models::texts::purpose(*it))
                 : tr("L1 transaction: %1").arg(models::texts::purpose(*it)),
             models::texts::state(*it), QStringLiteral("anchor"), hashes, openTx(it->id)});
    }
}

void GoToDialog::filter(const QString& words) {
    m_list->clear();
    const auto parts = words.split(u' ', Qt::SkipEmptyParts);
    for (std::size_t i = 0; i < m_goals.size() && m_list->count() < static_cast<int>(kMaxShown); ++i) {
        const auto& goal = m_goals[i];
        const QString all = goal.text + u' ' + goal.hint + u' ' + goal.also;
        if (!std::all_of(parts.begin(), parts.end(),
                         [&](const QString& part) { return all.contains(part, Qt::CaseInsensitive); }))
            continue;
        auto* item = new QListWidgetItem(widgets::icons::icon(goal.icon, widgets::tokens().t2), goal.text);
        item->setData(kHintRole, goal.hint);
        item->setSizeHint({0, 30});
        item->setData(Qt::UserRole, static_cast<int>(i));
        m_list->addItem(item);
    }
    m_list->setCurrentRow(0);
    m_list->setVisible(m_list->count() > 0);
    m_none->setVisible(m_list->count() == 0);
}

void GoToDialog::take() {
    const auto* item = m_list->currentItem();
    if (!item) return;
    const auto go = m_goals[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())].go;
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
        {QStringLiteral("Ctrl+F"), [] { return tr("Filter the table in sight"); }},
        {QStringLiteral("Ctrl+J"), [] { return tr("Go to the most urgent issue"); }},
        {QStringLiteral("Ctrl+B"), [] { return tr("Fold or unfold the rail"); }},
        {QStringLiteral("Ctrl+I"), [] { return tr("Show or hide the inspector"); }},
        {QStringLiteral("Ctrl+Shift+C"), [] { return tr("Copy the command of what the inspector shows"); }},
        {QStringLiteral("Esc"), [] { return tr("Clear the filter or selection"); }},
        {QStringLiteral("← →"), [] { return tr("Walk through the batches on the lane"); }},
        {QStringLiteral("F11"), [] { return tr("Full screen"); }},
        {QStringLiteral("?"), [] { return tr("This sheet"); }},
    };
    int row = 1;
    for (const auto& [keys, meaning] : rows) {
        auto* label = widgets::makeLabel(keys, "mono");
        widgets::setTone(label, models::Tone::accent);
        layout->addWidget(label, row, 0);
        layout->addWidget(widgets::makeLabel(meaning, "value"), row, 1);
        ++row;
    }
}

} // namespace aw::dialogs
