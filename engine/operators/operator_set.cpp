#include "operators/operator_set.hpp"

#include <algorithm>
#include <tuple>

namespace aw::operators {

namespace {

template<class Bid>
void sortByRank(std::vector<const OperatorState*>& operators, Bid bidOf) {
    std::sort(operators.begin(), operators.end(), [&](const OperatorState* a, const OperatorState* b) {
        return std::tuple(bidOf(*a), a->order) < std::tuple(bidOf(*b), b->order);
    });
}

} // namespace

const OperatorState* OperatorSet::find(const Address& address) const {
    const auto found = std::find_if(operators.begin(), operators.end(), [&](const OperatorState& candidate) {
        return candidate.address == address;
    });
    return found == operators.end() ? nullptr : &*found;
}

std::vector<const OperatorState*> OperatorSet::ladder() const {
    std::vector<const OperatorState*> result;
    for (const auto& candidate : operators)
        if (candidate.eligible) result.push_back(&candidate);
    sortByRank(result, [](const OperatorState& candidate) { return candidate.bidWei; });
    return result;
}

std::optional<std::size_t> OperatorSet::rankOf(const Address& address) const {
    const auto ranked = ladder();
    for (std::size_t i = 0; i < ranked.size(); ++i)
        if (ranked[i]->address == address) return i;
    return std::nullopt;
}

std::uint64_t epochOf(const Timing& timing, std::uint64_t l1Block) {
    return l1Block < timing.deployedAt ? 0 : (l1Block - timing.deployedAt) / timing.epochBlocks;
}

std::uint64_t epochStart(const Timing& timing, std::uint64_t epoch) {
    return timing.deployedAt + epoch * timing.epochBlocks;
}

std::uint64_t mayActAfter(const Timing& timing, std::size_t position) {
    return position * timing.heartbeatBlocks;
}

std::uint64_t bidInEpoch(const OperatorState& candidate, std::uint64_t epoch) {
    return candidate.nextBidEpoch <= epoch ? candidate.nextBidWei : candidate.bidWei;
}

Address firstOfNextEpoch(const OperatorSet& operatorSet) {
    const auto next = operatorSet.epoch + 1;
    std::vector<const OperatorState*> eligible;
    for (const auto& candidate : operatorSet.operators)
        if (candidate.status == OperatorStatus::registered && candidate.eligibleFromEpoch <= next &&
            (candidate.leavesAtEpoch == 0 || candidate.leavesAtEpoch > next) &&
            candidate.standsDownUntilEpoch <= next)
            eligible.push_back(&candidate);
    if (eligible.empty()) return {};
    sortByRank(eligible, [&](const OperatorState& candidate) { return bidInEpoch(candidate, next); });
    return eligible.front()->address;
}

std::optional<api::NotReady> notReady(const Readiness& readiness, const Wei& reserveWei) {
    using enum api::NotReady;
    if (!readiness.running) return stopped;
    if (!readiness.eligible) return notEligible;
    if (readiness.l1Silent) return l1Silent;
    if (readiness.syncing) return syncing;
    if (readiness.disputed) return disputed;
    if (readiness.batchesHeld < readiness.batchesKnown || readiness.lagBlocks > kReadyLagBlocks)
        return lagging;
    if (!readiness.hasPeers) return noPeers;
    if (readiness.l1BalanceWei < reserveWei) return lowFunds;
    if (readiness.diskRefused) return diskRefused;
    return std::nullopt;
}

} // namespace aw::operators
