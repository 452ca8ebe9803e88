#pragma once

#include "l1/tx_manager.hpp"

namespace aw::lab {

/// What each owner gets: a million tokens of six decimals.
inline const Wei kDemoTokenAmount = Wei(1'000'000'000'000ULL);

/// Creates an ERC-20 token that is worth nothing (engine/contracts/demo), registers it with the bridge, and
/// deposits kDemoTokenAmount for each owner. Returns its address. Errors: those of the manager.
Task<Result<Address>> bringDemoToken(l1::TxManager& txManager, Address bridge, std::vector<Address> owners);

} // namespace aw::lab
