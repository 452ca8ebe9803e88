#include "node/chain.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "node/chain_rows.hpp"
#include "state/snapshot_file.hpp"

#include <algorithm>
#include <sstream>

/// Going on from the store, and the checkpoints that make it short.
namespace aw::node {

namespace {

const log::Logger kLog("chain");
constexpr std::string_view kCheckpointsKey = "checkpoints";
/// Checkpoints that are kept: where the newest one's block left the chain, the one before it serves. One of a
/// final block serves whatever happens.
constexpr std::size_t kKept = 2;
/// Into how many parts the checkpoints between them divide the blocks that are not final: so far, at most, is
/// it then from a checkpoint to the final block.
constexpr std::uint64_t kParts = 4;
/// Of the inbox.
constexpr std::uint64_t kEntriesAtATime = 4096;

/// "BLOCK HASH FILE", a line each, the newest first.
struct Listed {
    std::uint64_t block = 0;
    std::string hash;
    std::string file;
};

std::vector<Listed> listed(const std::optional<std::string>& text) {
    std::vector<Listed> all;
    std::istringstream lines(text.value_or(""));
    for (Listed entry; lines >> entry.block >> entry.hash >> entry.file;)
        all.push_back(entry);
    return all;
}

/// Which of the checkpoints, the newest first, are kept.
std::vector<Listed> keptOf(const std::vector<Listed>& all, std::uint64_t finalBlock) {
    std::vector<Listed> kept;
    const auto gap = (all.front().block - std::min(all.front().block, finalBlock)) / kParts;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool isFinal = all[i].block <= finalBlock;
        const bool isClose =
            i + 1 < all.size() && !kept.empty() && kept.back().block <= all[i + 1].block + gap;
        if (i < kKept || isFinal || !isClose) kept.push_back(all[i]);
        if (isFinal && i + 1 >= kKept) break;
    }
    return kept;
}

} // namespace

Chain::Chain(store::Store& store, Config config)
    : m_store(store)
    , m_config(std::move(config)) {
    m_head = m_safe = verifier::genesisPoint(m_config.deployedAtMs);
    m_tip.hash = m_config.genesisHash;
}

Result<std::unique_ptr<Chain>> Chain::open(store::Store& store, Config config) {
    std::unique_ptr<Chain> chain(new Chain(store, std::move(config)));
    if (const auto loaded = chain->load(); !loaded) return loaded.error();
    return chain;
}

Result<void> Chain::loadTokens() {
    const auto tokens = m_store.tokens();
    if (!tokens) return tokens.error();
    if (tokens->size() == m_tokens->count()) return {};
    auto list = std::make_shared<state::TokenList>();
    for (const auto& token : *tokens)
        list->add(token.address);
    m_tokens = std::move(list);
    return {};
}

Result<InboxLog> Chain::inboxFrom(std::uint64_t first, std::uint64_t end) const {
    InboxLog inbox(first);
    while (inbox.count() < end) {
        const auto rows = m_store.inbox(inbox.count(), std::min(end - inbox.count(), kEntriesAtATime));
        if (!rows) return rows.error();
        if (rows->empty()) break;
        for (const auto& row : *rows) {
            const auto entry = state::decodeEntry(row.entry);
            if (!entry)
                return Error{ErrorCode::storeCorrupt,
                             "Inbox entry " + std::to_string(row.index) +
                                 " of the database is damaged. Move the node's folder away "
                                 "and start again: it rebuilds from L1."};
            inbox.add(*entry);
            if (row.rawTx.empty()) continue;
            const auto* forced = std::get_if<state::ForcedTransaction>(&*entry);
            auto tx = codec::parseTransaction(row.rawTx);
            if (!forced || !tx) continue;
            tx->sender = forced->sender;
            inbox.setForced(row.index, std::make_shared<const codec::SignedTransaction>(std::move(*tx)));
        }
    }
    return inbox;
}

Result<ChainPoint> Chain::newestCheckpoint(std::uint64_t lastBlock) const {
    const auto text = m_store.meta(kCheckpointsKey);
    if (!text) return text.error();
    for (const auto& entry : listed(*text)) {
        if (entry.block > lastBlock) continue;
        const auto row = m_store.block(entry.block);
        if (!row) return row.error();
        if (!*row || base::toHex((*row)->hash.view()) != entry.hash) continue;
        auto state = state::readSnapshotFile(m_config.directory / entry.file);
        if (!state || state->root() != (*row)->header.stateRoot) {
            kLog.warn("a checkpoint of the state cannot be used",
                      {{"file", entry.file},
                       {"detail", state ? std::string("another root") : state.error().detail}});
            continue;
        }
        return ChainPoint{std::move(*state), (*row)->header, (*row)->hash};
    }
    return verifier::genesisPoint(m_config.deployedAtMs);
}

Result<std::uint64_t> Chain::checkpointUpTo(std::uint64_t block) const {
    const auto text = m_store.meta(kCheckpointsKey);
    if (!text) return text.error();
    for (const auto& entry : listed(*text))
        if (entry.block <= block) return entry.block;
    return std::uint64_t{0};
}

Result<void> Chain::load() {
    if (const auto done = loadTokens(); !done) return done;
    const auto last = m_store.lastBlock();
    if (!last) return last.error();
    const auto lastBlock = last->value_or(0);
    auto point = newestCheckpoint(lastBlock);
    if (!point) return point.error();
    m_checkpointTxs = point->state.txCount();
    if (const auto done = replayTo(*point, lastBlock); !done) return done;
    m_head = std::move(*point);

    // Valid batches whose blocks stand; what stands above them is judged again.
    const auto lastBatch = m_store.lastBatch();
    if (!lastBatch) return lastBatch.error();
    auto number = lastBatch->value_or(0);
    std::optional<store::StoredBatch> base;
    for (; number > 0 && !base; --number) {
        auto row = m_store.batch(number);
        if (!row) return row.error();
        if (*row && (*row)->verdict == store::Verdict::good) {
            const auto block = m_store.block((*row)->lastL2Block);
            if (!block) return block.error();
            const bool stands = (*row)->lastL2Block == 0 || (*block && (*block)->batch != 0);
            if (stands) base = std::move(**row);
        }
    }
    m_safe = m_head;
    const auto lastSafe = base ? base->lastL2Block : 0;
    if (const auto back = goBack(m_safe, lastSafe); !back) return back;
    auto inbox = inboxFrom(m_safe.state.inboxCursor());
    if (!inbox) return inbox.error();
    m_inbox = std::move(*inbox);
    if (base) m_tip = {base->header.number, base->hash, base->header.l1BlockNumber};
    if (const auto listed = listUnanchored(); !listed) return listed;
    return placeStored();
}

Result<ChainPoint> Chain::pointBefore(std::uint64_t block) const {
    if (block >= m_safe.block.number) return m_safe;
    auto point = newestCheckpoint(block);
    if (!point) return point;
    if (m_safe.block.number - block > block - point->block.number) return point;
    auto back = m_safe;
    if (const auto gone = goBack(back, block); !gone) return gone.error();
    return back;
}

Result<void> Chain::checkpointWritten(const Checkpoint& checkpoint, std::uint64_t finalBlock) {
    const auto text = m_store.meta(kCheckpointsKey);
    if (!text) return text.error();
    auto all = listed(*text);
    std::erase_if(all, [&](const Listed& entry) { return entry.block == checkpoint.block; });
    all.insert(all.begin(), {checkpoint.block, base::toHex(checkpoint.blockHash.view()),
                             checkpoint.file.filename().string()});
    const auto kept = keptOf(all, finalBlock);
    std::string lines;
    for (const auto& entry : kept)
        lines += std::to_string(entry.block) + ' ' + entry.hash + ' ' + entry.file + '\n';
    if (const auto set = m_store.setMeta(kCheckpointsKey, lines); !set) return set;
    std::error_code ignored;
    for (const auto& entry : all)
        if (std::ranges::find(kept, entry.file, &Listed::file) == kept.end())
            std::filesystem::remove(m_config.directory / entry.file, ignored);
    m_checkpointTxs = checkpoint.state.txCount();
    return {};
}

} // namespace aw::node
