#pragma once

#include "base/protocol.hpp"
#include "crypto/keccak.hpp"
#include "rpc/backend.hpp"
#include "rpc/format.hpp"
#include "sequencer/mempool.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>

namespace aw::test {

/// A rollup in memory, for the server's tests and the client scripts: real decoding, the real mempool, plain
/// balances of ETH and of one token, as of every block. It anchors nothing.
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

    /// Gives ETH, or tokens, in the state of the latest block.
    void fund(const Address& owner, const Wei& amount) {
        const std::lock_guard lock(m_mutex);
        m_states.back().accounts[owner].balance += amount;
    }
    void fundToken(const Address& owner, const Wei& amount) {
        const std::lock_guard lock(m_mutex);
        m_states.back().tokens[owner] += amount;
    }

    /// Puts all that is pending into a block; nullptr where nothing is.
    rpc::BlockPtr makeBlock() {
        const std::lock_guard lock(m_mutex);
        auto block = std::make_shared<rpc::BlockView>();
        auto state = m_states.back();
        Bytes leaves;
        const auto ready = m_mempool.ready(
            1000, [&](const Address& owner) { return state.accounts[owner].nonce; }, 0);
        for (const auto& tx : ready.txs) {
            execute(state, *tx);
            const auto leaf = codec::txLeaf(tx->signingHash, tx->sender);
            leaves.insert(leaves.end(), leaf.bytes.begin(), leaf.bytes.end());
            block->txs.push_back(tx);
            m_mempool.remove(tx->hash);
        }
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
        m_states.push_back(std::move(state));
        return block;
    }

    /// Takes the blocks above one back, as a reorganisation of L1 may; their transactions are forgotten.
    /// Returns them, the newest first.
    std::vector<rpc::BlockPtr> rewindTo(std::uint64_t number) {
        const std::lock_guard lock(m_mutex);
        std::vector<rpc::BlockPtr> removed;
        while (m_blocks.back()->header.number > number) {
            for (const auto& tx : m_blocks.back()->txs)
                m_places.erase(tx->hash);
            removed.push_back(m_blocks.back());
            m_blocks.pop_back();
            m_states.pop_back();
        }
        return removed;
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
    std::uint64_t nextWithEvents(std::uint64_t first, std::uint64_t) const override {
        if (onSearch) onSearch();
        return first;
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
    Result<rpc::AccountView> account(const Address& owner, std::uint64_t block) const override {
        const auto state = stateAt(block);
        if (!state) return state.error();
        const auto found = state->accounts.find(owner);
        if (found == state->accounts.end()) return rpc::AccountView{};
        return rpc::AccountView{.nonce = found->second.nonce, .balance = found->second.balance};
    }
    std::uint64_t pendingNonce(const Address& owner) const override {
        const std::lock_guard lock(m_mutex);
        const auto& accounts = m_states.back().accounts;
        const auto found = accounts.find(owner);
        return m_mempool.pendingNonce(owner, found == accounts.end() ? 0 : found->second.nonce);
    }
    Result<std::optional<rpc::TokenView>> token(const Address& address, std::uint64_t block) const override {
        const auto state = stateAt(block);
        if (!state) return state.error();
        if (address != tokenAddress || block < tokenSince) return std::optional<rpc::TokenView>();
        Wei supply = 0;
        for (const auto& [owner, balance] : state->tokens)
            supply += balance;
        return std::optional(rpc::TokenView{1, supply, tokenMetadata});
    }
    Result<Wei> tokenBalance(const Address& owner, std::uint32_t token, std::uint64_t block) const override {
        const auto state = stateAt(block);
        if (!state) return state.error();
        const auto found = state->tokens.find(owner);
        return token != 1 || found == state->tokens.end() ? Wei(0) : found->second;
    }
    std::uint64_t baseFeeWei() const override { return kBaseFeeWei; }
    std::uint64_t suggestedTipWei() const override { return 0; }
    std::optional<rpc::Syncing> syncing() const override { return progress; }
    std::size_t peerCount() const override { return peers; }

    boost::asio::awaitable<Result<Hash>> submit(Bytes rawTx) override { co_return accept(rawTx); }
    /// As submit, at once.
    Result<Hash> accept(ByteView rawTx) {
        auto decoded = codec::decodeTransaction(rawTx);
        if (!decoded) return decoded.error();
        if (refusal) return *refusal;
        const auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        const std::lock_guard lock(m_mutex);
        auto& state = m_states.back();
        auto sender = state.accounts[tx->sender];
        if (tx->tx.token && tx->tx.to == tokenAddress) sender.tokenBalance = state.tokens[tx->sender];
        const auto added = m_mempool.add(tx, sender, kBaseFeeWei);
        if (!added) return added.error();
        if (onPending) onPending(tx);
        return tx->hash;
    }

    boost::json::value status() const override { return boost::json::object{{"l1Connected", true}}; }
    boost::json::value batch(BatchNumber number) const override {
        if (number.value != 1) return nullptr;
        return boost::json::object{{"number", "0x1"}};
    }
    boost::json::value operators() const override { return boost::json::array(); }
    boost::json::value l1Transactions(std::size_t limit) const override {
        boost::json::array txs;
        for (std::size_t id = 601 - std::min<std::size_t>(limit, 600); id <= 600; ++id)
            txs.push_back(boost::json::object{{"id", id}});
        return boost::json::object{{"account", boost::json::object{{"balanceWei", "0"}}},
                                   {"transactions", std::move(txs)}};
    }
    Health health() const override { return {.ok = healthy, .detail = healthDetail}; }

    // Set before the server starts.
    std::uint64_t safe = 0, finalized = 0;
    Address feeRecipient{{0xfe}};
    bool healthy = true;
    boost::json::object healthDetail{{"role", "test"}};
    std::uint64_t keptFrom = 0;   ///< states of older blocks are pruned
    std::uint64_t tokenSince = 0; ///< block from which on the token is known
    std::optional<rpc::Syncing> progress;
    std::size_t peers = 0;
    std::function<void(const rpc::TxPtr&)> onPending; ///< of what was taken; called under the lock
    std::optional<Error> refusal;                     ///< of every transaction that decodes
    /// Called before and after each read of a state, for what comes between two reads of one request.
    std::function<void()> beforeStateRead, afterStateRead;
    std::function<void()> onSearch; ///< for each block that is searched for events
    Address tokenAddress{{0x70, 0xce, 0x17}};
    std::shared_ptr<const l1::TokenMetadata> tokenMetadata;

private:
    struct State {
        std::map<Address, sequencer::SenderState> accounts;
        std::map<Address, Wei> tokens;
    };

    Result<State> stateAt(std::uint64_t block) const {
        if (const auto hook = beforeStateRead) hook();
        std::unique_lock lock(m_mutex);
        const auto latest = m_blocks.back()->header.number;
        if (block > latest)
            return Error{ErrorCode::stateUnknownBlock, "block " + std::to_string(block) +
                                                           " is not known yet; the latest is " +
                                                           std::to_string(latest)};
        if (block < keptFrom)
            return Error{ErrorCode::statePruned,
                         "this operator can tell from block " + std::to_string(keptFrom) + " on"};
        auto state = m_states[static_cast<std::size_t>(block)];
        lock.unlock();
        if (const auto hook = afterStateRead) hook();
        return state;
    }

    void execute(State& state, const codec::SignedTransaction& tx) const {
        auto& sender = state.accounts[tx.sender];
        const Wei fee = Wei(rpc::gasUsedOf(tx)) * rpc::effectiveGasPriceWei(tx.tx, kBaseFeeWei);
        sender.balance -= tx.tx.value + fee;
        ++sender.nonce;
        if (tx.tx.token) {
            state.tokens[tx.sender] -= tx.tx.token->amount;
            if (tx.tx.token->recipient != protocol::kWithdrawalAddress)
                state.tokens[tx.tx.token->recipient] += tx.tx.token->amount;
        } else {
            state.accounts[tx.tx.to].balance += tx.tx.value;
        }
        state.accounts[feeRecipient].balance += fee;
    }

    mutable std::mutex m_mutex;
    // Guarded by m_mutex:
    std::vector<State> m_states{State{}}; ///< by block
    sequencer::Mempool m_mempool{kChainId};
    std::vector<rpc::BlockPtr> m_blocks;
    std::map<Hash, std::pair<std::uint64_t, std::uint32_t>> m_places;
};

} // namespace aw::test
