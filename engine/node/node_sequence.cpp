#include "node/node.hpp"

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/protocol.hpp"

/// What the current operator does: blocks, batches, heartbeats, handing over.
namespace aw::node {

namespace {

const log::Logger kLog("sequencer");

/// L1 blocks before the end of an epoch in which an operator that loses the next one makes no more blocks:
/// its last batch needs one to be sent and one to land.
constexpr std::uint64_t kHandOverMargin = 3;

/// L1 knows the hashes of its last 256 blocks; some pass until a batch lands.
constexpr std::uint64_t kBindableBlocks = 250;

} // namespace

bool Node::mayBuild() const {
    if (!m_synced || !m_l1Connected || m_operatorSet.current != address()) return false;
    // Nobody builds on a wrong batch but who claimed it.
    return !m_chain.verifier().disputed() || (m_lie && m_lie->told);
}

std::uint64_t Node::myBidNow() const {
    const auto* me = m_operatorSet.find(address());
    return me ? operators::bidInEpoch(*me, operators::epochOf(m_timing, m_l1Head.number)) : 0;
}

bool Node::handOverNear() const {
    const auto end = operators::epochStart(m_timing, m_operatorSet.epoch + 1);
    return m_l1Head.number + kHandOverMargin >= end &&
           operators::firstOfNextEpoch(m_operatorSet) != address();
}

bool Node::isBindable(std::uint64_t l1Block) const {
    // It lands in the next block at the earliest.
    const auto landing = m_l1Head.number + 1;
    const auto start = operators::epochStart(m_timing, operators::epochOf(m_timing, landing));
    const bool inEpoch = l1Block >= start || (landing < start + m_timing.heartbeatBlocks &&
                                              l1Block + m_timing.epochBlocks >= start);
    return inEpoch && l1Block + kBindableBlocks > landing;
}

void Node::truncateIndex(std::uint64_t lastKept) {
    const auto forgotten =
        m_index.truncate(lastKept, std::make_shared<const state::State>(m_chain.headState()));
    if (!m_synced) return;
    for (const auto& block : forgotten)
        m_server->publishRemoved(block);
}

void Node::reset(std::vector<sequencer::TxPtr> displaced) {
    m_displaced.putFirst(displaced);
    truncateIndex(m_chain.head().number);
    for (const auto& tx : displaced)
        m_index.addPending(tx);
    cutStoredBlocks();
    m_oldestUnanchoredMs = 0;
    m_viewChanged = true;
}

void Node::evaluateRole() {
    const bool want = mayBuild();
    if (want == m_sequencing) return;
    m_sequencing = want;
    m_viewChanged = true;
    if (!want) return;
    m_handingOver = false;
    // Blocks that another operator made, or that were made under another bid, are made again under the own
    // one: the same transactions in the same order, so that nothing is skipped or doubled.
    const auto mine = m_chain.headState().find(address(), 0);
    const auto& blocks = m_chain.unanchored();
    const bool own = std::all_of(blocks.begin(), blocks.end(), [&](const auto& block) {
        return mine && block.header.feeAccount == *mine && block.header.baseFeeWei == myBidNow();
    });
    if (!own && !m_lie) reset(m_chain.dropUnanchored());
    const auto tip = m_chain.verifier().lastValidBatch();
    m_publisher->append(feed::ResetItem{m_operatorSet.era, BatchNumber{tip}, m_chain.verifier().tipHash()});
    for (const auto& block : m_chain.unanchored())
        publishBlock(block);
}

boost::asio::awaitable<void> Node::blockLoop() {
    for (bool running = true; running;) {
        running = co_await sleep(m_config.blockInterval);
        // P-9. What cannot be kept is neither executed nor published.
        if (!running || !diskWorks()) continue;
        if (m_sequencing && !m_handingOver && !handOverNear()) makeBlock();
    }
}

void Node::makeBlock() {
    const auto baseFee = myBidNow();
    auto draft = m_chain.headState();
    const auto mine = draft.find(address(), 0);
    const auto inbox = m_chain.inboxReader();
    // A forced transaction needs a fee account (T-23): while there is no own one, its sender's.
    const auto* const first = inbox(draft.inboxCursor());
    const auto* const forced = first ? std::get_if<state::ForcedTransaction>(first) : nullptr;
    const auto collector = mine || !forced ? mine : draft.find(forced->sender, 0);
    sequencer::BlockExecutor executor(draft, {.l2ChainId = m_config.deployment.parameters.l2ChainId,
                                              .baseFeeWei = baseFee,
                                              .feeAccount = collector.value_or(sequencer::kNoFeeAccount),
                                              .tokens = &m_chain.tokens()});
    while (executor.size() < m_config.maxBlockEntries) {
        const auto* entry = inbox(draft.inboxCursor());
        if (!entry || executor.consume(*entry)) break;
    }
    std::deque<sequencer::TxPtr> later; // executable once the nonce or the base fee allows it
    const auto waits = [&](const sequencer::TxPtr& tx, transition::Rule broken) {
        if (broken == transition::Rule::maxFee) return true;
        const auto sender = draft.find(tx->sender, 0);
        return broken == transition::Rule::nonce && tx->tx.nonce > draft.account(*sender)->nonce;
    };
    const auto drop = [&](const sequencer::TxPtr& tx, const std::string& reason) {
        m_index.removePending(tx->hash);
        m_acceptedAt.erase(tx->hash);
        kLog.info("dropped a pending transaction",
                  {{"tx", base::toHex(tx->hash.view())}, {"reason", reason}});
    };
    if (mine) {
        while (!m_displaced.empty() && executor.size() < m_config.maxBlockEntries) {
            const auto tx = m_displaced.takeFirst();
            const auto broken = executor.execute(tx);
            if (!broken) continue;
            if (waits(tx, *broken))
                later.push_back(tx);
            else
                drop(tx, transition::ruleName(*broken));
        }
        const auto room = m_config.maxBlockEntries - std::min(m_config.maxBlockEntries, executor.size());
        // More would push each other out of the processor's caches again.
        constexpr std::size_t kAhead = 512;
        sequencer::loadAhead(m_pool.first(std::min(room, kAhead)), draft, &m_chain.tokens());
        m_pool.drain(
            room,
            [&](const Address& sender) {
                const auto index = draft.find(sender, 0);
                return index ? draft.account(*index)->nonce : 0;
            },
            [&](const sequencer::TxPtr& tx) -> std::optional<std::string> {
                const auto broken = executor.execute(tx);
                if (broken && waits(tx, *broken)) later.push_back(tx);
                return broken ? std::optional(transition::ruleName(*broken)) : std::nullopt;
            },
            [&](const sequencer::TxPtr& tx, const std::string& reason) {
                if (later.empty() || later.back() != tx) drop(tx, reason);
            });
    }
    // They wait like any other; where the pool is full, they wait in front of it.
    for (const auto& tx : later) {
        const auto added = m_pool.add(tx, {tx->tx.nonce, Wei(1) << 127, tx->tx.amount()}, 0);
        if (added || added.error().code == "mempool.known") continue;
        if (added.error().code == "mempool.full")
            m_displaced.putLast(tx);
        else
            drop(tx, added.error().detail);
    }
    if (executor.empty()) return;
    // B-2: where L1's clock is far behind, so is that of L2; its batch will be of no earlier L1 block.
    const auto latest = m_l1Head.timeMs + protocol::kMaxAheadMs - protocol::kTickMs;
    const auto time = std::min(static_cast<std::uint64_t>(nowMs()), latest);
    auto block = executor.seal(m_chain.head(), m_chain.headHash(), time, {m_l1Head.number, m_l1Head.hash});
    if (!storeBlocks(&block)) {
        // As if it had not been made: its transactions go first into the next one.
        std::vector<sequencer::TxPtr> txs;
        for (const auto& entry : block.entries)
            if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry)) txs.push_back(*tx);
        m_displaced.putFirst(txs);
        return;
    }
    m_chain.append(std::move(block), std::move(draft));
    onAppended();
    publishBlock(m_chain.unanchored().back());
}

void Node::publishBlock(const sequencer::SealedBlock& block) {
    feed::BlockItem item{.header = block.header,
                         .era = m_operatorSet.era,
                         .anchoredTip = m_chain.verifier().lastValidBatch(),
                         .l1 = block.l1,
                         .entries = {},
                         .records = sequencer::encodedRecords(block)};
    for (const auto& entry : block.entries) {
        if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry))
            item.entries.emplace_back((*tx)->raw);
        else
            item.entries.emplace_back(std::get<std::uint64_t>(entry));
    }
    if (const auto appended = m_publisher->append(item); !appended)
        kLog.error("a block could not be published", appended.error());
}

std::vector<sequencer::SealedBlock> Node::blocksToAnchor() const {
    const auto& blocks = m_chain.unanchored();
    const auto skipped = m_lie ? std::min(m_lie->blocks, blocks.size()) : 0;
    return {blocks.begin() + static_cast<std::ptrdiff_t>(skipped), blocks.end()};
}

boost::asio::awaitable<void> Node::anchorLoop() {
    for (bool running = true; running;) {
        running = co_await sleep(std::chrono::milliseconds(100));
        if (!running) break;
        if (m_operatorSet.current != address() || !m_synced || !m_l1Connected) continue;
        const auto waiting = m_sequencing ? blocksToAnchor() : std::vector<sequencer::SealedBlock>{};
        if (waiting.empty())
            m_oldestUnanchoredMs = 0;
        else if (m_oldestUnanchoredMs == 0)
            m_oldestUnanchoredMs = nowMs();
        const bool old =
            !waiting.empty() && nowMs() - m_oldestUnanchoredMs >= m_config.anchorInterval.count();
        const bool full = !waiting.empty() && anchor::estimateBytes(waiting) >= m_config.batchLimits.maxBytes;
        if (!waiting.empty() && (old || full || m_handingOver || handOverNear())) {
            co_await anchorOnce();
        } else if (!m_diskError && m_operatorSet.silentBlocks * 2 >= m_timing.heartbeatBlocks &&
                   m_heartbeatAtL1 < m_l1Head.number) {
            // P-9. Whoever cannot write falls silent, so that another one takes over.
            co_await heartbeatOnce();
        }
    }
}

boost::asio::awaitable<void> Node::anchorOnce() {
    const auto blocks = blocksToAnchor();
    const bool lying = m_lie.has_value();
    anchor::Tamper tamper;
    if (m_lie && !m_lie->told)
        tamper = [this](state::State& state) {
            const auto mine = state.find(address(), 0);
            if (!mine) return;
            auto account = *state.account(*mine);
            account.balance += m_lie->amount;
            state.apply({.changes = {{*mine, account}}, .inboxConsumed = 0});
        };
    const auto& before = lying && m_lie->told ? m_lie->claimed : m_chain.verifier().state();
    auto built = anchor::buildBatch(before, blocks, m_config.deployment.parameters.l2ChainId,
                                    m_chain.tokens(), m_chain.inboxReader(), m_config.batchLimits, tamper);
    if (!built) {
        kLog.error("no batch could be made", built.error());
        if (!lying) reset(m_chain.dropUnanchored());
        co_return;
    }
    if (!lying && !isBindable(built->l1.number)) {
        // L1 was away for long, or the bid has changed since: the same transactions, in blocks of now.
        kLog.warn("blocks are made anew: L1 takes no batch any more that binds their L1 block",
                  {{"block", built->l1.number}, {"head", m_l1Head.number}});
        reset(m_chain.dropUnanchored());
        co_return;
    }
    const l1::Submission submission{.parentHash = m_chain.verifier().tipHash(),
                                    .l1BlockNumber = built->l1.number,
                                    .l1BlockHash = built->l1.hash,
                                    .baseFeeWei = built->baseFeeWei,
                                    .feeAccount = built->feeAccount,
                                    .feeTemplate = built->feeTemplate,
                                    .inboxAfter = built->inboxAfter};
    const auto number = m_chain.verifier().tipNumber() + 1;
    m_submitting = true;
    m_viewChanged = true;
    const auto receipt = co_await m_txManager->send(m_config.deployment.addresses.rollup,
                                                    l1::calls::submitBatch(submission, built->data), 0,
                                                    "batch " + std::to_string(number));
    if (receipt) {
        if (lying) {
            m_lie->told = true;
            m_lie->claimed = std::move(built->after);
            m_lie->blocks += built->blockCount;
        }
        m_oldestUnanchoredMs = 0;
        // The next one needs this one's hash, which the follower brings.
        for (int i = 0; i < 100 && m_chain.verifier().tipNumber() < number && !m_stopped; ++i)
            co_await sleep(std::chrono::milliseconds(100));
    } else {
        emit(api::EventCode::anchorFailed, {{"operator", m_config.name},
                                            {"batch", std::to_string(number)},
                                            {"detail", receipt.error().detail}});
        co_await sleep(std::chrono::milliseconds(1000));
    }
    m_submitting = false;
    m_viewChanged = true;
}

boost::asio::awaitable<void> Node::heartbeatOnce() {
    m_heartbeatAtL1 = m_l1Head.number;
    const auto sent = co_await m_txManager->send(m_config.deployment.addresses.rollup, l1::calls::heartbeat(),
                                                 0, "heartbeat");
    if (!sent) kLog.warn("a heartbeat failed", sent.error());
}

boost::asio::awaitable<Result<void>> Node::stepDownNow() {
    if (m_operatorSet.current != address())
        co_return Error{"failover.not-current",
                        m_config.name + " is not the current operator and has nothing to hand over."};
    m_handingOver = true;
    const auto deadline = nowMs() + 15'000;
    while (m_sequencing && (!blocksToAnchor().empty() || m_submitting) && nowMs() < deadline && !m_stopped)
        co_await sleep(std::chrono::milliseconds(50));
    const auto sent = co_await m_txManager->send(m_config.deployment.addresses.operators,
                                                 l1::calls::stepDown(), 0, "step down");
    if (!sent) {
        m_handingOver = false;
        co_return sent.error();
    }
    co_return Result<void>();
}

} // namespace aw::node
