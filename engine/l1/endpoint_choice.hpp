#pragma once

#include "base/types.hpp"

#include <optional>
#include <string>
#include <vector>

namespace aw::l1 {

/// When endpoints are left and taken again. Times in steady milliseconds.
struct EndpointPolicy {
    std::uint64_t compareEveryMs = 15'000; ///< how often heads are compared
    std::uint64_t lagBlocks = 3;           ///< so many blocks behind another endpoint is too far
    std::uint64_t frozenAfterMs = 60'000;  ///< without a new head, while another endpoint has new ones
    std::uint64_t restMs = 2'000;          ///< of an endpoint that failed; doubles each time in a row
    std::uint64_t longestRestMs = 120'000;
    std::uint64_t distrustMs = 600'000; ///< rest of one that cannot be believed
    /// How long a preferred endpoint must be good before it is taken again; doubles, up to 32 times this,
    /// each time it is left.
    std::uint64_t returnAfterMs = 60'000;
};

/// The head of an endpoint.
struct EndpointHead {
    std::uint64_t number = 0;
    Hash hash;
};

/// A change of the endpoint in use.
struct EndpointSwitch {
    std::size_t from = 0, to = 0;
    std::string reason; ///< a sentence without a name
};

/// Decides which of several endpoints is used; see FailoverRpc for the rules. Pure: time comes in as `nowMs`,
/// steady milliseconds that do not go back. Not thread-safe.
class EndpointChoice {
public:
    /// Precondition: count > 0.
    EndpointChoice(std::size_t count, EndpointPolicy policy);

    std::size_t current() const { return m_current; }
    /// Another number after each change.
    std::uint64_t switches() const { return m_switches; }

    /// It failed: it rests, and if it was in use another is taken.
    std::optional<EndpointSwitch> failed(std::size_t place, const std::string& why, std::uint64_t nowMs);
    /// As failed(), for one that cannot be believed: a long rest, whatever it answers meanwhile.
    std::optional<EndpointSwitch> distrusted(std::size_t place, const std::string& why, std::uint64_t nowMs);
    /// It answered. Where the one in use had failed, with none left to take, this one is taken.
    std::optional<EndpointSwitch> served(std::size_t place, std::uint64_t nowMs);

    /// Its head was asked for.
    void saw(std::size_t place, const EndpointHead& head, std::uint64_t nowMs);
    /// The endpoint that is so far ahead that the one in use lags, if it has the head block of the one in use
    /// too; nothing where none is.
    std::optional<std::size_t> ahead(std::uint64_t nowMs) const;
    /// After heads were compared: the change that is due, if any.
    /// @param extends the endpoint of ahead(), where it was found to have the head block of the one in use.
    std::optional<EndpointSwitch> decide(std::optional<std::size_t> extends, std::uint64_t nowMs);

    /// The next endpoint to ask for a call that those in `tried` did not serve; nothing where all are tried.
    std::optional<std::size_t> next(const std::vector<bool>& tried, std::uint64_t nowMs) const;

    bool isResting(std::size_t place, std::uint64_t nowMs) const;
    const std::string& failureOf(std::size_t place) const; ///< empty while it is good
    const std::optional<EndpointHead>& headOf(std::size_t place) const;

private:
    struct State {
        std::string failure;
        std::uint64_t restsUntilMs = 0;
        std::uint64_t distrustedUntilMs = 0;
        unsigned failuresInRow = 0;
        unsigned timesLeft = 0;
        std::optional<std::uint64_t> goodSinceMs;
        std::optional<EndpointHead> head;
        std::uint64_t newHeadAtMs = 0; ///< when `head` was first seen
    };
    std::optional<EndpointSwitch> leave(std::size_t place, const std::string& why, std::uint64_t nowMs);
    bool isUsable(std::size_t place, std::uint64_t nowMs) const;
    std::uint64_t restEndMs(std::size_t place) const;
    bool isBehind(std::size_t place, std::size_t other) const;
    EndpointSwitch take(std::size_t place, std::string reason, std::uint64_t nowMs);
    std::uint64_t returnAfterMs(const State& state) const;

    EndpointPolicy m_policy;
    std::vector<State> m_states;
    std::size_t m_current = 0;
    std::uint64_t m_switches = 0;
};

} // namespace aw::l1
