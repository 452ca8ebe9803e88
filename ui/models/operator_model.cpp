#include "models/operator_model.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

namespace aw::models {

namespace {

/// From so many L2 blocks on, a backup counts as behind.
constexpr std::uint64_t kBehindBlocks = 8;

QString dash() { return QString(QChar(0x2014)); }

bool isText(int column) { return column == OperatorModel::Name || column == OperatorModel::Standing; }

QVariant count(std::uint64_t value) { return QVariant::fromValue<qulonglong>(value); }

/// Amounts of any size in one order.
QVariant amount(const Wei& wei) { return wei.convert_to<double>(); }

QVariant sortKey(const api::Operator& entry, int column) {
    switch (column) {
    case OperatorModel::Name:
        return QString::fromStdString(entry.name);
    case OperatorModel::Standing:
        return texts::standing(entry);
    case OperatorModel::Rank:
        // Whoever has no rank comes last.
        return entry.eligible ? entry.rank : ~std::uint32_t{0};
    case OperatorModel::Bid:
        return count(entry.bidWei);
    case OperatorModel::Bond:
        return amount(entry.bondWei);
    case OperatorModel::Funds:
        return amount(entry.l1BalanceWei);
    case OperatorModel::Claimable:
        return amount(entry.claimableWei);
    case OperatorModel::LastBatch:
        return count(entry.lastBatch);
    case OperatorModel::BatchesHeld:
        return count(entry.batchesHeld);
    case OperatorModel::PendingHeld:
        return count(entry.pendingHeld);
    case OperatorModel::Behind:
        return count(entry.lagBlocks);
    case OperatorModel::Peers:
        return entry.feedPeers;
    default:
        return {};
    }
}

/// The cell as other programs read it, in the unit that the header of ExportRole names.
QVariant exported(const api::Operator& entry, int column) {
    const auto wei = [](const Wei& amount) { return QVariant(QString::fromStdString(amount.str())); };
    const auto known = [&](std::uint64_t value) {
        return isMeasured(entry) ? count(value) : QVariant(QString());
    };
    switch (column) {
    case OperatorModel::Bid:
        return entry.bidWei == 0 ? QVariant(QString()) : count(entry.bidWei);
    case OperatorModel::Bond:
        return wei(entry.bondWei);
    case OperatorModel::Funds:
        return isMeasured(entry) ? wei(entry.l1BalanceWei) : QVariant(QString());
    case OperatorModel::Claimable:
        return wei(entry.claimableWei);
    case OperatorModel::LastBatch:
        return entry.lastBatch ? count(entry.lastBatch) : QVariant(QString());
    case OperatorModel::BatchesHeld:
        return known(entry.batchesHeld);
    case OperatorModel::PendingHeld:
        return known(entry.pendingHeld);
    case OperatorModel::Behind:
        return known(entry.lagBlocks);
    case OperatorModel::Peers:
        return known(entry.feedPeers);
    default:
        return {};
    }
}

} // namespace

void OperatorModel::update(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    sync(m_snapshot->operators);
}

int OperatorModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString OperatorModel::text(const api::Operator& entry, int column) const {
    const bool measured = isMeasured(entry);
    switch (column) {
    case Name:
        return QString::fromStdString(entry.name);
    case Standing:
        return texts::standing(entry);
    case Rank:
        return entry.eligible ? QString::number(entry.rank + 1) : dash();
    case Bid:
        return entry.bidWei == 0 ? dash() : format::feeUnit(entry.bidWei);
    case Bond:
        return entry.bondLocked && entry.bondWei != 0
                   ? tr("%1, locked").arg(format::etherUnit(entry.bondWei, 2))
                   : format::etherUnit(entry.bondWei, 2);
    case Funds:
        return measured ? format::etherUnit(entry.l1BalanceWei, 3) : dash();
    case Claimable:
        return format::etherUnit(entry.claimableWei, 2);
    case LastBatch:
        return entry.lastBatch ? format::number(entry.lastBatch) : dash();
    case BatchesHeld:
        return measured
                   ? tr("%1 of %2").arg(format::number(entry.batchesHeld), format::number(entry.batchesKnown))
                   : dash();
    case PendingHeld:
        return measured ? format::number(entry.pendingHeld) : dash();
    case Behind:
        return measured ? format::blocks(entry.lagBlocks) : dash();
    case Peers:
        return measured ? format::number(entry.feedPeers) : dash();
    default:
        return {};
    }
}

Tone OperatorModel::tone(const api::Operator& entry, int column) const {
    if (column == Standing) return texts::standingTone(entry);
    if (text(entry, column) == dash()) return Tone::muted;
    switch (column) {
    case Bond:
        return entry.bondWei < m_snapshot->parameters.minBondWei ? Tone::bad : Tone::plain;
    case Claimable:
        return entry.claimableWei != 0 ? Tone::ok : Tone::plain;
    case BatchesHeld:
        return entry.batchesHeld < entry.batchesKnown ? Tone::warn : Tone::plain;
    case Behind:
        return entry.lagBlocks > kBehindBlocks ? Tone::warn : Tone::plain;
    case Peers:
        return entry.feedPeers == 0 ? Tone::warn : Tone::plain;
    default:
        return Tone::plain;
    }
}

QVariant OperatorModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& entry = rowAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, column);
    case Qt::TextAlignmentRole:
        return QVariant((isText(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (column == Name) return format::fullAddress(entry.address);
        if (column == Standing) return texts::notReady(entry);
        return text(entry, column);
    case SortRole:
        return sortKey(entry, column);
    case ToneRole:
        return static_cast<int>(tone(entry, column));
    case BadgeRole:
        return column == Standing;
    case ExportRole:
        return exported(entry, column);
    case KeyRole:
        return format::fullAddress(entry.address);
    default:
        return {};
    }
}

QVariant OperatorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant((isText(section) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Bid:
            return tr("What it asks for a unit of L2 gas, in effect now");
        case BatchesHeld:
            return tr("Batches whose data and state it has, of those on L1");
        case PendingHeld:
            return tr("Pending transactions that it would go on with");
        case Behind:
            return tr("L2 blocks behind the best head known here");
        default:
            return {};
        }
    }
    if (role == ExportRole) {
        const QString name = headerData(section, orientation, Qt::DisplayRole).toString();
        switch (section) {
        case Bid:
        case Bond:
        case Funds:
        case Claimable:
            return QString(name + QStringLiteral(", wei"));
        case Behind:
            return QString(name + QStringLiteral(", ") + tr("L2 blocks"));
        default:
            return name;
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Operator");
    case Standing:
        return tr("Standing");
    case Rank:
        return tr("Rank");
    case Bid:
        return tr("Bid");
    case Bond:
        return tr("Bond");
    case Funds:
        return tr("L1 funds");
    case Claimable:
        return tr("Claimable");
    case LastBatch:
        return tr("Last batch");
    case BatchesHeld:
        return tr("Batches held");
    case PendingHeld:
        return tr("Pending held");
    case Behind:
        return tr("Behind");
    case Peers:
        return tr("Feed peers");
    default:
        return {};
    }
}

} // namespace aw::models
