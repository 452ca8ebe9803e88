#pragma once

#include "l1/intent.hpp"
#include "store/l1_intent.hpp"

/// An intent as it is kept in the store.
namespace aw::node {

store::StoredL1Intent rowOf(const l1::Intent& intent, const Address& account);

/// Error "store.corrupt" where its document does not decode.
Result<l1::Intent> intentOf(store::StoredL1Intent row);

} // namespace aw::node
