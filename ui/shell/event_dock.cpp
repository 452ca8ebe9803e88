#include "shell/event_dock.hpp"

#include "models/event_model.hpp"
#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/texts.hpp"
#include "widgets/controls.hpp"
#include "widgets/icons.hpp"
#include "widgets/label.hpp"
#include "widgets/table_columns.hpp"
#include "widgets/table_export.hpp"
#include "widgets/table_text.hpp"

#include <QApplication>
#include <QButtonGroup>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QSettings>
#include <QShortcut>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace aw::shell {

using models::EventModel;
using widgets::makeLabel;

namespace {

constexpr int kLeastHeight = 140;
QString shownKey() { return QStringLiteral("events/shown"); }

QToolButton* makeSegment(const widgets::Text& words, const QString& name) {
    auto* button = new QToolButton;
    button->setObjectName(name);
    button->setProperty("kind", QStringLiteral("segment"));
    button->setFocusPolicy(Qt::StrongFocus);
    words.bind(button, [button](const QString& text) {
        button->setText(text);
        button->setAccessibleName(text);
    });
    return button;
}

} // namespace

EventDock::EventDock(const pages::Context& context, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_events(new EventModel(this))
    , m_filter(new models::EventFilter(this))
    , m_log(new widgets::DataTable)
    , m_words(widgets::makeFilterField(
          QStringLiteral("filter"), [] { return tr("Filter events"); }, [] { return tr("Filter"); },
          QStringLiteral("eventFilter")))
    , m_count(makeLabel({}, "faint"))
    , m_problem(new widgets::ElidedLabel({}, "label"))
    , m_severities(new QButtonGroup(this))
    , m_wanted(QSettings().value(shownKey(), false).toBool()) {
    setObjectName(QStringLiteral("eventDock"));
    setProperty("bar", QStringLiteral("bottom"));
    setMinimumHeight(kLeastHeight);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 6, 8, 6);
    layout->setSpacing(4);
    addHeader();
    m_filter->setSourceModel(m_events);
    m_log->setObjectName(QStringLiteral("eventLog"));
    m_log->setUp(m_filter, {130, 84, 96, 200}, EventModel::Text);
    m_log->enableCellMenu();
    m_log->enableRowsToCopy();
    m_log->keepColumns(QStringLiteral("events"));
    layout->addWidget(m_log, 1);
    widgets::onLanguage(this, [this] {
        setAccessibleName(tr("Events"));
        m_log->setAccessibleName(tr("Event log"));
        showCounts();
    });
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_filter->setWords(words);
        showCounts();
    });
    connect(m_log, &widgets::DataTable::filterRequested, m_words, &QLineEdit::setText);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex&, int first, int last) { onInserted(first, last); });
    connect(m_log->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_moving) m_follow->setChecked(value == 0);
    });
    connect(m_log, &QTableView::doubleClicked, this,
            [this](const QModelIndex& index) { openRow(index.row()); });
    auto* openKeys = new QShortcut(QKeySequence(Qt::Key_Return), m_log);
    openKeys->setContext(Qt::WidgetShortcut);
    connect(openKeys, &QShortcut::activated, this, [this] { openRow(m_log->currentIndex().row()); });
}

void EventDock::addHeader() {
    auto* head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(makeLabel([] { return tr("Events"); }, "title"));
    head->addWidget(m_count);
    m_problem->setObjectName(QStringLiteral("eventProblem"));
    widgets::setTone(m_problem, models::Tone::warn);
    head->addWidget(m_problem, 1);
    const std::pair<widgets::Text, const char*> severities[] = {
        {[] { return tr("All"); }, "eventsAll"},
        {[] { return tr("Warnings"); }, "eventsWarnings"},
        {[] { return tr("Severe"); }, "eventsSevere"}};
    const api::Severity least[] = {api::Severity::info, api::Severity::warning, api::Severity::bad};
    for (std::size_t i = 0; i < std::size(severities); ++i) {
        auto* button = makeSegment(severities[i].first, QLatin1String(severities[i].second));
        button->setCheckable(true);
        m_severities->addButton(button, static_cast<int>(least[i]));
        head->addWidget(button);
    }
    m_severities->button(static_cast<int>(api::Severity::info))->setChecked(true);
    connect(m_severities, &QButtonGroup::idClicked, this, [this](int id) {
        m_filter->setLeast(static_cast<api::Severity>(id));
        showCounts();
    });
    m_words->setFixedWidth(180);
    head->addWidget(m_words);
    auto* follow = makeSegment([] { return tr("Follow"); }, QStringLiteral("eventsFollow"));
    follow->setCheckable(true);
    follow->setChecked(true);
    m_follow = follow;
    widgets::onLanguage(follow, [follow] { follow->setToolTip(tr("Keeps the newest event in sight")); });
    connect(follow, &QAbstractButton::clicked, this, &EventDock::setFollowing);
    head->addWidget(follow);
    auto* copyButton = makeSegment([] { return tr("Copy"); }, QStringLiteral("eventsCopy"));
    widgets::onLanguage(copyButton, [copyButton] {
        copyButton->setToolTip(tr("Copies the selected rows, or all that are shown"));
    });
    connect(copyButton, &QAbstractButton::clicked, this, &EventDock::copy);
    head->addWidget(copyButton);
    auto* columns = widgets::makeColumnsButton(m_log, QStringLiteral("eventsColumns"));
    auto* save =
        widgets::makeExportButton(m_log, QStringLiteral("events.tsv"), QStringLiteral("eventsExport"));
    for (auto* button : {static_cast<QAbstractButton*>(columns), static_cast<QAbstractButton*>(save)}) {
        button->setProperty("kind", QStringLiteral("segment"));
        head->addWidget(button);
    }
    auto* close = new QToolButton;
    close->setObjectName(QStringLiteral("eventsClose"));
    close->setFocusPolicy(Qt::StrongFocus);
    widgets::icons::setNavIcon(close, QStringLiteral("close"));
    close->setIconSize({14, 14});
    widgets::onLanguage(close, [close] {
        close->setToolTip(tr("Close (Ctrl+L)"));
        close->setAccessibleName(tr("Close the event log"));
    });
    connect(close, &QAbstractButton::clicked, this, [this] {
        setWanted(false);
        emit closed();
    });
    head->addWidget(close);
    static_cast<QVBoxLayout*>(layout())->addLayout(head);
}

void EventDock::keepIn(const QString& path) {
    connect(m_events, &EventModel::fileRead, this, [this] {
        showCounts();
        emit fileRead();
    });
    m_events->keepIn(path);
}

bool EventDock::isEmpty() const { return m_events->rowCount() == 0; }

void EventDock::apply(const pages::SnapshotPtr& snapshot) {
    const QScopedValueRollback moving(m_moving, true);
    m_events->update(*snapshot);
    m_log->setStale(models::isStale(*snapshot, m_context.bridge.nowMs()));
    showCounts();
}

void EventDock::onInserted(int first, int last) {
    if (first != 0) return;
    int unseen = 0;
    for (int row = first; row <= last; ++row) {
        const auto severity =
            api::severity(m_events->eventAt(m_filter->mapToSource(m_filter->index(row, 0)).row()).code);
        if (severity < api::Severity::warning || isVisible()) continue;
        ++unseen;
        if (m_unseenTone != models::Tone::bad) m_unseenTone = models::texts::tone(severity);
    }
    m_unseen += unseen;
    if (unseen > 0) emit unseenChanged();
    if (m_follow->isChecked()) return;
    // What is in sight stays where it is: the new rows are above it.
    const QScopedValueRollback moving(m_moving, true);
    auto* bar = m_log->verticalScrollBar();
    const int before = bar->value();
    m_log->doItemsLayout();
    bar->setValue(before + (last - first + 1) * m_log->rowHeight(0));
}

void EventDock::setFollowing(bool on) {
    if (on) m_log->verticalScrollBar()->setValue(0);
    m_follow->setChecked(on);
}

void EventDock::copy() { QApplication::clipboard()->setText(widgets::selectedOrAll(*m_log)); }

void EventDock::showCounts() {
    const auto shown = static_cast<std::uint64_t>(m_filter->rowCount());
    const auto all = static_cast<std::uint64_t>(m_events->rowCount());
    widgets::setText(m_count,
                     shown == all
                         ? models::format::number(all)
                         : tr("%1 of %2").arg(models::format::number(shown), models::format::number(all)));
    widgets::setText(m_problem, m_events->problem());
    m_problem->setToolTip(m_problem->text());
}

void EventDock::openRow(int row) {
    if (row < 0 || row >= m_filter->rowCount()) return;
    const int source = m_filter->mapToSource(m_filter->index(row, 0)).row();
    if (!m_events->isOfThisRun(source)) return;
    const auto& event = m_events->eventAt(source);
    const auto& snapshot = *m_context.bridge.snapshot();
    if (const auto* batch = models::batchOf(snapshot, event)) {
        m_context.selection.selectBatch(batch->number, batch->hash);
        m_context.selection.open(models::PageId::batches);
        return;
    }
    const auto name = event.args.find("operator");
    if (name == event.args.end()) return;
    for (const auto& entry : snapshot.operators)
        if (entry.name == name->second) {
            m_context.selection.selectOperator(entry.address);
            m_context.selection.open(models::PageId::operators);
        }
}

void EventDock::setWanted(bool wanted) {
    m_wanted = wanted;
    QSettings().setValue(shownKey(), wanted);
}

void EventDock::focusList() {
    if (!m_log->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_log->selectionModel()->setCurrentIndex(m_filter->index(0, EventModel::Text),
                                                 QItemSelectionModel::NoUpdate);
    m_log->setFocus(Qt::ShortcutFocusReason);
}

void EventDock::focusFilter() {
    m_words->setFocus(Qt::ShortcutFocusReason);
    m_words->selectAll();
}

void EventDock::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    m_unseen = 0;
    m_unseenTone = models::Tone::muted;
    emit unseenChanged();
}

} // namespace aw::shell
