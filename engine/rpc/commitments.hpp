#pragma once

#include "rpc/logs.hpp"

namespace aw::rpc {

/// What the header of an Ethereum block with the same transactions states about them, so that clients of
/// Ethereum can check a block as they do there. They are no part of the rollup's own block hash (B-3).
struct Commitments {
    Bloom logsBloom{};
    Hash transactionsRoot; ///< of the signed transactions, as eth_getBlockBy... shows them
    Hash receiptsRoot;
    std::uint64_t sizeBytes = 0; ///< of the block in RLP, as geth reports it
};

/// Takes some microseconds for each transaction of the block.
Commitments commitmentsOf(const BlockView& block);

} // namespace aw::rpc
