#include "node/sequencer.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "base/protocol.hpp"

#include <algorithm>

namespace aw::node {

namespace {
const log::Logger kLog("sequencer");
/// More would push each other out of the processor's caches again.
constexpr std::size_t kAhead = 512;
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
    if (again && !m.l1.handOverNear()) makeBlock();
}

Task<void> Sequencer::run() {
    for (bool running = true; running;) {
        running = co_await m.runtime.sleep(m.runtime.config().blockInterval);
        if (!running) break;
        m.l1.checkSilence();
        // P-9. What cannot be kept is neither executed nor published.
        if (!m.disk.works()) continue;
        evaluate();
        if (m_active && !m_handingOver && !m.l1.handOverNear()) makeBlock();
    }
}

void Sequencer::drop(const TxPtr& tx, const std::string& reason) {
    m.pool.noteDropped(tx);
    m_dropped.push_back(tx->hash);
    kLog.info("dropped a pending transaction", {{"tx", base::toHex(tx->hash.view())}, {"reason", reason}});
}

std::deque<TxPtr> Sequencer::execute(sequencer::BlockExecutor& executor, const state::State& draft) {
    const auto most = m.runtime.config().maxBlockEntries;
    std::deque<TxPtr> later; // executable once the nonce or the base fee allows it
    const auto waits = [&](const TxPtr& tx, transition::Rule broken) {
        if (broken == transition::Rule::maxFee) return true;
        const auto sender = draft.find(tx->sender, 0);
        return broken == transition::Rule::nonce && tx->tx.nonce > draft.account(*sender)->nonce;
    };
    // What was executed once and lacks its funds now waits for the deposit that L1 took back.
    const auto lacksFunds = [](transition::Rule broken) {
        using enum transition::Rule;
        return broken == balance || broken == tokenAccount || broken == tokenBalance;
    };
    std::vector<TxPtr> unfunded;
    auto& displaced = m.pool.displaced();
    while (!displaced.empty() && executor.size() < most) {
        const auto tx = displaced.takeFirst();
        const auto broken = executor.execute(tx);
        if (!broken) continue;
        if (lacksFunds(*broken))
            unfunded.push_back(tx);
        else if (waits(tx, *broken))
            later.push_back(tx);
        else
            drop(tx, transition::ruleName(*broken));
    }
    displaced.putFirst(unfunded);
    const auto room = most - std::min(most, executor.size());
    auto& mempool = m.pool.mempool();
    sequencer::loadAhead(mempool.first(std::min(room, kAhead)), draft, &m.chain.tokens());
    mempool.drain(
        room,
        [&](const Address& sender) {
            const auto index = draft.find(sender, 0);
            return index ? draft.account(*index)->nonce : 0;
        },
        [&](const TxPtr& tx) -> std::optional<std::string> {
            const auto broken = executor.execute(tx);
            if (broken && waits(tx, *broken)) later.push_back(tx);
            return broken ? std::optional(transition::ruleName(*broken)) : std::nullopt;
        },
        [&](const TxPtr& tx, const std::string& reason) {
            if (later.empty() || later.back() != tx) drop(tx, reason);
        });
    return later;
}

void Sequencer::keepWaiting(const std::deque<TxPtr>& later) {
    // They wait like any other; where the pool is full, they wait in front of it.
    for (const auto& tx : later) {
        const auto added = m.pool.mempool().add(tx, {tx->tx.nonce, Wei(1) << 127, tx->tx.amount()}, 0);
        if (added || added.error().code == ErrorCode::mempoolKnown) continue;
        if (added.error().code == ErrorCode::mempoolFull)
            m.pool.displaced().putLast(tx);
        else
            drop(tx, added.error().detail);
    }
}

void Sequencer::makeBlock() {
    auto draft = m.chain.head().state;
    const auto mine = draft.find(m.runtime.address(), 0);
    const auto* const first = m.chain.inbox().entry(draft.inboxCursor());
    // A forced transaction needs a fee account (T-23): while there is no own one, its sender's.
    const auto* const forced = first ? std::get_if<state::ForcedTransaction>(first) : nullptr;
    const auto feeAccount = mine || !forced ? mine : draft.find(forced->sender, 0);
    sequencer::BlockExecutor executor(draft, {.l2ChainId = m.runtime.parameters().l2ChainId,
                                              .baseFeeWei = m.l1.bidNow(),
                                              .feeAccount = feeAccount.value_or(sequencer::kNoFeeAccount),
                                              .tokens = &m.chain.tokens()});
    while (executor.size() < m.runtime.config().maxBlockEntries) {
        const auto* entry = m.chain.inbox().entry(draft.inboxCursor());
        if (!entry || executor.consume(*entry)) break;
    }
    m_dropped.clear();
    if (mine) keepWaiting(execute(executor, draft));
    if (!m_dropped.empty()) {
        m.disk.note(m.store.dropPending(m_dropped));
        m.journal.remove(m_dropped);
    }
    if (executor.empty()) return;
    // B-2: where L1's clock is far behind, so is that of L2; its batch will be of no earlier L1 block.
    const auto& l1Head = m.l1.head();
    const auto latest = l1Head.timeMs + protocol::kMaxAheadMs - protocol::kTickMs;
    const auto time = std::min(static_cast<std::uint64_t>(m.runtime.nowMs()), latest);
    const auto block =
        executor.seal(m.chain.head().block, m.chain.head().blockHash, time, {l1Head.number, l1Head.hash});
    if (m.disk.note(m.chain.append(block, std::move(draft)))) {
        m.peers.publishBlock(block);
        return;
    }
    // As if it had not been made: its transactions go first into the next one.
    std::vector<TxPtr> txs;
    for (const auto& entry : block.entries)
        if (const auto* tx = std::get_if<TxPtr>(&entry)) txs.push_back(*tx);
    m.pool.displaced().putFirst(txs);
}

} // namespace aw::node
