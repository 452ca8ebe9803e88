#pragma once

#include "api/values.hpp"

#include <QString>

/// The commands that do or show the same as the console, each complete but for the key that signs. Pure.
namespace aw::models::commands {

/// Reads that any Ethereum tool can make of the viewpoint's own JSON-RPC; of L1 for a batch that was rolled
/// back.
QString showBatch(const api::Snapshot& snapshot, const api::Batch& batch);
QString showOperators(const api::Snapshot& snapshot);

/// A read that L1 answers; empty for one that was never sent.
QString showL1Tx(const api::Snapshot& snapshot, const api::L1Transaction& tx);

/// L1 transactions of an operator's key.
QString stepDown(const api::Snapshot& snapshot);
QString setBid(const api::Snapshot& snapshot, std::uint64_t bidWei);
QString registerOperator(const api::Snapshot& snapshot, const api::Operator& entry);

/// The same call again under the same nonce, at most `feeWei` per gas, with the tip raised as pools demand.
QString speedUp(const api::Snapshot& snapshot, const api::L1Transaction& tx, const Wei& feeWei);
/// A transfer of nothing to `self` under its nonce; empty for one that was never sent.
QString cancel(const api::Snapshot& snapshot, const Address& self, const api::L1Transaction& tx,
               const Wei& feeWei);

/// The Lab's acts, each in a fresh fleet.
QString load(double tps);
QString injectBadRoot();
QString crash();
/// From one of the demo's accounts to the other; empty while they have nothing.
QString transfer(const api::Snapshot& snapshot);

} // namespace aw::models::commands
