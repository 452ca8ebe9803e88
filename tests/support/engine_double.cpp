#include "engine_double.hpp"

#include "double_bytes.hpp"

#include <algorithm>
#include <cmath>

namespace aw::test {

using namespace aw::api;

namespace {

constexpr std::int64_t kStart = 1'700'000'000'000;
constexpr std::int64_t kStepMs = 100;
constexpr std::int64_t kL1Ms = 1000;
constexpr std::int64_t kBlockMs = 200;
constexpr std::int64_t kAnchorMs = 5000;
constexpr std::uint64_t kWindow = 60;
constexpr std::uint64_t kEpoch = 40;
constexpr std::uint64_t kHeartbeat = 8;

} // namespace

struct EngineDouble::Listeners {
    std::mutex mutex;
    std::map<int, std::function<void()>> entries; // guarded by mutex
    int next = 0;
};

EngineDouble::EngineDouble()
    : m_listeners(std::make_shared<Listeners>())
    , m_nowMs(kStart) {
    m_state.environment = Environment::demo;
    m_state.phase = Phase::starting;
    m_state.workspace = "/srv/anchorwatch/harbour-1";
    m_state.parameters = {.challengeWindowBlocks = kWindow,
                          .epochBlocks = kEpoch,
                          .heartbeatBlocks = kHeartbeat,
                          .minBondWei = eth(10),
                          .minBidWei = 1'000'000,
                          .maxBidWei = 100'000'000'000,
                          .rewardBps = 5000,
                          .silencePenaltyBps = 1000};
    publish();
}

void EngineDouble::publish() {
    m_state.atMs = m_nowMs;
    m_state.lab.reset();
    m_l1Book.show(m_state);
    if (m_hasLab)
        m_state.lab = LabState{.load = m_load,
                               .wallets = {{bytesOf<Address>(21, 1), "0x" + std::string(64, '1')},
                                           {bytesOf<Address>(21, 2), "0x" + std::string(64, '2')}},
                               .token = bytesOf<Address>(21, 3)};
    ++m_state.version;
    {
        const std::lock_guard lock(m_mutex);
        m_published = std::make_shared<const Snapshot>(m_state);
    }
    std::vector<std::function<void()>> calls;
    {
        const std::lock_guard lock(m_listeners->mutex);
        for (const auto& [id, call] : m_listeners->entries)
            calls.push_back(call);
    }
    for (const auto& call : calls)
        call();
}

std::shared_ptr<const Snapshot> EngineDouble::snapshot() const {
    const std::lock_guard lock(m_mutex);
    return m_published;
}

std::unique_ptr<Subscription> EngineDouble::subscribe(std::function<void()> onChange) {
    struct Handle : Subscription {
        std::shared_ptr<Listeners> listeners;
        int id = 0;
        ~Handle() override {
            const std::lock_guard lock(listeners->mutex);
            listeners->entries.erase(id);
        }
    };
    auto handle = std::make_unique<Handle>();
    handle->listeners = m_listeners;
    const std::lock_guard lock(m_listeners->mutex);
    handle->id = m_listeners->next++;
    m_listeners->entries[handle->id] = std::move(onChange);
    return handle;
}

void EngineDouble::edit(const std::function<void(Snapshot&)>& change) {
    change(m_state);
    publish();
}

bool EngineDouble::hasCommand(const std::string& command) const {
    return std::find(m_commands.begin(), m_commands.end(), command) != m_commands.end();
}

void EngineDouble::failStart(Error failure) { m_startFailure = std::move(failure); }

void EngineDouble::setL1Connected(bool connected) {
    m_state.l1.connected = connected;
    log(connected ? EventCode::l1Back : EventCode::l1Lost, {});
    publish();
}

void EngineDouble::withoutLab() {
    m_hasLab = false;
    m_state.environment = Environment::test;
    publish();
}

void EngineDouble::bringUp(std::uint64_t batches) {
    start();
    while (m_state.phase != Phase::running)
        run(kStepMs);
    while (m_state.batches.size() < batches)
        run(kStepMs);
}

void EngineDouble::run(std::int64_t ms) {
    for (std::int64_t done = 0; done < ms; done += kStepMs) {
        m_nowMs += kStepMs;
        step();
        publish();
        auto later = std::move(m_later);
        m_later.clear();
        for (const auto& call : later)
            call();
    }
}

void EngineDouble::step() {
    if (m_state.phase == Phase::starting && m_upAtMs != 0) startUp();
    if (m_state.phase != Phase::running || !m_state.l1.connected) return;
    if (m_nowMs % kL1Ms == 0) mineL1();
    auto* active = current();
    const bool alive = active && active->running;
    const double offered = m_load.running ? m_load.targetTps : 0;
    // A slow wave makes the curves worth looking at.
    const double wave = 1 + 0.18 * std::sin(static_cast<double>(m_nowMs % 60'000) / 60'000 * 6.283);
    m_partialTxs += offered * wave * kStepMs / 1000;
    m_state.txPerSecond = alive ? offered * wave : 0;
    m_load.acceptedTps = offered * wave;
    if (alive && m_nowMs % kBlockMs == 0) makeBlock();
    m_state.pending = static_cast<std::uint64_t>(m_partialTxs * (alive ? 1.0 : 1.0)) +
                      (m_load.running ? 12 + static_cast<std::uint64_t>(m_nowMs / 100 % 7) * 9 : 0);
    auto& filling = m_state.filling;
    if (alive) {
        if (filling.anchorsAtMs == 0) filling.anchorsAtMs = m_nowMs + kAnchorMs;
        filling.share = 1 - static_cast<double>(filling.anchorsAtMs - m_nowMs) / kAnchorMs;
        filling.submitting = filling.anchorsAtMs - m_nowMs < 500;
    }
    if (alive && m_nowMs >= filling.anchorsAtMs && filling.txs > 0 && m_nowMs % kL1Ms == 0) anchor();
    if (m_nowMs % 1000 == 0) {
        Sample sample;
        sample.atMs = m_nowMs;
        sample.txPerSecond = m_state.txPerSecond;
        sample.bytesPerTransfer = m_state.bytesPerTransfer;
        sample.gasPerTransfer = m_state.gasPerTransfer;
        sample.baseFeeWei = active ? active->bidWei : 0;
        sample.pending = m_state.pending;
        m_state.samples.push_back(sample);
        if (m_state.samples.size() > 600) m_state.samples.erase(m_state.samples.begin());
    }
}

void EngineDouble::start() {
    m_commands.push_back("start");
    m_state.phase = Phase::starting;
    m_state.failure.reset();
    m_state.steps = {{"l1", "anvil", false},
                     {"contracts", "5 contracts", false},
                     {"operators", "3 nodes", false},
                     {"funding", "200 deposits", false},
                     {"load", "40 tx/s", false}};
    m_upAtMs = m_nowMs;
    m_later.push_back([this] { publish(); });
}

void EngineDouble::startUp() {
    const auto done = static_cast<std::size_t>((m_nowMs - m_upAtMs) / 400);
    for (std::size_t i = 0; i < m_state.steps.size() && i < done; ++i)
        m_state.steps[i].done = true;
    if (m_startFailure && done >= 1) {
        m_state.phase = Phase::failed;
        m_state.failure = m_startFailure;
        m_startFailure.reset();
        m_upAtMs = 0;
        return;
    }
    if (done <= m_state.steps.size()) return;
    m_state.phase = Phase::running;
    m_state.l1 = {.connected = true,
                  .client = "anvil/v1.7.1",
                  .endpoint = "http://127.0.0.1:41877",
                  .chainId = 31337,
                  .l2ChainId = 412346,
                  .blockTimeMs = kL1Ms,
                  .rollup = bytesOf<Address>(9, 1),
                  .operators = bytesOf<Address>(9, 2),
                  .inbox = bytesOf<Address>(9, 3),
                  .bridge = bytesOf<Address>(9, 4),
                  .fraud = bytesOf<Address>(9, 5),
                  .demands = bytesOf<Address>(9, 6),
                  .promises = bytesOf<Address>(9, 7)};
    const char* const names[] = {"Aurora", "Borealis", "Cygnus"};
    const std::uint64_t bids[] = {310'000'000, 340'000'000, 360'000'000};
    for (std::uint64_t i = 0; i < 3; ++i) {
        Operator entry;
        entry.name = names[i];
        entry.address = bytesOf<Address>(1, i);
        entry.url = "ws://127.0.0.1:4200" + std::to_string(i);
        entry.status = OperatorStatus::registered;
        entry.local = entry.running = entry.eligible = entry.ready = true;
        entry.bondWei = eth(10);
        m_l1Book.open(entry.address, 100, m_nowMs);
        entry.bidWei = entry.nextBidWei = bids[i];
        entry.feedPeers = 2;
        m_state.operators.push_back(entry);
    }
    m_state.operators[0].current = true;
    m_state.viewpoint = m_state.operators[1].address;
    m_state.clock = {.epoch = 0, .epochStartBlock = 100, .epochEndBlock = 100 + kEpoch, .era = 1};
    m_state.clock.lastActionAt = 100;
    m_state.backups = m_state.pendingHolders = 2;
    m_load = {.running = true, .targetTps = 40, .accounts = 200};
    m_state.heads.l1 = {100, bytesOf<Hash>(2, 100), m_nowMs, m_nowMs};
    m_state.filling.batch = 1;
    m_state.rpcUrl = "http://127.0.0.1:41900";
    m_state.confirmMsP99 = 231;
    rank();
}

void EngineDouble::rank() {
    std::vector<Operator*> eligible;
    for (auto& entry : m_state.operators)
        if (entry.eligible) eligible.push_back(&entry);
    std::stable_sort(eligible.begin(), eligible.end(),
                     [](const auto* a, const auto* b) { return a->bidWei < b->bidWei; });
    for (std::size_t i = 0; i < eligible.size(); ++i) {
        eligible[i]->rank = static_cast<std::uint32_t>(i);
        eligible[i]->mayActAtSilent = i == 0 ? 0 : i * kHeartbeat + 1;
    }
}

void EngineDouble::mineL1() {
    auto& head = m_state.heads.l1;
    ++head.number;
    head = {head.number, bytesOf<Hash>(2, head.number), m_nowMs, m_nowMs};
    m_l1Book.mine(head.number, m_nowMs);
    m_state.clock.silentBlocks = head.number - m_state.clock.lastActionAt;
    if (head.number >= m_state.clock.epochEndBlock) {
        ++m_state.clock.epoch;
        m_state.clock.epochStartBlock = m_state.clock.epochEndBlock;
        m_state.clock.epochEndBlock += kEpoch;
        for (auto& entry : m_state.operators)
            if (entry.nextBidWei != entry.bidWei && entry.nextBidEpoch <= m_state.clock.epoch)
                entry.bidWei = entry.nextBidWei;
        rank();
        log(EventCode::epoch, {{"epoch", std::to_string(m_state.clock.epoch)}});
    }
    std::uint64_t first = 0, last = 0;
    for (auto& batch : m_state.batches) {
        if (batch.status != BatchStatus::window && batch.status != BatchStatus::disputed) continue;
        if (batch.status == BatchStatus::window && head.number >= batch.finalAtL1Block) {
            batch.status = BatchStatus::final;
            m_state.heads.finalized = {batch.lastBlock, bytesOf<Hash>(3, batch.lastBlock), batch.timeMs,
                                       m_nowMs};
            log(EventCode::batchFinal, {{"batch", std::to_string(batch.number)}});
            continue;
        }
        if (first == 0) first = batch.number;
        last = batch.number;
    }
    m_state.heads.challengeFirst = first;
    m_state.heads.challengeLast = last;
    moveChallenges();
    auto* active = current();
    if (active && !active->running && m_state.clock.silentBlocks > kHeartbeat)
        for (auto& entry : m_state.operators)
            if (&entry != active && entry.eligible && entry.ready) return takeOver(entry, true);
}

void EngineDouble::makeBlock() {
    const auto txs = static_cast<std::uint32_t>(m_partialTxs);
    if (txs == 0) return;
    m_partialTxs -= txs;
    auto& latest = m_state.heads.latest;
    latest = {latest.number + 1, bytesOf<Hash>(3, latest.number + 1), m_nowMs, m_nowMs};
    m_state.blocks.push_back({latest.number, latest.hash, m_nowMs, txs, current()->bidWei, 0});
    if (m_state.blocks.size() > 64) m_state.blocks.erase(m_state.blocks.begin());
    m_state.filling.txs += txs;
    m_state.filling.bytes += txs * 11 + 6;
    m_state.totalTxs += txs;
    m_load.sent += txs;
    for (auto& entry : m_state.operators) {
        if (entry.running) entry.l2Head = latest.number;
        entry.lagBlocks = latest.number - entry.l2Head;
    }
}

void EngineDouble::anchor() {
    auto& active = *current();
    const auto& head = m_state.heads.l1;
    Batch batch;
    batch.number = m_state.filling.batch;
    const auto seed = batch.number * 1000 + ++m_salt;
    batch.hash = bytesOf<Hash>(4, seed);
    batch.parentHash = bytesOf<Hash>(4, seed - 1001);
    batch.operatorAddress = active.address;
    batch.operatorName = active.name;
    batch.era = m_state.clock.era;
    batch.l1Block = head.number;
    batch.l1TxHash = bytesOf<Hash>(5, seed);
    batch.timeMs = m_nowMs;
    batch.baseFeeWei = active.bidWei;
    batch.txs = m_state.filling.txs;
    batch.segments = (batch.txs + 63) / 64;
    batch.dataBytes = m_state.filling.bytes + batch.segments * 66;
    batch.gasUsed = 96'000 + batch.dataBytes * 30;
    batch.costWei = Wei(batch.gasUsed) * m_l1Book.priceWei();
    batch.feesWei = Wei(batch.txs) * 21'000u * batch.baseFeeWei;
    batch.lastBlock = m_state.heads.latest.number;
    batch.firstBlock = m_state.heads.safe.number + 1;
    batch.blocks = static_cast<std::uint32_t>(batch.lastBlock - batch.firstBlock + 1);
    batch.preRoot = bytesOf<Hash>(6, seed - 1);
    batch.ownRoot = bytesOf<Hash>(6, seed);
    batch.claimedRoot = m_badRootArmed ? bytesOf<Hash>(7, seed) : batch.ownRoot;
    batch.finalAtL1Block = head.number + kWindow + 1;
    batch.status = m_badRootArmed ? BatchStatus::disputed : BatchStatus::window;
    const std::uint32_t wrongFrom = m_badRootArmed ? std::min(2u, batch.segments - 1) : batch.segments;
    for (std::uint32_t i = 0; i < batch.segments; ++i) {
        SegmentInfo segment;
        segment.index = i;
        segment.txs = segment.records = std::min(64u, batch.txs - i * 64);
        segment.bytes = segment.records * 11;
        segment.claimedRoot = bytesOf<Hash>(8, seed * 100 + i);
        segment.recomputed = i <= wrongFrom;
        segment.agrees = i < wrongFrom;
        segment.ownRoot = segment.agrees ? segment.claimedRoot : bytesOf<Hash>(10, seed * 100 + i);
        batch.segmentList.push_back(segment);
    }
    for (auto& block : m_state.blocks)
        if (block.batch == 0) block.batch = batch.number;
    log(EventCode::batchAnchored, {{"batch", std::to_string(batch.number)}, {"operator", active.name}});
    if (m_badRootArmed) {
        Challenge challenge;
        challenge.batch = batch.number;
        challenge.batchHash = batch.hash;
        challenge.accused = active.address;
        challenge.accusedName = active.name;
        challenge.segment = wrongFrom;
        challenge.reason = FraudReason::postRoot;
        challenge.claimedRoot = batch.segmentList[wrongFrom].claimedRoot;
        challenge.ownRoot = batch.segmentList[wrongFrom].ownRoot;
        challenge.deadlineL1Block = batch.finalAtL1Block - 1;
        challenge.history = {{ChallengeStage::detected, head.number, m_nowMs, {}}};
        m_state.challenges.push_back(challenge);
        log(EventCode::fraudDetected, {{"batch", std::to_string(batch.number)}, {"operator", active.name}});
        m_badRootArmed = false;
    }
    m_state.heads.safe = {batch.lastBlock, bytesOf<Hash>(3, batch.lastBlock), m_nowMs, m_nowMs};
    m_state.bytesPerTransfer = static_cast<double>(batch.dataBytes) / batch.txs;
    m_state.gasPerTransfer = static_cast<double>(batch.gasUsed) / batch.txs;
    m_state.gainOverL1 = 21000 / m_state.gasPerTransfer;
    m_state.batches.push_back(batch);
    m_l1Book.anchored(batch);
    active.lastBatch = batch.number;
    active.bondLocked = true;
    for (auto& entry : m_state.operators) {
        entry.batchesKnown = m_state.batches.size();
        if (entry.running) entry.batchesHeld = entry.batchesKnown;
    }
    m_state.clock.lastActionAt = head.number;
    m_state.clock.silentBlocks = 0;
    m_state.filling = {.batch = batch.number + 1, .anchorsAtMs = m_nowMs + kAnchorMs};
}

void EngineDouble::moveChallenges() {
    const auto block = m_state.heads.l1.number;
    for (auto& challenge : m_state.challenges)
        if (challenge.stage == ChallengeStage::detected && block > challenge.deadlineL1Block)
            challenge.stage = ChallengeStage::expired;
    for (auto it = m_running.begin(); it != m_running.end();) {
        auto challenge =
            std::find_if(m_state.challenges.begin(), m_state.challenges.end(), [&](const auto& entry) {
                return entry.batch == it->batch && entry.stage != ChallengeStage::rolledBack;
            });
        if (challenge == m_state.challenges.end() || block < it->nextAtBlock) {
            ++it;
            continue;
        }
        challenge->stage = static_cast<ChallengeStage>(static_cast<int>(challenge->stage) + 1);
        const bool onL1 =
            challenge->stage == ChallengeStage::committed || challenge->stage == ChallengeStage::convicted;
        challenge->history.push_back(
            {challenge->stage, block, m_nowMs, onL1 ? bytesOf<Hash>(11, block) : Hash{}});
        it->nextAtBlock = block + 1;
        if (challenge->stage != ChallengeStage::rolledBack) {
            ++it;
            continue;
        }
        auto* accused = find(challenge->accused);
        challenge->challenger = m_state.viewpoint;
        challenge->rewardWei = challenge->burntWei = accused->bondWei / 2;
        accused->bondWei = 0;
        accused->status = OperatorStatus::convicted;
        accused->eligible = accused->ready = false;
        accused->notReady = NotReady::notEligible;
        if (auto* viewpoint = find(m_state.viewpoint)) viewpoint->claimableWei += challenge->rewardWei;
        for (auto& batch : m_state.batches) {
            if (batch.number < challenge->batch || batch.status == BatchStatus::rolledBack) continue;
            batch.status = BatchStatus::rolledBack;
            ++challenge->rolledBackBatches;
            challenge->rolledBackTxs += batch.txs;
        }
        m_state.filling.batch = challenge->batch;
        log(EventCode::convicted, {{"operator", accused->name}});
        log(EventCode::rolledBack, {{"batch", std::to_string(challenge->batch)}});
        m_later.push_back([done = it->done] {
            if (done) done({});
        });
        it = m_running.erase(it);
        if (accused->current)
            for (auto& entry : m_state.operators)
                if (entry.eligible && entry.ready) {
                    takeOver(entry, false);
                    break;
                }
    }
}

void EngineDouble::takeOver(Operator& successor, bool ejects) {
    auto* before = current();
    const std::string from = before ? before->name : "";
    if (before) {
        before->current = false;
        if (ejects) {
            before->status = OperatorStatus::ejected;
            before->eligible = before->ready = false;
            before->bondWei -= before->bondWei / 10;
            log(EventCode::operatorEjected, {{"operator", from}});
        }
    }
    successor.current = true;
    ++m_state.clock.era;
    m_state.clock.lastActionAt = m_state.heads.l1.number;
    m_state.clock.silentBlocks = 0;
    m_state.filling.anchorsAtMs = m_nowMs + kAnchorMs;
    log(EventCode::takeover, {{"operator", from}, {"successor", successor.name}});
    rank();
}

void EngineDouble::log(EventCode code, std::map<std::string, std::string> args) {
    m_state.events.push_back({m_nextEvent++, m_nowMs, m_state.heads.l1.number, code, std::move(args)});
    if (m_state.events.size() > 500) m_state.events.erase(m_state.events.begin());
}

Operator* EngineDouble::find(const Address& address) {
    for (auto& entry : m_state.operators)
        if (entry.address == address) return &entry;
    return nullptr;
}

Operator* EngineDouble::current() {
    for (auto& entry : m_state.operators)
        if (entry.current) return &entry;
    return nullptr;
}

Batch* EngineDouble::findBatch(std::uint64_t number) {
    for (auto it = m_state.batches.rbegin(); it != m_state.batches.rend(); ++it)
        if (it->number == number) return &*it;
    return nullptr;
}

} // namespace aw::test
