#include "node/node.hpp"

/// Withdrawals: what a final batch shows is paid on L1 (D-2).
namespace aw::node {

boost::asio::awaitable<Result<Node::WithdrawalProof>> Node::proveWithdrawalNow(Address owner, Address token) {
    const auto who = base::toHex(owner.view());
    const auto number = token == Address{} ? std::optional(0U) : m_chain.tokens().find(token);
    if (!number)
        co_return Error{"withdraw.no-token", "No token is registered with the bridge at the address " +
                                                 base::toHex(token.view()) + "."};
    const std::string unit = token == Address{} ? " wei" : " units of the token";
    const auto* after = m_chain.stateAfter(m_finalBatch);
    if (!after)
        co_return Error{"withdraw.no-final-batch",
                        "No batch is final yet; withdrawals are paid against final batches."};
    const auto state = *after;
    const auto* final = m_chain.verifier().find(m_finalBatch);
    WithdrawalProof proof{.header = final->header, .account = {}, .due = 0};

    const auto latest = m_chain.headState().find(owner, *number);
    if (!latest) co_return Error{"withdraw.no-account", "The address " + who + " has no account on layer 2."};
    const auto withdrawnAtHead = m_chain.headState().account(*latest)->withdrawn;
    const auto index = state.find(owner, *number);
    const auto account = index ? *state.account(*index) : state::Account{};
    const auto claimed = co_await m_contracts->claimed(*latest);
    if (!claimed) co_return claimed.error();
    if (account.withdrawn <= *claimed) {
        if (withdrawnAtHead <= *claimed)
            co_return Error{"withdraw.nothing",
                            "There is nothing to pay to " + who + ": it withdrew " + withdrawnAtHead.str() +
                                unit + " in all, and L1 has paid " + claimed->str() + unit + "."};
        std::string when = "it is not on L1 yet";
        for (const auto& batch : m_batches) {
            if (batch.status != api::BatchStatus::window) continue;
            const auto* known = m_chain.stateAfter(batch.number);
            if (!known || !known->find(owner, *number) ||
                known->account(*known->find(owner, *number))->withdrawn <= *claimed)
                continue;
            when = "batch " + std::to_string(batch.number) + " holds it and is final at L1 block " +
                   std::to_string(batch.finalAtL1Block);
            break;
        }
        co_return Error{"withdraw.not-final", "The withdrawal of " + who + " is not final: " + when + "."};
    }
    proof.due = account.withdrawn - *claimed;
    proof.account = {.index = *index,
                     .owner = account.owner,
                     .token = account.token,
                     .nonce = account.nonce,
                     .balance = account.balance,
                     .withdrawn = account.withdrawn,
                     .accountCount = state.accountCount(),
                     .inboxCursor = state.inboxCursor(),
                     .txCount = state.txCount(),
                     .siblings = state.proof(*index)};
    co_return proof;
}

boost::asio::awaitable<Result<Node::PaidWithdrawal>> Node::claimWithdrawalNow(Address owner, Address token) {
    const auto proof = co_await proveWithdrawalNow(owner, token);
    if (!proof) co_return proof.error();
    const auto receipt =
        co_await m_txManager->send(m_config.deployment.addresses.bridge,
                                   l1::calls::withdraw(proof->header, proof->account), 0, "pay a withdrawal");
    if (!receipt) co_return receipt.error();
    co_return PaidWithdrawal{proof->due, receipt->txHash, receipt->gasUsed};
}

} // namespace aw::node
