#include "models/event_model.hpp"

#include "models/format.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

namespace aw::models {

void EventModel::update(const api::Snapshot& snapshot) {
    sync({snapshot.events.rbegin(), snapshot.events.rend()});
}

int EventModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QVariant EventModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& event = rowAt(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        switch (index.column()) {
        case Time:
            return format::clockTime(event.atMs);
        case L1Block:
            return format::number(event.l1Block);
        case Text:
            return texts::event(event);
        default:
            return {};
        }
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == L1Block ? Qt::AlignRight | Qt::AlignVCenter
                                                  : Qt::AlignLeft | Qt::AlignVCenter);
    case ToneRole:
        if (index.column() != Text) return static_cast<int>(Tone::muted);
        return static_cast<int>(api::severity(event.code) == api::Severity::info
                                    ? Tone::plain
                                    : texts::tone(api::severity(event.code)));
    case KeyRole:
        return QVariant::fromValue<qulonglong>(event.id);
    case FilterRole:
        return format::clockTime(event.atMs) + u' ' + texts::event(event);
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
    case Text:
        return tr("Event");
    default:
        return {};
    }
}

} // namespace aw::models
