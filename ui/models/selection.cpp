#include "models/selection.hpp"

#include "models/lookup.hpp"

namespace aw::models {

void Selection::selectBatch(std::uint64_t number) {
    const auto* batch = m_snapshot ? findBatch(*m_snapshot, number) : nullptr;
    selectBatch(number, batch ? batch->hash : Hash{});
}

void Selection::set(const Chosen& chosen) {
    if (chosen == m_chosen) return;
    m_chosen = chosen;
    emit changed();
}

} // namespace aw::models
