#pragma once

#include "models/attention.hpp"

/// The parts of attention(): each adds the notices of one kind.
namespace aw::models::attention_parts {

using Notices = std::vector<Notice>;

/// "51 blocks (51 s)"; without the time where L1's pace is not known.
QString timed(const api::Snapshot& snapshot, std::uint64_t blocks);
/// That there is time until an L1 block, and how much.
QString before(const api::Snapshot& snapshot, std::uint64_t l1Block);

/// L1 transactions that failed, are stuck, or cannot be sent.
void addL1Txs(const api::Snapshot& snapshot, Notices& notices);
/// The viewpoint's L1 account runs dry.
void addRunway(const api::Snapshot& snapshot, Notices& notices);
/// The L1 funds of any other local operator do.
void addFunds(const api::Snapshot& snapshot, Notices& notices);

} // namespace aw::models::attention_parts
