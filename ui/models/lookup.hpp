#pragma once

#include "api/values.hpp"
#include "models/tone.hpp"

#include <optional>
#include <vector>

/// Questions that several views ask of a snapshot. Pointers live as long as the snapshot. Pure.
namespace aw::models {

/// The newest batch of this number: one rolled back shares its number with its successor.
const api::Batch* findBatch(const api::Snapshot& snapshot, std::uint64_t number);
/// This very batch, or null. Whoever keeps a batch in mind keeps its hash.
const api::Batch* findBatch(const api::Snapshot& snapshot, const Hash& hash);
const api::Operator* findOperator(const api::Snapshot& snapshot, const Address& address);
/// Whether what only its own node knows is known: funds, pending transactions, how far it is. Of another
/// console's operator, and of one whose node is down, it is not: that is no zero.
bool isMeasured(const api::Operator& entry);
/// Position in order of registration, for the operator's colour; -1 if unknown.
int operatorIndex(const api::Snapshot& snapshot, const Address& address);
const api::Operator* currentOperator(const api::Snapshot& snapshot);
const api::Operator* viewpointOperator(const api::Snapshot& snapshot);
/// The eligible operator ranked next after the current one that is ready; null if there is none.
const api::Operator* nextReady(const api::Snapshot& snapshot);
/// The newest challenge against a batch of this number, or null.
const api::Challenge* challengeOf(const api::Snapshot& snapshot, std::uint64_t batch);
/// The challenge against this very batch, or null.
const api::Challenge* challengeOf(const api::Snapshot& snapshot, const Hash& batchHash);
/// The hash of the batch that an L1 transaction anchors or challenges; zero where it is about none that is
/// known.
Hash batchOf(const api::Snapshot& snapshot, const api::L1Transaction& tx);
/// The batch that an event of this run is about: of its number the newest that was on L1 by then, so that one
/// that was rolled back is not taken for its successor. Null where it is about none.
const api::Batch* batchOf(const api::Snapshot& snapshot, const api::Event& event);

/// Whether a fraud waits for somebody to act: detected or failed, and its window still open.
bool needsChallenge(const api::Snapshot& snapshot, const api::Challenge& challenge);
/// Whether the challenge is on its way to L1.
bool isUnderWay(const api::Challenge& challenge);
std::size_t openFrauds(const api::Snapshot& snapshot);
std::size_t readyOperators(const api::Snapshot& snapshot);

/// The last L1 block in which the batch can be challenged: it is final with the next.
std::uint64_t deadlineOf(const api::Batch& batch);
/// L1 blocks to come in which it can still be challenged; 0 if it is final or was rolled back.
std::uint64_t blocksLeft(const api::Snapshot& snapshot, const api::Batch& batch);
/// Whether its window is open.
bool isOpen(const api::Batch& batch);
/// Whether it was replayed here, as far as that is possible.
bool isReplayed(const api::Batch& batch);
/// The wrong batch behind which this one stands, so that it cannot be replayed; null where there is none.
const api::Batch* blockedBy(const api::Snapshot& snapshot, const api::Batch& batch);
/// How far it has come through its window, 0..1.
double windowShare(const api::Snapshot& snapshot, const api::Batch& batch);
/// Batches still in their window, what becomes final soonest first.
std::vector<const api::Batch*> openWindows(const api::Snapshot& snapshot);

/// Whether the replay gave another root than the batch claims, at its end or after one of its segments.
bool rootDiffers(const api::Batch& batch);

/// Data bytes and L1 gas for each transfer of the batch; 0 for an empty one.
double bytesPerTransfer(const api::Batch& batch);
double gasPerTransfer(const api::Batch& batch);

/// What a transfer of the batch cost its operator on L1, and what it paid; nothing where that is not known.
std::optional<Wei> costPerTransfer(const api::Batch& batch);
std::optional<Wei> feesPerTransfer(const api::Batch& batch);

/// The viewpoint's L1 transaction of that id, or null.
const api::L1Transaction* findL1Tx(const api::Snapshot& snapshot, std::uint64_t id);
/// In L1's pool: sent, and in no block.
bool isInPool(const api::L1Transaction& tx);
/// Not sent, because something that is named holds it back.
bool isHeldBack(const api::L1Transaction& tx);
/// How many L1 blocks it has been in the pool, by the time of L1's head; 0 where it is not there.
std::uint64_t blocksInPool(const api::Snapshot& snapshot, const api::L1Transaction& tx);
/// In the pool for longer than L1 usually takes.
bool isStuck(const api::Snapshot& snapshot, const api::L1Transaction& tx);
/// Failed lately, and nothing of its kind was mined since.
bool isFailureOpen(const api::Snapshot& snapshot, const api::L1Transaction& tx);
/// How many are held back, stuck, or failed lately.
std::size_t troubledL1Txs(const api::Snapshot& snapshot);
/// How much the runway of an account leaves to wish for: bad below a day, warn below a week.
Tone runwayTone(const api::L1Account& account);

/// L1 is silent for longer than three of its blocks and two seconds, or disconnected.
bool isStale(const api::Snapshot& snapshot, std::int64_t nowMs);

} // namespace aw::models
