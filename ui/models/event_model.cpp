#include "models/event_model.hpp"

#include "models/format.hpp"
#include "models/short_texts.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

#include <QFileInfo>

#include <algorithm>

namespace aw::models {

namespace {

/// What an event says of a thing; empty where it says nothing of it.
QString named(const api::Event& event, const char* thing) {
    const auto it = event.args.find(thing);
    return it == event.args.end() ? QString() : QString::fromStdString(it->second);
}

} // namespace

EventModel::~EventModel() {
    if (!m_reader.joinable()) return;
    m_reader.join();
    m_reading->append(thisRun());
}

void EventModel::keepIn(const QString& path) {
    m_reading = std::make_unique<EventStore>(path);
    m_reader = std::thread([this] {
        m_earlier = m_reading->load();
        // The model is there: it ends after this thread.
        QMetaObject::invokeMethod(this, &EventModel::takeRead, Qt::QueuedConnection);
    });
}

void EventModel::takeRead() {
    m_reader.join();
    m_store = std::move(m_reading);
    const auto earlier = std::exchange(m_earlier, {});
    // What this run has told already came after them.
    const auto now = thisRun();
    if (!earlier.empty()) {
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(earlier.size()) - 1);
        m_rows.insert(m_rows.end(), earlier.rbegin(), earlier.rend());
        endInsertRows();
        trim();
    }
    m_store->append(now);
    emit fileRead();
}

std::vector<api::Event> EventModel::thisRun() const { return {m_rows.rbegin(), m_rows.rend()}; }

void EventModel::update(const api::Snapshot& snapshot) {
    m_nowMs = snapshot.atMs;
    std::vector<api::Event> fresh;
    std::copy_if(snapshot.events.begin(), snapshot.events.end(), std::back_inserter(fresh),
                 [this](const api::Event& event) { return event.id > m_lastId; });
    if (fresh.empty()) return;
    m_lastId = fresh.back().id;
    if (m_store) m_store->append(fresh);
    m_fresh += static_cast<int>(fresh.size());
    beginInsertRows({}, 0, static_cast<int>(fresh.size()) - 1);
    m_rows.insert(m_rows.begin(), fresh.rbegin(), fresh.rend());
    endInsertRows();
    trim();
}

void EventModel::trim() {
    if (m_rows.size() <= EventStore::kMax) return;
    beginRemoveRows({}, static_cast<int>(EventStore::kMax), rowCount() - 1);
    m_rows.resize(EventStore::kMax);
    endRemoveRows();
}

QString EventModel::problem() const {
    if (!m_store) return {};
    const QString name = QFileInfo(m_store->path()).fileName();
    if (m_store->isNewer())
        return tr("A newer version wrote %1: events are neither read nor kept.").arg(name);
    if (!m_store->failure().isEmpty())
        return tr("Events cannot be kept in %1: %2").arg(name, m_store->failure());
    if (m_store->damagedLines() == 0) return {};
    const QString lines =
        tr("%n lines of %1 could not be read.", nullptr, static_cast<int>(m_store->damagedLines())).arg(name);
    if (m_store->setAside().isEmpty()) return lines;
    return lines + u' ' + tr("The file as it was is %1.").arg(QFileInfo(m_store->setAside()).fileName());
}

int EventModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EventModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant EventModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& event = eventAt(index.row());
    const auto severity = api::severity(event.code);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case Time:
            return format::moment(event.atMs, m_nowMs);
        case L1Block:
            return format::number(event.l1Block);
        case Grade:
            return texts::severity(severity);
        case Text:
            return texts::event(event);
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == L1Block ? Qt::AlignRight | Qt::AlignVCenter
                                                  : Qt::AlignLeft | Qt::AlignVCenter);
    case BadgeRole:
        return index.column() == Grade && severity != api::Severity::info;
    case ToneRole:
        if (index.column() != Text && index.column() != Grade) return static_cast<int>(Tone::muted);
        if (severity != api::Severity::info) return static_cast<int>(texts::tone(severity));
        return static_cast<int>(index.column() == Text ? Tone::plain : Tone::muted);
    case NumberRole:
        return named(event, "batch");
    case OperatorRole:
        return QString(named(event, "operator") + u' ' + named(event, "successor"));
    case StateRole:
        return QStringList{QString::fromStdString(std::string(api::name(severity))),
                           texts::severity(severity)};
    case FilterWordRole:
        if (index.column() == Grade)
            return QString(QStringLiteral("is:") + QString::fromStdString(std::string(api::name(severity))));
        return index.data();
    case ExportRole:
        if (index.column() == Time) return format::isoTime(event.atMs);
        if (index.column() == L1Block) return QVariant::fromValue<qulonglong>(event.l1Block);
        return {};
    case KeyRole:
        return QVariant::fromValue<qulonglong>(event.id);
    case FilterRole:
        return QStringList{format::moment(event.atMs, m_nowMs), texts::severity(severity),
                           texts::event(event)}
            .join(u' ');
    default:
        return {};
    }
}

QVariant EventModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == L1Block ? Qt::AlignRight | Qt::AlignVCenter
                                           : Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Time:
        return tr("Time");
    case L1Block:
        return tr("L1 block");
    case Grade:
        return tr("Severity");
    case Text:
        return tr("Event");
    default:
        return {};
    }
}

void EventFilter::setLeast(api::Severity severity) {
    if (severity == m_least) return;
    m_least = severity;
    invalidateFilter();
}

bool EventFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const auto* events = static_cast<const EventModel*>(sourceModel());
    return api::severity(events->eventAt(row).code) >= m_least && WordFilter::filterAcceptsRow(row, parent);
}

} // namespace aw::models
