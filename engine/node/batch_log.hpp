#pragma once

#include "api/values.hpp"
#include "node/finality.hpp"

#include <deque>

namespace aw::node {

/// The newest batches as they are shown, those that were rolled back too. All of it is in the store; this
/// keeps it at hand. On the node's strand.
class BatchLog {
public:
    static constexpr std::size_t kShown = 500;

    BatchLog(const store::Store& store, const Finality& finality)
        : m_store(store)
        , m_finality(finality) {}

    /// Reads them from the store.
    Result<void> load();
    void add(const Hash& batchHash);
    /// What became final is shown so.
    void refresh();
    const std::deque<api::Batch>& batches() const { return m_batches; }

private:
    api::Batch shown(const store::StoredBatch& row) const;
    api::BatchStatus statusOf(std::uint64_t number) const;

    const store::Store& m_store;
    const Finality& m_finality;
    std::deque<api::Batch> m_batches; ///< newest last
};

} // namespace aw::node
