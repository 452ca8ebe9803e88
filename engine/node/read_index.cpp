#include "node/read_index.hpp"

namespace aw::node {

void ReadIndex::addBlock(const rpc::BlockPtr& block, std::shared_ptr<const state::State> head) {
    const std::scoped_lock lock(m_mutex);
    m_byHash[block->hash] = block->header.number;
    for (std::uint32_t i = 0; i < block->txs.size(); ++i)
        if (block->txs[i]) m_places[block->txs[i]->hash] = {block->header.number, i};
    m_blocks.push_back(block);
    m_head = std::move(head);
    while (m_blocks.size() > kKeepBlocks) {
        const auto& oldest = *m_blocks.front();
        m_byHash.erase(oldest.hash);
        for (const auto& tx : oldest.txs)
            if (tx) m_places.erase(tx->hash);
        m_blocks.pop_front();
    }
}

std::vector<rpc::BlockPtr> ReadIndex::truncate(std::uint64_t lastKept,
                                               std::shared_ptr<const state::State> head) {
    const std::scoped_lock lock(m_mutex);
    std::vector<rpc::BlockPtr> forgotten;
    while (!m_blocks.empty() && m_blocks.back()->header.number > lastKept) {
        m_byHash.erase(m_blocks.back()->hash);
        for (const auto& tx : m_blocks.back()->txs)
            if (tx) m_places.erase(tx->hash);
        forgotten.push_back(std::move(m_blocks.back()));
        m_blocks.pop_back();
    }
    m_head = std::move(head);
    return forgotten;
}

void ReadIndex::setBatch(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) {
    const std::scoped_lock lock(m_mutex);
    if (m_blocks.empty()) return;
    const auto first = m_blocks.front()->header.number;
    for (auto number = std::max(firstBlock, first); number <= lastBlock && number - first < m_blocks.size();
         ++number) {
        auto changed = std::make_shared<rpc::BlockView>(*m_blocks[number - first]);
        changed->batch = batch;
        m_blocks[number - first] = std::move(changed);
    }
}

void ReadIndex::setHeads(const rpc::HeadNumbers& heads) {
    const std::scoped_lock lock(m_mutex);
    m_heads = heads;
}

void ReadIndex::setBaseFee(std::uint64_t baseFeeWei) {
    const std::scoped_lock lock(m_mutex);
    m_baseFeeWei = baseFeeWei;
}

void ReadIndex::addToken(const Address& address, std::uint32_t number) {
    const std::scoped_lock lock(m_mutex);
    m_tokens[address].number = number;
}

void ReadIndex::setTokenMetadata(const Address& address, std::shared_ptr<const l1::TokenMetadata> metadata) {
    const std::scoped_lock lock(m_mutex);
    if (const auto token = m_tokens.find(address); token != m_tokens.end())
        token->second.metadata = std::move(metadata);
}

void ReadIndex::forgetTokens() {
    const std::scoped_lock lock(m_mutex);
    m_tokens.clear();
}

void ReadIndex::addPending(const sequencer::TxPtr& tx) {
    const std::scoped_lock lock(m_mutex);
    auto& slot = m_pendingOf[tx->sender][tx->tx.nonce];
    if (slot != Hash{}) m_pending.erase(slot);
    slot = tx->hash;
    m_pending[tx->hash] = tx;
}

void ReadIndex::removePending(const Hash& hash) {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_pending.find(hash);
    if (found == m_pending.end()) return;
    const auto sender = m_pendingOf.find(found->second->sender);
    sender->second.erase(found->second->tx.nonce);
    if (sender->second.empty()) m_pendingOf.erase(sender);
    m_pending.erase(found);
}

void ReadIndex::setDocuments(std::shared_ptr<const Documents> documents) {
    const std::scoped_lock lock(m_mutex);
    m_documents = std::move(documents);
}

rpc::HeadNumbers ReadIndex::heads() const {
    const std::scoped_lock lock(m_mutex);
    return m_heads;
}

rpc::BlockPtr ReadIndex::blockLocked(std::uint64_t number) const {
    if (m_blocks.empty()) return nullptr;
    const auto first = m_blocks.front()->header.number;
    return number < first || number - first >= m_blocks.size() ? nullptr : m_blocks[number - first];
}

rpc::BlockPtr ReadIndex::block(std::uint64_t number) const {
    const std::scoped_lock lock(m_mutex);
    return blockLocked(number);
}

rpc::BlockPtr ReadIndex::block(const Hash& hash) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_byHash.find(hash);
    return found == m_byHash.end() ? nullptr : blockLocked(found->second);
}

std::optional<rpc::TxView> ReadIndex::transaction(const Hash& hash) const {
    const std::scoped_lock lock(m_mutex);
    if (const auto place = m_places.find(hash); place != m_places.end())
        if (auto block = blockLocked(place->second.block))
            return rpc::TxView{block->txs[place->second.index], block, place->second.index};
    if (const auto pending = m_pending.find(hash); pending != m_pending.end())
        return rpc::TxView{pending->second, nullptr, 0};
    return std::nullopt;
}

rpc::AccountView ReadIndex::account(const Address& owner) const {
    const std::scoped_lock lock(m_mutex);
    rpc::AccountView view;
    if (m_head) {
        if (const auto index = m_head->find(owner, 0)) {
            const auto account = *m_head->account(*index);
            view.nonce = account.nonce;
            view.balance = account.balance;
        }
    }
    return view;
}

std::uint64_t ReadIndex::pendingNonce(const Address& owner) const {
    const std::scoped_lock lock(m_mutex);
    const auto index = m_head ? m_head->find(owner, 0) : std::nullopt;
    auto nonce = index ? m_head->account(*index)->nonce : 0;
    if (const auto waiting = m_pendingOf.find(owner); waiting != m_pendingOf.end())
        for (auto next = waiting->second.lower_bound(nonce);
             next != waiting->second.end() && next->first == nonce; ++next)
            ++nonce;
    return nonce;
}

std::optional<rpc::TokenView> ReadIndex::token(const Address& address) const {
    const std::scoped_lock lock(m_mutex);
    const auto found = m_tokens.find(address);
    if (found == m_tokens.end()) return std::nullopt;
    const auto& [number, metadata] = found->second;
    return rpc::TokenView{number, m_head ? m_head->supply(number) : Wei(0), metadata};
}

Wei ReadIndex::tokenBalance(const Address& owner, std::uint32_t token) const {
    const std::scoped_lock lock(m_mutex);
    const auto index = m_head ? m_head->find(owner, token) : std::nullopt;
    return index ? m_head->account(*index)->balance : Wei(0);
}

std::uint64_t ReadIndex::baseFeeWei() const {
    const std::scoped_lock lock(m_mutex);
    return m_baseFeeWei;
}

std::shared_ptr<const ReadIndex::Documents> ReadIndex::documents() const {
    const std::scoped_lock lock(m_mutex);
    return m_documents;
}

} // namespace aw::node
