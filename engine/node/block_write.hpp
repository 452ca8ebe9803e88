#pragma once

#include "node/inbox_log.hpp"
#include "sequencer/block.hpp"
#include "state/state.hpp"
#include "store/store.hpp"

#include <functional>
#include <mutex>
#include <optional>

namespace aw::node {

/// A block on its way to the store, so that the strand need not wait for the disk. Chain makes it and takes
/// the block as its head once it is written.
///
/// Thread rule: write() from any thread, the rest belongs to the chain's strand.
class BlockWrite {
public:
    using OnHead = std::function<void(const sequencer::SealedBlock&)>;

    /// `inbox`: has the forced transactions that the block consumes. `onHead`: called on the strand where the
    /// block became the head, before anything else happens.
    BlockWrite(store::Store& store, sequencer::SealedBlock block, state::State after, InboxLog inbox,
               OnHead onHead);

    /// Writes it, once: whoever comes second waits for the first.
    void write();

private:
    friend class Chain;
    store::Store& m_store;
    sequencer::SealedBlock m_block;
    state::State m_after;
    InboxLog m_inbox;
    OnHead m_onHead;
    std::once_flag m_once;
    Result<void> m_written{};
    std::size_t m_recordBytes = 0;
    bool m_taken = false; ///< by the chain, or given up
};

} // namespace aw::node
