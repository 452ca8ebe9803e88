#include "node/sequencer.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "base/protocol.hpp"

#include <algorithm>

namespace aw::node {

namespace {
const log::Logger kLog("sequencer");
} // namespace

bool Sequencer::mayBuild() const {
    if (!m.l1.mayAct()) return false;
    // Nobody builds on a wrong batch but who claimed it.
    return !m.chain.disputed() || (m_faults && m_faults->lastClaimedBlock() != 0);
}

void Sequencer::pause() {
    m_active = false;
    m.runtime.touch();
}

void Sequencer::evaluate() {
    const bool want = mayBuild();
    if (want == m_active) return;
    if (!want) return pause();
    // Blocks that another operator made, or that were made under another bid, are made again under the own
    // one: the same transactions in the same order, so that nothing is skipped or doubled.
    const auto mine = m.chain.head().state.find(m.runtime.address(), 0);
    const bool own = std::ranges::all_of(m.chain.unanchored(), [&](const UnanchoredBlock& block) {
        const bool mineOrNobodys =
            block.feeAccount == sequencer::kNoFeeAccount || (mine && block.feeAccount == *mine);
        return mineOrNobodys && block.baseFeeWei == m.l1.bidNow();
    });
    const bool again = !own && !m_faults;
    if (again && !m.disk.note(m.chain.dropUnanchored())) return; // tried again
    m_active = true;
    m_handingOver = false;
    m.runtime.touch();
    m.peers.publishReset();
    // At once: between the two, nobody may see accounts without what they were given.
    if (again && !m.l1.handOverNear()) makeBlockNow();
}

Task<void> Sequencer::run() {
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(m.runtime.config().blockInterval);
        if (!running) break;
        m.l1.checkSilence();
        // P-9. What cannot be kept is neither executed nor published.
        if (!m.disk.works()) continue;
        evaluate();
        if (!m_active || m_handingOver || m.l1.handOverNear()) continue;
        m_making = true;
        auto making = makeBlock();
        co_await std::move(making);
        m_making = false;
    }
}

sequencer::BlockPlan Sequencer::plan() {
    const auto& head = m.chain.head();
    const auto& inbox = m.chain.inbox();
    const auto most = m.runtime.config().maxBlockEntries;
    sequencer::BlockPlan plan{.state = head.state,
                              .parent = head.block,
                              .parentHash = head.blockHash,
                              .l2ChainId = m.runtime.parameters().l2ChainId,
                              .baseFeeWei = m.l1.bidNow(),
                              .tokens = m.chain.sharedTokens(),
                              .inbox = {},
                              .txs = {},
                              .maxEntries = most,
                              .l1 = {m.l1.head().number, m.l1.head().hash}};
    const auto first = head.state.inboxCursor();
    for (auto index = first; index < std::min<std::uint64_t>(inbox.count(), first + most); ++index)
        plan.inbox.push_back(*inbox.entry(index));
    const auto mine = head.state.find(m.runtime.address(), 0);
    // A forced transaction needs a fee account (T-23): while there is no own one, its sender's.
    const auto* const forced =
        plan.inbox.empty() ? nullptr : std::get_if<state::ForcedTransaction>(&plan.inbox.front());
    const auto feeAccount = mine || !forced ? mine : head.state.find(forced->sender, 0);
    plan.feeAccount = feeAccount.value_or(sequencer::kNoFeeAccount);
    // B-2: where L1's clock is far behind, so is that of L2; its batch will be of no earlier L1 block.
    const auto latest = m.l1.head().timeMs + protocol::kMaxAheadMs - protocol::kTickMs;
    plan.timeMs = std::min(static_cast<std::uint64_t>(m.runtime.nowMs()), latest);
    if (!mine) return plan;
    // Those that lost their place come first.
    const auto& displaced = m.pool.displaced();
    plan.txs.assign(displaced.begin(), displaced.end());
    const auto ready = m.pool.mempool().ready(
        most,
        [&](const Address& sender) {
            const auto index = head.state.find(sender, 0);
            return index ? head.state.account(*index)->nonce : 0;
        },
        plan.baseFeeWei);
    plan.txs.insert(plan.txs.end(), ready.txs.begin(), ready.txs.end());
    std::vector<std::pair<TxPtr, std::string>> past;
    for (const auto& tx : ready.past)
        past.emplace_back(tx, "nonce too low");
    drop(past);
    return plan;
}

void Sequencer::takeRefused(const std::vector<sequencer::PlannedBlock::Refused>& refused) {
    std::vector<std::pair<TxPtr, std::string>> dropped;
    base::FlatSet<Hash> placeless; // that lose their place in front of all others
    std::vector<TxPtr> later;
    for (const auto& [tx, rule, waits] : refused) {
        const bool wasFirst = m.pool.displaced().contains(tx->hash);
        using enum transition::Rule;
        // What was executed once and lacks its funds now waits for the deposit that L1 took back.
        const bool lacksFunds = rule == balance || rule == tokenAccount || rule == tokenBalance;
        if (wasFirst && lacksFunds) continue;
        if (wasFirst) placeless.insert(tx->hash);
        if (!waits)
            dropped.emplace_back(tx, transition::ruleName(rule));
        else if (wasFirst)
            later.push_back(tx);
    }
    if (!placeless.empty())
        m.pool.displaced().removeIf([&](const TxPtr& tx) { return placeless.contains(tx->hash); });
    drop(dropped);
    for (const auto& tx : later)
        keepWaiting(tx);
}

void Sequencer::keepWaiting(const TxPtr& tx) {
    // It waits like any other; where the pool is full, in front of it.
    const auto added = m.pool.mempool().add(tx, {tx->tx.nonce, Wei(1) << 127, tx->tx.amount()}, 0);
    if (added || added.error().code == ErrorCode::mempoolKnown) return;
    if (added.error().code == ErrorCode::mempoolFull)
        m.pool.displaced().putLast(tx);
    else
        drop({{tx, added.error().detail}});
}

void Sequencer::drop(const std::vector<std::pair<TxPtr, std::string>>& txs) {
    if (txs.empty()) return;
    std::vector<Hash> hashes;
    for (const auto& [tx, reason] : txs) {
        m.pool.mempool().remove(tx->hash);
        m.pool.noteDropped(tx);
        hashes.push_back(tx->hash);
        kLog.info("dropped a pending transaction",
                  {{"tx", base::toHex(tx->hash.view())}, {"reason", reason}});
    }
    m.disk.note(m.store.dropPending(hashes));
    m.journal.remove(std::move(hashes));
}

BlockWrite::OnHead Sequencer::publishing() {
    return [this](const sequencer::SealedBlock& block) { m.peers.publishBlock(block); };
}

void Sequencer::makeBlockNow() {
    auto made = sequencer::makeBlock(plan());
    takeRefused(made.refused);
    if (made.block) m.disk.note(m.chain.append(std::move(*made.block), std::move(made.after), publishing()));
}

Task<void> Sequencer::makeBlock() {
    auto planned = plan();
    const auto parent = planned.parentHash;
    std::function<sequencer::PlannedBlock()> work = [planned = std::move(planned)]() mutable {
        return sequencer::makeBlock(std::move(planned));
    };
    auto making = base::runOnPool(m_maker, std::move(work));
    auto made = co_await std::move(making);
    // Where the chain has changed meanwhile, it is as if the block had not been made: nothing left the pool.
    if (!m_active || m_handingOver || m.runtime.isStopped() || m.chain.head().blockHash != parent) co_return;
    takeRefused(made.refused);
    if (!made.block) co_return;
    const auto write = m.chain.beginAppend(std::move(*made.block), std::move(made.after), publishing());
    std::function<void()> writing = [write] { write->write(); };
    auto written = base::runOnPool(m_maker, std::move(writing));
    co_await std::move(written);
    m.disk.note(m.chain.endAppend(*write));
}

} // namespace aw::node
