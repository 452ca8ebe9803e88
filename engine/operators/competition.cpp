#include "operators/competition.hpp"

#include <algorithm>
#include <tuple>

namespace aw::operators {

namespace {

template<class Bid>
void sortByRank(std::vector<const Entrant*>& entrants, Bid bidOf) {
    std::sort(entrants.begin(), entrants.end(), [&](const Entrant* a, const Entrant* b) {
        return std::tuple(bidOf(*a), a->order) < std::tuple(bidOf(*b), b->order);
    });
}

} // namespace

const Entrant* Competition::find(const Address& address) const {
    const auto found = std::find_if(entrants.begin(), entrants.end(),
                                    [&](const Entrant& entrant) { return entrant.address == address; });
    return found == entrants.end() ? nullptr : &*found;
}

std::vector<const Entrant*> Competition::ladder() const {
    std::vector<const Entrant*> result;
    for (const auto& entrant : entrants)
        if (entrant.eligible) result.push_back(&entrant);
    sortByRank(result, [](const Entrant& entrant) { return entrant.bidWei; });
    return result;
}

std::optional<std::size_t> Competition::rankOf(const Address& address) const {
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

std::uint64_t bidInEpoch(const Entrant& entrant, std::uint64_t epoch) {
    return entrant.nextBidEpoch <= epoch ? entrant.nextBidWei : entrant.bidWei;
}

Address firstOfNextEpoch(const Competition& competition) {
    const auto next = competition.epoch + 1;
    std::vector<const Entrant*> eligible;
    for (const auto& entrant : competition.entrants)
        if (entrant.status == Status::registered && entrant.eligibleFromEpoch <= next &&
            (entrant.leavesAtEpoch == 0 || entrant.leavesAtEpoch > next) &&
            entrant.standsDownUntilEpoch <= next)
            eligible.push_back(&entrant);
    if (eligible.empty()) return {};
    sortByRank(eligible, [&](const Entrant& entrant) { return bidInEpoch(entrant, next); });
    return eligible.front()->address;
}

std::string_view notReadyCode(const Readiness& readiness, const Wei& reserveWei) {
    if (!readiness.running) return "stopped";
    if (!readiness.eligible) return "not-eligible";
    if (readiness.disputed) return "disputed";
    if (readiness.batchesHeld < readiness.batchesKnown || readiness.lagBlocks > kReadyLagBlocks)
        return "lagging";
    if (!readiness.hasPeers) return "no-peers";
    if (readiness.l1BalanceWei < reserveWei) return "low-funds";
    return "";
}

} // namespace aw::operators
