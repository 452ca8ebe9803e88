#pragma once

#include "api/values.hpp"
#include "models/row_sync.hpp"

#include <memory>

namespace aw::models {

struct L1TxKey {
    std::uint64_t operator()(const api::L1Transaction& tx) const { return tx.id; }
};

/// The L1 transactions of the viewpoint's operator, newest first. GUI thread.
class L1TxModel : public RowSync<api::L1Transaction, L1TxKey> {
    Q_OBJECT
public:
    enum Column {
        Purpose,
        State,
        Batch,
        Nonce,
        MaxFee,
        Tip,
        Gas,
        Cost,
        L1Block,
        Confirmations,
        Replaced,
        Age,
        TxHash,
        kColumns
    };

    using RowSync::RowSync;

    /// `nowMs`: what ages count against.
    void update(const api::Snapshot& snapshot, std::int64_t nowMs);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const api::L1Transaction& tx, int column) const;
    QVariant sortKey(const api::L1Transaction& tx, int column) const;
    QString hint(const api::L1Transaction& tx, int column) const;
    /// The cell as other programs read it, in the unit that the header of ExportRole names.
    QVariant exported(const api::L1Transaction& tx, int column) const;

    std::int64_t m_nowMs = 0;
};

} // namespace aw::models
