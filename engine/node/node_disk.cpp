#include "node/node.hpp"

#include "base/log.hpp"

/// What is written, and what happens where it cannot be.
namespace aw::node {

namespace {

const log::Logger kLog("node");
/// Between two attempts to write to a disk that refused.
constexpr std::int64_t kDiskRetryMs = 1000;
/// Of the trial write: as much as a full block takes, so that what fits then fits the next block.
constexpr std::size_t kTrialBytes = 256 * 1024;
constexpr std::string_view kTrialKey = "disk-trial";

struct Rows {
    store::StoredBlock block;
    std::vector<store::StoredTx> txs;
};

Rows rowsOf(const sequencer::SealedBlock& block) {
    Rows rows{.block = {.header = block.header,
                        .hash = block.hash,
                        .entries = {},
                        .records = sequencer::encodedRecords(block),
                        .inboxAfter = block.inboxAfter,
                        .l1Number = block.l1.number,
                        .l1Hash = block.l1.hash},
              .txs = {}};
    for (const auto& entry : block.entries) {
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) {
            rows.block.entries.emplace_back((*tx)->hash);
            rows.txs.push_back(storedTx(*tx));
        } else {
            rows.block.entries.emplace_back(std::get<std::uint64_t>(entry));
        }
    }
    return rows;
}

} // namespace

store::StoredTx storedTx(const sequencer::TxPtr& tx) {
    return {.hash = tx->hash,
            .signingHash = tx->signingHash,
            .raw = tx->raw,
            .sender = tx->sender,
            .nonce = tx->tx.nonce};
}

bool Node::noteDisk(const Result<void>& written) {
    if (written) return true;
    if (!m_diskError) {
        kLog.error("the disk refuses to be written", written.error());
        emit(api::EventCode::diskRefused, {{"operator", m_config.name}, {"detail", written.error().detail}});
    }
    m_diskError = written.error();
    m_diskRetryAtMs = nowMs() + kDiskRetryMs;
    m_viewChanged = true;
    return false;
}

bool Node::storeBlocks(const sequencer::SealedBlock* next) {
    if (!m_store) return false;
    std::vector<const sequencer::SealedBlock*> missing;
    if (next) missing.push_back(next);
    const auto& made = m_chain.unanchored();
    for (auto block = made.rbegin(); block != made.rend() && block->header.number > m_storedBlock; ++block)
        missing.push_back(&*block);
    if (missing.empty()) return true;
    const auto first = missing.back()->header.number;
    const auto saved = m_store->atomically([&]() -> Result<void> {
        auto last = m_store->lastBlock();
        if (last && *last && **last >= first) {
            // What stands there lost its place.
            if (const auto cut = m_store->deleteBlocksAbove(first - 1); !cut) return cut;
            last = m_store->lastBlock();
        }
        if (!last) return last.error();
        if (*last && **last + 1 < first) {
            // Blocks that came from L1 without their signatures stand between: what is older is on L1.
            if (const auto cut = m_store->deleteBlocksAbove(0); !cut) return cut;
        }
        for (auto block = missing.rbegin(); block != missing.rend(); ++block) {
            const auto rows = rowsOf(**block);
            if (const auto added = m_store->appendBlock(rows.block, rows.txs); !added) return added;
        }
        return {};
    });
    if (!noteDisk(saved)) return false;
    m_storedBlock = missing.front()->header.number;
    return true;
}

void Node::cutStoredBlocks() {
    m_storedBlock = std::min(m_storedBlock, m_chain.head().number);
    if (m_store) noteDisk(m_store->deleteBlocksAbove(m_chain.head().number));
}

bool Node::diskWorks() {
    if (!m_diskError) return true;
    if (!m_store || nowMs() < m_diskRetryAtMs) return false;
    if (!storeBlocks(nullptr)) return false;
    auto tried = m_store->setMeta(kTrialKey, std::string(kTrialBytes, ' '));
    if (tried) tried = m_store->setMeta(kTrialKey, "");
    if (!noteDisk(tried)) return false;
    m_diskError.reset();
    m_viewChanged = true;
    kLog.info("the disk can be written again", {{"operator", m_config.name}});
    emit(api::EventCode::diskBack, {{"operator", m_config.name}});
    return true;
}

Result<void> Node::writeArrivals(const std::vector<std::shared_ptr<Arrival>>& arrivals) {
    if (!m_store) return Error{"node.stopped", "This operator is stopped."};
    if (arrivals.empty()) return {};
    const auto saved = m_store->atomically([&]() -> Result<void> {
        for (const auto& arrival : arrivals)
            if (const auto added = m_store->addPending(storedTx(arrival->tx)); !added) return added.error();
        return {};
    });
    if (noteDisk(saved)) return {};
    return Error{"node.not-durable",
                 m_config.name + " could not write the transaction to its disk and did not accept it. " +
                     saved.error().detail + " Send it again later, or to another operator."};
}

} // namespace aw::node
