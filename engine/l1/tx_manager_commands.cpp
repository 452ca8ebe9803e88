#include "base/hex.hpp"
#include "l1/queries.hpp"
#include "l1/tx_manager_impl.hpp"

#include <algorithm>

/// What is asked of the manager, and what whoever waits is told.
namespace aw::l1 {

namespace json = boost::json;

namespace {

Error stoppedError() {
    return {ErrorCode::nodeStopped, "This operator is stopped; what it sent to L1 is followed after its next "
                                    "start."};
}

} // namespace

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

Task<Result<std::uint64_t>> TxManager::Impl::upcomingNonce() {
    const auto facts = co_await reader.read({});
    if (!facts) co_return facts.error();
    co_return facts->noncePending;
}

Task<Result<std::uint64_t>> TxManager::Impl::gasLimitFor(TransactionRequest request) {
    const auto label = request.label;
    const auto gas = co_await estimate(std::move(request));
    if (!gas) co_return gas.error();
    if (*gas > options.gasCap)
        co_return Error{ErrorCode::l1Reverted, label + " needs " + std::to_string(*gas) +
                                                   " gas, more than a transaction may have on L1 (" +
                                                   std::to_string(options.gasCap) + ")."};
    co_return std::min(*gas + *gas / 5, options.gasCap);
}

Task<Result<std::uint64_t>> TxManager::Impl::ask(TransactionRequest request) {
    const auto gasLimit = co_await gasLimitFor(request);
    if (!gasLimit) co_return gasLimit.error();
    if (stopped) co_return stoppedError();
    Intent intent;
    intent.kind = request.kind;
    intent.label = std::move(request.label);
    intent.batch = request.batch;
    intent.to = request.to;
    intent.value = request.value;
    intent.dataBytes = request.data.size();
    intent.data = std::make_shared<const Bytes>(std::move(request.data));
    intent.perishable = request.perishable;
    intent.lastUsefulBlock = request.lastUsefulBlock;
    intent.createdAtMs = static_cast<std::int64_t>(options.clock->nowMs());
    intent.gasLimit = *gasLimit;
    const auto id = book.add(std::move(intent));
    if (const auto kept = save(); !kept) {
        book.forget(id);
        co_return kept.error();
    }
    wake();
    co_return id;
}

Error TxManager::Impl::impatience(std::uint64_t id) const {
    const auto* intent = book.find(id);
    const auto number = "L1 transaction " + std::to_string(id);
    if (!intent) return {ErrorCode::l1Timeout, number + " is not known any more."};
    if (intent->problem)
        return {intent->problem->code,
                intent->label + " waits as " + number + " and goes on by itself. " + intent->problem->detail};
    return {ErrorCode::l1Timeout, intent->label + " was not mined in " +
                                      std::to_string(options.timeout.count() / 1000) + " s; it goes on as " +
                                      number + "."};
}

Task<Result<Receipt>> TxManager::Impl::confirm(std::uint64_t id) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    while (true) {
        if (auto outcome = book.outcomeOf(id)) co_return std::move(*outcome);
        if (stopped) co_return stoppedError();
        const auto* intent = book.find(id);
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        const bool patient = intent && intent->perishable;
        if (!patient && left.count() <= 0) co_return impatience(id);
        co_await news.wait(patient ? options.timeout : left);
    }
}

Task<Result<Receipt>> TxManager::Impl::send(TransactionRequest request) {
    const auto id = co_await ask(std::move(request));
    if (!id) co_return id.error();
    co_return co_await confirm(*id);
}

Task<Result<PostedTransaction>> TxManager::Impl::post(TransactionRequest request) {
    const auto id = co_await ask(std::move(request));
    if (!id) co_return id.error();
    co_return co_await waitForPool(*id);
}

Task<Result<PostedTransaction>> TxManager::Impl::waitForPool(std::uint64_t id) {
    const auto deadline = std::chrono::steady_clock::now() + options.timeout;
    while (true) {
        const auto* intent = book.find(id);
        if (intent && intent->accepted) co_return PostedTransaction{id, intent->attempts.back().hash};
        if (const auto outcome = book.outcomeOf(id); outcome && !*outcome) co_return outcome->error();
        if (stopped) co_return stoppedError();
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) co_return impatience(id);
        co_await news.wait(left);
    }
}

FeeQuote TxManager::Impl::quoteOf(const IntentBook::Signing& signing, const AccountFacts& facts) const {
    const auto perGas = std::min<U256>(signing.fees.maxFeeWei, facts.price.baseFeeWei + signing.fees.tipWei);
    return {signing.gasLimit, signing.fees, perGas * signing.gasLimit};
}

Task<Result<FeeQuote>> TxManager::Impl::quoteSpeedUp(std::uint64_t id) {
    const auto permit = co_await gate.enter();
    const auto facts = co_await look();
    if (!facts) co_return facts.error();
    const auto signing = book.speedUp(id, *facts);
    if (!signing) co_return signing.error();
    co_return quoteOf(*signing, *facts);
}

Task<Result<FeeQuote>> TxManager::Impl::quoteCancel(std::uint64_t id) {
    const auto permit = co_await gate.enter();
    const auto facts = co_await look();
    if (!facts) co_return facts.error();
    const auto signing = book.planCancel(id, *facts);
    if (!signing) co_return signing.error();
    co_return *signing ? quoteOf(**signing, *facts) : FeeQuote();
}

Task<Result<void>> TxManager::Impl::speedUp(std::uint64_t id) {
    const auto permit = co_await gate.enter();
    const auto facts = co_await look();
    if (!facts) co_return facts.error();
    const auto signing = book.speedUp(id, *facts);
    if (!signing) co_return signing.error();
    if (stopped) co_return stoppedError();
    sign(*signing);
    if (const auto kept = save(); !kept) co_return kept.error();
    co_await sendDue(*facts);
    wake();
    const auto* intent = book.find(id);
    if (intent && intent->problem) co_return *intent->problem;
    co_return Result<void>();
}

Task<Result<void>> TxManager::Impl::cancel(std::uint64_t id) {
    const auto permit = co_await gate.enter();
    const auto facts = co_await look();
    if (!facts) co_return facts.error();
    const auto signing = book.planCancel(id, *facts);
    if (!signing) co_return signing.error();
    if (stopped) co_return stoppedError();
    book.cancel(id, facts->nowMs);
    signAll(*facts);
    if (const auto kept = save(); !kept) co_return kept.error();
    co_await sendDue(*facts);
    wake();
    const auto* intent = book.find(id);
    const auto* cancellation = intent ? book.find(intent->cancelledBy) : nullptr;
    if (cancellation && cancellation->problem) co_return *cancellation->problem;
    co_return Result<void>();
}

} // namespace aw::l1
