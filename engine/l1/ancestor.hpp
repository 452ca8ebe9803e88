#pragma once

#include "l1/queries.hpp"

#include <span>

namespace aw::l1 {

/// The place of the newest of `blocks` that is in the chain; nothing where none is. The blocks ascend, gaps
/// are fine, and where one is in the chain those before it are taken to be too. Asks for the newest few and,
/// at growing distances, for some of the others, then narrows down: about 3 batches of less than 32 questions
/// for 1,000 blocks. The span must stay valid meanwhile. Errors: those of blocksIfThere().
Task<Result<std::optional<std::size_t>>> newestInChain(RpcPtr rpc, std::span<const L1Block> blocks);

} // namespace aw::l1
