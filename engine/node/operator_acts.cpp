#include "node/operator_acts.hpp"

#include "base/hex.hpp"

namespace aw::node {

namespace {
/// L1 blocks that a batch may take to land while handing over, and the least time for it.
constexpr std::uint64_t kHandOverL1Blocks = 6;
constexpr std::uint64_t kLeastHandOverMs = 15'000;

/// Why L1 transactions cannot be changed is what the dry run shows; that L1 does not answer is an error.
Result<api::DryRun> dryRunOf(const Result<l1::FeeQuote>& quote) {
    api::DryRun dryRun;
    if (quote) {
        dryRun.gas = quote->gas;
        dryRun.costWei = static_cast<Wei>(quote->costWei);
        return dryRun;
    }
    switch (quote.error().code) {
    case ErrorCode::l1txNotWaiting:
    case ErrorCode::l1txFeeCap:
    case ErrorCode::l1txBudget:
    case ErrorCode::l1txCancelled:
        dryRun.refusal = quote.error();
        return dryRun;
    default:
        return quote.error();
    }
}
} // namespace

Task<Result<void>> OperatorActs::send(api::L1TxKind kind, Address to, Bytes data, Wei value,
                                      std::string label) {
    l1::TransactionRequest request;
    request.to = to;
    request.data = std::move(data);
    request.value = std::move(value);
    request.label = std::move(label);
    request.kind = kind;
    const auto sent = co_await m.txManager.send(std::move(request));
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

Task<Result<void>> OperatorActs::registerOperator(std::uint64_t bidWei, Wei bondWei, std::string feedUrl) {
    auto call = l1::calls::registerOperator(bidWei, feedUrl);
    auto sent = co_await send(api::L1TxKind::registration, m.runtime.contracts().operators, std::move(call),
                              std::move(bondWei), "register");
    co_return sent;
}

Task<Result<void>> OperatorActs::setBid(std::uint64_t bidWei) {
    const auto& parameters = m.runtime.parameters();
    if (bidWei < parameters.minBidWei || bidWei > parameters.maxBidWei)
        co_return Error{ErrorCode::bidOutOfBounds,
                        "A bid is between " + std::to_string(parameters.minBidWei) + " and " +
                            std::to_string(parameters.maxBidWei) + " wei per L2 gas, not " +
                            std::to_string(bidWei) + "."};
    auto call = l1::calls::setBid(bidWei);
    auto sent =
        co_await send(api::L1TxKind::bid, m.runtime.contracts().operators, std::move(call), 0, "set bid");
    co_return sent;
}

Task<Result<void>> OperatorActs::deposit(Address to, Wei amount) {
    auto call = l1::calls::deposit(to);
    auto sent = co_await send(api::L1TxKind::deposit, m.runtime.contracts().bridge, std::move(call),
                              std::move(amount), "deposit");
    co_return sent;
}

std::uint64_t OperatorActs::handOverLimitMs() const {
    return std::max(kLeastHandOverMs, kHandOverL1Blocks * m.l1.blockTimeMs());
}

Task<Result<void>> OperatorActs::stepDown() {
    if (!m.l1.isCurrent())
        co_return Error{ErrorCode::failoverNotCurrent,
                        m.runtime.config().name +
                            " is not the current operator and has nothing to hand over."};
    m.sequencer.setHandingOver(true);
    const auto deadline = m.runtime.steadyMs() + handOverLimitMs();
    const auto isLeft = [this] {
        return m.sequencer.isMaking() || m.batcher.waiting().blocks != 0 || m.batcher.isSubmitting();
    };
    while (m.sequencer.isActive() && isLeft() && m.runtime.steadyMs() < deadline && !m.runtime.isStopped())
        co_await m.runtime.sleep(std::chrono::milliseconds(50));
    auto call = l1::calls::stepDown();
    auto sent = co_await send(api::L1TxKind::handOver, m.runtime.contracts().operators, std::move(call), 0,
                              "step down");
    if (!sent) m.sequencer.setHandingOver(false);
    co_return sent;
}

Task<Result<api::DryRun>> OperatorActs::dryRunStepDown() {
    api::DryRun dryRun;
    if (!m.l1.isCurrent()) {
        dryRun.refusal =
            Error{ErrorCode::failoverNotCurrent, m.runtime.config().name + " is not the current operator."};
        co_return dryRun;
    }
    const auto& operators = m.runtime.contracts().operators;
    const auto called = co_await m.txManager.call(operators, l1::calls::stepDown());
    if (!called) {
        if (called.error().code != ErrorCode::l1Reverted) co_return called.error();
        dryRun.refusal = called.error();
        co_return dryRun;
    }
    if (const auto gas = co_await m.txManager.estimate(operators, l1::calls::stepDown())) dryRun.gas = *gas;
    dryRun.costWei = co_await m.l1.costOf(dryRun.gas);
    co_return dryRun;
}

Task<Result<api::DryRun>> OperatorActs::dryRunSpeedUp(std::uint64_t id) {
    const auto quote = co_await m.txManager.quoteSpeedUp(id);
    co_return dryRunOf(quote);
}

Task<Result<void>> OperatorActs::speedUp(std::uint64_t id) {
    auto done = co_await m.txManager.speedUp(id);
    co_return done;
}

Task<Result<api::DryRun>> OperatorActs::dryRunCancel(std::uint64_t id) {
    const auto quote = co_await m.txManager.quoteCancel(id);
    co_return dryRunOf(quote);
}

Task<Result<void>> OperatorActs::cancel(std::uint64_t id) {
    auto done = co_await m.txManager.cancel(id);
    co_return done;
}

} // namespace aw::node
