#pragma once

#include "base/error_code.hpp"
#include "rpc/backend.hpp"

namespace aw::node {

/// What a node's strand knows of its own health.
struct HealthFacts {
    bool synced = false, l1Connected = false, l1Silent = false, disputed = false;
    std::optional<ErrorCode> diskRefused;
    std::uint64_t l1Head = 0, l2Head = 0;
    std::uint64_t l1NewsMs = 0;         ///< since L1 showed a new block
    std::uint64_t l1SilenceLimitMs = 0; ///< 0 while unknown
    std::uint64_t pending = 0;
};

/// The document of /health: the figures, and under "reasons" why the node does not serve as it should, each a
/// word for programs, a colon, and a sentence.
rpc::Backend::Health healthDocument(const HealthFacts& facts);

/// The same as seen from outside the strand: `agoMs` since the strand last said something, nullopt where it
/// never did.
rpc::Backend::Health withHeartbeat(rpc::Backend::Health health, std::optional<std::uint64_t> agoMs);

} // namespace aw::node
