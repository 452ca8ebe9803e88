#pragma once

#include "base/result.hpp"
#include "state/state.hpp"

#include <functional>

/// The compact form of a whole state, to be kept in a file: a node that has one need not replay the rollup
/// from its first batch.
///
/// Layout: "AWSTATE" ‖ version u8 (2) ‖ accountCount u64 ‖ inboxCursor u64 ‖ txCount u64 ‖ stateRoot 32, then
/// the accounts in order of their index: owner 20 ‖ token ‖ nonce ‖ balance ‖ withdrawn. A number is a byte
/// that counts the bytes after it, and these bytes, big-endian, the first not 0. The state root (S-4) commits
/// to all of it, so that no damage goes unnoticed.
namespace aw::state {

/// Hands the bytes to `sink`, piece by piece, at most 64 KiB each.
void saveSnapshot(const State& state, const std::function<void(ByteView)>& sink);

/// The state. Never allocates by what the bytes claim. Errors: "snapshot.not-one" (other bytes, another
/// version), "snapshot.malformed" (cut, left over, a number that does not fit), "snapshot.wrong-root".
Result<State> loadSnapshot(ByteView bytes);

} // namespace aw::state
