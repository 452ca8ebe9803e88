#pragma once

#include "api/values.hpp"
#include "models/row_sync.hpp"

namespace aw::models {

struct EventKey {
    std::uint64_t operator()(const api::Event& event) const { return event.id; }
};

/// The event log, newest first. GUI thread.
class EventModel : public RowSync<api::Event, EventKey> {
    Q_OBJECT
public:
    enum Column { Time, L1Block, Text, kColumns };

    using RowSync::RowSync;

    void update(const api::Snapshot& snapshot);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
};

} // namespace aw::models
