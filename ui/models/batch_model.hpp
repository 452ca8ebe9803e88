#pragma once

#include "api/values.hpp"
#include "models/row_sync.hpp"

#include <QSortFilterProxyModel>

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

    std::shared_ptr<const api::Snapshot> m_snapshot;
};

/// Sorts by SortRole and keeps the rows in which every word of the filter is found.
class WordFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit WordFilter(QObject* parent = nullptr);

    void setWords(const QString& text);
    /// Rows hold words: they are filtered and sorted again where the language changes.
    bool event(QEvent* event) override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QStringList m_words;
};

} // namespace aw::models
