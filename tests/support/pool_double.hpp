#pragma once

#include "base/hex.hpp"
#include "codec/any_transaction.hpp"
#include "crypto/keccak.hpp"
#include "l1/json_rpc.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aw::test {

/// An L1 in memory with a pool that keeps the rules of real ones, and blocks that a test makes and takes
/// back; no sockets, no time.
class PoolDouble final : public l1::Rpc {
public:
    using Tx = codec::AnyTransaction;
    struct Block {
        Hash hash;
        std::vector<Tx> txs;
    };

    PoolDouble() { addBlock({}); }

    U256 baseFeeWei = 1'000'000'000; ///< of the head, and what the next block asks
    U256 tipWei = 1'000'000'000;     ///< suggested
    std::uint64_t gas = 50'000;      ///< estimated
    std::uint64_t safeDepth = 4;
    bool revertsEstimate = false;
    bool revertsMined = false; ///< what is mined fails
    bool swallows = false;     ///< takes transactions and keeps none
    /// Runs before each answer; an error is given in its place.
    std::function<std::optional<Error>(const std::string& method)> before;
    /// Runs after each call was carried out; an error is given in place of the answer.
    std::function<std::optional<Error>(const std::string& method)> after;
    /// Refusals of eth_sendRawTransaction in place of the pool's own, by message.
    std::string refusal;
    std::vector<Tx> sent; ///< everything that was handed in, in order

    std::uint64_t head() const { return m_chain.size() - 1; }
    /// Blocks that take what the pool has in order and can pay.
    void mine(std::uint64_t blocks = 1) {
        for (; blocks > 0; --blocks) {
            std::vector<Tx> txs;
            for (auto at = m_pool.begin(); at != m_pool.end();) {
                const auto& tx = at->second;
                const bool fits =
                    tx.nonce == nonceOf(tx.sender) + countOf(txs, tx.sender) && tx.maxFeeWei >= baseFeeWei;
                if (fits) txs.push_back(tx);
                at = fits ? m_pool.erase(at) : std::next(at);
            }
            addBlock(std::move(txs));
        }
    }
    /// The blocks above leave the chain, as many others and one more come; their transactions are gone, or
    /// back in the pool.
    void reorg(std::uint64_t lastKept, bool comesBack) {
        std::vector<Tx> lost;
        const auto blocks = head() - lastKept + 1;
        for (auto number = lastKept + 1; number < m_chain.size(); ++number)
            std::ranges::copy(m_chain[number].txs, std::back_inserter(lost));
        m_chain.resize(lastKept + 1);
        ++m_salt;
        for (std::uint64_t i = 0; i < blocks; ++i)
            addBlock({});
        if (comesBack)
            for (const auto& tx : lost)
                m_pool[{tx.sender, tx.nonce}] = tx;
    }
    /// The pool forgets everything.
    void dropPool() { m_pool.clear(); }
    /// Somebody else's transaction with the account's key.
    void use(const Tx& tx) { m_pool[{tx.sender, tx.nonce}] = tx; }
    std::vector<Tx> mined() const {
        std::vector<Tx> all;
        for (const auto& block : m_chain)
            std::ranges::copy(block.txs, std::back_inserter(all));
        return all;
    }
    std::size_t pooled() const { return m_pool.size(); }

    Task<Result<l1::RpcAnswer>> ask(std::string method, boost::json::array params,
                                    std::chrono::milliseconds) override {
        co_return answerOne(method, params);
    }
    Task<Result<std::vector<l1::RpcAnswer>>> batch(std::vector<l1::RpcRequest> requests,
                                                   std::chrono::milliseconds) override {
        std::vector<l1::RpcAnswer> answers;
        for (const auto& request : requests) {
            auto each = answerOne(request.method, request.params);
            if (!each) co_return each.error();
            answers.push_back(std::move(*each));
        }
        co_return answers;
    }
    const std::string& url() const override { return m_url; }

private:
    using Json = boost::json::value;

    void addBlock(std::vector<Tx> txs) {
        Bytes seed;
        for (const auto value : {std::uint64_t{m_chain.size()}, m_salt})
            for (unsigned i = 0; i < 8; ++i)
                seed.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        m_chain.push_back({crypto::keccak256(seed), std::move(txs)});
    }
    static std::uint64_t countOf(const std::vector<Tx>& txs, const Address& sender) {
        return static_cast<std::uint64_t>(std::ranges::count(txs, sender, &Tx::sender));
    }
    std::uint64_t nonceOf(const Address& account) const {
        std::uint64_t count = 0;
        for (const auto& block : m_chain)
            count += countOf(block.txs, account);
        return count;
    }
    std::uint64_t pendingNonceOf(const Address& account) const {
        auto nonce = nonceOf(account);
        while (m_pool.contains({account, nonce}))
            ++nonce;
        return nonce;
    }
    static l1::RpcAnswer refused(std::string message) {
        return {l1::RpcError{-32000, std::move(message), {}}, {}};
    }
    static l1::RpcAnswer good(const std::string& text) { return good(Json(text)); }
    static l1::RpcAnswer good(Json value) { return {{}, std::move(value)}; }

    l1::RpcAnswer take(const boost::json::array& params) {
        const auto tx = *codec::decodeAnyTransaction(*base::fromHex(std::string_view(params[0].as_string())));
        sent.push_back(tx);
        const auto hash = good(base::toHex(tx.hash.view()));
        if (!refusal.empty()) return refused(refusal);
        if (swallows) return hash;
        if (tx.nonce < nonceOf(tx.sender)) return refused("nonce too low: next nonce is higher");
        const auto there = m_pool.find({tx.sender, tx.nonce});
        if (there != m_pool.end()) {
            if (there->second.hash == tx.hash) return refused("already known");
            // geth's PriceBump.
            const auto enough = [](const U256& offered, const U256& present) {
                return offered * 100 >= present * 110;
            };
            if (!enough(tx.maxFeeWei, there->second.maxFeeWei) || !enough(tx.tipWei, there->second.tipWei))
                return refused("replacement transaction underpriced");
        }
        m_pool[{tx.sender, tx.nonce}] = tx;
        return hash;
    }
    Json blockOf(std::uint64_t number) const {
        if (number >= m_chain.size()) return nullptr;
        return boost::json::object{{"number", base::toQuantity(number)},
                                   {"hash", base::toHex(m_chain[number].hash.view())},
                                   {"timestamp", "0x1"},
                                   {"baseFeePerGas", base::toQuantity(baseFeeWei)}};
    }
    Json receiptOf(const std::string& hash) const {
        for (std::uint64_t number = 0; number < m_chain.size(); ++number)
            for (const auto& tx : m_chain[number].txs)
                if (base::toHex(tx.hash.view()) == hash)
                    return boost::json::object{
                        {"transactionHash", hash},
                        {"blockNumber", base::toQuantity(number)},
                        {"blockHash", base::toHex(m_chain[number].hash.view())},
                        {"status", revertsMined ? "0x0" : "0x1"},
                        {"gasUsed", "0x5208"},
                        {"effectiveGasPrice",
                         base::toQuantity(std::min(tx.maxFeeWei, baseFeeWei + tx.tipWei))},
                        {"logs", boost::json::array()}};
        return nullptr;
    }
    bool isKnown(const std::string& hash) const {
        return !receiptOf(hash).is_null() || std::ranges::any_of(m_pool, [&](const auto& each) {
            return base::toHex(each.second.hash.view()) == hash;
        });
    }

    Result<l1::RpcAnswer> answerOne(const std::string& method, const boost::json::array& params) {
        if (before)
            if (const auto error = before(method)) return *error;
        auto result = answer(method, params);
        if (after)
            if (const auto error = after(method)) return *error;
        return result;
    }
    l1::RpcAnswer answer(const std::string& method, const boost::json::array& params) {
        const auto text = [&](std::size_t at) { return std::string(params[at].as_string()); };
        if (method == "eth_getBlockByNumber") {
            if (text(0) == "latest") return good(blockOf(head()));
            if (text(0) == "safe") return good(blockOf(head() - std::min(head(), safeDepth)));
            return good(blockOf(*base::quantity64FromHex(text(0))));
        }
        if (method == "eth_blockNumber") return good(base::toQuantity(head()));
        if (method == "eth_maxPriorityFeePerGas") return good(base::toQuantity(tipWei));
        if (method == "eth_getTransactionCount") {
            const auto account = *base::fixedFromHex<Address>(text(0));
            return good(base::toQuantity(text(1) == "pending" ? pendingNonceOf(account) : nonceOf(account)));
        }
        if (method == "eth_getTransactionReceipt") return good(receiptOf(text(0)));
        if (method == "eth_getTransactionByHash")
            return good(isKnown(text(0)) ? Json(boost::json::object{{"hash", text(0)}, {"input", "0x"}})
                                         : Json(nullptr));
        if (method == "eth_estimateGas")
            return revertsEstimate ? refused("execution reverted") : good(base::toQuantity(gas));
        if (method == "eth_call") return good(std::string("0x"));
        if (method == "eth_sendRawTransaction") return take(params);
        return refused("not in this double");
    }

    std::vector<Block> m_chain;
    std::map<std::pair<Address, std::uint64_t>, Tx> m_pool;
    std::uint64_t m_salt = 0;
    std::string m_url = "http://pool.double";
};

} // namespace aw::test
