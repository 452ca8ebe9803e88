#pragma once

#include "state/account.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace aw::state {

/// Collects hashes of leaves (S-2) and nodes (S-3) to make many side by side. What is added must stay where
/// it is until the next flush, and nothing added may be the outcome of another that is still waiting.
class HashBatch {
public:
    HashBatch() = default;
    HashBatch(const HashBatch&) = delete;
    HashBatch& operator=(const HashBatch&) = delete;

    /// Writes leafHash(account) to `out`, at the latest in flush().
    void addLeaf(const Account& account, Hash& out);
    /// Writes nodeHash(left, right) to `out`, at the latest in flush().
    void addNode(const Hash& left, const Hash& right, Hash& out);
    /// Makes what is waiting.
    void flush();

private:
    static constexpr std::size_t kCapacity = 64;

    HashInput next(Hash& out);

    std::array<std::uint8_t, kCapacity * kHashInputSize> m_inputs;
    std::array<Hash*, kCapacity> m_outs;
    std::size_t m_size = 0;
};

} // namespace aw::state
