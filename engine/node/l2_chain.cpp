#include "node/l2_chain.hpp"

#include <unordered_set>

namespace aw::node {

L2Chain::L2Chain(std::uint64_t l2ChainId, const Hash& genesisHash, std::uint64_t genesisTimeMs)
    : m_l2ChainId(l2ChainId)
    , m_verifier(l2ChainId, genesisHash, genesisTimeMs) {
    setHeadToVerified();
}

transition::InboxReader L2Chain::inboxReader() const {
    return [this](std::uint64_t index) { return index < m_inbox.size() ? &m_inbox[index] : nullptr; };
}

void L2Chain::truncateInbox(std::uint64_t count) {
    m_inbox.resize(std::min<std::size_t>(m_inbox.size(), count));
    std::erase_if(m_forced, [&](const auto& forced) { return forced.first >= count; });
}

bool L2Chain::addForced(std::uint64_t index, const Signature& signature) {
    const auto* const forced =
        index < m_inbox.size() ? std::get_if<state::ForcedTransaction>(&m_inbox[index]) : nullptr;
    if (!forced) return false;
    codec::Transaction tx{.chainId = m_l2ChainId,
                          .nonce = forced->nonce,
                          .tipWei = forced->tipWei,
                          .maxFeeWei = forced->maxFeeWei,
                          .gasLimit = forced->gasLimit,
                          .to = forced->recipient,
                          .value = forced->amount};
    if (forced->token != 0) {
        const auto address = m_tokens.address(forced->token);
        if (!address) return false;
        tx.to = *address;
        tx.value = 0;
        tx.token = {.recipient = forced->recipient, .amount = forced->amount};
    }
    auto decoded = codec::decodeTransaction(codec::encodeTransaction(tx, signature));
    if (!decoded || decoded->sender != forced->sender) return false;
    const auto signedTx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
    remember(signedTx);
    m_forced[index] = signedTx;
    return true;
}

sequencer::TxPtr L2Chain::forcedAt(std::uint64_t inboxIndex) const {
    const auto found = m_forced.find(inboxIndex);
    return found == m_forced.end() ? nullptr : found->second;
}

std::vector<sequencer::TxPtr> L2Chain::txsOf(const verifier::AnchoredBlock& block) const {
    std::vector<sequencer::TxPtr> txs;
    auto forced = block.forced.begin();
    for (std::size_t i = 0; i <= block.txs.size(); ++i) {
        for (; forced != block.forced.end() && forced->txsBefore == i; ++forced)
            if (auto tx = forcedAt(forced->inboxIndex)) txs.push_back(std::move(tx));
        if (i == block.txs.size()) break;
        const auto found = m_byLeaf.find(block.txs[i].leaf);
        txs.push_back(found == m_byLeaf.end() ? nullptr : found->second);
    }
    return txs;
}

std::vector<sequencer::TxPtr> L2Chain::txsOf(const sequencer::SealedBlock& block) const {
    std::vector<sequencer::TxPtr> txs;
    for (std::size_t i = 0; i < block.entries.size(); ++i) {
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&block.entries[i]))
            txs.push_back(*tx);
        else if (std::holds_alternative<codec::ForcedRecord>(block.records[i]))
            if (auto forced = forcedAt(std::get<std::uint64_t>(block.entries[i])))
                txs.push_back(std::move(forced));
    }
    return txs;
}

void L2Chain::remember(const sequencer::TxPtr& tx) {
    m_byLeaf.emplace(codec::txLeaf(tx->signingHash, tx->sender), tx);
    m_byHash.emplace(tx->hash, tx);
}

sequencer::TxPtr L2Chain::known(const Hash& txHash) const {
    const auto found = m_byHash.find(txHash);
    return found == m_byHash.end() ? nullptr : found->second;
}

sequencer::TxPtr L2Chain::knownByLeaf(const Hash& leaf) const {
    const auto found = m_byLeaf.find(leaf);
    return found == m_byLeaf.end() ? nullptr : found->second;
}

void L2Chain::setHeadToVerified() {
    m_headState = m_verifier.state();
    m_head = m_verifier.block();
    m_headHash = m_verifier.blockHash();
}

void L2Chain::truncateBlocks(std::uint64_t lastKept) {
    while (!m_blocks.empty() && m_blocks.back().header.number > lastKept) {
        for (const auto& tx : m_blocks.back().txs)
            if (tx) m_places.erase(tx->hash);
        m_blockByHash.erase(m_blocks.back().hash);
        m_totalTxs -= m_blocks.back().header.txCount;
        m_blocks.pop_back();
    }
}

void L2Chain::serve(ServedBlock block) {
    for (std::uint32_t i = 0; i < block.txs.size(); ++i)
        if (block.txs[i]) m_places[block.txs[i]->hash] = {block.header.number, i};
    m_blockByHash[block.hash] = block.header.number;
    m_totalTxs += block.header.txCount;
    m_blocks.push_back(std::move(block));
}

Result<L2Chain::BatchResult> L2Chain::addBatch(const transition::BatchHeader& header, const Hash& hash,
                                               ByteView data, std::uint64_t l1TimeMs) {
    const auto lastBefore = m_verifier.block().number;
    const auto added = m_verifier.add(header, hash, data, l1TimeMs, m_tokens, inboxReader());
    if (!added) return added.error();
    BatchResult result;
    result.batch = *added;
    const auto& batch = **added;
    if (batch.fraud || !batch.recomputed) return result;

    bool same = m_unanchored.size() >= batch.blocks.size();
    for (std::size_t i = 0; same && i < batch.blocks.size(); ++i)
        same = m_unanchored[i].hash == batch.blocks[i].hash;
    if (same) {
        for (const auto& anchored : batch.blocks) {
            m_unanchored.pop_front();
            const auto first = m_blocks.front().header.number;
            m_blocks[anchored.header.number - first].batch = header.number;
        }
        return result;
    }

    result.rebuilt = true;
    std::unordered_set<Hash, FixedBytesHasher> kept;
    for (const auto& block : batch.blocks)
        for (const auto& tx : block.txs)
            kept.insert(tx.leaf);
    for (auto& tx : dropAbove(lastBefore))
        if (!kept.contains(codec::txLeaf(tx->signingHash, tx->sender)))
            result.displaced.push_back(std::move(tx));
    for (const auto& block : batch.blocks) {
        serve({block.header, block.hash, txsOf(block), header.number});
    }
    setHeadToVerified();
    return result;
}

Result<std::vector<sequencer::TxPtr>> L2Chain::rollBack(std::uint64_t number) {
    std::vector<sequencer::TxPtr> displaced;
    for (auto n = number; n <= m_verifier.tipNumber(); ++n) {
        const auto* batch = m_verifier.find(n);
        if (!batch || batch->fraud || !batch->recomputed) continue;
        for (const auto& block : batch->blocks)
            for (const auto& tx : block.txs)
                if (const auto found = m_byLeaf.find(tx.leaf); found != m_byLeaf.end())
                    displaced.push_back(found->second);
    }
    if (const auto done = m_verifier.rollBack(number); !done) return done.error();
    auto above = dropUnanchored();
    displaced.insert(displaced.end(), above.begin(), above.end());
    return displaced;
}

std::vector<sequencer::TxPtr> L2Chain::dropUnanchored() { return dropAbove(m_verifier.block().number); }

std::vector<sequencer::TxPtr> L2Chain::dropAbove(std::uint64_t lastKept) {
    std::vector<sequencer::TxPtr> txs;
    for (const auto& block : m_unanchored)
        for (const auto& entry : block.entries)
            if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) txs.push_back(*tx);
    m_unanchored.clear();
    truncateBlocks(lastKept);
    setHeadToVerified();
    return txs;
}

void L2Chain::append(sequencer::SealedBlock block, state::State after) {
    ServedBlock served{block.header, block.hash, txsOf(block), 0};
    for (const auto& entry : block.entries)
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) remember(*tx);
    m_head = block.header;
    m_headHash = block.hash;
    m_headState = std::move(after);
    serve(std::move(served));
    m_unanchored.push_back(std::move(block));
}

Result<void> L2Chain::appendFromFeed(const transition::BlockHeader& header, const Hash& hash,
                                     const std::vector<sequencer::BlockEntry>& entries,
                                     const sequencer::L1Reference& l1) {
    const auto name = "L2 block " + std::to_string(header.number);
    if (header.parentHash != m_headHash || header.number != m_head.number + 1)
        return Error{"feed.not-next",
                     name + " does not follow the head " + std::to_string(m_head.number) + "."};
    auto state = m_headState;
    sequencer::BlockExecutor executor(state, {.l2ChainId = m_l2ChainId,
                                              .baseFeeWei = header.baseFeeWei,
                                              .feeAccount = header.feeAccount,
                                              .tokens = &m_tokens});
    for (const auto& entry : entries) {
        std::optional<transition::Rule> broken;
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) {
            broken = executor.execute(*tx);
        } else {
            const auto index = std::get<std::uint64_t>(entry);
            if (index != state.inboxCursor() || index >= m_inbox.size())
                return Error{"feed.inbox", name + " consumes inbox entry " + std::to_string(index) +
                                               ", which L1 has not shown here yet."};
            broken = executor.consume(m_inbox[index]);
        }
        if (broken)
            return Error{"feed.not-executable", name + " breaks " + transition::ruleName(*broken) + "."};
    }
    auto block = executor.seal(m_head, m_headHash, header.timeMs, l1);
    if (block.hash != hash || block.header != header)
        return Error{"feed.wrong-root",
                     name + " says another state root or hash than the one recomputed here."};
    append(std::move(block), std::move(state));
    return {};
}

std::optional<TxPlace> L2Chain::place(const Hash& txHash) const {
    const auto found = m_places.find(txHash);
    return found == m_places.end() ? std::nullopt : std::optional(found->second);
}

const ServedBlock* L2Chain::block(std::uint64_t number) const {
    if (m_blocks.empty() || number < m_blocks.front().header.number || number > m_blocks.back().header.number)
        return nullptr;
    return &m_blocks[number - m_blocks.front().header.number];
}

const ServedBlock* L2Chain::block(const Hash& hash) const {
    const auto found = m_blockByHash.find(hash);
    return found == m_blockByHash.end() ? nullptr : block(found->second);
}

std::uint64_t L2Chain::lastBlockOf(std::uint64_t batch) const {
    const auto* found = m_verifier.find(batch);
    return found && !found->blocks.empty() && !found->fraud ? found->blocks.back().header.number : 0;
}

const state::State* L2Chain::stateAfter(std::uint64_t batch) const {
    const auto* found = m_verifier.find(batch);
    if (!found || found->fraud || !found->recomputed) return nullptr;
    return batch == m_verifier.lastValidBatch() ? &m_verifier.state() : m_verifier.stateBefore(batch + 1);
}

void L2Chain::prune(std::uint64_t finalBatch, std::size_t keepBlocks) {
    m_verifier.prune(finalBatch);
    while (m_blocks.size() > keepBlocks && m_blocks.front().batch != 0 &&
           m_blocks.front().batch <= finalBatch) {
        for (const auto& tx : m_blocks.front().txs) {
            if (!tx) continue;
            m_places.erase(tx->hash);
            m_byLeaf.erase(codec::txLeaf(tx->signingHash, tx->sender));
            m_byHash.erase(tx->hash);
        }
        m_blockByHash.erase(m_blocks.front().hash);
        m_blocks.pop_front();
    }
}

} // namespace aw::node
