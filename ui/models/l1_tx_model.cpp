#include "models/l1_tx_model.hpp"

#include "models/format.hpp"
#include "models/lookup.hpp"
#include "models/table_roles.hpp"
#include "models/texts.hpp"

namespace aw::models {

namespace {

constexpr int kCostDigits = 6;

QString dash() { return QString(QChar(0x2014)); }

/// What it will cost at most, as long as nothing was paid.
Wei bound(const api::L1Transaction& tx) { return tx.maxFeeWei * tx.gasLimit; }

QString atMost(const QString& figure) { return QChar(0x2264) + QStringLiteral(" ") + figure; }

double gasShare(const api::L1Transaction& tx) {
    return tx.gasLimit == 0 ? 0 : static_cast<double>(tx.gasUsed) / static_cast<double>(tx.gasLimit);
}

bool isMined(const api::L1Transaction& tx) { return tx.l1Block != 0; }

bool isText(int column) {
    return column == L1TxModel::Purpose || column == L1TxModel::State || column == L1TxModel::TxHash;
}

QVariant alignment(int column) {
    return QVariant((isText(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

} // namespace

void L1TxModel::update(const api::Snapshot& snapshot, std::int64_t nowMs) {
    m_nowMs = nowMs;
    sync({snapshot.l1Txs.rbegin(), snapshot.l1Txs.rend()});
}

int L1TxModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

QString L1TxModel::text(const api::L1Transaction& tx, int column) const {
    switch (column) {
    case Purpose:
        return texts::kind(tx.kind);
    case State:
        return texts::state(tx);
    case Batch:
        return tx.batch ? format::number(tx.batch) : dash();
    case Nonce:
        return tx.nonce ? QString::number(*tx.nonce) : dash();
    case MaxFee:
        return tx.maxFeeWei == 0 ? dash() : format::feeUnit(tx.maxFeeWei);
    case Tip:
        return tx.maxFeeWei == 0 ? dash() : format::feeUnit(tx.tipWei);
    case Gas:
        if (tx.gasLimit == 0) return dash();
        return isMined(tx)
                   ? QStringLiteral("%1 · %2").arg(format::number(tx.gasUsed), format::percent(gasShare(tx)))
                   : atMost(format::number(tx.gasLimit));
    case Cost:
        if (isMined(tx)) return format::ether(tx.costWei, kCostDigits);
        if (tx.state == api::L1TxState::cancelled || tx.state == api::L1TxState::failed) return dash();
        return bound(tx) == 0 ? dash() : atMost(format::ether(bound(tx), kCostDigits));
    case L1Block:
        return isMined(tx) ? format::number(tx.l1Block) : dash();
    case Confirmations:
        return isMined(tx) ? format::number(tx.confirmations) : dash();
    case Replaced:
        return tx.replacedHashes.empty()
                   ? dash()
                   : QStringLiteral("%1%2").arg(format::number(tx.replacedHashes.size()),
                                                QString(QChar(0x00D7)));
    case Age:
        return format::duration(m_nowMs - tx.createdAtMs);
    case TxHash:
        return format::shortHash(tx.hash);
    default:
        return {};
    }
}

QVariant L1TxModel::sortKey(const api::L1Transaction& tx, int column) const {
    const auto count = [](std::uint64_t value) { return QVariant::fromValue<qulonglong>(value); };
    const auto amount = [](const Wei& wei) { return QVariant(wei.convert_to<double>()); };
    switch (column) {
    case State:
        return static_cast<int>(tx.state);
    case Batch:
        return count(tx.batch);
    case Nonce:
        // What has none yet comes after all that have one.
        return count(tx.nonce.value_or(~std::uint64_t{0}));
    case MaxFee:
        return amount(tx.maxFeeWei);
    case Tip:
        return amount(tx.tipWei);
    case Gas:
        return count(isMined(tx) ? tx.gasUsed : tx.gasLimit);
    case Cost:
        return amount(isMined(tx) ? tx.costWei : bound(tx));
    case L1Block:
        return count(tx.l1Block);
    case Confirmations:
        return count(tx.confirmations);
    case Replaced:
        return count(tx.replacedHashes.size());
    case Age:
        return QVariant::fromValue<qlonglong>(tx.createdAtMs);
    default:
        return text(tx, column);
    }
}

QString L1TxModel::hint(const api::L1Transaction& tx, int column) const {
    switch (column) {
    case Purpose:
        return tx.label.empty() ? texts::purpose(tx) : QString::fromStdString(tx.label);
    case State:
        return tx.problem ? texts::standing(tx) + u'\n' + texts::problem(tx) : texts::standing(tx);
    case Batch:
        return tx.batch ? tr("Open batch %1 in Batches (Enter)").arg(tx.batch) : QString();
    case Gas:
        return isMined(tx)
                   ? tr("%1 of a limit of %2").arg(format::number(tx.gasUsed), format::number(tx.gasLimit))
                   : tr("The limit is %1").arg(format::number(tx.gasLimit));
    case Cost:
        return format::etherUnit(isMined(tx) ? tx.costWei : bound(tx), 18);
    case TxHash:
        return tx.hash.isZero() ? tr("It was never signed") : format::fullHash(tx.hash);
    default:
        return text(tx, column);
    }
}

QVariant L1TxModel::exported(const api::L1Transaction& tx, int column) const {
    const auto count = [](std::uint64_t value) { return QVariant::fromValue<qulonglong>(value); };
    const auto wei = [](const Wei& amount) { return QVariant(QString::fromStdString(amount.str())); };
    const QVariant nothing{QString()};
    switch (column) {
    case Batch:
        return tx.batch ? count(tx.batch) : nothing;
    case MaxFee:
        return tx.maxFeeWei == 0 ? nothing : wei(tx.maxFeeWei);
    case Tip:
        return tx.maxFeeWei == 0 ? nothing : wei(tx.tipWei);
    case Gas:
        return isMined(tx) ? count(tx.gasUsed) : nothing;
    case Cost:
        return isMined(tx) ? wei(tx.costWei) : nothing;
    case L1Block:
        return isMined(tx) ? count(tx.l1Block) : nothing;
    case Confirmations:
        return isMined(tx) ? count(tx.confirmations) : nothing;
    case Replaced:
        return count(tx.replacedHashes.size());
    case Age:
        return format::isoTime(tx.createdAtMs);
    case TxHash:
        return tx.hash.isZero() ? QString() : format::fullHash(tx.hash);
    default:
        // Words, and the nonce, are read as they are shown.
        return {};
    }
}

QVariant L1TxModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& tx = rowAt(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(tx, column);
    case Qt::TextAlignmentRole:
        return alignment(column);
    case Qt::ToolTipRole:
        return hint(tx, column);
    case SortRole:
        return sortKey(tx, column);
    case ToneRole:
        if (column == State) return static_cast<int>(texts::tone(tx));
        if (tx.state == api::L1TxState::cancelled) return static_cast<int>(Tone::muted);
        if (text(tx, column) == dash()) return static_cast<int>(Tone::muted);
        if ((column == Gas || column == Cost) && !isMined(tx)) return static_cast<int>(Tone::muted);
        return static_cast<int>(Tone::plain);
    case BadgeRole:
        return column == State;
    case LinkRole:
        return column == Batch && tx.batch != 0;
    case KeyRole:
        return QVariant::fromValue<qulonglong>(tx.id);
    case NumberRole:
        return tx.batch ? QString::number(tx.batch) : QString();
    case StateRole:
        return QStringList{QString::fromStdString(std::string(api::name(tx.state))), texts::state(tx)};
    case FilterWordRole:
        if (column == Batch && tx.batch != 0) return QStringLiteral("#%1").arg(tx.batch);
        if (column == State)
            return QStringLiteral("is:") + QString::fromStdString(std::string(api::name(tx.state)));
        if (column == TxHash && !tx.hash.isZero()) return format::fullHash(tx.hash);
        return text(tx, column);
    case HashRole: {
        QString all = format::fullAddress(tx.to);
        if (!tx.hash.isZero()) all += u' ' + format::fullHash(tx.hash);
        for (const auto& hash : tx.replacedHashes)
            all += u' ' + format::fullHash(hash);
        return all;
    }
    case ExportRole:
        return exported(tx, column);
    case MonoRole:
        return column == TxHash;
    case FilterRole: {
        QString all = texts::purpose(tx) + u' ' + QString::fromStdString(tx.label);
        for (int i = 0; i < kColumns; ++i)
            if (i != Age && i != TxHash) all += u' ' + text(tx, i);
        return all;
    }
    default:
        return {};
    }
}

QVariant L1TxModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignment(section);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case MaxFee:
            return tr("The most that is paid for a unit of gas");
        case Tip:
            return tr("The most that L1's block producer gets for a unit of gas");
        case Gas:
            return tr("Gas that was used, and its share of the limit; the limit before");
        case Replaced:
            return tr("How often it was resent with higher fees");
        case Confirmations:
            return tr("L1 blocks on top of the one that holds it");
        case Age:
            return tr("Since it was requested");
        default:
            return {};
        }
    }
    if (role == ExportRole) {
        const QString name = headerData(section, orientation, Qt::DisplayRole).toString();
        switch (section) {
        case MaxFee:
        case Tip:
            return QString(name + QStringLiteral(", wei"));
        case Cost:
            return tr("Cost, wei");
        case Gas:
            return tr("Gas used");
        case Age:
            return tr("Requested at");
        case Confirmations:
            return tr("Confirmations");
        case Replaced:
            return tr("Replacements");
        default:
            return name;
        }
    }
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Purpose:
        return tr("For");
    case State:
        return tr("State");
    case Batch:
        return tr("Batch");
    case Nonce:
        return tr("Nonce");
    case MaxFee:
        return tr("Max fee");
    case Tip:
        return tr("Tip");
    case Gas:
        return tr("Gas · of limit");
    case Cost:
        return tr("Cost, ETH");
    case L1Block:
        return tr("L1 block");
    case Confirmations:
        return tr("Conf.");
    case Replaced:
        return tr("Repl.");
    case Age:
        return tr("Age");
    case TxHash:
        return tr("Hash");
    default:
        return {};
    }
}

} // namespace aw::models
