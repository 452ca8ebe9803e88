#include "engine_double.hpp"

#include <algorithm>

// The commands of the double; its clockwork is in engine_double.cpp.
namespace aw::test {

using namespace aw::api;

bool EngineDouble::accept(const std::string& command, const Done& done) {
    m_commands.push_back(command);
    if (!m_nextError) return true;
    m_later.push_back([done, error = *m_nextError] {
        if (done) done(error);
    });
    m_nextError.reset();
    return false;
}

void EngineDouble::stop() {
    m_commands.push_back("stop");
    m_state.phase = Phase::stopped;
    publish();
}

void EngineDouble::setViewpoint(const Address& address, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("seat " + entry->name, done)) return;
    m_state.viewpoint = address;
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::dryRunChallenge(std::uint64_t number, std::function<void(Result<DryRun>)> done) {
    m_commands.push_back("dry-run challenge " + std::to_string(number));
    const auto* batch = findBatch(number);
    if (!batch || batch->status != BatchStatus::disputed) {
        m_later.push_back([done] { done(Error{ErrorCode::challengeAgrees, "The roots are equal."}); });
        return;
    }
    DryRun run;
    run.gas = 4'812'406;
    run.costWei = Wei(run.gas) * 1'000'000'000u;
    run.bondAtStakeWei = find(batch->operatorAddress)->bondWei;
    run.rewardWei = run.bondAtStakeWei / 2;
    for (const auto& other : m_state.batches)
        if (other.number >= number && other.status != BatchStatus::rolledBack) {
            ++run.rollsBackBatches;
            run.rollsBackTxs += other.txs;
        }
    run.deadlineL1Block = batch->finalAtL1Block - 1;
    run.blocksLeft = run.deadlineL1Block - m_state.heads.l1.number;
    m_later.push_back([done, run] { done(run); });
}

void EngineDouble::challenge(std::uint64_t number, Done done) {
    if (!accept("challenge " + std::to_string(number), done)) return;
    for (auto& entry : m_state.challenges) {
        if (entry.batch != number || entry.stage != ChallengeStage::detected) continue;
        entry.stage = ChallengeStage::committing;
        entry.history.push_back({entry.stage, m_state.heads.l1.number, m_nowMs, {}});
    }
    m_l1Book.ask(m_state.viewpoint, L1TxKind::challenge, m_nowMs, number);
    m_running.push_back({number, m_state.heads.l1.number + 1, std::move(done)});
}

void EngineDouble::dryRunFailOver(std::function<void(Result<DryRun>)> done) {
    m_commands.push_back("dry-run failover");
    const bool ready = std::any_of(m_state.operators.begin(), m_state.operators.end(), [](const auto& entry) {
        return entry.ready && entry.eligible && !entry.current;
    });
    if (!ready) {
        m_later.push_back([done] { done(Error{ErrorCode::failoverNobodyReady, "No backup is ready."}); });
        return;
    }
    DryRun run;
    run.gas = 61'240;
    run.costWei = Wei(run.gas) * 1'000'000'000u;
    m_later.push_back([done, run] { done(run); });
}

void EngineDouble::failOver(Done done) {
    if (!accept("failover", done)) return;
    auto* before = current();
    for (auto& entry : m_state.operators) {
        if (&entry == before || !entry.ready || !entry.eligible) continue;
        if (before) {
            before->eligible = false;
            before->ready = false;
            before->notReady = NotReady::notEligible;
            before->standsDownUntilEpoch = m_state.clock.epoch + 2;
            m_l1Book.ask(before->address, L1TxKind::handOver, m_nowMs);
            log(EventCode::steppedDown, {{"operator", before->name}});
        }
        takeOver(entry, false);
        break;
    }
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::setBid(const Address& address, std::uint64_t bidWei, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("bid " + entry->name + " " + std::to_string(bidWei), done)) return;
    entry->nextBidWei = bidWei;
    entry->nextBidEpoch = m_state.clock.epoch + 2;
    m_l1Book.ask(address, L1TxKind::bid, m_nowMs);
    log(EventCode::bidChanged, {{"operator", entry->name}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::rejoin(const Address& address, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("rejoin " + entry->name, done)) return;
    entry->status = OperatorStatus::registered;
    entry->bondWei = m_state.parameters.minBondWei;
    m_l1Book.ask(address, L1TxKind::registration, m_nowMs);
    entry->notReady.reset();
    entry->eligible = entry->ready = entry->running;
    rank();
    log(EventCode::operatorRegistered, {{"operator", entry->name}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::dryRunSpeedUp(const Address& address, std::uint64_t id, DryRunDone done) {
    m_commands.push_back("dry-run speed-up " + std::to_string(id));
    m_later.push_back([done, run = m_l1Book.dryRunSpeedUp(address, id)] { done(run); });
}

void EngineDouble::speedUp(const Address& address, std::uint64_t id, Done done) {
    if (!accept("speed-up " + std::to_string(id), done)) return;
    m_later.push_back([done, result = m_l1Book.speedUp(address, id, m_nowMs)] {
        if (done) done(result);
    });
}

void EngineDouble::dryRunCancel(const Address& address, std::uint64_t id, DryRunDone done) {
    m_commands.push_back("dry-run cancel " + std::to_string(id));
    m_later.push_back([done, run = m_l1Book.dryRunCancel(address, id)] { done(run); });
}

void EngineDouble::cancel(const Address& address, std::uint64_t id, Done done) {
    if (!accept("cancel " + std::to_string(id), done)) return;
    m_later.push_back([done, result = m_l1Book.cancel(address, id, m_nowMs)] {
        if (done) done(result);
    });
}

void EngineDouble::setLoad(bool running, double tps, Done done) {
    if (!accept("load " + std::string(running ? "on " : "off ") + std::to_string(static_cast<int>(tps)),
                done))
        return;
    m_load.running = running;
    m_load.targetTps = tps;
    log(EventCode::load, {{"running", running ? "1" : "0"}, {"tps", std::to_string(static_cast<int>(tps))}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::injectBadRoot(const Address& address, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("inject " + entry->name, done)) return;
    m_badRootArmed = true;
    log(EventCode::faultArmed, {{"operator", entry->name}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::crash(const Address& address, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("crash " + entry->name, done)) return;
    entry->running = entry->ready = false;
    entry->feedPeers = 0;
    entry->notReady = NotReady::stopped;
    log(EventCode::operatorCrashed, {{"operator", entry->name}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

void EngineDouble::restart(const Address& address, Done done) {
    auto* entry = find(address);
    if (!entry || !accept("restart " + entry->name, done)) return;
    entry->running = true;
    entry->ready = entry->status == OperatorStatus::registered;
    entry->notReady.reset();
    entry->feedPeers = 2;
    log(EventCode::operatorRestarted, {{"operator", entry->name}});
    m_later.push_back([done] {
        if (done) done({});
    });
}

} // namespace aw::test
