#pragma once

#include "base/clock.hpp"
#include "store/values.hpp"

#include <deque>
#include <memory>
#include <optional>

namespace aw::l1 {

/// How alive L1 is, told from the heads that were seen: how long since the last new one, and how long L1
/// takes for a block. Rests on the steady clock and on the blocks' own times alone, so that it does not
/// matter when somebody sets the clock. Give it heads that were found to fit: those of L1Updates. Pure but
/// for the injected clock. Not thread-safe: one strand.
class L1Health {
public:
    /// Silence counts from here on until the first head.
    explicit L1Health(std::shared_ptr<const base::Clock> clock);

    /// Notes the head of L1. New is one whose hash was not among the last 64, unless it is more than 256
    /// blocks below the highest: an endpoint that repeats itself, goes to and fro between old heads, or reads
    /// its whole chain again is no sign of life.
    void noteHead(const store::L1Block& head);

    /// After a reorg: the heads above are not of the chain any more.
    void forgetAbove(std::uint64_t number);

    /// Steady milliseconds since the last new head, or since construction while there is none.
    std::uint64_t silentForMs() const;
    bool isSilent(std::uint64_t limitMs) const { return silentForMs() >= limitMs; }

    /// Milliseconds from one block to the next: the median over the last 64 heads, by their own times; 0
    /// where there are fewer than two, or their times do not differ.
    std::uint64_t blockTimeMs() const;

    /// The last new head.
    std::optional<store::L1Block> head() const;

private:
    std::shared_ptr<const base::Clock> m_clock;
    std::uint64_t m_sinceMs;            ///< steady
    std::deque<store::L1Block> m_heads; ///< in the order in which they were seen
};

} // namespace aw::l1
