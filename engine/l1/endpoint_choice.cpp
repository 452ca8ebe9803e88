#include "l1/endpoint_choice.hpp"

#include <algorithm>
#include <cassert>

namespace aw::l1 {

namespace {
constexpr unsigned kMostDoublings = 5;

std::uint64_t doubled(std::uint64_t ms, unsigned times) { return ms << std::min(times, kMostDoublings); }
} // namespace

EndpointChoice::EndpointChoice(std::size_t count, EndpointPolicy policy)
    : m_policy(policy)
    , m_states(count) {
    assert(count > 0);
}

std::optional<EndpointSwitch> EndpointChoice::failed(std::size_t place, const std::string& why,
                                                     std::uint64_t nowMs) {
    auto& state = m_states[place];
    const auto rest = std::min(doubled(m_policy.restMs, state.failuresInRow), m_policy.longestRestMs);
    ++state.failuresInRow;
    state.restsUntilMs = std::max(state.restsUntilMs, nowMs + rest);
    return leave(place, why, nowMs);
}

std::optional<EndpointSwitch> EndpointChoice::distrusted(std::size_t place, const std::string& why,
                                                         std::uint64_t nowMs) {
    m_states[place].distrustedUntilMs = nowMs + m_policy.distrustMs;
    return leave(place, why, nowMs);
}

std::optional<EndpointSwitch> EndpointChoice::leave(std::size_t place, const std::string& why,
                                                    std::uint64_t nowMs) {
    auto& state = m_states[place];
    state.failure = why;
    state.goodSinceMs.reset();
    if (place != m_current) return {};
    for (std::size_t other = 0; other < m_states.size(); ++other)
        if (other != place && !isResting(other, nowMs)) return take(other, why, nowMs);
    return {};
}

EndpointSwitch EndpointChoice::take(std::size_t place, std::string reason, std::uint64_t nowMs) {
    // Before the one that is left is taken again it must be good for longer than last time.
    ++m_states[m_current].timesLeft;
    EndpointSwitch change{m_current, place, std::move(reason)};
    m_current = place;
    ++m_switches;
    // What it shows from here on counts, not what it showed while nobody looked.
    m_states[place].newHeadAtMs = nowMs;
    m_states[place].goodSinceMs = nowMs;
    return change;
}

std::optional<EndpointSwitch> EndpointChoice::served(std::size_t place, std::uint64_t nowMs) {
    auto& state = m_states[place];
    state.failuresInRow = 0;
    state.restsUntilMs = 0;
    if (!isResting(place, nowMs)) {
        state.failure.clear();
        if (!state.goodSinceMs) state.goodSinceMs = nowMs;
    }
    if (place == m_current) {
        // One that served for long after it was taken again is as good as new.
        if (state.goodSinceMs && nowMs - *state.goodSinceMs >= 2 * returnAfterMs(state)) state.timesLeft = 0;
        return {};
    }
    const auto& mine = m_states[m_current];
    if (mine.failure.empty()) return {};
    return take(place, mine.failure, nowMs);
}

void EndpointChoice::saw(std::size_t place, const EndpointHead& head, std::uint64_t nowMs) {
    auto& state = m_states[place];
    if (!state.head || state.head->hash != head.hash) state.newHeadAtMs = nowMs;
    state.head = head;
}

bool EndpointChoice::isUsable(std::size_t place, std::uint64_t nowMs) const {
    const auto& state = m_states[place];
    return !isResting(place, nowMs) && state.failure.empty() && state.head;
}

bool EndpointChoice::isBehind(std::size_t place, std::size_t other) const {
    const auto& mine = m_states[place].head;
    const auto& its = m_states[other].head;
    return mine && its && mine->number + m_policy.lagBlocks < its->number;
}

std::optional<std::size_t> EndpointChoice::ahead(std::uint64_t nowMs) const {
    for (std::size_t place = 0; place < m_states.size(); ++place)
        if (place != m_current && isUsable(place, nowMs) && isBehind(m_current, place)) return place;
    return {};
}

std::optional<EndpointSwitch> EndpointChoice::decide(std::optional<std::size_t> extends,
                                                     std::uint64_t nowMs) {
    auto& mine = m_states[m_current];
    const auto leaveFor = [&](std::size_t place, std::string why) {
        mine.failure = std::move(why);
        mine.goodSinceMs.reset();
        return take(place, m_states[m_current].failure, nowMs);
    };
    if (extends && isUsable(*extends, nowMs) && isBehind(m_current, *extends)) {
        const auto blocks = m_states[*extends].head->number - mine.head->number;
        return leaveFor(*extends,
                        "Its head is " + std::to_string(blocks) + " blocks behind that of another endpoint.");
    }
    for (std::size_t place = 0; place < m_states.size(); ++place) {
        auto& other = m_states[place];
        if (place == m_current || !isUsable(place, nowMs)) continue;
        const bool isFrozen = mine.head && nowMs - mine.newHeadAtMs >= m_policy.frozenAfterMs;
        if (isFrozen && other.newHeadAtMs > mine.newHeadAtMs && other.head->number > mine.head->number)
            return leaveFor(place, "Its head stands still at block " + std::to_string(mine.head->number) +
                                       " while that of another endpoint grows.");
        if (isBehind(place, m_current)) other.goodSinceMs.reset();
        if (place < m_current && other.goodSinceMs && nowMs - *other.goodSinceMs >= returnAfterMs(other))
            return take(place, "An endpoint that is preferred is good again.", nowMs);
    }
    return {};
}

std::uint64_t EndpointChoice::returnAfterMs(const State& state) const {
    return doubled(m_policy.returnAfterMs, state.timesLeft == 0 ? 0 : state.timesLeft - 1);
}

std::optional<std::size_t> EndpointChoice::next(const std::vector<bool>& tried, std::uint64_t nowMs) const {
    if (!tried[m_current] && !isResting(m_current, nowMs)) return m_current;
    std::optional<std::size_t> soonest;
    for (std::size_t place = 0; place < m_states.size(); ++place) {
        if (tried[place]) continue;
        if (!isResting(place, nowMs)) return place;
        if (!soonest || restEndMs(place) < restEndMs(*soonest)) soonest = place;
    }
    return soonest;
}

bool EndpointChoice::isResting(std::size_t place, std::uint64_t nowMs) const {
    return nowMs < restEndMs(place);
}

std::uint64_t EndpointChoice::restEndMs(std::size_t place) const {
    return std::max(m_states[place].restsUntilMs, m_states[place].distrustedUntilMs);
}

const std::string& EndpointChoice::failureOf(std::size_t place) const { return m_states[place].failure; }

const std::optional<EndpointHead>& EndpointChoice::headOf(std::size_t place) const {
    return m_states[place].head;
}

} // namespace aw::l1
