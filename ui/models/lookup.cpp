#include "models/lookup.hpp"

#include <algorithm>

namespace aw::models {

using api::BatchStatus;
using api::ChallengeStage;
using api::L1TxState;

namespace {
/// L1 blocks in the pool after which an L1 transaction counts as stuck; the node raises its fees before.
constexpr std::uint64_t kStuckBlocks = 12;
/// A failure this old is history.
constexpr std::int64_t kFailureMs = 3'600'000;
} // namespace

const api::Batch* findBatch(const api::Snapshot& snapshot, std::uint64_t number) {
    // Newest first: after a roll-back the same number comes again.
    for (auto it = snapshot.batches.rbegin(); it != snapshot.batches.rend(); ++it)
        if (it->number == number) return &*it;
    return nullptr;
}

const api::Batch* findBatch(const api::Snapshot& snapshot, const Hash& hash) {
    for (const auto& batch : snapshot.batches)
        if (batch.hash == hash) return &batch;
    return nullptr;
}

const api::Operator* findOperator(const api::Snapshot& snapshot, const Address& address) {
    for (const auto& entry : snapshot.operators)
        if (entry.address == address) return &entry;
    return nullptr;
}

bool isMeasured(const api::Operator& entry) { return entry.local && entry.running; }

int operatorIndex(const api::Snapshot& snapshot, const Address& address) {
    for (std::size_t i = 0; i < snapshot.operators.size(); ++i)
        if (snapshot.operators[i].address == address) return static_cast<int>(i);
    return -1;
}

const api::Operator* currentOperator(const api::Snapshot& snapshot) {
    for (const auto& entry : snapshot.operators)
        if (entry.current) return &entry;
    return nullptr;
}

const api::Operator* viewpointOperator(const api::Snapshot& snapshot) {
    return findOperator(snapshot, snapshot.viewpoint);
}

const api::Operator* nextReady(const api::Snapshot& snapshot) {
    const api::Operator* best = nullptr;
    for (const auto& entry : snapshot.operators)
        if (entry.eligible && !entry.current && entry.ready && (!best || entry.rank < best->rank))
            best = &entry;
    return best;
}

const api::Challenge* challengeOf(const api::Snapshot& snapshot, std::uint64_t batch) {
    for (auto it = snapshot.challenges.rbegin(); it != snapshot.challenges.rend(); ++it)
        if (it->batch == batch) return &*it;
    return nullptr;
}

const api::Challenge* challengeOf(const api::Snapshot& snapshot, const Hash& batchHash) {
    for (const auto& challenge : snapshot.challenges)
        if (challenge.batchHash == batchHash) return &challenge;
    return nullptr;
}

Hash batchOf(const api::Snapshot& snapshot, const api::L1Transaction& tx) {
    if (tx.batch == 0) return {};
    // Mined, its hash says which of the batches of that number it is about.
    if (!tx.hash.isZero()) {
        for (const auto& batch : snapshot.batches)
            if (batch.l1TxHash == tx.hash) return batch.hash;
        for (const auto& challenge : snapshot.challenges)
            for (const auto& stamp : challenge.history)
                if (stamp.l1TxHash == tx.hash) return challenge.batchHash;
    }
    const auto* newest = findBatch(snapshot, tx.batch);
    return newest ? newest->hash : Hash{};
}

const api::Batch* batchOf(const api::Snapshot& snapshot, const api::Event& event) {
    const auto arg = event.args.find("batch");
    if (arg == event.args.end()) return nullptr;
    const auto number = QString::fromStdString(arg->second).toULongLong();
    const auto found =
        std::find_if(snapshot.batches.rbegin(), snapshot.batches.rend(), [&](const api::Batch& batch) {
            return batch.number == number && batch.l1Block <= event.l1Block;
        });
    return found == snapshot.batches.rend() ? nullptr : &*found;
}

bool needsChallenge(const api::Snapshot& snapshot, const api::Challenge& challenge) {
    return (challenge.stage == ChallengeStage::detected || challenge.stage == ChallengeStage::failed) &&
           snapshot.heads.l1.number < challenge.deadlineL1Block;
}

bool isUnderWay(const api::Challenge& challenge) {
    switch (challenge.stage) {
    case ChallengeStage::committing:
    case ChallengeStage::committed:
    case ChallengeStage::proving:
    case ChallengeStage::convicted:
        return true;
    default:
        return false;
    }
}

std::size_t openFrauds(const api::Snapshot& snapshot) {
    return static_cast<std::size_t>(
        std::count_if(snapshot.challenges.begin(), snapshot.challenges.end(),
                      [&](const auto& challenge) { return needsChallenge(snapshot, challenge); }));
}

std::size_t readyOperators(const api::Snapshot& snapshot) {
    return static_cast<std::size_t>(std::count_if(snapshot.operators.begin(), snapshot.operators.end(),
                                                  [](const auto& entry) { return entry.ready; }));
}

std::uint64_t deadlineOf(const api::Batch& batch) {
    return batch.finalAtL1Block - std::min<std::uint64_t>(batch.finalAtL1Block, 1);
}

std::uint64_t blocksLeft(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (!isOpen(batch)) return 0;
    const auto now = snapshot.heads.l1.number;
    const auto last = deadlineOf(batch);
    return last > now ? last - now : 0;
}

bool isOpen(const api::Batch& batch) {
    return batch.status == BatchStatus::window || batch.status == BatchStatus::disputed;
}

bool isReplayed(const api::Batch& batch) { return !batch.ownRoot.isZero() || rootDiffers(batch); }

const api::Batch* blockedBy(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (batch.status != BatchStatus::window || isReplayed(batch)) return nullptr;
    const api::Batch* first = nullptr;
    for (const auto& other : snapshot.batches)
        if (other.status == BatchStatus::disputed && other.number < batch.number &&
            (!first || other.number < first->number))
            first = &other;
    return first;
}

double windowShare(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (batch.finalAtL1Block <= batch.l1Block) return 1;
    const auto now = std::clamp(snapshot.heads.l1.number, batch.l1Block, batch.finalAtL1Block);
    return static_cast<double>(now - batch.l1Block) /
           static_cast<double>(batch.finalAtL1Block - batch.l1Block);
}

std::vector<const api::Batch*> openWindows(const api::Snapshot& snapshot) {
    std::vector<const api::Batch*> result;
    for (const auto& batch : snapshot.batches)
        if (isOpen(batch)) result.push_back(&batch);
    std::stable_sort(result.begin(), result.end(), [](const auto* one, const auto* other) {
        return one->finalAtL1Block < other->finalAtL1Block;
    });
    return result;
}

bool rootDiffers(const api::Batch& batch) {
    if (!batch.ownRoot.isZero()) return batch.ownRoot != batch.claimedRoot;
    return std::any_of(batch.segmentList.begin(), batch.segmentList.end(),
                       [](const auto& segment) { return segment.recomputed && !segment.agrees; });
}

double bytesPerTransfer(const api::Batch& batch) {
    return batch.txs ? static_cast<double>(batch.dataBytes) / batch.txs : 0;
}

double gasPerTransfer(const api::Batch& batch) {
    return batch.txs ? static_cast<double>(batch.gasUsed) / batch.txs : 0;
}

std::optional<Wei> costPerTransfer(const api::Batch& batch) {
    if (batch.txs == 0 || batch.costWei == 0) return std::nullopt;
    return Wei(batch.costWei / batch.txs);
}

std::optional<Wei> feesPerTransfer(const api::Batch& batch) {
    if (batch.txs == 0 || batch.ownRoot.isZero()) return std::nullopt;
    return Wei(batch.feesWei / batch.txs);
}

const api::L1Transaction* findL1Tx(const api::Snapshot& snapshot, std::uint64_t id) {
    for (const auto& tx : snapshot.l1Txs)
        if (tx.id == id) return &tx;
    return nullptr;
}

bool isInPool(const api::L1Transaction& tx) {
    return tx.state == L1TxState::sent || tx.state == L1TxState::replaced || tx.state == L1TxState::reorged;
}

bool isHeldBack(const api::L1Transaction& tx) { return tx.state == L1TxState::queued && tx.problem; }

std::uint64_t blocksInPool(const api::Snapshot& snapshot, const api::L1Transaction& tx) {
    const auto since = snapshot.heads.l1.timeMs - tx.sentAtMs;
    if (!isInPool(tx) || tx.sentAtMs == 0 || since <= 0 || snapshot.l1.blockTimeMs == 0) return 0;
    return static_cast<std::uint64_t>(since) / snapshot.l1.blockTimeMs;
}

bool isStuck(const api::Snapshot& snapshot, const api::L1Transaction& tx) {
    return blocksInPool(snapshot, tx) > kStuckBlocks;
}

bool isFailureOpen(const api::Snapshot& snapshot, const api::L1Transaction& tx) {
    if (tx.state != L1TxState::failed || snapshot.atMs - tx.createdAtMs > kFailureMs) return false;
    return std::none_of(snapshot.l1Txs.begin(), snapshot.l1Txs.end(), [&](const auto& later) {
        return later.id > tx.id && later.kind == tx.kind && later.l1Block != 0 &&
               later.state != L1TxState::failed;
    });
}

std::size_t troubledL1Txs(const api::Snapshot& snapshot) {
    return static_cast<std::size_t>(
        std::count_if(snapshot.l1Txs.begin(), snapshot.l1Txs.end(), [&](const auto& tx) {
            return isHeldBack(tx) || isStuck(snapshot, tx) || isFailureOpen(snapshot, tx);
        }));
}

Tone runwayTone(const api::L1Account& account) {
    if (account.balanceWei == 0) return Tone::bad;
    if (account.runwayDays <= 0) return Tone::plain;
    return account.runwayDays < 1 ? Tone::bad : account.runwayDays < 7 ? Tone::warn : Tone::ok;
}

bool isStale(const api::Snapshot& snapshot, std::int64_t nowMs) {
    if (snapshot.phase != api::Phase::running) return false;
    if (!snapshot.l1.connected) return true;
    const auto allowed = static_cast<std::int64_t>(3 * snapshot.l1.blockTimeMs) + 2000;
    return nowMs - snapshot.heads.l1.seenAtMs > allowed;
}

} // namespace aw::models
