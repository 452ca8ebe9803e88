#include "node/chain_reader.hpp"

#include "base/log.hpp"
#include "node/chain_rows.hpp"

#include <algorithm>

/// Blocks and transactions for reading, and what the strand writes.
namespace aw::node {

namespace {
const log::Logger kLog("chain");

/// What is shown of a block of the store; `state`: one that has its accounts.
Result<std::shared_ptr<rpc::BlockView>> viewOf(const store::StoredBlock& row, store::Reader& reader,
                                               const state::State& state) {
    const auto rows = reader.txsOf(row.header.number);
    if (!rows) return rows.error();
    auto view = std::make_shared<rpc::BlockView>();
    view->header = row.header;
    view->hash = row.hash;
    view->batch = row.batch;
    for (const auto& txRow : *rows) {
        // What nobody has shown a signature of has no hash that a wallet could ask for.
        if (txRow.hash.isZero()) continue;
        auto tx = txOf(txRow, state);
        if (!tx) return tx.error();
        view->txs.push_back(std::move(*tx));
    }
    if (const auto account = state.account(row.header.feeAccount)) view->feeRecipient = account->owner;
    return view;
}
} // namespace

ChainReader::ChainReader(std::shared_ptr<const store::Store> store)
    : m_readers(std::make_unique<StoreReaders>(std::move(store))) {}
void ChainReader::close() { m_readers->close(); }
ChainReader::~ChainReader() = default;

Result<void> ChainReader::load(const Chain& chain) {
    const auto head = chain.head().block.number;
    const auto first = head > kRecentBlocks ? head - kRecentBlocks + 1 : 1;
    std::vector<Appended> recent;
    const auto read = m_readers->with([&](store::Reader& reader) -> Result<void> {
        const auto rows = reader.blocks(first, head);
        if (!rows) return rows.error();
        for (const auto& row : *rows) {
            auto view = viewOf(row, reader, chain.head().state);
            if (!view) return view.error();
            const auto undo = state::decodeUndo(row.undo);
            if (!undo) return undo.error();
            recent.push_back({std::move(*view), std::make_shared<const state::Undo>(*undo)});
        }
        return {};
    });
    if (!read) return read.error();
    auto genesis = std::make_shared<rpc::BlockView>();
    const auto point = verifier::genesisPoint(chain.config().deployedAtMs);
    genesis->header = point.block;
    genesis->hash = point.blockHash;
    const std::scoped_lock lock(m_mutex);
    m_genesis = std::move(genesis);
    if (first == 1) pushLocked({m_genesis, nullptr});
    for (auto& block : recent)
        pushLocked({std::move(block.block), std::move(block.undo)});
    m_head = chain.head().state;
    m_headHash = chain.head().blockHash;
    m_heads = {head, chain.safe().block.number, 0};
    return {};
}

void ChainReader::pushLocked(const Recent& recent) {
    const auto& block = *recent.block;
    m_byHash[block.hash] = block.header.number;
    for (std::uint32_t i = 0; i < block.txs.size(); ++i)
        m_places[block.txs[i]->hash] = {block.header.number, i};
    m_recent.push_back(recent);
    if (m_recent.size() > kRecentBlocks) popFrontLocked();
}

void ChainReader::popFrontLocked() {
    const auto& oldest = *m_recent.front().block;
    m_byHash.erase(oldest.hash);
    for (const auto& tx : oldest.txs)
        m_places.erase(tx->hash);
    m_recent.pop_front();
}

void ChainReader::append(std::span<const Appended> blocks, const state::State& head) {
    const std::scoped_lock lock(m_mutex);
    for (const auto& appended : blocks) {
        pushLocked({appended.block, appended.undo});
        for (const auto& tx : appended.block->txs)
            removePendingLocked(tx->hash);
    }
    m_head = head;
    m_headHash = blocks.back().block->hash;
    m_heads.latest = blocks.back().block->header.number;
}

std::vector<rpc::BlockPtr> ChainReader::rewind(std::uint64_t lastKept, const state::State& head) {
    // More may leave than is in memory.
    const auto kept = block(lastKept);
    const std::scoped_lock lock(m_mutex);
    ++m_rewinds;
    std::vector<rpc::BlockPtr> removed;
    while (!m_recent.empty() && m_recent.back().block->header.number > lastKept) {
        m_byHash.erase(m_recent.back().block->hash);
        for (const auto& tx : m_recent.back().block->txs)
            m_places.erase(tx->hash);
        removed.push_back(std::move(m_recent.back().block));
        m_recent.pop_back();
    }
    m_head = head;
    m_headHash = kept ? kept->hash : Hash{};
    m_heads.latest = lastKept;
    m_heads.safe = std::min(m_heads.safe, lastKept);
    m_heads.finalized = std::min(m_heads.finalized, lastKept);
    return removed;
}

void ChainReader::setBatchOf(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) {
    const std::scoped_lock lock(m_mutex);
    for (auto& recent : m_recent) {
        const auto number = recent.block->header.number;
        if (number < firstBlock || number > lastBlock) continue;
        auto changed = std::make_shared<rpc::BlockView>(*recent.block);
        changed->batch = batch;
        recent.block = std::move(changed);
    }
}

void ChainReader::setSafe(std::uint64_t block) {
    const std::scoped_lock lock(m_mutex);
    m_heads.safe = block;
}

void ChainReader::setFinalized(std::uint64_t block) {
    const std::scoped_lock lock(m_mutex);
    m_heads.finalized = block;
}

void ChainReader::setBaseFee(std::uint64_t baseFeeWei) {
    const std::scoped_lock lock(m_mutex);
    m_baseFeeWei = baseFeeWei;
}

void ChainReader::addToken(const Address& address, std::uint32_t number) {
    const std::scoped_lock lock(m_mutex);
    m_tokens[address].number = number;
}

void ChainReader::setTokenMetadata(const Address& address,
                                   std::shared_ptr<const l1::TokenMetadata> metadata) {
    const std::scoped_lock lock(m_mutex);
    if (const auto token = m_tokens.find(address); token != m_tokens.end())
        token->second.metadata = std::move(metadata);
}

void ChainReader::forgetTokensAbove(std::uint32_t count) {
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_tokens, [&](const auto& token) { return token.second.number > count; });
}

void ChainReader::addPending(std::span<const TxPtr> txs) {
    const std::scoped_lock lock(m_mutex);
    for (const auto& tx : txs) {
        auto& slot = m_pendingOf[tx->sender][tx->tx.nonce];
        if (slot != Hash{}) m_pending.erase(slot);
        slot = tx->hash;
        m_pending[tx->hash] = tx;
    }
}

void ChainReader::removePending(std::span<const Hash> hashes) {
    const std::scoped_lock lock(m_mutex);
    for (const auto& hash : hashes)
        removePendingLocked(hash);
}

void ChainReader::removePendingLocked(const Hash& hash) {
    const auto found = m_pending.find(hash);
    if (found == m_pending.end()) return;
    const auto sender = m_pendingOf.find(found->second->sender);
    sender->second.erase(found->second->tx.nonce);
    if (sender->second.empty()) m_pendingOf.erase(sender);
    m_pending.erase(found);
}

Result<std::vector<sequencer::SealedBlock>> ChainReader::sealedBlocks(std::uint64_t first, std::uint64_t last,
                                                                      const state::State& state) const {
    return m_readers->with([&](store::Reader& reader) { return readBlocks(reader, first, last, state); });
}

Result<std::vector<sequencer::SealedBlock>> ChainReader::recordedBlocks(std::uint64_t first,
                                                                        std::uint64_t last) const {
    return m_readers->with([&](store::Reader& reader) { return readRecordedBlocks(reader, first, last); });
}

void ChainReader::setDocuments(std::shared_ptr<const Documents> documents) {
    const std::scoped_lock lock(m_mutex);
    m_documents = std::move(documents);
}

rpc::HeadNumbers ChainReader::heads() const {
    const std::scoped_lock lock(m_mutex);
    return m_heads;
}

std::uint64_t ChainReader::baseFeeWei() const {
    const std::scoped_lock lock(m_mutex);
    return m_baseFeeWei;
}

std::shared_ptr<const ChainReader::Documents> ChainReader::documents() const {
    const std::scoped_lock lock(m_mutex);
    return m_documents;
}

rpc::BlockPtr ChainReader::recentLocked(std::uint64_t number) const {
    if (m_recent.empty()) return nullptr;
    const auto first = m_recent.front().block->header.number;
    return number < first || number - first >= m_recent.size() ? nullptr : m_recent[number - first].block;
}

rpc::BlockPtr ChainReader::stored(const std::optional<store::StoredBlock>& row, store::Reader& reader) const {
    if (!row) return nullptr;
    state::State head;
    {
        const std::scoped_lock lock(m_mutex);
        // What stands above the head is on its way in or out.
        if (row->header.number > m_heads.latest) return nullptr;
        head = m_head;
    }
    auto view = viewOf(*row, reader, head);
    return view ? *view : nullptr;
}

rpc::BlockPtr ChainReader::block(std::uint64_t number) const {
    {
        const std::scoped_lock lock(m_mutex);
        if (auto recent = recentLocked(number)) return recent;
        if (number == 0) return m_genesis; // in no store
        if (number > m_heads.latest) return nullptr;
    }
    const auto found = m_readers->with([&](store::Reader& reader) -> Result<rpc::BlockPtr> {
        const auto row = reader.block(number);
        if (!row) return row.error();
        return stored(*row, reader);
    });
    if (!found) kLog.warn("a block could not be read", found.error());
    return found ? *found : nullptr;
}

rpc::BlockPtr ChainReader::block(const Hash& hash) const {
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_byHash.find(hash); found != m_byHash.end())
            return recentLocked(found->second);
        if (m_genesis && m_genesis->hash == hash) return m_genesis;
    }
    const auto found = m_readers->with([&](store::Reader& reader) -> Result<rpc::BlockPtr> {
        const auto row = reader.blockByHash(hash);
        if (!row) return row.error();
        return stored(*row, reader);
    });
    return found ? *found : nullptr;
}

std::uint64_t ChainReader::nextWithTokens(std::uint64_t first, std::uint64_t last) const {
    if (first > last) return last + 1;
    // What has just left the recent blocks is in the store already.
    const auto stored = m_readers->with([&](store::Reader& reader) -> Result<std::vector<store::PlacedTx>> {
        const auto kept = reader.firstBlock();
        if (!kept) return kept.error();
        const auto oldest = kept->value_or(0);
        if (oldest > 1 && first < oldest)
            return Error{ErrorCode::statePruned, "The block is not kept any more."};
        return reader.tokenTxs(first, last, 1);
    });
    if (!stored) return first; // whoever reads it says what is wrong
    if (!stored->empty()) return stored->front().place.block;
    const std::scoped_lock lock(m_mutex);
    for (const auto& recent : m_recent) {
        const auto number = recent.block->header.number;
        const bool moves =
            std::ranges::any_of(recent.block->txs, [](const TxPtr& tx) { return tx->tx.token.has_value(); });
        if (number >= first && number <= last && moves) return number;
    }
    return last + 1;
}

bool ChainReader::isRecent(const Hash& txHash) const {
    const std::scoped_lock lock(m_mutex);
    return m_places.contains(txHash);
}

std::optional<rpc::TxView> ChainReader::transaction(const Hash& hash) const {
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto place = m_places.find(hash); place != m_places.end())
            if (auto block = recentLocked(place->second.block))
                return rpc::TxView{block->txs[place->second.index], block, place->second.index};
        if (const auto pending = m_pending.find(hash); pending != m_pending.end())
            return rpc::TxView{pending->second, nullptr, 0};
    }
    const auto place = m_readers->with([&](store::Reader& reader) { return reader.place(hash); });
    if (!place || !*place) return std::nullopt;
    const auto in = block((*place)->block);
    if (!in) return std::nullopt;
    for (std::uint32_t i = 0; i < in->txs.size(); ++i)
        if (in->txs[i]->hash == hash) return rpc::TxView{in->txs[i], in, i};
    return std::nullopt;
}

std::optional<store::StoredBatch> ChainReader::batch(std::uint64_t number) const {
    const auto row = m_readers->with([&](store::Reader& reader) { return reader.batch(number); });
    return row ? *row : std::nullopt;
}

std::uint64_t ChainReader::pendingNonce(const Address& owner) const {
    const std::scoped_lock lock(m_mutex);
    const auto index = m_head.find(owner, 0);
    auto next = index ? m_head.account(*index)->nonce : 0;
    if (const auto waiting = m_pendingOf.find(owner); waiting != m_pendingOf.end())
        for (auto entry = waiting->second.lower_bound(next);
             entry != waiting->second.end() && entry->first == next; ++entry)
            ++next;
    return next;
}

} // namespace aw::node
