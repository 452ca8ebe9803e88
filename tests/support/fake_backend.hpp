#pragma once

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "rpc/backend.hpp"
#include "rpc/format.hpp"
#include "sequencer/mempool.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace aw::test {

/// A rollup in memory, for the server's tests and the client scripts: real decoding, the real mempool, plain
/// balances of ETH and of one token. It anchors nothing.
class FakeBackend : public rpc::Backend {
public:
    static constexpr std::uint64_t kChainId = 900'001;
    static constexpr std::uint64_t kBaseFeeWei = 7;

    FakeBackend() {
        auto genesis = std::make_shared<rpc::BlockView>();
        genesis->header.timeMs = 1'700'000'000'000;
        genesis->hash = transition::blockHash(genesis->header);
        m_blocks.push_back(genesis);
    }

    void fund(const Address& owner, const Wei& amount) {
        const std::lock_guard lock(m_mutex);
        m_accounts[owner].balance += amount;
    }

    void fundToken(const Address& owner, const Wei& amount) {
        const std::lock_guard lock(m_mutex);
        m_tokens[owner] += amount;
    }

    /// Puts all that is pending into a block; nullptr where nothing is.
    rpc::BlockPtr makeBlock() {
        const std::lock_guard lock(m_mutex);
        auto block = std::make_shared<rpc::BlockView>();
        Bytes leaves;
        m_mempool.drain(
            1000, [&](const Address& owner) { return m_accounts[owner].nonce; },
            [&](const sequencer::TxPtr& tx) {
                execute(*tx);
                const auto leaf = codec::txLeaf(tx->signingHash, tx->sender);
                leaves.insert(leaves.end(), leaf.bytes.begin(), leaf.bytes.end());
                block->txs.push_back(tx);
                return std::optional<std::string>();
            },
            [](const sequencer::TxPtr&, const std::string&) {});
        if (block->txs.empty()) return nullptr;
        const auto& parent = *m_blocks.back();
        block->header = {.number = parent.header.number + 1,
                         .parentHash = parent.hash,
                         .timeMs = parent.header.timeMs + 1300,
                         .stateRoot = crypto::keccak256(leaves),
                         .baseFeeWei = kBaseFeeWei,
                         .feeAccount = AccountIndex{0},
                         .txCount = static_cast<std::uint32_t>(block->txs.size()),
                         .txsHash = crypto::keccak256(leaves)};
        block->hash = transition::blockHash(block->header);
        block->feeRecipient = feeRecipient;
        block->batch = block->header.number <= safe ? 1 : 0;
        for (std::uint32_t i = 0; i < block->txs.size(); ++i)
            m_places[block->txs[i]->hash] = {block->header.number, i};
        m_blocks.push_back(block);
        return block;
    }

    std::string clientVersion() const override { return "anchorwatch/v0.1.0/test"; }
    std::uint64_t chainId() const override { return kChainId; }
    rpc::HeadNumbers heads() const override {
        const std::lock_guard lock(m_mutex);
        const auto latest = m_blocks.back()->header.number;
        return {.latest = latest, .safe = std::min(latest, safe), .finalized = std::min(latest, finalized)};
    }
    rpc::BlockPtr blockByNumber(std::uint64_t number) const override {
        const std::lock_guard lock(m_mutex);
        return number < m_blocks.size() ? m_blocks[static_cast<std::size_t>(number)] : nullptr;
    }
    rpc::BlockPtr blockByHash(const Hash& hash) const override {
        const std::lock_guard lock(m_mutex);
        const auto found = std::ranges::find(m_blocks, hash, [](const auto& block) { return block->hash; });
        return found == m_blocks.end() ? nullptr : *found;
    }
    std::optional<rpc::TxView> transaction(const Hash& hash) const override {
        const std::lock_guard lock(m_mutex);
        if (const auto place = m_places.find(hash); place != m_places.end()) {
            const auto& block = m_blocks[static_cast<std::size_t>(place->second.first)];
            const auto index = place->second.second;
            return rpc::TxView{.tx = block->txs[index], .block = block, .index = index};
        }
        auto pending = m_mempool.find(hash);
        if (!pending) return std::nullopt;
        return rpc::TxView{.tx = std::move(pending), .block = nullptr, .index = 0};
    }
    rpc::AccountView account(const Address& owner) const override {
        const std::lock_guard lock(m_mutex);
        const auto found = m_accounts.find(owner);
        const auto state = found == m_accounts.end() ? sequencer::SenderState{} : found->second;
        return {.nonce = state.nonce,
                .pendingNonce = m_mempool.pendingNonce(owner, state.nonce),
                .balance = state.balance};
    }
    std::optional<rpc::TokenView> token(const Address& address) const override {
        const std::lock_guard lock(m_mutex);
        if (address != tokenAddress) return std::nullopt;
        Wei supply = 0;
        for (const auto& [owner, balance] : m_tokens)
            supply += balance;
        return rpc::TokenView{1, supply, tokenMetadata};
    }
    Wei tokenBalance(const Address& owner, std::uint32_t token) const override {
        const std::lock_guard lock(m_mutex);
        const auto found = m_tokens.find(owner);
        return token != 1 || found == m_tokens.end() ? Wei(0) : found->second;
    }
    std::uint64_t baseFeeWei() const override { return kBaseFeeWei; }
    std::uint64_t suggestedTipWei() const override { return 0; }

    boost::asio::awaitable<Result<Hash>> submit(Bytes rawTx) override {
        auto decoded = codec::decodeTransaction(rawTx);
        if (!decoded) co_return decoded.error();
        const auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        const std::lock_guard lock(m_mutex);
        auto sender = m_accounts[tx->sender];
        if (tx->tx.token && tx->tx.to == tokenAddress) sender.tokenBalance = m_tokens[tx->sender];
        const auto added = m_mempool.add(tx, sender, kBaseFeeWei);
        if (!added) co_return added.error();
        co_return tx->hash;
    }

    boost::json::value status() const override { return boost::json::object{{"l1Connected", true}}; }
    boost::json::value batch(BatchNumber number) const override {
        if (number.value != 1) return nullptr;
        return boost::json::object{{"number", "0x1"}};
    }
    boost::json::value operators() const override { return boost::json::array(); }
    Health health() const override { return {.ok = healthy, .detail = {{"role", "test"}}}; }

    // Set before the server starts.
    std::uint64_t safe = 0, finalized = 0;
    Address feeRecipient{{0xfe}};
    bool healthy = true;
    Address tokenAddress{{0x70, 0xce, 0x17}};
    std::shared_ptr<const l1::TokenMetadata> tokenMetadata;

private:
    void execute(const codec::SignedTransaction& tx) {
        auto& sender = m_accounts[tx.sender];
        const Wei fee = Wei(rpc::gasUsedOf(tx)) * rpc::effectiveGasPriceWei(tx.tx, kBaseFeeWei);
        sender.balance -= tx.tx.value + fee;
        ++sender.nonce;
        if (tx.tx.token) {
            m_tokens[tx.sender] -= tx.tx.token->amount;
            if (tx.tx.token->recipient != protocol::kWithdrawalAddress)
                m_tokens[tx.tx.token->recipient] += tx.tx.token->amount;
        } else {
            m_accounts[tx.tx.to].balance += tx.tx.value;
        }
        m_accounts[feeRecipient].balance += fee;
    }

    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    std::map<Address, sequencer::SenderState> m_accounts;
    std::map<Address, Wei> m_tokens;
    sequencer::Mempool m_mempool{kChainId};
    std::vector<rpc::BlockPtr> m_blocks;
    std::map<Hash, std::pair<std::uint64_t, std::uint32_t>> m_places;
};

} // namespace aw::test
