#include "state/hash_batch.hpp"

#include "crypto/keccak.hpp"

namespace aw::state {

HashInput HashBatch::next(Hash& out) {
    if (m_size == kCapacity) flush();
    m_outs[m_size] = &out;
    return HashInput(&m_inputs[kHashInputSize * m_size++], kHashInputSize);
}

void HashBatch::addLeaf(const Account& account, Hash& out) { writeLeafInput(account, next(out)); }

void HashBatch::addNode(const Hash& left, const Hash& right, Hash& out) {
    if (left.isZero() && right.isZero())
        out = {};
    else
        writeNodeInput(left, right, next(out));
}

void HashBatch::flush() {
    std::array<Hash, kCapacity> hashes;
    crypto::keccak256Many(ByteView(m_inputs).first(kHashInputSize * m_size), kHashInputSize,
                          std::span(hashes).first(m_size));
    for (std::size_t i = 0; i < m_size; ++i)
        *m_outs[i] = hashes[i];
    m_size = 0;
}

} // namespace aw::state
