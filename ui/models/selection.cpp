#include "models/selection.hpp"

namespace aw::models {

void Selection::set(Kind kind, std::uint64_t batch, const Address& address, std::uint64_t l1Tx) {
    if (kind == m_kind && batch == m_batch && address == m_address && l1Tx == m_l1Tx) return;
    m_kind = kind;
    m_batch = batch;
    m_address = address;
    m_l1Tx = l1Tx;
    emit changed();
}

} // namespace aw::models
