#include "state/hash_batch.hpp"

#include "crypto/keccak.hpp"

namespace aw::state {

void LeafBatch::add(const Account& account, Hash& out) {
    if (m_size == kCapacity) flush();
    auto& fields = m_fields[m_size];
    fields = leafFields(account);
    m_jobs[m_size++] = {.input = fields.data(), .out = out.bytes.data()};
}

void LeafBatch::flush() {
    crypto::keccak256Prefixed(kLeafPrefix, std::span(m_jobs).first(m_size));
    m_size = 0;
}

void NodeBatch::add(const Hash* pair, Hash& out) {
    static_assert(sizeof(Hash) == Hash::kSize, "a pair is 64 bytes");
    if (m_size == kCapacity) flush();
    m_jobs[m_size++] = {.input = pair->bytes.data(), .out = out.bytes.data()};
}

void NodeBatch::flush() {
    crypto::keccak256Prefixed(kNodePrefix, std::span(m_jobs).first(m_size));
    m_size = 0;
}

} // namespace aw::state
