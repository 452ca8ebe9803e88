#pragma once

#include "api/values.hpp"
#include "node/node_view.hpp"

#include <deque>

namespace aw::lab {

/// What a transfer costs on L1: data bytes and L1 gas for each L2 transaction, over the batches of the last
/// 60 L1 blocks that were not rolled back; 0 where there is none.
struct PerTransfer {
    double bytes = 0, gas = 0;
};
PerTransfer perTransfer(const node::NodeView& view);

/// A rate per second over the last five seconds of a count that only grows.
class Rate {
public:
    void note(std::int64_t nowMs, std::uint64_t count);
    double perSecond() const;
    /// The count noted last; 0 before the first.
    std::uint64_t last() const { return m_history.empty() ? 0 : m_history.back().second; }
    void clear() { m_history.clear(); }

private:
    std::deque<std::pair<std::int64_t, std::uint64_t>> m_history;
};

/// One point a second of what pages draw as curves, the newest 600. Not thread-safe.
class Sampler {
public:
    static constexpr std::size_t kMax = 600;

    bool due(std::int64_t nowMs) const { return nowMs - m_lastMs >= 1000; }
    /// `sent`: acknowledged transfers of the load so far.
    void add(std::int64_t nowMs, const node::NodeView& view, std::uint64_t sent);
    /// The next points come from another node, whose count of transactions may be another.
    void changeSource() { m_executed.clear(); }

    double executedPerSecond() const { return m_executed.perSecond(); }
    double sentPerSecond() const { return m_sent.perSecond(); }
    const std::deque<api::Sample>& samples() const { return m_samples; }

private:
    Rate m_executed, m_sent;
    std::deque<api::Sample> m_samples;
    std::int64_t m_lastMs = 0;
};

} // namespace aw::lab
