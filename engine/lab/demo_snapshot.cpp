#include "base/hex.hpp"
#include "base/log.hpp"
#include "lab/demo_impl.hpp"

#include "lab/listeners.hpp"

#include <boost/asio/detached.hpp>

#include <algorithm>

/// What the front end sees: the view, with what only the lab knows of its members.
namespace aw::lab {

namespace {

constexpr std::size_t kMaxEvents = 500, kMaxSamples = 600;
constexpr std::int64_t kRateWindowMs = 5000;
constexpr std::int64_t kPublishMs = 250; ///< ages grow even where nothing changes

/// Rate over the window of (time, count) pairs, per second.
double rateOf(const std::deque<std::pair<std::int64_t, std::uint64_t>>& history) {
    if (history.size() < 2) return 0;
    const auto [firstAt, first] = history.front();
    const auto [lastAt, last] = history.back();
    return last <= first || lastAt <= firstAt
               ? 0
               : static_cast<double>(last - first) * 1000 / static_cast<double>(lastAt - firstAt);
}

void note(std::deque<std::pair<std::int64_t, std::uint64_t>>& history, std::int64_t now,
          std::uint64_t count) {
    history.emplace_back(now, count);
    while (history.size() > 2 && history.front().first + kRateWindowMs < now)
        history.pop_front();
}

struct PerTransfer {
    double bytes = 0, gas = 0;
};

/// Data bytes and L1 gas per L2 transaction over the batches of the last 60 L1 blocks.
PerTransfer perTransfer(const node::NodeView& view) {
    std::uint64_t txs = 0, bytes = 0, gas = 0;
    for (const auto& batch : view.batches) {
        if (batch.l1Block + 60 < view.heads.l1.number || batch.status == api::BatchStatus::rolledBack)
            continue;
        txs += batch.txs;
        bytes += batch.dataBytes;
        gas += batch.gasUsed;
    }
    if (txs == 0) return {};
    return {static_cast<double>(bytes) / static_cast<double>(txs),
            static_cast<double>(gas) / static_cast<double>(txs)};
}

/// What befalls one node; everything else happens on the chain that all of them see.
bool concernsOneNode(api::EventCode code) {
    using enum api::EventCode;
    switch (code) {
    case diskRefused:
    case diskBack:
    case l1Switched:
    case l1Silent:
    case l1Heard:
    case signatureMissing:
        return true;
    case batchAnchored:
    case batchFinal:
    case fraudDetected:
    case challengeCommitted:
    case convicted:
    case rolledBack:
    case takeover:
    case operatorEjected:
    case steppedDown:
    case operatorRegistered:
    case bidChanged:
    case epoch:
    case anchorFailed:
    case feedFault:
    case feedBlockWrong:
    case promiseBroken:
    case signatureDemanded:
    case signatureAnswered:
    case signatureWithheld:
    case l1Lost:
    case l1Back:
    case l1Reorg:
    case rewound:
    case operatorCrashed:
    case operatorRestarted:
    case faultArmed:
    case load:
        return false;
    }
    return false;
}

} // namespace

void Demo::addEvent(api::EventCode code, std::map<std::string, std::string> args) {
    api::Event event;
    event.id = m_nextEvent++;
    event.atMs = nowMs();
    if (const auto* member = observer(); member && member->node)
        event.l1Block = member->node->view()->heads.l1.number;
    event.code = code;
    event.args = std::move(args);
    m_events.push_back(std::move(event));
    while (m_events.size() > kMaxEvents)
        m_events.pop_front();
    m_changed = true;
}

void Demo::onNodeEvent(const Address& from, api::EventCode code, std::map<std::string, std::string> args) {
    // Every node sees the same chain; one viewpoint is enough, except for what befalls one node alone.
    const auto* member = observer();
    const bool isViewpoint = member && member->key->address() == from;
    if (!isViewpoint && !concernsOneNode(code)) return;
    const auto name = [&](const char* key, const char* as) {
        const auto found = args.find(key);
        if (found == args.end()) return;
        if (const auto address = base::fixedFromHex<Address>(found->second)) args[as] = nameOf(*address);
    };
    name("address", "operator");
    name("successor", "successor");
    name("challenger", "challenger");
    addEvent(code, std::move(args));
}

Task<void> Demo::snapshotLoop() {
    for (bool running = true; running;) {
        running = co_await sleep(std::chrono::milliseconds(100));
        if (!running) break;
        std::vector<std::uint64_t> versions;
        for (const auto& member : m_members)
            versions.push_back(member.node ? member.node->view()->version : 0);
        const auto now = nowMs();
        if (now - m_lastSampleMs >= 1000) sample();
        if (!m_changed && versions == m_seenVersions && now - m_lastPublishMs < kPublishMs) continue;
        m_seenVersions = std::move(versions);
        m_changed = false;
        publish();
    }
}

void Demo::sample() {
    m_lastSampleMs = nowMs();
    const auto* member = observer();
    if (!member || !member->node || m_phase != api::Phase::running) return;
    const auto view = member->node->view();
    // After a roll-back the same transactions are executed again; they count once.
    const auto executed = m_executedHistory.empty() ? view->totalTxs : m_executedHistory.back().second;
    note(m_executedHistory, m_lastSampleMs, std::max(executed, view->totalTxs));
    note(m_sentHistory, m_lastSampleMs, m_sent);
    const auto per = perTransfer(*view);
    m_samples.push_back(
        {m_lastSampleMs, rateOf(m_executedHistory), per.bytes, per.gas, view->baseFeeWei, view->pending});
    while (m_samples.size() > kMaxSamples)
        m_samples.pop_front();
}

void Demo::publish() {
    m_lastPublishMs = nowMs();
    auto snapshot = std::make_shared<api::Snapshot>();
    snapshot->version = this->snapshot()->version + 1;
    snapshot->atMs = m_lastPublishMs;
    snapshot->environment = api::Environment::demo;
    snapshot->phase = m_phase;
    snapshot->steps = m_steps;
    snapshot->failureCode = m_failure.code;
    snapshot->failureDetail = m_failure.detail;
    snapshot->workspace = m_options.workspace.filename().string();
    snapshot->demoWallets = m_wallets;
    snapshot->demoToken = m_token;
    snapshot->events.assign(m_events.begin(), m_events.end());
    snapshot->samples.assign(m_samples.begin(), m_samples.end());
    if (m_anvil) {
        snapshot->l1.client = m_l1Client;
        snapshot->l1.endpoint = m_anvil->url();
        snapshot->l1.chainId = m_l1ChainId;
    }
    const auto& deployed = m_deployment;
    snapshot->l1.l2ChainId = deployed.parameters.l2ChainId;
    snapshot->l1.rollup = deployed.addresses.rollup;
    snapshot->l1.operators = deployed.addresses.operators;
    snapshot->l1.inbox = deployed.addresses.inbox;
    snapshot->l1.bridge = deployed.addresses.bridge;
    snapshot->l1.fraud = deployed.addresses.fraud;
    snapshot->l1.demands = deployed.addresses.demands;
    snapshot->l1.promises = deployed.addresses.promises;
    snapshot->parameters = {.challengeWindowBlocks = deployed.parameters.challengeWindowBlocks,
                            .epochBlocks = deployed.parameters.epochBlocks,
                            .heartbeatBlocks = deployed.parameters.heartbeatBlocks,
                            .minBondWei = deployed.parameters.minBondWei,
                            .minBidWei = deployed.parameters.minBidWei,
                            .maxBidWei = deployed.parameters.maxBidWei,
                            .rewardBps = deployed.parameters.rewardBps,
                            .silencePenaltyBps = deployed.parameters.silencePenaltyBps};

    if (const auto* member = observer(); member && member->node) {
        const auto view = member->node->view();
        snapshot->viewpoint = member->key->address();
        snapshot->l1.connected = view->l1Connected;
        snapshot->l1.blockTimeMs = view->l1BlockTimeMs;
        snapshot->heads = view->heads;
        snapshot->clock = view->clock;
        snapshot->operators = view->operators;
        snapshot->batches = view->batches;
        snapshot->blocks = view->blocks;
        snapshot->challenges = view->challenges;
        snapshot->pending = view->pending;
        snapshot->filling = view->filling;
        snapshot->totalTxs = view->totalTxs;
        snapshot->rpcUrl = "http://127.0.0.1:" + std::to_string(member->rpcPort);
        for (auto& batch : snapshot->batches)
            batch.operatorName = nameOf(batch.operatorAddress);
        for (auto& challenge : snapshot->challenges)
            challenge.accusedName = nameOf(challenge.accused);
        const auto per = perTransfer(*view);
        snapshot->bytesPerTransfer = per.bytes;
        snapshot->gasPerTransfer = per.gas;
        snapshot->gainOverL1 = per.gas > 0 ? 21'000 / per.gas : 0;
    }
    snapshot->txPerSecond = rateOf(m_executedHistory);

    // One that has a new key and is not registered yet is nowhere on L1.
    for (const auto& member : m_members)
        if (!snapshot->operators.empty() &&
            std::none_of(snapshot->operators.begin(), snapshot->operators.end(),
                         [&](const api::Operator& o) { return o.address == member.key->address(); }))
            snapshot->operators.push_back({.name = member.name, .address = member.key->address()});
    std::uint64_t bestHead = 0;
    for (const auto& member : m_members)
        if (member.node) bestHead = std::max(bestHead, member.node->view()->heads.latest.number);
    for (auto& shown : snapshot->operators) {
        const auto member = std::find_if(m_members.begin(), m_members.end(),
                                         [&](const Member& m) { return m.key->address() == shown.address; });
        shown.name = nameOf(shown.address);
        if (member == m_members.end()) continue;
        shown.local = true;
        shown.running = member->node != nullptr;
        if (!shown.running) {
            shown.ready = false;
            shown.notReady = api::NotReady::stopped;
            continue;
        }
        const auto view = member->node->view();
        const auto own = std::find_if(view->operators.begin(), view->operators.end(),
                                      [&](const api::Operator& o) { return o.address == shown.address; });
        if (own != view->operators.end()) {
            shown.l1BalanceWei = own->l1BalanceWei;
            shown.l2Head = own->l2Head;
            shown.pendingHeld = own->pendingHeld;
            shown.batchesHeld = own->batchesHeld;
            shown.batchesKnown = own->batchesKnown;
            shown.feedPeers = own->feedPeers;
            shown.notReady = own->notReady;
        }
        shown.lagBlocks = bestHead - std::min(bestHead, shown.l2Head);
        if (!shown.notReady && shown.lagBlocks > operators::kReadyLagBlocks)
            shown.notReady = api::NotReady::lagging;
        shown.ready = !shown.notReady;
        if (!shown.current) ++snapshot->backups;
        if (shown.current) {
            snapshot->pendingHolders = view->pendingHolders;
            snapshot->confirmMsP99 = view->confirmMsP99;
            snapshot->filling = view->filling;
        }
    }
    snapshot->load = {.running = m_loadRunning,
                      .targetTps = m_tps,
                      .acceptedTps = rateOf(m_sentHistory),
                      .sent = m_sent,
                      .refused = m_refused,
                      .accounts = m_accounts ? m_accounts->funded() : 0};
    {
        const std::scoped_lock lock(m_mutex);
        m_snapshot = std::move(snapshot);
    }
    m_listeners->notify();
}

} // namespace aw::lab
