#include "node/watchtower.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "node/challenge_document.hpp"

#include <algorithm>
#include <ranges>

/// Frauds and their challenges: found by the chain, shown on L1 here, first dry, then for good.
namespace aw::node {

namespace {
const log::Logger kLog("watchtower");
constexpr std::string_view kChallengeKind = "challenge";

bool isUnderWay(api::ChallengeStage stage) {
    using enum api::ChallengeStage;
    return stage == committing || stage == committed || stage == proving;
}
} // namespace

bool Watchtower::saved(const Result<void>& done) {
    if (!done) kLog.error("what the watchtower knows could not be written", done.error());
    return done.has_value();
}

Result<void> Watchtower::load() {
    const auto documents = m.store.documents(kChallengeKind);
    if (!documents) return documents.error();
    for (const auto& [key, text] : *documents) {
        auto challenge = challengeOf(text);
        if (!challenge) {
            kLog.warn("a challenge's history is left out", challenge.error());
            continue;
        }
        // L1 took its batch back.
        if (challenge->history.empty()) continue;
        challenge->stage = stageOf(*challenge);
        m_challenges.push_back(std::move(*challenge));
    }
    return loadDemands();
}

api::Challenge* Watchtower::find(const Hash& batchHash) {
    const auto found = std::ranges::find(m_challenges, batchHash, &api::Challenge::batchHash);
    return found == m_challenges.end() ? nullptr : &*found;
}

void Watchtower::stamp(api::Challenge& challenge, api::ChallengeStage stage, const Hash& l1TxHash,
                       std::uint64_t l1Block) {
    // What is read again after a restart or a reorg is known already.
    for (const auto& known : challenge.history)
        if (known.stage == stage && known.l1TxHash == l1TxHash && l1TxHash != Hash{}) return;
    challenge.stage = stage;
    // A receipt may tell of a block before the head does: no stage is earlier than the one before it.
    auto block = l1Block == 0 ? m.l1.head().number : l1Block;
    if (!challenge.history.empty()) block = std::max(block, challenge.history.back().l1Block);
    challenge.history.push_back({stage, block, m.runtime.nowMs(), l1TxHash});
    save(challenge);
    m.runtime.touch();
}

api::ChallengeStage Watchtower::stageOf(const api::Challenge& challenge) const {
    const bool running = m_running.contains(challenge.batchHash);
    for (const auto& stamp : std::ranges::reverse_view(challenge.history))
        if (running || !isUnderWay(stamp.stage)) return stamp.stage;
    return api::ChallengeStage::detected;
}

void Watchtower::save(const api::Challenge& challenge) {
    saved(
        m.store.putDocument(kChallengeKind, base::toHex(challenge.batchHash.view()), documentOf(challenge)));
}

void Watchtower::onFraud(const verifier::VerifiedBatch& batch, const AnchoredBatch& anchored) {
    const auto& header = batch.header;
    if (!find(batch.hash)) {
        api::Challenge challenge;
        challenge.batch = header.number;
        challenge.batchHash = batch.hash;
        challenge.accused = header.operatorAddress;
        challenge.segment = batch.fraud->segment;
        challenge.reason = batch.fraud->reason;
        if (batch.fraud->rule) challenge.rule = transition::ruleName(*batch.fraud->rule);
        challenge.claimedRoot = batch.fraud->claimedRoot;
        challenge.ownRoot = batch.fraud->ownRoot;
        challenge.deadlineL1Block = header.submittedAt + m.runtime.parameters().challengeWindowBlocks;
        m_challenges.push_back(std::move(challenge));
        stamp(m_challenges.back(), api::ChallengeStage::detected, anchored.l1TxHash, anchored.l1Block);
    }
    m.runtime.emit(api::EventCode::fraudDetected, {{"batch", std::to_string(header.number)},
                                                   {"address", base::toHex(header.operatorAddress.view())},
                                                   {"segment", std::to_string(batch.fraud->segment)}});
}

void Watchtower::onRolledBack(const l1::RolledBack& rolledBack, std::uint64_t batches, std::uint64_t txs,
                              const l1::L1Event& event) {
    for (auto& challenge : m_challenges) {
        const bool itself = challenge.batchHash == rolledBack.batchHash;
        // A wrong batch may fall with one before it: nobody has to challenge it any more.
        const bool with = challenge.batch > rolledBack.number &&
                          (challenge.stage == api::ChallengeStage::detected ||
                           challenge.stage == api::ChallengeStage::failed || isUnderWay(challenge.stage));
        if (!itself && !with) continue;
        if (itself) {
            challenge.rolledBackBatches = batches;
            challenge.rolledBackTxs = txs;
        }
        stamp(challenge, api::ChallengeStage::rolledBack, event.txHash, event.blockNumber);
    }
}

void Watchtower::onEvent(const l1::L1Event& event) {
    if (const auto* proven = std::get_if<l1::FraudProven>(&event.body)) {
        if (auto* challenge = find(proven->batchHash)) {
            challenge->challenger = proven->challenger;
            stamp(*challenge, api::ChallengeStage::convicted, event.txHash, event.blockNumber);
        }
    } else if (const auto* convicted = std::get_if<l1::OperatorConvicted>(&event.body)) {
        for (auto& challenge : m_challenges)
            if (challenge.accused == convicted->operatorAddress && challenge.rewardWei == 0 &&
                challenge.burntWei == 0) {
                challenge.challenger = convicted->challenger;
                challenge.rewardWei = convicted->rewardWei;
                challenge.burntWei = convicted->burntWei;
                save(challenge);
            }
        m.runtime.emit(api::EventCode::convicted,
                       {{"address", base::toHex(convicted->operatorAddress.view())},
                        {"challenger", base::toHex(convicted->challenger.view())},
                        {"amount", convicted->rewardWei.str()}});
    } else {
        onDemandEvent(event);
    }
}

void Watchtower::rewindL1(std::uint64_t lastKept) {
    // What L1 took back has not happened; a fraud of a batch that it took back is none any more.
    for (auto& challenge : m_challenges) {
        std::erase_if(challenge.history, [&](const api::StageStamp& stamp) {
            return stamp.l1TxHash != Hash{} && stamp.l1Block > lastKept;
        });
        // Without its detection nothing of it is left.
        if (std::ranges::none_of(challenge.history, [](const api::StageStamp& stamp) {
                return stamp.stage == api::ChallengeStage::detected;
            }))
            challenge.history.clear();
        challenge.stage = challenge.history.empty() ? api::ChallengeStage::expired : stageOf(challenge);
        save(challenge);
    }
    std::erase_if(m_challenges, [](const api::Challenge& challenge) { return challenge.history.empty(); });
    m_demands.clear();
    if (const auto demands = loadDemands(); !demands)
        kLog.error("open demands could not be read", demands.error());
    m.runtime.touch();
}

void Watchtower::work() {
    answerDemands();
    for (auto& challenge : m_challenges)
        if (challenge.stage == api::ChallengeStage::detected &&
            challenge.deadlineL1Block < m.l1.head().number)
            stamp(challenge, api::ChallengeStage::expired);
}

Result<verifier::FraudProof> Watchtower::proofOf(std::uint64_t number) const {
    const auto name = "Batch " + std::to_string(number);
    const auto* wrong = m.chain.disputed();
    if (number == 0 || number > m.chain.tip().number)
        return Error{ErrorCode::challengeUnknownBatch, name + " is not on L1."};
    if (!wrong || number < wrong->header.number)
        return Error{ErrorCode::challengeAgrees,
                     name + " agrees with the own replay in every root; there is nothing to prove."};
    if (number > wrong->header.number)
        return Error{ErrorCode::challengeFollowsWrong, name + " stands on a wrong batch; challenge batch " +
                                                           std::to_string(wrong->header.number) + "."};
    return verifier::buildFraudProof(m.chain.safe().state, *wrong, m.runtime.parameters().l2ChainId,
                                     m.chain.tokens(), m.chain.inbox().reader());
}

Task<Result<api::DryRun>> Watchtower::dryRunChallenge(std::uint64_t number) {
    const auto proof = proofOf(number);
    if (!proof) co_return proof.error();
    api::DryRun dryRun;
    const auto& header = proof->call.header;
    dryRun.deadlineL1Block = header.submittedAt + m.runtime.parameters().challengeWindowBlocks;
    dryRun.blocksLeft = dryRun.deadlineL1Block - std::min(dryRun.deadlineL1Block, m.l1.head().number);
    if (const auto rows = m.store.batches(number, m.chain.tip().number))
        for (const auto& row : *rows) {
            ++dryRun.rollsBackBatches;
            dryRun.rollsBackTxs += row.txCount;
        }
    if (const auto* accused = m.l1.operators().find(header.operatorAddress)) {
        dryRun.bondAtStakeWei = accused->bondWei;
        dryRun.rewardWei = accused->bondWei * m.runtime.parameters().rewardBps / 10'000;
    }
    const auto& fraud = m.runtime.contracts().fraud;
    const auto call = l1::calls::checkBadSegment(proof->call);
    const auto checked = co_await m.txManager.call(fraud, call);
    if (!checked) {
        if (checked.error().code != ErrorCode::l1Reverted) co_return checked.error();
        dryRun.refusal = checked.error();
        co_return dryRun;
    }
    if (const auto gas = co_await m.txManager.estimate(fraud, call)) dryRun.gas = *gas;
    dryRun.costWei = co_await m.l1.costOf(dryRun.gas);
    co_return dryRun;
}

Task<Result<void>> Watchtower::challenge(std::uint64_t number) {
    auto proof = proofOf(number);
    if (!proof) co_return proof.error();
    const auto batch = proof->batchHash;
    if (!m_running.insert(batch).second)
        co_return Error{ErrorCode::challengeRunning,
                        "Batch " + std::to_string(number) + " is being challenged already."};
    auto work = prove(number, std::move(*proof));
    auto proven = co_await std::move(work);
    m_running.erase(batch);
    co_return proven;
}

Task<Result<void>> Watchtower::prove(std::uint64_t number, verifier::FraudProof proof) {
    using Stage = api::ChallengeStage;
    const auto batch = proof.batchHash;
    const auto at = [&](Stage stage, const Hash& txHash = {}, std::uint64_t l1Block = 0) {
        if (auto* challenge = find(batch)) stamp(*challenge, stage, txHash, l1Block);
    };
    const auto fail = [&](const Error& error) {
        auto* challenge = find(batch);
        // L1 may have convicted before its receipt was read; and whoever stops has not failed.
        const bool decided =
            challenge && (challenge->stage == Stage::convicted || challenge->stage == Stage::rolledBack);
        if (!challenge || decided || m.runtime.isStopped()) return error;
        challenge->error = error.detail;
        at(Stage::failed);
        return error;
    };
    Hash salt;
    const auto secret = crypto::SecretKey::generate();
    std::copy(secret.secret().begin(), secret.secret().end(), salt.bytes.begin());
    at(Stage::committing);
    const auto subject = l1::segmentSubject(proof.batchHash, proof.call.index, proof.call.witness);
    const auto commitment = l1::fraudCommitment(m.runtime.address(), subject, salt);
    auto commit = l1::calls::commitFraud(commitment);
    const auto committed = co_await sendChallenge(number, std::move(commit), "commit to a challenge");
    if (!committed) co_return fail(committed.error());
    at(Stage::committed, committed->txHash, committed->blockNumber);
    m.runtime.emit(api::EventCode::challengeCommitted, {{"batch", std::to_string(number)}});

    at(Stage::proving);
    proof.call.salt = salt;
    auto reveal = l1::calls::proveBadSegment(proof.call);
    const auto proven =
        co_await sendChallenge(number, std::move(reveal), "prove batch " + std::to_string(number) + " wrong");
    if (!proven) co_return fail(proven.error());
    if (auto* challenge = find(batch)) {
        challenge->gasUsed = proven->gasUsed;
        save(*challenge);
    }
    m.runtime.touch();
    co_return Result<void>();
}

Task<Result<l1::Receipt>> Watchtower::sendChallenge(std::uint64_t batch, Bytes call, std::string label) {
    l1::TransactionRequest request;
    request.to = m.runtime.contracts().fraud;
    request.data = std::move(call);
    request.label = std::move(label);
    request.kind = api::L1TxKind::challenge;
    request.batch = batch;
    auto receipt = co_await m.txManager.send(std::move(request));
    co_return receipt;
}

} // namespace aw::node
