#include "l1/queries.hpp"

#include "base/hex.hpp"
#include "l1/json_fields.hpp"
#include "l1/refusals.hpp"

#include <algorithm>
#include <iterator>

namespace aw::l1 {

namespace json = boost::json;

namespace {

Error badAnswer(std::string_view method) {
    return {ErrorCode::l1BadAnswer,
            "The L1 node's answer to " + std::string(method) + " has missing or misshapen fields."};
}

Error notAsked(std::string_view method, const std::string& what) {
    return {ErrorCode::l1BadAnswer, "The L1 node answered " + std::string(method) + " with " + what +
                                        ", which was not asked for: do not trust it."};
}

std::optional<L1Block> readBlock(const json::value& value) {
    JsonFields fields(value);
    L1Block block;
    block.number = fields.number64("number");
    block.hash = fields.hash("hash");
    block.parentHash = fields.hash("parentHash");
    const auto seconds = fields.number64("timestamp");
    // Beyond this the milliseconds would not fit: no clock says so.
    if (!fields.ok() || seconds > (std::uint64_t{1} << 50U)) return {};
    block.timeMs = seconds * 1000;
    return block;
}

std::optional<L1Log> readLog(const json::value& value) {
    JsonFields fields(value);
    L1Log log;
    log.address = fields.address("address");
    log.data = fields.bytes("data");
    log.blockNumber = fields.number64("blockNumber");
    log.blockHash = fields.hash("blockHash");
    log.txHash = fields.hash("transactionHash");
    log.logIndex = fields.number64("logIndex");
    const auto* topics = fields.find("topics");
    if (!fields.ok() || !topics || !topics->is_array() || topics->as_array().size() > 4) return {};
    for (const auto& topic : topics->as_array()) {
        if (!topic.is_string()) return {};
        const auto hash = base::fixedFromHex<Hash>(std::string_view(topic.as_string()));
        if (!hash) return {};
        log.topics.push_back(*hash);
    }
    return log;
}

std::optional<std::vector<L1Log>> readLogs(const json::value* value) {
    if (!value || !value->is_array()) return {};
    std::vector<L1Log> result;
    for (const auto& each : value->as_array()) {
        auto log = readLog(each);
        if (!log) return {};
        result.push_back(std::move(*log));
    }
    return result;
}

json::object addressFilter(const Addresses& addresses) {
    json::array emitters;
    for (const auto& address : addresses.all())
        emitters.emplace_back(base::toHex(address.view()));
    json::object filter;
    filter["address"] = std::move(emitters);
    return filter;
}

// In their order, each once, and of our contracts alone.
Result<std::vector<L1Log>> checkedLogs(const json::value* value, const Addresses& addresses) {
    auto found = readLogs(value);
    if (!found) return badAnswer("eth_getLogs");
    const auto ours = addresses.all();
    for (const auto& log : *found)
        if (std::ranges::find(ours, log.address) == ours.end())
            return notAsked("eth_getLogs", "a log of the address " + base::toHex(log.address.view()));
    const auto place = [](const L1Log& log) { return std::pair(log.blockNumber, log.logIndex); };
    std::ranges::sort(*found, {}, place);
    if (std::ranges::adjacent_find(*found, {}, place) != found->end())
        return notAsked("eth_getLogs", "a log twice");
    return std::move(*found);
}

json::array blockParams(std::uint64_t number) {
    json::array params;
    params.emplace_back(base::toQuantity(number));
    params.emplace_back(false);
    return params;
}

Error noBlock(std::uint64_t number) {
    return {ErrorCode::l1NoBlock, "L1 has no block " + std::to_string(number) + "."};
}

json::array hashParams(const Hash& hash) {
    json::array params;
    params.emplace_back(base::toHex(hash.view()));
    return params;
}

Error noReceipt(const Hash& txHash) {
    return {ErrorCode::l1NoReceipt,
            "The L1 transaction " + base::toHex(txHash.view()) + " is not mined yet."};
}

// Hashes of the transactions of a block.
Task<Result<std::vector<Hash>>> transactionsOf(RpcPtr rpc, L1Block block) {
    auto params = hashParams(block.hash);
    params.emplace_back(false);
    const auto answer = co_await rpc->call("eth_getBlockByHash", std::move(params));
    if (!answer) co_return answer.error();
    if (answer->is_null()) co_return noBlock(block.number);
    const auto* object = answer->if_object();
    const auto* list = object ? object->if_contains("transactions") : nullptr;
    if (!list || !list->is_array()) co_return badAnswer("eth_getBlockByHash");
    std::vector<Hash> hashes;
    for (const auto& each : list->as_array()) {
        const auto hash = each.is_string() ? base::fixedFromHex<Hash>(std::string_view(each.as_string()))
                                           : Result<Hash>(badAnswer("eth_getBlockByHash"));
        if (!hash) co_return badAnswer("eth_getBlockByHash");
        hashes.push_back(*hash);
    }
    co_return hashes;
}

Task<Result<std::uint64_t>> quantity(RpcPtr rpc, std::string method) {
    const auto answer = co_await rpc->call(method, json::array{});
    if (!answer) co_return answer.error();
    if (!answer->is_string()) co_return badAnswer(method);
    const auto value = base::quantity64FromHex(std::string_view(answer->as_string()));
    if (!value) co_return badAnswer(method);
    co_return *value;
}

} // namespace

std::optional<Receipt> readReceipt(const json::value& value) {
    JsonFields fields(value);
    Receipt receipt;
    receipt.txHash = fields.hash("transactionHash");
    receipt.blockNumber = fields.number64("blockNumber");
    receipt.blockHash = fields.hash("blockHash");
    receipt.success = fields.number64("status") == 1;
    receipt.gasUsed = fields.number64("gasUsed");
    receipt.effectiveGasPriceWei = fields.number("effectiveGasPrice");
    if (fields.has("contractAddress")) receipt.contractAddress = fields.address("contractAddress");
    auto logs = readLogs(fields.find("logs"));
    if (!fields.ok() || !logs) return {};
    receipt.logs = std::move(*logs);
    return receipt;
}

Task<Result<std::uint64_t>> headNumber(RpcPtr rpc) { return quantity(std::move(rpc), "eth_blockNumber"); }

Task<Result<std::uint64_t>> chainId(RpcPtr rpc) { return quantity(std::move(rpc), "eth_chainId"); }

Task<Result<Wei>> balance(RpcPtr rpc, Address address) {
    json::array params;
    params.emplace_back(base::toHex(address.view()));
    params.emplace_back("latest");
    const auto answer = co_await rpc->call("eth_getBalance", std::move(params));
    if (!answer) co_return answer.error();
    if (!answer->is_string()) co_return badAnswer("eth_getBalance");
    const auto value = base::quantityFromHex(std::string_view(answer->as_string()));
    if (!value || *value >> 128 != 0) co_return badAnswer("eth_getBalance");
    co_return Wei(*value);
}

Task<Result<L1Block>> latestBlock(RpcPtr rpc) {
    json::array params;
    params.emplace_back("latest");
    params.emplace_back(false);
    const auto answer = co_await rpc->call("eth_getBlockByNumber", std::move(params));
    if (!answer) co_return answer.error();
    const auto block = readBlock(*answer);
    if (!block) co_return badAnswer("eth_getBlockByNumber");
    co_return *block;
}

Task<Result<L1Block>> blockByNumber(RpcPtr rpc, std::uint64_t number) {
    const auto answer = co_await rpc->call("eth_getBlockByNumber", blockParams(number));
    if (!answer) co_return answer.error();
    if (answer->is_null()) co_return noBlock(number);
    const auto block = readBlock(*answer);
    if (!block || block->number != number) co_return badAnswer("eth_getBlockByNumber");
    co_return *block;
}

Task<Result<std::vector<std::optional<L1Block>>>> blocksIfThere(RpcPtr rpc,
                                                                std::vector<std::uint64_t> numbers) {
    std::vector<RpcRequest> requests;
    for (const auto number : numbers)
        requests.push_back({"eth_getBlockByNumber", blockParams(number)});
    const auto answers = co_await rpc->batch(std::move(requests));
    if (!answers) co_return answers.error();
    std::vector<std::optional<L1Block>> blocks;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const auto& answer = (*answers)[i];
        if (answer.error) co_return rpcError("eth_getBlockByNumber", *answer.error);
        if (answer.result.is_null()) {
            blocks.emplace_back();
            continue;
        }
        const auto block = readBlock(answer.result);
        if (!block) co_return badAnswer("eth_getBlockByNumber");
        if (block->number != numbers[i])
            co_return notAsked("eth_getBlockByNumber", "block " + std::to_string(block->number));
        blocks.push_back(block);
    }
    co_return blocks;
}

Task<Result<std::vector<L1Block>>> blocksByNumber(RpcPtr rpc, std::vector<std::uint64_t> numbers) {
    const auto found = co_await blocksIfThere(std::move(rpc), numbers);
    if (!found) co_return found.error();
    std::vector<L1Block> blocks;
    for (std::size_t i = 0; i < found->size(); ++i) {
        if (!(*found)[i]) co_return noBlock(numbers[i]);
        blocks.push_back(*(*found)[i]);
    }
    co_return blocks;
}

Task<Result<std::vector<L1Log>>> logs(RpcPtr rpc, Addresses addresses, std::uint64_t from, std::uint64_t to) {
    auto filter = addressFilter(addresses);
    filter["fromBlock"] = base::toQuantity(from);
    filter["toBlock"] = base::toQuantity(to);
    json::array params;
    params.push_back(std::move(filter));
    const auto answer = co_await rpc->call("eth_getLogs", std::move(params));
    if (!answer) co_return answer.error();
    auto result = checkedLogs(&*answer, addresses);
    if (!result) co_return result.error();
    for (const auto& log : *result)
        if (log.blockNumber < from || log.blockNumber > to)
            co_return notAsked("eth_getLogs", "a log of block " + std::to_string(log.blockNumber));
    co_return result;
}

Task<Result<std::vector<L1Log>>> logsOfBlocks(RpcPtr rpc, Addresses addresses, std::vector<L1Block> blocks) {
    std::vector<RpcRequest> requests;
    for (const auto& block : blocks) {
        auto filter = addressFilter(addresses);
        filter["blockHash"] = base::toHex(block.hash.view());
        json::array params;
        params.push_back(std::move(filter));
        requests.push_back({"eth_getLogs", std::move(params)});
    }
    const auto answers = co_await rpc->batch(std::move(requests));
    if (!answers) co_return answers.error();
    std::vector<L1Log> all;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const auto& answer = (*answers)[i];
        if (answer.error) co_return rpcError("eth_getLogs", *answer.error);
        auto result = checkedLogs(&answer.result, addresses);
        if (!result) co_return result.error();
        for (const auto& log : *result)
            if (log.blockHash != blocks[i].hash || log.blockNumber != blocks[i].number)
                co_return notAsked("eth_getLogs", "a log of block " + std::to_string(log.blockNumber));
        std::ranges::move(*result, std::back_inserter(all));
    }
    co_return all;
}

Task<Result<Bytes>> transactionInput(RpcPtr rpc, Hash txHash) {
    const auto answer = co_await rpc->call("eth_getTransactionByHash", hashParams(txHash));
    if (!answer) co_return answer.error();
    if (answer->is_null())
        co_return Error{ErrorCode::l1NoTransaction,
                        "L1 does not know the transaction " + base::toHex(txHash.view()) + "."};
    JsonFields fields(*answer);
    auto input = fields.bytes("input");
    const auto hash = fields.hash("hash");
    if (!fields.ok() || hash != txHash) co_return badAnswer("eth_getTransactionByHash");
    co_return input;
}

Task<Result<Receipt>> receipt(RpcPtr rpc, Hash txHash) {
    const auto answer = co_await rpc->call("eth_getTransactionReceipt", hashParams(txHash));
    if (!answer) co_return answer.error();
    if (answer->is_null()) co_return noReceipt(txHash);
    auto result = readReceipt(*answer);
    if (!result || result->txHash != txHash) co_return badAnswer("eth_getTransactionReceipt");
    co_return std::move(*result);
}

Task<Result<std::vector<Receipt>>> receipts(RpcPtr rpc, std::vector<Hash> txHashes) {
    std::vector<RpcRequest> requests;
    for (const auto& hash : txHashes)
        requests.push_back({"eth_getTransactionReceipt", hashParams(hash)});
    const auto answers = co_await rpc->batch(std::move(requests));
    if (!answers) co_return answers.error();
    std::vector<Receipt> result;
    for (std::size_t i = 0; i < answers->size(); ++i) {
        const auto& answer = (*answers)[i];
        if (answer.error) co_return rpcError("eth_getTransactionReceipt", *answer.error);
        if (answer.result.is_null()) co_return noReceipt(txHashes[i]);
        auto each = readReceipt(answer.result);
        if (!each || each->txHash != txHashes[i]) co_return badAnswer("eth_getTransactionReceipt");
        result.push_back(std::move(*each));
    }
    co_return result;
}

Task<Result<std::vector<Receipt>>> blockReceipts(RpcPtr rpc, L1Block block) {
    json::array params;
    params.emplace_back(base::toQuantity(block.number));
    const auto answer = co_await rpc->ask("eth_getBlockReceipts", std::move(params));
    if (!answer) co_return answer.error();
    std::vector<Receipt> result;
    if (!answer->error) {
        if (answer->result.is_null()) co_return noBlock(block.number);
        const auto* list = answer->result.if_array();
        if (!list) co_return badAnswer("eth_getBlockReceipts");
        for (const auto& value : *list) {
            auto each = readReceipt(value);
            if (!each || each->blockNumber != block.number) co_return badAnswer("eth_getBlockReceipts");
            if (each->blockHash != block.hash) co_return noBlock(block.number);
            result.push_back(std::move(*each));
        }
        co_return result;
    }
    if (refusalOf("eth_getBlockReceipts", *answer->error) == Refusal::rateLimited)
        co_return rpcError("eth_getBlockReceipts", *answer->error);
    // Endpoints that do not know the method say so in many ways.
    auto hashes = co_await transactionsOf(rpc, block);
    if (!hashes) co_return hashes.error();
    auto each = co_await receipts(rpc, std::move(*hashes));
    if (!each) co_return each.error();
    for (const auto& found : *each)
        if (found.blockHash != block.hash) co_return noBlock(block.number);
    co_return each;
}

} // namespace aw::l1
