#include "models/selection.hpp"

namespace aw::models {

void Selection::set(Kind kind, std::uint64_t batch, const Address& address) {
    if (kind == m_kind && batch == m_batch && address == m_address) return;
    m_kind = kind;
    m_batch = batch;
    m_address = address;
    emit changed();
}

} // namespace aw::models
