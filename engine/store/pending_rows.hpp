#pragma once

#include "store/connection.hpp"
#include "store/values.hpp"

#include <span>

namespace aw::store {

/// Puts transactions before all pending ones, in their order; those that are pending move. For those who are
/// in a transaction of the connection's and know that none of them is in a block.
void putPendingFirst(Connection& connection, std::span<const PendingTx> txs);

} // namespace aw::store
