#include "node/store_journal.hpp"

#include "l1/spendings.hpp"
#include "node/intent_document.hpp"

namespace aw::node {

namespace {
Error closed() { return {ErrorCode::nodeStopped, "This operator is stopped."}; }
} // namespace

Result<l1::IntentJournal::Kept> StoreJournal::load(std::int64_t spentSinceMs) {
    const std::scoped_lock lock(m_mutex);
    if (!m_store) return closed();
    auto rows = m_store->l1Intents(m_account, kAtHand);
    if (!rows) return rows.error();
    const auto spendings = m_store->l1Spendings(m_account, spentSinceMs);
    if (!spendings) return spendings.error();
    const auto last = m_store->lastL1Intent();
    if (!last) return last.error();
    Kept kept;
    kept.lastId = *last;
    for (auto& row : *rows) {
        auto intent = intentOf(std::move(row));
        if (!intent) return intent.error();
        kept.intents.push_back(std::move(*intent));
    }
    for (const auto& spending : *spendings)
        kept.spendings.push_back({spending.id, spending.spentMs, spending.costWei});
    return kept;
}

Result<void> StoreJournal::put(std::span<const l1::Intent> intents) {
    std::vector<store::StoredL1Intent> rows;
    rows.reserve(intents.size());
    for (const auto& intent : intents)
        rows.push_back(rowOf(intent, m_account));
    const std::scoped_lock lock(m_mutex);
    if (!m_store) return closed();
    if (const auto kept = m_store->putL1Intents(rows); !kept || ++m_puts % kPutsUntilPruned != 0) return kept;
    return m_store->pruneL1Intents(kKept,
                                   static_cast<std::int64_t>(m_clock->nowMs()) - l1::Spendings::kDayMs);
}

void StoreJournal::close() {
    const std::scoped_lock lock(m_mutex);
    m_store.reset();
}

} // namespace aw::node
