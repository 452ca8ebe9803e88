#include "models/batch_model.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

namespace aw::models {

namespace {

QString dash() { return QString(QChar(0x2014)); }

QVariant count(std::uint64_t value) { return QVariant::fromValue<qulonglong>(value); }

bool isText(int column) {
    return column == BatchModel::Operator || column == BatchModel::Status || column == BatchModel::Root ||
           column == BatchModel::BatchHash || column == BatchModel::L1TxHash;
}

/// Sorted by what asks for most first, not by the alphabet of a language.
int urgency(api::BatchStatus status) {
    switch (status) {
    case api::BatchStatus::disputed:
        return 0;
    case api::BatchStatus::window:
        return 1;
    case api::BatchStatus::final:
        return 2;
    case api::BatchStatus::rolledBack:
        return 3;
    }
    return 4;
}

} // namespace

void BatchModel::update(std::shared_ptr<const api::Snapshot> snapshot) {
    m_snapshot = std::move(snapshot);
    sync({m_snapshot->batches.rbegin(), m_snapshot->batches.rend()});
}

int BatchModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString BatchModel::text(const api::Batch& batch, int column) const {
    switch (column) {
    case Number:
        return format::number(batch.number);
    case Operator:
        return QString::fromStdString(batch.operatorName);
    case Status:
        return texts::status(batch);
    case Left:
        return isOpen(batch) ? format::blockSpan(blocksLeft(*m_snapshot, batch), m_snapshot->l1.blockTimeMs)
                             : dash();
    case Root:
        return verdict(batch);
    case Txs:
        return format::number(batch.txs);
    case Segments:
        return format::number(batch.segments);
    case Bytes:
        return format::bytes(batch.dataBytes);
    case BytesPerTx:
        return batch.txs ? format::decimal(bytesPerTransfer(batch), 1) : dash();
    case Gas:
        return batch.gasUsed ? format::number(batch.gasUsed) : dash();
    case GasPerTx:
        return batch.txs && batch.gasUsed ? format::decimal(gasPerTransfer(batch), 0) : dash();
    case BaseFee:
        return format::feeUnit(batch.baseFeeWei);
    case L1Block:
        return format::number(batch.l1Block);
    case Era:
        return format::number(batch.era);
    case BatchHash:
        return format::shortHash(batch.hash);
    case L1TxHash:
        return format::shortHash(batch.l1TxHash);
    default:
        return {};
    }
}

QString BatchModel::verdict(const api::Batch& batch) const {
    const auto* blocking = blockedBy(*m_snapshot, batch);
    return blocking ? tr("blocked by %1").arg(format::number(blocking->number)) : texts::rootVerdict(batch);
}

QVariant BatchModel::sortKey(const api::Batch& batch, int column) const {
    switch (column) {
    case Number:
        return count(batch.number);
    case Status:
        return urgency(batch.status);
    case Left:
        // What has no time left to it comes after all that has.
        return count(isOpen(batch) ? blocksLeft(*m_snapshot, batch) : ~std::uint64_t{0});
    case Txs:
        return batch.txs;
    case Segments:
        return batch.segments;
    case Bytes:
        return count(batch.dataBytes);
    case BytesPerTx:
        return bytesPerTransfer(batch);
    case Gas:
        return count(batch.gasUsed);
    case GasPerTx:
        return gasPerTransfer(batch);
    case BaseFee:
        return count(batch.baseFeeWei);
    case L1Block:
        return count(batch.l1Block);
    case Era:
        return count(batch.era);
    default:
        return text(batch, column);
    }
}

QString BatchModel::filterWord(const api::Batch& batch, int column) const {
    switch (column) {
    case Number:
        return QStringLiteral("#%1").arg(batch.number);
    case Operator:
        return QStringLiteral("op:") + QString::fromStdString(batch.operatorName).section(u' ', 0, 0);
    case Status:
    case Left:
        return QStringLiteral("is:") +
               (batch.status == api::BatchStatus::window ? QStringLiteral("open") : states(batch).front());
    case Root:
        if (rootDiffers(batch)) return QStringLiteral("is:wrong");
        return blockedBy(*m_snapshot, batch) ? QStringLiteral("is:blocked") : texts::rootVerdict(batch);
    case BatchHash:
        return format::fullHash(batch.hash);
    case L1TxHash:
        return format::fullHash(batch.l1TxHash);
    default:
        return text(batch, column);
    }
}

QStringList BatchModel::states(const api::Batch& batch) const {
    QStringList all;
    const auto add = [&](const char* english, const QString& here) {
        all << QLatin1String(english);
        if (here != all.back()) all << here;
    };
    switch (batch.status) {
    case api::BatchStatus::disputed:
        add("wrong", tr("wrong", "after is:"));
        break;
    case api::BatchStatus::final:
        add("final", tr("final", "after is:"));
        break;
    case api::BatchStatus::rolledBack:
        add("rolled-back", tr("rolled-back", "after is:"));
        // What was wrong is so still.
        if (rootDiffers(batch)) add("wrong", tr("wrong", "after is:"));
        break;
    case api::BatchStatus::window:
        break;
    }
    if (blockedBy(*m_snapshot, batch)) add("blocked", tr("blocked", "after is:"));
    if (isOpen(batch)) add("open", tr("open", "after is:"));
    return all;
}

QVariant BatchModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& batch = rowAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(batch, column);
    case Qt::TextAlignmentRole:
        return QVariant(isText(column) ? Qt::AlignLeft | Qt::AlignVCenter
                                       : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        if (column == Number || column == BatchHash) return format::fullHash(batch.hash);
        if (column == L1TxHash) return format::fullHash(batch.l1TxHash);
        return text(batch, column);
    case SortRole:
        return sortKey(batch, column);
    case ToneRole:
        if (column == Status) return static_cast<int>(texts::tone(batch));
        if (text(batch, column) == dash()) return static_cast<int>(Tone::muted);
        if (column == Left) return static_cast<int>(rootDiffers(batch) ? Tone::bad : Tone::plain);
        if (column == Root) {
            if (rootDiffers(batch)) return static_cast<int>(Tone::bad);
            return static_cast<int>(batch.ownRoot.isZero() ? Tone::muted : Tone::ok);
        }
        if (batch.status == api::BatchStatus::rolledBack) return static_cast<int>(Tone::muted);
        return static_cast<int>(Tone::plain);
    case BadgeRole:
        return column == Status;
    case KeyRole:
        return format::fullHash(batch.hash);
    case MonoRole:
        return column == BatchHash || column == L1TxHash;
    case ExportRole:
        if (column == BatchHash) return format::fullHash(batch.hash);
        if (column == L1TxHash) return batch.l1TxHash.isZero() ? QString() : format::fullHash(batch.l1TxHash);
        if (text(batch, column) == dash()) return QString();
        return isText(column) ? QVariant(text(batch, column)) : sortKey(batch, column);
    case FilterWordRole:
        return filterWord(batch, column);
    case NumberRole:
        return QString::number(batch.number);
    case OperatorRole:
        return QString::fromStdString(batch.operatorName);
    case StateRole:
        return states(batch);
    case HashRole:
        return QString(format::fullHash(batch.hash) + u' ' + format::fullHash(batch.claimedRoot) + u' ' +
                       format::fullHash(batch.l1TxHash));
    case FilterRole: {
        QString all = QString::number(batch.number);
        for (int i = 0; i < BatchHash; ++i)
            all += u' ' + text(batch, i);
        return all;
    }
    default:
        return {};
    }
}

QVariant BatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isText(section) ? Qt::AlignLeft | Qt::AlignVCenter
                                        : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Left:
            return tr("How long it can still be challenged, and for how many L1 blocks");
        case BytesPerTx:
            return tr("Data bytes on L1 for each transfer");
        case GasPerTx:
            return tr("L1 gas for each transfer");
        case Root:
            return tr("Whether the claimed state root is the one replayed here");
        default:
            return {};
        }
    }
    if (role == ExportRole) {
        const QString name = headerData(section, orientation, Qt::DisplayRole).toString();
        switch (section) {
        case Left:
            return QString(name + QStringLiteral(", ") + tr("L1 blocks"));
        case Bytes:
            return QString(name + QStringLiteral(", ") + tr("bytes"));
        case BaseFee:
            return QString(name + QStringLiteral(", wei"));
        default:
            return name;
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Number:
        return tr("Batch");
    case Operator:
        return tr("Operator");
    case Status:
        return tr("Status");
    case Left:
        return tr("To challenge");
    case Root:
        return tr("Root");
    case Txs:
        return tr("Transfers");
    case Segments:
        return tr("Segments");
    case Bytes:
        return tr("Data");
    case BytesPerTx:
        return tr("B / tx");
    case Gas:
        return tr("L1 gas");
    case GasPerTx:
        return tr("Gas / tx");
    case BaseFee:
        return tr("Base fee");
    case L1Block:
        return tr("L1 block");
    case Era:
        return tr("Era");
    case BatchHash:
        return tr("Batch hash");
    case L1TxHash:
        return tr("L1 transaction");
    default:
        return {};
    }
}

} // namespace aw::models
