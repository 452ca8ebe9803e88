#include "l1/follower.hpp"
#include "l1/json_fields.hpp"

namespace aw::l1 {

namespace json = boost::json;

namespace {

Error badAnswer(std::string_view method) {
    return {"l1.bad-answer",
            "The L1 node's answer to " + std::string(method) + " has missing or misshapen fields."};
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

json::array blockParams(std::uint64_t number) {
    json::array params;
    params.emplace_back(base::toQuantity(number));
    params.emplace_back(false);
    return params;
}

Error noBlock(std::uint64_t number) {
    return {"l1.no-block", "L1 has no block " + std::to_string(number) + "."};
}

json::array hashParams(const Hash& hash) {
    json::array params;
    params.emplace_back(base::toHex(hash.view()));
    return params;
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

Task<Result<std::vector<L1Block>>> blocksByNumber(RpcPtr rpc, std::vector<std::uint64_t> numbers) {
    constexpr std::size_t kBatch = 100;
    std::vector<L1Block> blocks;
    for (std::size_t at = 0; at < numbers.size(); at += kBatch) {
        const auto end = std::min(numbers.size(), at + kBatch);
        std::vector<RpcRequest> requests;
        for (auto i = at; i < end; ++i)
            requests.push_back({"eth_getBlockByNumber", blockParams(numbers[i])});
        const auto answers = co_await rpc->batch(std::move(requests));
        if (!answers) co_return answers.error();
        for (std::size_t i = 0; i < answers->size(); ++i) {
            const auto& answer = (*answers)[i];
            if (answer.error) co_return rpcError("eth_getBlockByNumber", *answer.error);
            if (answer.result.is_null()) co_return noBlock(numbers[at + i]);
            const auto block = readBlock(answer.result);
            if (!block || block->number != numbers[at + i]) co_return badAnswer("eth_getBlockByNumber");
            blocks.push_back(*block);
        }
    }
    co_return blocks;
}

Task<Result<std::vector<L1Log>>> logs(RpcPtr rpc, Addresses addresses, std::uint64_t from, std::uint64_t to) {
    json::array emitters;
    for (const auto& address : addresses.all())
        emitters.emplace_back(base::toHex(address.view()));
    json::object filter;
    filter["fromBlock"] = base::toQuantity(from);
    filter["toBlock"] = base::toQuantity(to);
    filter["address"] = std::move(emitters);
    json::array params;
    params.push_back(std::move(filter));
    const auto answer = co_await rpc->call("eth_getLogs", std::move(params));
    if (!answer) co_return answer.error();
    auto result = readLogs(&*answer);
    if (!result) co_return badAnswer("eth_getLogs");
    for (const auto& log : *result)
        if (log.blockNumber < from || log.blockNumber > to) co_return badAnswer("eth_getLogs");
    std::ranges::sort(*result, {}, [](const L1Log& log) { return std::pair(log.blockNumber, log.logIndex); });
    co_return std::move(*result);
}

Task<Result<Bytes>> transactionInput(RpcPtr rpc, Hash txHash) {
    const auto answer = co_await rpc->call("eth_getTransactionByHash", hashParams(txHash));
    if (!answer) co_return answer.error();
    if (answer->is_null())
        co_return Error{"l1.no-transaction",
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
    if (answer->is_null())
        co_return Error{"l1.no-receipt",
                        "The L1 transaction " + base::toHex(txHash.view()) + " is not mined yet."};
    auto result = readReceipt(*answer);
    if (!result || result->txHash != txHash) co_return badAnswer("eth_getTransactionReceipt");
    co_return std::move(*result);
}

} // namespace aw::l1
