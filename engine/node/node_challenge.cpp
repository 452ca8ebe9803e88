#include "node/node.hpp"

#include "base/clock.hpp"
#include "verifier/fraud_proof.hpp"

/// Finding a fraud is the verifier's; here it is shown on L1, first dry, then for good.
namespace aw::node {

api::Challenge* Node::challengeOf(std::uint64_t batch) {
    for (auto challenge = m_challenges.rbegin(); challenge != m_challenges.rend(); ++challenge)
        if (challenge->batch == batch) return &*challenge;
    return nullptr;
}

void Node::stamp(api::Challenge& challenge, api::ChallengeStage stage, Hash l1TxHash) {
    challenge.stage = stage;
    challenge.history.push_back({stage, m_l1Head.number, nowMs(), l1TxHash});
    m_viewChanged = true;
}

void Node::onChallengeEvent(const l1::L1Event& event) {
    if (const auto* proven = std::get_if<l1::FraudProven>(&event.body)) {
        if (auto* challenge = challengeOf(proven->number)) {
            challenge->challenger = proven->challenger;
            stamp(*challenge, api::ChallengeStage::convicted, event.txHash);
        }
    } else if (const auto* convicted = std::get_if<l1::OperatorConvicted>(&event.body)) {
        for (auto& challenge : m_challenges)
            if (challenge.accused == convicted->operatorAddress && challenge.rewardWei == 0 &&
                challenge.burntWei == 0) {
                challenge.challenger = convicted->challenger;
                challenge.rewardWei = convicted->rewardWei;
                challenge.burntWei = convicted->burntWei;
            }
        emit(api::EventCode::convicted, {{"address", base::toHex(convicted->operatorAddress.view())},
                                         {"challenger", base::toHex(convicted->challenger.view())},
                                         {"amount", convicted->rewardWei.str()}});
    }
}

void Node::countRolledBack(api::DryRun& dryRun, std::uint64_t number) const {
    for (const auto& batch : m_batches) {
        if (batch.number < number || batch.status == api::BatchStatus::rolledBack) continue;
        ++dryRun.rollsBackBatches;
        dryRun.rollsBackTxs += batch.txs;
    }
}

boost::asio::awaitable<Wei> Node::costOf(std::uint64_t gas) {
    const auto answer = co_await m_rpc->call("eth_gasPrice", {});
    if (!answer || !answer->is_string()) co_return Wei(0);
    const auto price = base::quantityFromHex(answer->get_string());
    co_return price ? Wei(*price) * Wei(gas) : Wei(0);
}

boost::asio::awaitable<Result<api::DryRun>> Node::dryRunChallengeNow(std::uint64_t number) {
    const auto l2ChainId = m_config.deployment.parameters.l2ChainId;
    const auto proof = verifier::buildFraudProof(m_chain.verifier(), number, l2ChainId, m_chain.tokens(),
                                                 m_chain.inboxReader());
    if (!proof) co_return proof.error();

    api::DryRun dryRun;
    dryRun.deadlineL1Block =
        proof->call.header.submittedAt + m_config.deployment.parameters.challengeWindowBlocks;
    dryRun.blocksLeft =
        dryRun.deadlineL1Block > m_l1Head.number ? dryRun.deadlineL1Block - m_l1Head.number : 0;
    countRolledBack(dryRun, number);
    if (const auto* accused = m_operatorSet.find(proof->call.header.operatorAddress)) {
        dryRun.bondAtStakeWei = accused->bondWei;
        dryRun.rewardWei = accused->bondWei * m_config.deployment.parameters.rewardBps / 10'000;
    }
    const auto& fraud = m_config.deployment.addresses.fraud;
    const auto call = l1::calls::checkBadSegment(proof->call);
    const auto checked = co_await m_txManager->call(fraud, call);
    if (!checked) {
        if (checked.error().code != "l1.reverted") co_return checked.error();
        dryRun.refusalCode = checked.error().code;
        dryRun.refusalDetail = checked.error().detail;
        co_return dryRun;
    }
    dryRun.wouldSucceed = true;
    if (const auto gas = co_await m_txManager->estimate(fraud, call)) dryRun.gas = *gas;
    dryRun.costWei = co_await costOf(dryRun.gas);
    co_return dryRun;
}

boost::asio::awaitable<Result<void>> Node::challengeNow(std::uint64_t number) {
    const auto l2ChainId = m_config.deployment.parameters.l2ChainId;
    auto proof = verifier::buildFraudProof(m_chain.verifier(), number, l2ChainId, m_chain.tokens(),
                                           m_chain.inboxReader());
    if (!proof) co_return proof.error();
    if (const auto* running = challengeOf(number);
        running &&
        (running->stage == api::ChallengeStage::committing ||
         running->stage == api::ChallengeStage::committed || running->stage == api::ChallengeStage::proving))
        co_return Error{"challenge.running",
                        "Batch " + std::to_string(number) + " is being challenged already."};

    const auto fail = [&](const Error& error) {
        if (auto* challenge = challengeOf(number)) {
            challenge->error = error.detail;
            stamp(*challenge, api::ChallengeStage::failed);
        }
        return error;
    };
    const auto at = [&](api::ChallengeStage stage, Hash txHash = {}) {
        if (auto* challenge = challengeOf(number)) stamp(*challenge, stage, txHash);
    };

    Hash salt;
    const auto secret = crypto::SecretKey::generate();
    std::copy(secret.secret().begin(), secret.secret().end(), salt.bytes.begin());
    const auto& fraud = m_config.deployment.addresses.fraud;
    at(api::ChallengeStage::committing);
    const auto subject = l1::segmentSubject(proof->batchHash, proof->call.index, proof->call.witness);
    const auto commitment = l1::fraudCommitment(address(), subject, salt);
    const auto committed =
        co_await m_txManager->send(fraud, l1::calls::commitFraud(commitment), 0, "commit to a challenge");
    if (!committed) co_return fail(committed.error());
    at(api::ChallengeStage::committed, committed->txHash);
    emit(api::EventCode::challengeCommitted, {{"batch", std::to_string(number)}});

    at(api::ChallengeStage::proving);
    proof->call.salt = salt;
    const auto call = l1::calls::proveBadSegment(proof->call);
    const auto proven =
        co_await m_txManager->send(fraud, call, 0, "prove batch " + std::to_string(number) + " wrong");
    if (!proven) co_return fail(proven.error());
    if (auto* challenge = challengeOf(number)) challenge->gasUsed = proven->gasUsed;
    m_viewChanged = true;
    co_return Result<void>();
}

boost::asio::awaitable<Result<api::DryRun>> Node::dryRunStepDownNow() {
    api::DryRun dryRun;
    if (m_operatorSet.current != address()) {
        dryRun.refusalCode = "failover.not-current";
        dryRun.refusalDetail = m_config.name + " is not the current operator.";
        co_return dryRun;
    }
    const auto& operators = m_config.deployment.addresses.operators;
    const auto called = co_await m_txManager->call(operators, l1::calls::stepDown());
    if (!called) {
        if (called.error().code != "l1.reverted") co_return called.error();
        dryRun.refusalCode = called.error().code;
        dryRun.refusalDetail = called.error().detail;
        co_return dryRun;
    }
    dryRun.wouldSucceed = true;
    if (const auto gas = co_await m_txManager->estimate(operators, l1::calls::stepDown())) dryRun.gas = *gas;
    dryRun.costWei = co_await costOf(dryRun.gas);
    co_return dryRun;
}

} // namespace aw::node
