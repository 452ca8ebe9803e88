#pragma once

#include "api/values.hpp"
#include "models/row_sync.hpp"

#include <memory>

namespace aw::models {

struct BatchKey {
    const Hash& operator()(const api::Batch& batch) const { return batch.hash; }
};

/// The batches of a snapshot, newest first. GUI thread.
class BatchModel : public RowSync<api::Batch, BatchKey> {
    Q_OBJECT
public:
    enum Column {
        Number,
        Operator,
        Status,
        Left,
        Root,
        Txs,
        Segments,
        Bytes,
        BytesPerTx,
        Gas,
        GasPerTx,
        BaseFee,
        L1Block,
        Era,
        BatchHash,
        L1TxHash,
        kColumns
    };

    using RowSync::RowSync;

    void update(std::shared_ptr<const api::Snapshot> snapshot);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const api::Batch& batch, int column) const;
    QString verdict(const api::Batch& batch) const;
    QVariant sortKey(const api::Batch& batch, int column) const;
    /// What to type into the filter for rows like this one.
    QString filterWord(const api::Batch& batch, int column) const;
    /// What may follow `is:`, in English and in the language of now.
    QStringList states(const api::Batch& batch) const;

    std::shared_ptr<const api::Snapshot> m_snapshot;
};

} // namespace aw::models
