#pragma once

#include "api/values.hpp"
#include "models/row_sync.hpp"
#include "models/tone.hpp"

#include <memory>

namespace aw::models {

struct OperatorKey {
    const Address& operator()(const api::Operator& entry) const { return entry.address; }
};

/// The operators of a snapshot in order of registration, one beside the other. What nobody here knows of one,
/// because its node is down or another's, is a dash. GUI thread.
class OperatorModel : public RowSync<api::Operator, OperatorKey> {
    Q_OBJECT
public:
    enum Column {
        Name,
        Standing,
        Rank,
        Bid,
        Bond,
        Funds,
        Claimable,
        LastBatch,
        BatchesHeld,
        PendingHeld,
        Behind,
        Peers,
        kColumns
    };

    using RowSync::RowSync;

    void update(std::shared_ptr<const api::Snapshot> snapshot);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const api::Operator& entry, int column) const;
    Tone tone(const api::Operator& entry, int column) const;

    std::shared_ptr<const api::Snapshot> m_snapshot;
};

} // namespace aw::models
