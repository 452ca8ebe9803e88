#include "node/l1_watch.hpp"

#include "base/hex.hpp"

namespace aw::node {

namespace {
/// L1 blocks before the end of an epoch in which an operator that loses the next one makes no more blocks:
/// its last batch needs one to be sent and one to land.
constexpr std::uint64_t kHandOverMargin = 3;
} // namespace

L1Watch::L1Watch(Runtime& runtime, l1::RpcPtr rpc)
    : m_runtime(runtime)
    , m_rpc(std::move(rpc))
    , m_contracts(m_rpc, runtime.contracts())
    , m_health(runtime.clock())
    , m_timing{runtime.config().deployment.deployedAtBlock, runtime.parameters().epochBlocks,
               runtime.parameters().heartbeatBlocks} {}

void L1Watch::noteAnswer(bool answered, const std::string& detail) {
    if (answered == m_connected) return;
    m_connected = answered;
    m_runtime.touch();
    if (!answered)
        m_runtime.emit(api::EventCode::l1Lost, {{"operator", m_runtime.config().name}, {"detail", detail}});
    else if (m_synced)
        m_runtime.emit(api::EventCode::l1Back, {{"operator", m_runtime.config().name}});
}

void L1Watch::noteHeads(std::span<const l1::L1Block> blocks) {
    for (const auto& block : blocks)
        m_health.noteHead(block);
    m_head = blocks.back();
    m_headSeenAtMs = static_cast<std::uint64_t>(m_runtime.nowMs());
    m_runtime.touch();
}

void L1Watch::setSynced(bool synced) {
    if (m_synced == synced) return;
    m_synced = synced;
    m_runtime.setEventsWanted(synced);
    m_runtime.touch();
}

std::uint64_t L1Watch::silenceLimitMs() const {
    if (const auto& limit = m_runtime.config().l1SilenceLimit)
        return static_cast<std::uint64_t>(limit->count());
    return m_timing.heartbeatBlocks * m_health.blockTimeMs() / 2;
}

void L1Watch::checkSilence() {
    const auto limit = silenceLimitMs();
    const bool silent = m_synced && limit != 0 && m_health.isSilent(limit);
    if (silent == m_silent) return;
    m_silent = silent;
    m_runtime.touch();
    m_runtime.emit(silent ? api::EventCode::l1Silent : api::EventCode::l1Heard,
                   {{"operator", m_runtime.config().name},
                    {"block", std::to_string(m_head.number)},
                    {"seconds", std::to_string(m_health.silentForMs() / 1000)}});
}

Task<void> L1Watch::refresh() {
    const auto standing = co_await m_contracts.standing();
    if (!standing) co_return;
    const auto epochBefore = m_operators.epoch;
    operators::OperatorSet next{.l1Block = m_head.number,
                                .epoch = standing->clock.epoch,
                                .era = standing->clock.era,
                                .silentBlocks = standing->clock.silentBlocks,
                                .lastActionAt = standing->clock.lastActionAt,
                                .current = standing->current,
                                .operators = {}};
    for (const auto& view : standing->operators)
        next.operators.push_back({.address = view.address,
                                  .status = view.status,
                                  .eligible = view.eligible,
                                  .bondWei = view.bondWei,
                                  .claimableWei = view.claimableWei,
                                  .bidWei = view.bidWei,
                                  .nextBidWei = view.nextBidWei,
                                  .nextBidEpoch = view.nextBidEpoch,
                                  .eligibleFromEpoch = view.eligibleFromEpoch,
                                  .leavesAtEpoch = view.leavesAtEpoch,
                                  .standsDownUntilEpoch = view.standsDownUntilEpoch,
                                  .order = view.order,
                                  .lastBatch = view.lastBatch,
                                  .lastBatchAt = view.lastBatchAt,
                                  .url = view.url});
    m_operators = std::move(next);
    if (m_operators.epoch != epochBefore && m_synced)
        m_runtime.emit(api::EventCode::epoch, {{"epoch", std::to_string(m_operators.epoch)}});
    if (const auto balance = co_await l1::balance(m_rpc, m_runtime.address())) m_balanceWei = *balance;
    m_runtime.touch();
}

Task<Wei> L1Watch::costOf(std::uint64_t gas) const {
    const auto answer = co_await m_rpc->call("eth_gasPrice", {});
    if (!answer || !answer->is_string()) co_return Wei(0);
    const auto price = base::quantityFromHex(answer->get_string());
    co_return price ? Wei(*price) * Wei(gas) : Wei(0);
}

bool L1Watch::mayAct() const {
    // Who is current and who there is may be answers of two nodes behind one endpoint.
    return m_synced && m_connected && !m_silent && isCurrent() && m_operators.find(m_runtime.address());
}

std::uint64_t L1Watch::bidNow() const {
    const auto* me = m_operators.find(m_runtime.address());
    return me ? operators::bidInEpoch(*me, operators::epochOf(m_timing, m_head.number)) : 0;
}

std::uint64_t L1Watch::currentBaseFeeWei() const {
    const auto* first = m_operators.find(m_operators.current);
    return first ? operators::bidInEpoch(*first, m_operators.epoch) : 0;
}

bool L1Watch::handOverNear() const {
    const auto end = operators::epochStart(m_timing, m_operators.epoch + 1);
    return m_head.number + kHandOverMargin >= end &&
           operators::firstOfNextEpoch(m_operators) != m_runtime.address();
}

std::optional<l1::L1Block> L1Watch::bindable(std::uint64_t baseFeeWei, const l1::L1Block& made) const {
    // Its own head, which is in the chain for sure, unless the bid has changed since the blocks were made.
    if (bidNow() == baseFeeWei) return m_head;
    // It lands in the next block at the earliest.
    const auto landing = m_head.number + 1;
    const auto start = operators::epochStart(m_timing, operators::epochOf(m_timing, landing));
    const bool inEpoch = made.number >= start || (landing < start + m_timing.heartbeatBlocks &&
                                                  made.number + m_timing.epochBlocks >= start);
    if (!inEpoch || made.number + kBindableBlocks <= landing) return std::nullopt;
    return made;
}

} // namespace aw::node
