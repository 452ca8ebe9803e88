#pragma once

#include "l1/intent.hpp"

#include <deque>

namespace aw::l1 {

/// Fees of the last 24 hours, by receipts. By this machine's clock: an endpoint cannot make a day pass.
class Spendings {
public:
    static constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

    void load(std::vector<IntentJournal::Spending> spendings);
    void add(const IntentJournal::Spending& spending);
    /// Its transaction left L1.
    void remove(std::uint64_t id);
    /// What is in the future counts: the clock was set back.
    Wei ofDay(std::int64_t nowMs) const;
    /// When the first of them was noticed; 0 where there is none.
    std::int64_t sinceMs(std::int64_t nowMs) const;

private:
    std::deque<IntentJournal::Spending> m_spendings; ///< oldest first
};

} // namespace aw::l1
