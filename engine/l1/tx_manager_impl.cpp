#include "l1/tx_manager_impl.hpp"

#include "base/log.hpp"
#include "l1/contracts.hpp"
#include "l1/follower.hpp"
#include "l1/json_fields.hpp"

#include <algorithm>
#include <cctype>

namespace aw::l1 {

namespace json = boost::json;

namespace {

const base::log::Logger kLog("l1.txManager");
constexpr int kPostAttempts = 8;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool says(const RpcError& error, std::string_view text) {
    return lower(error.message).find(text) != std::string::npos;
}

// Nodes accept a replacement whose fees are both at least 10 % higher; 12.5 % is the least power-of-two step.
U256 raised(const U256& fee) { return fee + fee / 8 + 1; }

} // namespace

Error callError(const std::string& label, std::string_view method, const RpcError& error) {
    if (!error.data.empty())
        return {ErrorCode::l1Reverted, label + " is refused: " + describeRevert(error.data) + "."};
    if (says(error, "insufficient funds"))
        return {ErrorCode::l1InsufficientFunds,
                label + " needs more ETH than the account has on L1: " + error.message + "."};
    if (says(error, "revert")) return {ErrorCode::l1Reverted, label + " is refused: " + error.message + "."};
    return rpcError(method, error);
}

json::array TxManager::Impl::callParams(const TransactionRequest& request, json::value block) const {
    json::object call;
    call["from"] = base::toHex(key->address().view());
    if (request.to) call["to"] = base::toHex(request.to->view());
    call["data"] = base::toHex(request.data);
    call["value"] = base::toQuantity(U256(request.value));
    json::array params;
    params.push_back(std::move(call));
    params.push_back(std::move(block));
    return params;
}

// As of the pending block: the next one is where the transaction will run, and rules that look at the block's
// number (A-12, F-3) answer otherwise in the last one.
Task<Result<std::uint64_t>> TxManager::Impl::estimate(TransactionRequest request) {
    const auto answer = co_await rpc->ask("eth_estimateGas", callParams(request, "pending"));
    if (!answer) co_return answer.error();
    if (answer->error) co_return callError(request.label, "eth_estimateGas", *answer->error);
    if (answer->result.is_string())
        if (const auto gas = base::quantity64FromHex(std::string_view(answer->result.as_string())))
            co_return *gas;
    co_return Error{ErrorCode::l1BadAnswer, "The L1 node's answer to eth_estimateGas is not a number."};
}

Task<Result<Bytes>> TxManager::Impl::call(TransactionRequest request) {
    const auto answer = co_await rpc->ask("eth_call", callParams(request, "pending"));
    if (!answer) co_return answer.error();
    if (answer->error) co_return callError(request.label, "eth_call", *answer->error);
    if (answer->result.is_string())
        if (auto bytes = base::fromHex(std::string_view(answer->result.as_string())))
            co_return std::move(*bytes);
    co_return Error{ErrorCode::l1BadAnswer, "The L1 node's answer to eth_call is not bytes."};
}

Task<Result<TxManager::Impl::Prices>> TxManager::Impl::prices() {
    std::vector<RpcRequest> requests(2);
    requests[0].method = "eth_getBlockByNumber";
    requests[0].params.emplace_back("latest");
    requests[0].params.emplace_back(false);
    requests[1].method = "eth_maxPriorityFeePerGas";
    const auto answers = co_await rpc->batch(std::move(requests));
    if (!answers) co_return answers.error();
    const auto& block = answers->front();
    if (block.error) co_return rpcError("eth_getBlockByNumber", *block.error);
    JsonFields fields(block.result);
    const auto baseFee = fields.number("baseFeePerGas");
    if (!fields.ok())
        co_return Error{ErrorCode::l1BadAnswer,
                        "L1's blocks state no base fee: it does not know EIP-1559 transactions."};
    auto tip = options.tipWei;
    if (const auto& suggested = answers->back(); !suggested.error && suggested.result.is_string())
        if (const auto value = base::quantityFromHex(std::string_view(suggested.result.as_string())))
            tip = *value;
    co_return Prices{baseFee * 2 + tip, tip};
}

Task<Result<std::uint64_t>> TxManager::Impl::pendingNonce() {
    json::array params;
    params.emplace_back(base::toHex(key->address().view()));
    params.emplace_back("pending");
    const auto answer = co_await rpc->call("eth_getTransactionCount", std::move(params));
    if (!answer) co_return answer.error();
    if (answer->is_string())
        if (const auto count = base::quantity64FromHex(std::string_view(answer->as_string())))
            co_return *count;
    co_return Error{ErrorCode::l1BadAnswer,
                    "The L1 node's answer to eth_getTransactionCount is not a number."};
}

Task<Result<std::uint64_t>> TxManager::Impl::upcomingNonce() {
    const auto pass = co_await gate.enter();
    if (nextNonce) co_return *nextNonce;
    co_return co_await pendingNonce();
}

Task<TxManager::Impl::SendResult> TxManager::Impl::sendRaw(Bytes raw, std::string label) {
    json::array params;
    params.emplace_back(base::toHex(raw));
    const auto answer = co_await rpc->ask("eth_sendRawTransaction", std::move(params));
    if (!answer) co_return SendResult{Sent::unknown, answer.error()};
    if (!answer->error) co_return SendResult{Sent::accepted};
    const auto& error = *answer->error;
    if (says(error, "already known") || says(error, "already imported")) co_return SendResult{Sent::accepted};
    if (says(error, "nonce too low")) co_return SendResult{Sent::nonceTaken, rpcError(label, error)};
    if (says(error, "underpriced") || says(error, "less than block base fee") || says(error, "fee too low"))
        co_return SendResult{Sent::feeTooLow, rpcError(label, error)};
    co_return SendResult{Sent::failed, callError(label, "eth_sendRawTransaction", error)};
}

Task<Result<PostedTransaction>> TxManager::Impl::post(TransactionRequest request) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    const auto gas = co_await estimate(request);
    if (!gas) co_return gas.error();
    if (*gas > options.gasCap)
        co_return Error{ErrorCode::l1Reverted, request.label + " needs " + std::to_string(*gas) +
                                                   " gas, more than a transaction may have on L1 (" +
                                                   std::to_string(options.gasCap) + ")."};

    const auto pass = co_await gate.enter();
    // Whatever ends this early leaves it open whether L1 has the transaction: the nonce is asked again then.
    auto nonce = std::exchange(nextNonce, std::nullopt);
    if (!nonce) {
        const auto asked = co_await pendingNonce();
        if (!asked) co_return asked.error();
        nonce = *asked;
    }
    auto price = co_await prices();
    if (!price) co_return price.error();

    Transaction tx{.chainId = chainId,
                   .nonce = *nonce,
                   .tipWei = price->tipWei,
                   .maxFeeWei = price->maxFeeWei,
                   .gasLimit = std::min(*gas + *gas / 5, options.gasCap),
                   .to = request.to,
                   .value = request.value,
                   .data = std::move(request.data)};
    PostedTransaction posted{signTransaction(tx, *key), {}, request.label, request.abandonOnReorg, reorgs};
    posted.hashes.push_back(posted.current.hash);
    Error last{ErrorCode::l1Timeout, "L1 did not take " + request.label + "."};
    for (int attempt = 0; attempt < kPostAttempts && std::chrono::steady_clock::now() < deadline;) {
        const auto sent = co_await sendRaw(posted.current.raw, request.label);
        if (sent.outcome == Sent::accepted) {
            nextNonce = tx.nonce + 1;
            co_return posted;
        }
        last = *sent.error;
        if (sent.outcome == Sent::failed) co_return last;
        if (sent.outcome == Sent::unknown) {
            // The same bytes again: L1 takes them at most once.
            co_await base::sleepFor(options.poll);
            continue;
        }
        ++attempt;
        if (sent.outcome == Sent::nonceTaken) {
            // By this very transaction, if an earlier attempt arrived after all.
            if (const auto mine = co_await transactionInput(rpc, posted.current.hash); mine) {
                nextNonce = tx.nonce + 1;
                co_return posted;
            }
        }
        const auto count = co_await pendingNonce();
        if (count) tx.nonce = *count;
        price = co_await prices();
        if (price) {
            tx.tipWei = std::max(price->tipWei, tx.tipWei);
            tx.maxFeeWei = std::max(price->maxFeeWei, tx.maxFeeWei);
        }
        if (sent.outcome == Sent::feeTooLow) {
            tx.tipWei = raised(tx.tipWei);
            tx.maxFeeWei = raised(tx.maxFeeWei);
        }
        posted.current = signTransaction(tx, *key);
        posted.hashes = {posted.current.hash};
    }
    co_return last;
}

Task<std::string> TxManager::Impl::failureReason(const Transaction& tx, std::uint64_t block) {
    if (block == 0) co_return "for a reason that L1 does not tell";
    TransactionRequest again{tx.to, tx.data, tx.value, "The transaction"};
    const auto answer =
        co_await rpc->ask("eth_call", callParams(again, boost::json::string(base::toQuantity(block - 1))));
    if (answer && answer->error && !answer->error->data.empty())
        co_return describeRevert(answer->error->data);
    co_return "out of gas, or for a reason that holds no longer";
}

Task<std::optional<Result<Receipt>>> TxManager::Impl::findReceipt(const PostedTransaction& posted) {
    for (const auto& hash : posted.hashes) {
        auto found = co_await receipt(rpc, hash);
        if (!found) continue;
        if (found->success) co_return std::move(found);
        const auto reason = co_await failureReason(posted.current.tx, found->blockNumber);
        co_return Result<Receipt>(Error{ErrorCode::l1Reverted, posted.label + " failed in L1 block " +
                                                                   std::to_string(found->blockNumber) + ": " +
                                                                   reason + "."});
    }
    co_return std::nullopt;
}

Task<void> TxManager::Impl::replace(PostedTransaction& posted) {
    auto tx = posted.current.tx;
    const auto price = co_await prices();
    tx.tipWei = raised(tx.tipWei);
    tx.maxFeeWei = raised(tx.maxFeeWei);
    if (price) {
        tx.tipWei = std::max(tx.tipWei, price->tipWei);
        tx.maxFeeWei = std::max(tx.maxFeeWei, price->maxFeeWei);
    }
    // Remembered before it is sent: it may be mined though its answer is lost.
    posted.current = signTransaction(tx, *key);
    posted.hashes.push_back(posted.current.hash);
    const auto sent = co_await sendRaw(posted.current.raw, posted.label);
    kLog.info("L1 transaction replaced at a higher fee",
              {{"label", posted.label}, {"nonce", tx.nonce}, {"accepted", sent.outcome == Sent::accepted}});
}

Task<Result<Receipt>> TxManager::Impl::confirm(PostedTransaction posted) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    std::optional<std::uint64_t> since;
    int taken = 0; // times that the nonce was used up without a receipt of ours
    while (std::chrono::steady_clock::now() < deadline) {
        auto found = co_await findReceipt(posted);
        if (found) co_return std::move(*found);
        if (posted.abandonOnReorg && posted.reorgs != reorgs)
            co_return Error{ErrorCode::l1Dropped, posted.label + " left L1 in a reorganisation."};
        const auto head = co_await headNumber(rpc);
        if (head && !since) since = *head;
        if (head && *head >= *since + options.stuckBlocks) {
            since = *head;
            json::array params;
            params.emplace_back(base::toHex(key->address().view()));
            params.emplace_back("latest");
            const auto count = co_await rpc->call("eth_getTransactionCount", std::move(params));
            const auto used = count && count->is_string()
                                  ? base::quantity64FromHex(std::string_view(count->as_string()))
                                  : Result<std::uint64_t>(std::uint64_t{0});
            if (used && *used > posted.current.tx.nonce) {
                if (++taken > 1) {
                    nextNonce.reset();
                    co_return Error{ErrorCode::l1NonceTaken,
                                    posted.label + " was not mined: another transaction of the " +
                                        "account took its place. Is its key in use elsewhere?"};
                }
            } else {
                co_await replace(posted);
            }
        }
        co_await base::sleepFor(options.poll);
    }
    nextNonce.reset();
    co_return Error{ErrorCode::l1Timeout, posted.label + " was sent to L1 and not mined in " +
                                              std::to_string(options.timeout.count() / 1000) +
                                              " s; it still may be."};
}

} // namespace aw::l1
