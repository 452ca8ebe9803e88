#pragma once

#include "state/state.hpp"
#include "state/undo.hpp"
#include "transition/transition.hpp"

#include <functional>

namespace aw::transition {

/// A segment replayed.
struct SegmentResult {
    std::optional<Rule> broken; ///< then brokenAt is the index of the record, and the roots mean nothing
    std::size_t brokenAt = 0;
    std::size_t recordCount = 0;
    Hash postRoot;
    Hash txRoot;
    std::uint64_t finalCursor = 0;
    std::uint64_t finalTxCount = 0;
    std::vector<ExecutedTransaction> txs;
    /// Existing before the segment, each once, ascending: what the witness needs, `hidden` with it.
    std::vector<AccountIndex> touched;
    std::optional<AccountIndex> hidden; ///< the account that exists, where T-17 or T-33 is broken
    std::uint64_t appended = 0;
    std::uint64_t inboxConsumed = 0;
    std::uint64_t entriesRead = 0; ///< of the inbox, also by the record that broke a rule
};

/// Gives inbox entry i, or nullptr where L1 has none.
using InboxReader = std::function<const state::InboxEntry*(std::uint64_t index)>;

/// What a caller may want to see while a segment is replayed: called after each record that was applied, the
/// state being the one after it.
using RecordObserver = std::function<void(const codec::Record&, const RecordResult&, const state::State&)>;

/// Replays a segment over the full state and leaves it changed (also where a rule broke: discard it then).
/// `undo`, which the caller began with a state before, is told of every change; the observer may take it and
/// begin another.
SegmentResult replaySegment(ByteView records, const BatchContext& context, state::State& state,
                            const InboxReader& inbox, const RecordObserver& observer = {},
                            state::UndoBuilder* undo = nullptr);

/// Replays from a witness alone: the twin of what L1 runs. Error "witness.malformed" where L1 reverts (F-2).
/// `preRoot` is the committed pre-state root.
Result<SegmentResult> replayWitness(const Hash& preRoot, ByteView records, const BatchContext& context,
                                    const state::Witness& witness);

/// The witness that proves a segment, from the full state before it. Works for segments that break a rule
/// too.
state::Witness buildWitness(ByteView records, const BatchContext& context, const state::State& before,
                            const InboxReader& inbox);

} // namespace aw::transition
