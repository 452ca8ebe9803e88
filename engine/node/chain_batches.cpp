#include "node/chain.hpp"

#include "base/log.hpp"
#include "node/batch_document.hpp"
#include "node/chain_rows.hpp"

#include <ranges>

/// What L1 says: inbox, tokens, batches, roll-backs, and what it takes back.
namespace aw::node {

namespace {

const log::Logger kLog("chain");

/// `lastBlock`: the last L2 block that a valid batch leaves behind.
store::StoredBatch rowOf(const AnchoredBatch& anchored, const verifier::VerifiedBatch& batch,
                         store::Verdict verdict, std::uint64_t lastBlock) {
    store::StoredBatch row{.header = anchored.header,
                           .hash = anchored.hash,
                           .l1TxHash = anchored.l1TxHash,
                           .l1Block = anchored.l1Block,
                           .l1LogIndex = anchored.l1LogIndex,
                           .l1BlockHash = anchored.l1BlockHash,
                           .timeMs = anchored.timeMs,
                           .verdict = verdict,
                           .verdictDetail = documentOf(batch),
                           .txCount = batch.txCount,
                           .dataBytes = anchored.data.size(),
                           .gasUsed = anchored.gasUsed,
                           .costWei = anchored.costWei,
                           .data = anchored.data};
    if (verdict == store::Verdict::good) {
        row.firstL2Block = lastBlock + 1 - batch.blocks.size(); // one past the last where it holds none
        row.lastL2Block = lastBlock;
    }
    return row;
}

} // namespace

Result<void> Chain::keepEvent(Event event) { return event ? m_store.addL1({}, {event, 1}) : Result<void>(); }

void Chain::setTip(const AnchoredBatch& anchored) {
    m_tip = {anchored.header.number, anchored.hash, anchored.header.l1BlockNumber};
}

Result<void> Chain::addInboxEntries(std::span<const store::StoredL1Event> events,
                                    std::span<const ShownEntry> entries) {
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = m_store.addL1({}, events); !kept) return kept;
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (const auto added = m_store.addInboxEntry(m_inbox.count() + i, entries[i].l1Block,
                                                         state::encodeEntry(entries[i].entry));
                !added)
                return added;
        return {};
    });
    if (!saved) return saved;
    for (const auto& shown : entries)
        m_inbox.add(shown.entry);
    return {};
}

Result<void> Chain::addForced(const store::StoredL1Event& event, std::uint64_t index,
                              const Signature& signature) {
    const auto* entry = index >= m_inbox.first() ? m_inbox.entry(index) : nullptr;
    const auto* forced = entry ? std::get_if<state::ForcedTransaction>(entry) : nullptr;
    Result<TxPtr> tx = Error{ErrorCode::inboxNoEntry, "There is no forced transaction at its index."};
    if (forced) tx = forcedTransaction(*forced, signature, m_config.l2ChainId, *m_tokens);
    if (!tx) kLog.warn("a forced transaction is not named with its signature", tx.error());
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(&event); !kept || !tx) return kept;
        return m_store.setForcedSignature(index, (*tx)->raw);
    });
    if (saved && tx) m_inbox.setForced(index, *tx);
    return saved;
}

Result<void> Chain::addToken(const store::StoredL1Event& event, std::uint32_t number,
                             const Address& address) {
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(&event); !kept) return kept;
        return m_store.addToken(number, event.block, address);
    });
    if (saved && number == m_tokens->count() + 1) {
        auto longer = std::make_shared<state::TokenList>(*m_tokens);
        longer->add(address);
        m_tokens = std::move(longer);
    }
    return saved;
}

Result<std::uint64_t> Chain::lastBlockOf(std::uint64_t batch) const {
    if (batch == 0) return std::uint64_t{0};
    const auto row = m_store.batch(batch);
    if (!row) return row.error();
    return *row ? (*row)->lastL2Block : 0;
}

bool Chain::matchesUnanchored(const verifier::VerifiedBatch& batch) const {
    if (batch.blocks.empty()) return true;
    if (m_unanchored.size() < batch.blocks.size()) return false;
    // The hash of the last block binds all before it.
    const auto last = m_store.block(batch.blocks.back().header.number);
    return last && *last && (*last)->hash == batch.blocks.back().hash;
}

Result<Chain::BatchResult> Chain::addBatch(const AnchoredBatch& anchored, const store::StoredL1Event& event,
                                           const Candidates& candidates,
                                           std::optional<Judging::Judged> judged) {
    settle();
    return place(anchored, &event, candidates, std::move(judged));
}

std::optional<Chain::Judging> Chain::judging(const AnchoredBatch& anchored) const {
    if (m_disputed) return std::nullopt;
    return Judging{.before = m_safe,
                   .l2ChainId = m_config.l2ChainId,
                   .tokens = m_tokens,
                   .inbox = m_inbox.slice(m_inbox.first(), anchored.header.inboxAfter)};
}

Chain::Judging::Judged Chain::Judging::run(const AnchoredBatch& anchored) const {
    const auto reader = inbox.reader();
    return {before.blockHash,
            verifier::verifyBatch(
                before, anchored.header, anchored.hash, anchored.data,
                {.l2ChainId = l2ChainId, .l1TimeMs = anchored.timeMs, .tokens = *tokens, .inbox = reader})};
}

Result<Chain::BatchResult> Chain::place(const AnchoredBatch& anchored, Event event,
                                        const Candidates& candidates, std::optional<Judging::Judged> judged) {
    const auto& header = anchored.header;
    if (header.number != m_tip.number + 1 || header.parentHash != m_tip.hash)
        return Error{ErrorCode::chainBatchOrder,
                     "Batch " + std::to_string(header.number) + " does not follow batch " +
                         std::to_string(m_tip.number) + ", the last that L1 has shown."};
    if (header.inboxAfter > m_inbox.count())
        return Error{ErrorCode::chainInboxGap, "Batch " + std::to_string(header.number) +
                                                   " consumes the inbox up to entry " +
                                                   std::to_string(header.inboxAfter) + "; L1 has shown " +
                                                   std::to_string(m_inbox.count()) + " entries."};
    BatchResult result;
    if (m_disputed) {
        auto batch = verifier::describeBatch(header, anchored.hash, anchored.data);
        if (!batch) return batch.error();
        if (const auto done = placeUnjudged(anchored, event, *batch); !done) return done.error();
        result.batch = std::move(*batch);
        return result;
    }
    if (!judged || judged->before != m_safe.blockHash) judged = judging(anchored)->run(anchored);
    auto& verified = judged->verification;
    if (!verified) return verified.error();
    Result<void> done;
    if (verified->batch.fraud) {
        done = placeUnjudged(anchored, event, verified->batch);
        if (done) m_disputed = verified->batch;
    } else if (matchesUnanchored(verified->batch)) {
        done = confirm(anchored, event, *verified);
    } else {
        result.rebuilt = true;
        done = rebuild(anchored, event, *verified, candidates);
    }
    if (!done) return done.error();
    result.batch = std::move(verified->batch);
    return result;
}

Result<void> Chain::placeUnjudged(const AnchoredBatch& anchored, Event event,
                                  const verifier::VerifiedBatch& batch) {
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(event); !kept) return kept;
        return m_store.putBatch(
            rowOf(anchored, batch, batch.fraud ? store::Verdict::fraud : store::Verdict::unknown, 0));
    });
    if (saved) setTip(anchored);
    return saved;
}

Result<void> Chain::confirm(const AnchoredBatch& anchored, Event event,
                            const verifier::Verification& verified) {
    const auto last = verified.after.block.number;
    const auto first = last + 1 - verified.batch.blocks.size();
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(event); !kept) return kept;
        if (const auto put = m_store.putBatch(
                rowOf(anchored, verified.batch, store::Verdict::good, verified.after.block.number));
            !put)
            return put;
        return first > last ? Result<void>() : m_store.setBatchOf(first, last, anchored.header.number);
    });
    if (!saved) return saved;
    while (!m_unanchored.empty() && m_unanchored.front().number <= last)
        m_unanchored.pop_front();
    // The same accounts as the head's with its last blocks undone: their memory is then the head's too.
    auto shared = m_head;
    m_safe = goBack(shared, last) ? std::move(shared) : verified.after;
    m_inbox.forgetBefore(m_safe.state.inboxCursor());
    setTip(anchored);
    if (m_observer && first <= last) m_observer->onAnchored(first, last, anchored.header.number);
    return {};
}

Result<void> Chain::rebuild(const AnchoredBatch& anchored, Event event,
                            const verifier::Verification& verified, const Candidates& candidates) {
    const auto displaced = signedTxsAbove(m_safe.block.number);
    if (!displaced) return displaced.error();
    auto known = byLeaf(*displaced);
    if (candidates) {
        const auto others = candidates();
        if (!others) return others.error();
        known.merge(byLeaf(*others));
    }
    std::vector<sequencer::SealedBlock> blocks;
    auto cursor = m_safe.state.inboxCursor();
    for (const auto& block : verified.batch.blocks) {
        blocks.push_back(
            blockOf(block, known, cursor, {anchored.header.l1BlockNumber, anchored.header.l1BlockHash}));
        cursor = block.inboxAfter;
    }
    const auto number = anchored.header.number;
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(event); !kept) return kept;
        if (const auto cut = m_store.rewindBlocks(m_safe.block.number, ownerOf()); !cut) return cut;
        for (const auto& block : blocks) {
            const auto txs = txRowsOf(block, verified.after.state, m_inbox);
            if (const auto added = m_store.appendBlock(node::rowOf(block, number), txs); !added) return added;
        }
        return m_store.putBatch(
            rowOf(anchored, verified.batch, store::Verdict::good, verified.after.block.number));
    });
    if (!saved) return saved;
    m_unanchored.clear();
    if (m_observer && m_head.block.number > m_safe.block.number)
        m_observer->onRewound(m_safe.block.number, *displaced, m_safe.state);
    m_head = m_safe = verified.after;
    setTip(anchored);
    tell(blocks, number);
    m_inbox.forgetBefore(m_safe.state.inboxCursor());
    return {};
}

Result<void> Chain::rollBack(std::uint64_t number, const store::StoredL1Event& event) {
    settle();
    if (number == 0 || number > m_tip.number) return keepEvent(&event);
    const auto valid = std::min(lastValidBatch(), number - 1);
    const auto target = lastBlockOf(valid);
    if (!target) return target.error();
    const auto parent = m_store.batch(number - 1);
    if (!parent) return parent.error();
    const auto displaced = signedTxsAbove(*target);
    if (!displaced) return displaced.error();
    auto point = m_safe;
    if (const auto back = goBack(point, *target); !back) return back;
    auto inbox = inboxFrom(point.state.inboxCursor());
    if (!inbox) return inbox.error();
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto kept = keepEvent(&event); !kept) return kept;
        if (const auto cut = m_store.rewindBlocks(*target, ownerOf()); !cut) return cut;
        return m_store.rollBackBatches(number, event.block);
    });
    if (!saved) return saved;
    const bool cut = m_head.block.number > *target;
    m_head = m_safe = std::move(point);
    m_inbox = std::move(*inbox);
    m_unanchored.clear();
    if (m_disputed && m_disputed->header.number >= number) m_disputed.reset();
    m_tip = *parent ? Tip{number - 1, (*parent)->hash, (*parent)->header.l1BlockNumber}
                    : Tip{0, m_config.genesisHash, 0};
    if (m_observer && cut) m_observer->onRewound(*target, *displaced, m_head.state);
    return {};
}

Result<std::uint64_t> Chain::lastBlockWithin(std::uint64_t count, std::uint64_t from) const {
    auto last = m_head.block.number;
    for (auto block = m_unanchored.rbegin(); block != m_unanchored.rend() && block->inboxAfter > count;
         ++block)
        last = block->number - 1;
    if (!m_unanchored.empty() && last >= m_unanchored.front().number) return last;
    if (m_safe.state.inboxCursor() <= count) return last;
    for (last = m_safe.block.number; last > from; --last) {
        const auto row = m_store.block(last);
        if (!row) return row.error();
        if (*row && (*row)->inboxAfter <= count) break;
    }
    return last;
}

Result<void> Chain::rewindL1(std::uint64_t lastKept) {
    settle();
    // Valid batches that L1 had before already stay as they are.
    auto base = lastValidBatch();
    std::optional<store::StoredBatch> baseRow;
    for (; base > 0; --base) {
        auto row = m_store.batch(base);
        if (!row) return row.error();
        if (*row && (*row)->l1Block <= lastKept) {
            baseRow = std::move(**row);
            break;
        }
    }
    const auto lastSafe = baseRow ? baseRow->lastL2Block : 0;
    const auto oldSafe = m_safe.block.number, oldHead = m_head.block.number;
    std::uint64_t newHead = oldHead;
    InboxLog inbox;
    std::vector<TxPtr> displaced;
    ChainPoint safe, head;
    const auto saved = m_store.atomically([&]() -> Result<void> {
        if (const auto done = m_store.rewindL1(lastKept); !done) return done;
        if (oldSafe > lastSafe)
            if (const auto done = m_store.setBatchOf(lastSafe + 1, oldSafe, 0); !done) return done;
        const auto count = m_store.inboxCount();
        if (!count) return count.error();
        const auto within = lastBlockWithin(*count, lastSafe);
        if (!within) return within.error();
        newHead = std::max(*within, lastSafe);
        auto txs = signedTxsAbove(newHead);
        if (!txs) return txs.error();
        displaced = std::move(*txs);
        head = m_head;
        if (const auto back = goBack(head, newHead); !back) return back;
        safe = head;
        if (const auto back = goBack(safe, lastSafe); !back) return back;
        auto left = inboxFrom(safe.state.inboxCursor());
        if (!left) return left.error();
        inbox = std::move(*left);
        if (const auto cut = m_store.rewindBlocks(newHead, ownerOf()); !cut) return cut;
        // What stands on L1 again is judged again.
        const auto again = m_store.batches(base + 1, std::numeric_limits<std::int64_t>::max());
        if (!again) return again.error();
        for (const auto& row : *again)
            if (const auto set = m_store.setVerdict(row.hash, store::Verdict::unknown, ""); !set) return set;
        return {};
    });
    if (!saved) return saved;
    m_inbox = std::move(inbox);
    if (const auto tokens = loadTokens(); !tokens) return tokens;
    const bool anchorsLost = lastSafe < std::min(oldSafe, newHead);
    m_head = std::move(head);
    m_safe = std::move(safe);
    m_disputed.reset();
    m_tip =
        baseRow ? Tip{base, baseRow->hash, baseRow->header.l1BlockNumber} : Tip{0, m_config.genesisHash, 0};
    if (const auto listed = listUnanchored(); !listed) return listed;
    if (m_observer && newHead < oldHead) m_observer->onRewound(newHead, displaced, m_head.state);
    if (m_observer && anchorsLost) m_observer->onAnchored(lastSafe + 1, std::min(oldSafe, newHead), 0);
    return placeStored();
}

Result<void> Chain::listUnanchored() {
    std::deque<UnanchoredBlock> listed;
    for (auto number = m_safe.block.number + 1; number <= m_head.block.number; ++number) {
        const auto row = m_store.block(number);
        if (!row) return row.error();
        if (!*row)
            return Error{ErrorCode::storeCorrupt,
                         "L2 block " + std::to_string(number) + " is missing in the database."};
        const auto records = recordsOf(**row);
        if (!records) return records.error();
        const auto& header = (*row)->header;
        listed.push_back({header.number, header.timeMs, header.txCount, header.baseFeeWei, header.feeAccount,
                          (*row)->records.size(), records->size(), (*row)->inboxAfter});
    }
    m_unanchored = std::move(listed);
    return {};
}

Result<std::vector<TxPtr>> Chain::pendingTxs() const {
    const auto rows = m_store.pending();
    if (!rows) return rows.error();
    std::vector<TxPtr> txs;
    for (const auto& row : *rows) {
        auto tx = codec::parseTransaction(row.raw);
        if (!tx) continue;
        tx->sender = row.sender;
        txs.push_back(std::make_shared<const codec::SignedTransaction>(std::move(*tx)));
    }
    return txs;
}

Result<void> Chain::placeStored() {
    const auto rows = m_store.batches(m_tip.number + 1, std::numeric_limits<std::int64_t>::max());
    if (!rows) return rows.error();
    for (const auto& row : *rows) {
        auto data = m_store.batchData(row.hash);
        if (!data) return data.error();
        // Asked each time: what one batch displaces may be in the next.
        const Candidates candidates = [this] { return pendingTxs(); };
        const auto placed = place({.header = row.header,
                                   .hash = row.hash,
                                   .data = std::move(*data),
                                   .l1TxHash = row.l1TxHash,
                                   .l1Block = row.l1Block,
                                   .l1LogIndex = row.l1LogIndex,
                                   .l1BlockHash = row.l1BlockHash,
                                   .timeMs = row.timeMs,
                                   .gasUsed = row.gasUsed,
                                   .costWei = row.costWei},
                                  nullptr, candidates, {});
        if (!placed) return placed.error();
    }
    return {};
}

} // namespace aw::node
