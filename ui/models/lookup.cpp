#include "models/lookup.hpp"

#include <algorithm>

namespace aw::models {

using api::BatchStatus;
using api::ChallengeStage;

const api::Batch* findBatch(const api::Snapshot& snapshot, std::uint64_t number) {
    // Newest first: after a roll-back the same number comes again.
    for (auto it = snapshot.batches.rbegin(); it != snapshot.batches.rend(); ++it)
        if (it->number == number) return &*it;
    return nullptr;
}

const api::Operator* findOperator(const api::Snapshot& snapshot, const Address& address) {
    for (const auto& entry : snapshot.operators)
        if (entry.address == address) return &entry;
    return nullptr;
}

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

std::uint64_t blocksLeft(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (batch.status == BatchStatus::final || batch.status == BatchStatus::rolledBack) return 0;
    const auto now = snapshot.heads.l1.number;
    return batch.finalAtL1Block > now ? batch.finalAtL1Block - now : 0;
}

double windowShare(const api::Snapshot& snapshot, const api::Batch& batch) {
    if (batch.finalAtL1Block <= batch.l1Block) return 1;
    const auto now = std::clamp(snapshot.heads.l1.number, batch.l1Block, batch.finalAtL1Block);
    return static_cast<double>(now - batch.l1Block) /
           static_cast<double>(batch.finalAtL1Block - batch.l1Block);
}

std::vector<const api::Batch*> openWindows(const api::Snapshot& snapshot) {
    std::vector<const api::Batch*> result;
    for (auto it = snapshot.batches.rbegin(); it != snapshot.batches.rend(); ++it)
        if (it->status == BatchStatus::window || it->status == BatchStatus::disputed) result.push_back(&*it);
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

bool isStale(const api::Snapshot& snapshot, std::int64_t nowMs) {
    if (snapshot.phase != api::Phase::running) return false;
    if (!snapshot.l1.connected) return true;
    const auto allowed = static_cast<std::int64_t>(3 * snapshot.l1.blockTimeMs) + 2000;
    return nowMs - snapshot.heads.l1.seenAtMs > allowed;
}

} // namespace aw::models
