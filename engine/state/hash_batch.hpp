#pragma once

#include "crypto/keccak_job.hpp"
#include "state/account.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace aw::state {

/// Collects leaves to hash many side by side (S-2).
class LeafBatch {
public:
    LeafBatch() = default;
    LeafBatch(const LeafBatch&) = delete;
    LeafBatch& operator=(const LeafBatch&) = delete;

    /// Writes leafHash(account) to `out`, at the latest in flush().
    void add(const Account& account, Hash& out);
    void flush();

private:
    static constexpr std::size_t kCapacity = 64;

    std::array<LeafFields, kCapacity> m_fields;
    std::array<crypto::KeccakJob, kCapacity> m_jobs;
    std::size_t m_size = 0;
};

/// Collects nodes to hash many side by side (S-3). What is added must stay where it is until the next flush,
/// and nothing added may be the outcome of another that is still waiting.
class NodeBatch {
public:
    NodeBatch() = default;
    NodeBatch(const NodeBatch&) = delete;
    NodeBatch& operator=(const NodeBatch&) = delete;

    /// Writes nodeHash(pair[0], pair[1]) to `out`, at the latest in flush(). They are not both 0.
    void add(const Hash* pair, Hash& out);
    void flush();

private:
    static constexpr std::size_t kCapacity = 256;

    std::array<crypto::KeccakJob, kCapacity> m_jobs;
    std::size_t m_size = 0;
};

} // namespace aw::state
