#include "node/block_write.hpp"

#include "node/chain_rows.hpp"

namespace aw::node {

BlockWrite::BlockWrite(store::Store& store, sequencer::SealedBlock block, state::State after, InboxLog inbox,
                       OnHead onHead)
    : m_store(store)
    , m_block(std::move(block))
    , m_after(std::move(after))
    , m_inbox(std::move(inbox))
    , m_onHead(std::move(onHead)) {}

void BlockWrite::write() {
    std::call_once(m_once, [this] {
        const auto row = rowOf(m_block, 0);
        m_recordBytes = row.records.size();
        m_written = m_store.appendBlock(row, txRowsOf(m_block, m_after, m_inbox));
    });
}

} // namespace aw::node
