#include "models/batch_model.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

#include <QEvent>

namespace aw::models {

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
        if (const auto left = blocksLeft(*m_snapshot, batch))
            return batch.status == api::BatchStatus::disputed
                       ? tr("%1, %2 left").arg(texts::status(batch), format::number(left))
                       : tr("%1 left").arg(format::blocks(left));
        return texts::status(batch);
    case Root:
        return texts::rootVerdict(batch);
    case Txs:
        return format::number(batch.txs);
    case Segments:
        return format::number(batch.segments);
    case Bytes:
        return format::bytes(batch.dataBytes);
    case BytesPerTx:
        return batch.txs ? format::decimal(bytesPerTransfer(batch), 1) : QString(QChar(0x2014));
    case Gas:
        return batch.gasUsed ? format::number(batch.gasUsed) : QString(QChar(0x2014));
    case GasPerTx:
        return batch.txs && batch.gasUsed ? format::decimal(gasPerTransfer(batch), 0)
                                          : QString(QChar(0x2014));
    case BaseFee:
        return format::feeUnit(batch.baseFeeWei);
    case L1Block:
        return format::number(batch.l1Block);
    case Era:
        return format::number(batch.era);
    default:
        return {};
    }
}

QVariant BatchModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& batch = rowAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(batch, column);
    case Qt::TextAlignmentRole:
        return QVariant(column == Operator || column == Status || column == Root
                            ? Qt::AlignLeft | Qt::AlignVCenter
                            : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return column == Number ? QVariant(format::fullHash(batch.hash)) : QVariant(text(batch, column));
    case SortRole:
        switch (column) {
        case Number:
            return QVariant::fromValue<qulonglong>(batch.number);
        case Txs:
            return batch.txs;
        case Segments:
            return batch.segments;
        case Bytes:
            return QVariant::fromValue<qulonglong>(batch.dataBytes);
        case BytesPerTx:
            return bytesPerTransfer(batch);
        case Gas:
            return QVariant::fromValue<qulonglong>(batch.gasUsed);
        case GasPerTx:
            return gasPerTransfer(batch);
        case BaseFee:
            return QVariant::fromValue<qulonglong>(batch.baseFeeWei);
        case L1Block:
            return QVariant::fromValue<qulonglong>(batch.l1Block);
        case Era:
            return QVariant::fromValue<qulonglong>(batch.era);
        default:
            return text(batch, column);
        }
    case ToneRole:
        if (column == Status) return static_cast<int>(texts::tone(batch));
        if (column == Root) {
            if (rootDiffers(batch)) return static_cast<int>(Tone::bad);
            return static_cast<int>(batch.ownRoot.isZero() ? Tone::muted : Tone::ok);
        }
        if (batch.status == api::BatchStatus::rolledBack) return static_cast<int>(Tone::muted);
        return static_cast<int>(Tone::plain);
    case BadgeRole:
        return column == Status;
    case KeyRole:
        return QVariant::fromValue<qulonglong>(batch.number);
    case FilterRole: {
        QString all = format::fullHash(batch.hash) + u' ' + format::fullHash(batch.claimedRoot) + u' ' +
                      format::fullHash(batch.l1TxHash) + u' ' + QString::number(batch.number);
        for (int i = 0; i < kColumns; ++i)
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
        return QVariant(section == Operator || section == Status || section == Root
                            ? Qt::AlignLeft | Qt::AlignVCenter
                            : Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole) {
        switch (section) {
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
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Number:
        return tr("Batch");
    case Operator:
        return tr("Operator");
    case Status:
        return tr("Status");
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
    default:
        return {};
    }
}

WordFilter::WordFilter(QObject* parent)
    : QSortFilterProxyModel(parent) {
    setSortRole(SortRole);
}

bool WordFilter::event(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) invalidate();
    return QSortFilterProxyModel::event(event);
}

void WordFilter::setWords(const QString& text) {
    m_words = text.split(u' ', Qt::SkipEmptyParts);
    invalidateFilter();
}

bool WordFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (m_words.isEmpty()) return true;
    const QString all = sourceModel()->index(row, 0, parent).data(FilterRole).toString();
    return std::all_of(m_words.begin(), m_words.end(),
                       [&](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

} // namespace aw::models
