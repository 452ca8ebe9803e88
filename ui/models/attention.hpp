#pragma once

#include "api/values.hpp"
#include "models/selection.hpp"
#include "models/tone.hpp"

#include <QString>

#include <optional>
#include <vector>

namespace aw::models {

/// Where a notice leads that no page is about: to the event log, which every page has below it.
inline constexpr PageId kEventLog{"events"};

/// One thing that wants a look: what it is, what caused it, whether to act, and where that is done.
struct Notice {
    Tone tone = Tone::ok;
    QString title;
    QString text; ///< what caused it
    QString act;  ///< whether to act now, and until when
    /// On the button that opens what can be done; empty where nothing can.
    QString button = {};
    PageId page = PageId::overview;
    std::uint64_t batch = 0;      ///< to select on the way; 0 if none
    Address operatorAddress = {}; ///< to select on the way; zero if none
    /// To select on the way: the L1 transaction of that operator.
    std::optional<std::uint64_t> l1Tx = {};
    Hash batchHash = {}; ///< which of the batches of that number
    /// What it is about: the same for the same matter in every later snapshot and in every language.
    QString key = {};
    /// The matter in one line for the bar that every page has; empty where it need not stand there.
    QString alarm = {};
};

/// What needs the user's attention, worst first; never empty: all well is a notice too.
std::vector<Notice> attention(const api::Snapshot& snapshot, std::int64_t nowMs);

/// Selects what a notice is about and opens its page.
void follow(const Notice& notice, Selection& selection);

/// The nearest deadline that matters, in L1 blocks.
struct Deadline {
    bool known = false;
    std::uint64_t blocks = 0;
    std::uint64_t l1Block = 0; ///< the last block before it, or the first after it, as `what` says
    QString what;
    Tone tone = Tone::plain;
};
Deadline nextDeadline(const api::Snapshot& snapshot);

} // namespace aw::models
