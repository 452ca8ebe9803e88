#pragma once

#include "base/hex.hpp"
#include "codec/abi.hpp"
#include "crypto/keccak.hpp"
#include "l1/events.hpp"
#include "l1/json_rpc.hpp"
#include "store/values.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace aw::test {

inline l1::Addresses doubleAddresses() {
    return {.rollup = Address{{1}},
            .operators = Address{{2}},
            .inbox = Address{{3}},
            .bridge = Address{{4}},
            .fraud = Address{{5}},
            .demands = Address{{6}},
            .promises = Address{{7}}};
}

/// An L1 in memory whose chain a test grows, cuts and loses; no sockets, no time.
class ChainDouble final : public l1::Rpc {
public:
    struct Block {
        store::L1Block block;
        std::vector<l1::L1Log> logs;
    };
    std::vector<Block> chain;                   ///< position = number
    std::uint64_t maxLogRange = UINT64_MAX;     ///< more is refused
    std::uint64_t largestLogRange = UINT64_MAX; ///< the answer for more is too large to be read
    bool knowsBlockHash = true;                 ///< in eth_getLogs
    std::uint64_t chainId = 31337;
    bool down = false;
    /// Says so where set, in place of any answer of the chain.
    std::optional<Error> failure;
    int messages = 0; ///< calls and batches
    /// Why it was distrusted, each time.
    std::vector<ErrorCode> distrustedFor;
    std::map<std::string, int> asked;
    /// Runs before each answer: the world changes between two questions.
    std::function<void(const std::string& method)> before;
    /// Runs on each answer: where it lies.
    std::function<void(const std::string& method, const boost::json::array& params, l1::RpcAnswer& answer)>
        twist;

    ChainDouble() { mine(); }

    /// Appends a block. `salt` tells forks apart; entries are inbox entries that it announces.
    void mine(std::uint64_t salt = 0, unsigned entries = 0) {
        const auto number = chain.size();
        Block next;
        next.block.number = number;
        if (number > 0) next.block.parentHash = chain.back().block.hash;
        next.block.timeMs = (1000 + number) * 1000;
        Bytes seed(next.block.parentHash.bytes.begin(), next.block.parentHash.bytes.end());
        for (const auto value : {std::uint64_t{number}, salt, std::uint64_t{entries}})
            for (int i = 0; i < 8; ++i)
                seed.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
        next.block.hash = crypto::keccak256(seed);
        for (unsigned i = 0; i < entries; ++i)
            next.logs.push_back(entryLog(next.block, i));
        chain.push_back(std::move(next));
    }
    /// Removes the blocks above.
    void cut(std::uint64_t number) { chain.resize(number + 1); }

    static l1::L1Log entryLog(const store::L1Block& block, unsigned index) {
        const state::Deposit entry{
            .owner = Address{{7}}, .token = 0, .amount = Wei(block.number * 100 + index)};
        l1::L1Log log;
        log.address = doubleAddresses().inbox;
        log.topics = {codec::abi::eventTopic("EntryAppended(uint64,bytes32,bytes)"), Hash{}};
        log.topics[1].bytes[31] = static_cast<std::uint8_t>(index);
        log.data = codec::abi::Encoder().hash(block.hash).bytes(state::encodeEntry(entry)).encoded();
        log.blockNumber = block.number;
        log.blockHash = block.hash;
        log.txHash = block.hash;
        log.logIndex = index;
        return log;
    }

    Task<Result<l1::RpcAnswer>> ask(std::string method, boost::json::array params,
                                    std::chrono::milliseconds) override {
        ++messages;
        co_return answerOne(method, params);
    }
    Task<Result<std::vector<l1::RpcAnswer>>> batch(std::vector<l1::RpcRequest> requests,
                                                   std::chrono::milliseconds) override {
        ++messages;
        std::vector<l1::RpcAnswer> answers;
        for (const auto& request : requests) {
            auto each = answerOne(request.method, request.params);
            if (!each) co_return each.error();
            answers.push_back(std::move(*each));
        }
        co_return answers;
    }
    const std::string& url() const override { return m_url; }
    bool distrust(std::uint64_t, const Error& why) override {
        distrustedFor.push_back(why.code);
        return false;
    }

private:
    static std::string hex(ByteView bytes) { return base::toHex(bytes); }

    Result<l1::RpcAnswer> answerOne(const std::string& method, const boost::json::array& params) {
        ++asked[method];
        if (before) before(method);
        if (down) return Error{ErrorCode::l1Unavailable, "The double is down."};
        if (failure) return *failure;
        if (method == "eth_getLogs" && rangeOf(params) > largestLogRange)
            return Error{ErrorCode::l1TooLarge, "The double answered with more than it may."};
        auto result = answer(method, params);
        if (twist) twist(method, params, result);
        return result;
    }

    l1::RpcAnswer answer(const std::string& method, const boost::json::array& params) const {
        l1::RpcAnswer result;
        if (method == "eth_getBlockByNumber") {
            const auto number = params[0] == "latest" ? chain.size() - 1 : numberOf(params[0]);
            if (number < chain.size()) result.result = json(chain[number].block);
        } else if (method == "eth_getLogs") {
            const auto& filter = params[0].as_object();
            if (const auto* hash = filter.if_contains("blockHash")) return logsOfBlock(*hash);
            const auto from = numberOf(filter.at("fromBlock")), to = numberOf(filter.at("toBlock"));
            if (to - from + 1 > maxLogRange) {
                result.error = l1::RpcError{-32005, "query returned too much", {}};
                return result;
            }
            boost::json::array logs;
            for (auto n = from; n <= to && n < chain.size(); ++n)
                for (const auto& log : chain[n].logs)
                    logs.push_back(json(log));
            result.result = std::move(logs);
        } else if (method == "eth_chainId") {
            result.result = base::toQuantity(chainId);
        } else {
            result.error = l1::RpcError{-32601, "not in this double", {}};
        }
        return result;
    }

    l1::RpcAnswer logsOfBlock(const boost::json::value& hash) const {
        l1::RpcAnswer result;
        const auto found = std::ranges::find_if(chain, [&](const Block& each) {
            return std::string_view(hash.as_string()) == hex(each.block.hash.view());
        });
        if (!knowsBlockHash || found == chain.end()) {
            result.error = knowsBlockHash ? l1::RpcError{-32000, "unknown block", {}}
                                          : l1::RpcError{-32602, "invalid argument 0", {}};
            return result;
        }
        boost::json::array logs;
        for (const auto& log : found->logs)
            logs.push_back(json(log));
        result.result = std::move(logs);
        return result;
    }

    static std::uint64_t rangeOf(const boost::json::array& params) {
        const auto& filter = params[0].as_object();
        if (filter.contains("blockHash")) return 1;
        return numberOf(filter.at("toBlock")) - numberOf(filter.at("fromBlock")) + 1;
    }
    static std::uint64_t numberOf(const boost::json::value& value) {
        return *base::quantity64FromHex(std::string_view(value.as_string()));
    }
    static boost::json::value json(const store::L1Block& block) {
        return {{"number", base::toQuantity(block.number)},
                {"hash", hex(block.hash.view())},
                {"parentHash", hex(block.parentHash.view())},
                {"timestamp", base::toQuantity(block.timeMs / 1000)}};
    }
    static boost::json::value json(const l1::L1Log& log) {
        boost::json::array topics;
        for (const auto& topic : log.topics)
            topics.emplace_back(hex(topic.view()));
        return {{"address", hex(log.address.view())},
                {"topics", topics},
                {"data", hex(log.data)},
                {"blockNumber", base::toQuantity(log.blockNumber)},
                {"blockHash", hex(log.blockHash.view())},
                {"transactionHash", hex(log.txHash.view())},
                {"logIndex", base::toQuantity(log.logIndex)}};
    }

    std::string m_url = "http://user:secret@double:1/key";
};

} // namespace aw::test
