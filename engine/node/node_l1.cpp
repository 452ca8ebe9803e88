#include "node/node.hpp"

#include "base/clock.hpp"
#include "base/log.hpp"

#include <algorithm>
#include <iterator>

/// What L1 says: blocks, batches, roll-backs, the competition.
namespace aw::node {

namespace {
const log::Logger kLog("node");
constexpr std::chrono::milliseconds kPoll{200}, kRetry{1000};

std::uint64_t timeOf(const l1::L1Update& update, std::uint64_t block) {
    for (const auto& known : update.newBlocks)
        if (known.number == block) return known.timeMs;
    return 0;
}

} // namespace

boost::asio::awaitable<void> Node::followL1() {
    rebuildFromL1();
    while (!m_stopped) {
        const auto step = co_await m_follower->step();
        if (m_stopped) co_return;
        setL1Connected(step.has_value(), step ? "" : step.error().detail);
        bool refused = !step && step.error().code == "l1.other-chain";
        if (step && *step) {
            const bool taken = co_await onL1Update(**step);
            if (taken) continue;
            refused = true;
        }
        if (refused) rebuildFromL1();
        const auto pause = step && !refused ? kPoll : kRetry;
        const bool running = co_await sleep(pause);
        if (!running) co_return;
    }
}

void Node::rebuildFromL1() {
    // Everything that hangs on L1 is read again; what only the feed and this disk know is kept and finds its
    // place.
    std::vector<sequencer::TxPtr> kept = m_chain.dropUnanchored();
    for (const auto& tx : kept)
        m_index.addPending(tx);
    m_displaced.putFirst(kept);
    m_chain = L2Chain(m_config.deployment.parameters.l2ChainId,
                      transition::genesisHash(m_config.deployment.addresses.rollup,
                                              m_config.deployment.parameters.l2ChainId),
                      static_cast<std::uint64_t>(m_config.deployment.deployedAtTimeMs));
    for (const auto& tx : m_displaced)
        m_chain.remember(tx);
    for (const auto& tx : m_pool.all())
        m_chain.remember(tx);
    auto before = m_index.truncate(0, std::make_shared<const state::State>());
    if (m_synced) m_beforeRebuild = std::move(before);
    m_index.forgetTokens();
    if (!m_index.block(0)) {
        auto genesis = std::make_shared<rpc::BlockView>();
        genesis->header = m_chain.head();
        genesis->hash = m_chain.headHash();
        m_index.addBlock(genesis, std::make_shared<const state::State>());
    }
    m_storedBlock = 0;
    m_batches.clear();
    m_demands.clear();
    m_finalBatch = m_finalBlock = 0;
    m_synced = m_sequencing = false;
    m_lie.reset();
    m_l1Head = {};
    m_follower =
        std::make_unique<l1::Follower>(m_rpc, m_config.deployment.addresses,
                                       l1::FollowerOptions{.startBlock = m_config.deployment.deployedAtBlock,
                                                           .known = {},
                                                           .poll = kPoll,
                                                           .chunkBlocks = 1000});
}

void Node::announceRebuilt() {
    // Of the chain before, the newest first, what is not in the chain now; then what is new.
    std::uint64_t common = 0;
    const auto before = std::exchange(m_beforeRebuild, {});
    for (const auto& block : before) {
        const auto now = m_index.block(block->header.number);
        if (now && now->hash == block->hash) {
            common = block->header.number;
            break;
        }
        m_server->publishRemoved(block);
    }
    if (before.empty()) return;
    for (auto number = common + 1; number <= m_chain.head().number; ++number)
        if (const auto block = m_index.block(number)) m_server->publishBlock(block);
}

void Node::setL1Connected(bool connected, const std::string& detail) {
    if (connected == m_l1Connected) return;
    m_l1Connected = connected;
    m_viewChanged = true;
    if (!connected)
        emit(api::Severity::bad, "l1-lost", {{"operator", m_config.name}, {"detail", detail}});
    else if (m_synced)
        emit(api::Severity::good, "l1-back", {{"operator", m_config.name}});
}

void Node::placeRecovered() {
    // What was acknowledged before the restart and is on L1 has its place; the rest waits again, in its
    // order.
    std::vector<sequencer::TxPtr> waiting;
    for (auto& tx : std::exchange(m_recovered, {}))
        if (!m_chain.place(tx->hash)) waiting.push_back(std::move(tx));
    if (!waiting.empty()) reset(std::move(waiting));
}

boost::asio::awaitable<bool> Node::onL1Update(const l1::L1Update& update) {
    if (update.reorgedTo && *update.reorgedTo < m_lastEventBlock) {
        emit(api::Severity::warning, "l1-reorg",
             {{"operator", m_config.name}, {"block", std::to_string(*update.reorgedTo)}});
        co_return false; // the state is rebuilt from the chain that is there now
    }
    for (const auto& event : update.events) {
        m_lastEventBlock = event.blockNumber;
        if (const auto* entry = std::get_if<l1::EntryAppended>(&event.body)) {
            if (entry->index == m_chain.inboxCount()) m_chain.addInboxEntry(entry->entry);
        } else if (const auto* forced = std::get_if<l1::TransactionForced>(&event.body)) {
            if (!m_chain.addForced(forced->index, forced->signature))
                kLog.warn("the signature of a forced transaction is not that of its inbox entry",
                          {{"index", forced->index}});
        } else if (const auto* registered = std::get_if<l1::TokenRegistered>(&event.body)) {
            onTokenRegistered(*registered);
        } else if (const auto* submitted = std::get_if<l1::BatchSubmitted>(&event.body)) {
            const bool taken = co_await onBatch(event, *submitted, timeOf(update, event.blockNumber));
            if (!taken) co_return false;
        } else if (const auto* rolledBack = std::get_if<l1::RolledBack>(&event.body)) {
            if (!onRolledBack(event, *rolledBack)) co_return false;
        } else {
            onChallengeEvent(event);
            onDemandEvent(event);
            onCompetitionEvent(event);
        }
    }
    if (!update.newBlocks.empty()) {
        const auto& head = update.newBlocks.back();
        if (m_l1Head.number != 0 && head.number > m_l1Head.number)
            m_l1BlockTimeMs = (head.timeMs - m_l1Head.timeMs) / (head.number - m_l1Head.number);
        m_l1Head = head;
        m_l1SeenAtMs = nowMs();
    }
    co_await refreshOperatorSet();
    settleFinality();
    if (!m_synced && m_l1Head.number >= update.headNumber) {
        m_synced = true;
        announceRebuilt();
        placeRecovered();
        kLog.info("L1 is read", {{"operator", m_config.name}, {"block", m_l1Head.number}});
    }
    if (m_synced) answerDemands();
    refreshPeers();
    pumpFeeds();
    evaluateRole();
    m_viewChanged = true;
    co_return !m_stopped;
}

boost::asio::awaitable<bool> Node::onBatch(const l1::L1Event& event, const l1::BatchSubmitted& submitted,
                                           std::uint64_t timeMs) {
    const auto& header = submitted.header;
    if (const auto* known = m_chain.verifier().find(header.number);
        known && known->hash == submitted.batchHash)
        co_return true;
    auto receipt = co_await l1::receipt(m_rpc, event.txHash);
    while (!receipt) {
        kLog.warn("the receipt of a batch is missing", receipt.error());
        setL1Connected(false, receipt.error().detail);
        const bool running = co_await sleep(kRetry);
        if (!running) co_return false;
        receipt = co_await l1::receipt(m_rpc, event.txHash);
    }
    const auto blockBefore = m_chain.safeBlock();
    auto added = m_chain.addBatch(header, submitted.batchHash, submitted.data, timeMs);
    if (!added) {
        kLog.error("a batch could not be taken", added.error());
        co_return false;
    }
    const auto& batch = *added->batch;
    if (added->rebuilt) {
        truncateIndex(blockBefore);
        for (const auto& block : batch.blocks) {
            const auto* served = m_chain.block(block.header.number);
            auto view = std::make_shared<rpc::BlockView>();
            view->header = block.header;
            view->hash = block.hash;
            // What nobody has shown a signature of has no hash that a wallet could ask for.
            std::ranges::copy_if(served->txs, std::back_inserter(view->txs),
                                 [](const sequencer::TxPtr& tx) { return tx != nullptr; });
            if (const auto account = m_chain.headState().account(block.header.feeAccount))
                view->feeRecipient = account->owner;
            m_index.addBlock(view, std::make_shared<const state::State>(m_chain.headState()));
            if (m_synced) m_server->publishBlock(view);
            for (const auto& tx : served->txs) {
                if (!tx) continue;
                m_pool.remove(tx->hash);
                m_index.removePending(tx->hash);
            }
        }
        m_displaced.removeIf([&](const auto& tx) { return m_chain.place(tx->hash).has_value(); });
        reset(std::move(added->displaced));
    }
    if (!batch.fraud && batch.recomputed && !batch.blocks.empty()) {
        m_index.setBatch(batch.blocks.front().header.number, batch.blocks.back().header.number,
                         header.number);
        m_safeSeenAtMs = nowMs();
    }
    if (m_store) {
        const auto saved = m_store->putBatch({.header = header,
                                              .hash = submitted.batchHash,
                                              .l1TxHash = event.txHash,
                                              .l1Block = event.blockNumber,
                                              .data = submitted.data,
                                              .verdict = batch.fraud        ? store::Verdict::fraud
                                                         : batch.recomputed ? store::Verdict::good
                                                                            : store::Verdict::unknown,
                                              .verdictDetail = {},
                                              .lastL2Block = m_chain.safeBlock()});
        noteDisk(saved);
    }

    api::Batch info{.number = header.number,
                    .hash = submitted.batchHash,
                    .parentHash = header.parentHash,
                    .operatorAddress = header.operatorAddress,
                    .era = header.era,
                    .l1Block = header.submittedAt,
                    .l1TxHash = event.txHash,
                    .timeMs = static_cast<std::int64_t>(timeMs),
                    .baseFeeWei = header.baseFeeWei,
                    .txs = batch.txCount,
                    .blocks = static_cast<std::uint32_t>(batch.blocks.size()),
                    .firstBlock = batch.blocks.empty() ? 0 : batch.blocks.front().header.number,
                    .lastBlock = batch.blocks.empty() ? 0 : batch.blocks.back().header.number,
                    .segments = static_cast<std::uint32_t>(batch.segments.size()),
                    .inboxEntries = static_cast<std::uint32_t>(batch.inboxEntries),
                    .dataBytes = submitted.data.size(),
                    .gasUsed = receipt->gasUsed,
                    .costWei = Wei(receipt->gasUsed) * Wei(receipt->effectiveGasPriceWei),
                    .preRoot = header.preStateRoot,
                    .claimedRoot = header.postStateRoot,
                    .status = batch.fraud ? api::BatchStatus::disputed : api::BatchStatus::window,
                    .finalAtL1Block =
                        header.submittedAt + m_config.deployment.parameters.challengeWindowBlocks + 1};
    for (std::uint32_t i = 0; i < batch.verdicts.size(); ++i) {
        const auto& verdict = batch.verdicts[i];
        info.segmentList.push_back({i, verdict.bytes, verdict.records, verdict.txs, verdict.claimedRoot,
                                    verdict.ownRoot, verdict.agrees, verdict.replayed});
    }
    if (!info.segmentList.empty() && info.segmentList.back().recomputed)
        info.ownRoot = info.segmentList.back().ownRoot;
    m_batches.push_back(std::move(info));
    while (m_batches.size() > 500)
        m_batches.pop_front();

    const auto number = std::to_string(header.number);
    emit(api::Severity::info, "batch-anchored",
         {{"batch", number},
          {"address", base::toHex(header.operatorAddress.view())},
          {"txs", std::to_string(batch.txCount)}});
    if (batch.fraud) {
        api::Challenge challenge;
        challenge.batch = header.number;
        challenge.batchHash = submitted.batchHash;
        challenge.accused = header.operatorAddress;
        challenge.segment = batch.fraud->segment;
        static constexpr const char* kReasons[] = {"", "rule", "post-root", "tx-root", "cursor"};
        challenge.reasonCode = kReasons[static_cast<std::size_t>(batch.fraud->reason)];
        if (batch.fraud->rule) challenge.rule = transition::ruleName(*batch.fraud->rule);
        challenge.claimedRoot = batch.fraud->claimedRoot;
        challenge.ownRoot = batch.fraud->ownRoot;
        challenge.deadlineL1Block = header.submittedAt + m_config.deployment.parameters.challengeWindowBlocks;
        m_challenges.push_back(std::move(challenge));
        stamp(m_challenges.back(), api::ChallengeStage::detected, event.txHash);
        emit(api::Severity::bad, "fraud-detected",
             {{"batch", number},
              {"address", base::toHex(header.operatorAddress.view())},
              {"segment", std::to_string(batch.fraud->segment)}});
    }
    co_return true;
}

bool Node::onRolledBack(const l1::L1Event& event, const l1::RolledBack& rolledBack) {
    auto displaced = m_chain.rollBack(rolledBack.number);
    if (!displaced) {
        kLog.error("a roll-back could not be followed", displaced.error());
        return false;
    }
    m_demands.rollBack(rolledBack.number);
    m_lie.reset();
    m_sequencing = false;
    std::uint64_t batches = 0, txs = 0;
    for (auto& batch : m_batches) {
        if (batch.number < rolledBack.number || batch.status == api::BatchStatus::rolledBack) continue;
        batch.status = api::BatchStatus::rolledBack;
        ++batches;
        txs += batch.txs;
    }
    if (auto* challenge = challengeOf(rolledBack.number)) {
        challenge->rolledBackBatches = batches;
        challenge->rolledBackTxs = txs;
        stamp(*challenge, api::ChallengeStage::rolledBack, event.txHash);
    }
    reset(std::move(*displaced));
    emit(api::Severity::warning, "rolled-back",
         {{"batch", std::to_string(rolledBack.number)}, {"batches", std::to_string(batches)}});
    return true;
}

void Node::onCompetitionEvent(const l1::L1Event& event) {
    const auto who = [](const Address& address) { return base::toHex(address.view()); };
    if (const auto* e = std::get_if<l1::OperatorRegistered>(&event.body))
        emit(api::Severity::info, "operator-registered", {{"address", who(e->operatorAddress)}});
    else if (const auto* bid = std::get_if<l1::BidChanged>(&event.body))
        emit(api::Severity::info, "bid-changed",
             {{"address", who(bid->operatorAddress)},
              {"bid", std::to_string(bid->bidWei)},
              {"epoch", std::to_string(bid->fromEpoch)}});
    else if (const auto* down = std::get_if<l1::SteppedDown>(&event.body))
        emit(api::Severity::info, "stepped-down",
             {{"address", who(down->operatorAddress)}, {"successor", who(down->successor)}});
    else if (const auto* ejected = std::get_if<l1::OperatorEjected>(&event.body))
        emit(api::Severity::warning, "operator-ejected",
             {{"address", who(ejected->operatorAddress)},
              {"successor", who(ejected->successor)},
              {"penalty", ejected->penaltyWei.str()},
              {"silent", std::to_string(ejected->silentBlocks)}});
    else if (const auto* broken = std::get_if<l1::PromiseBroken>(&event.body))
        emit(api::Severity::bad, "promise-broken", {{"address", who(broken->operatorAddress)}});
    else if (const auto* era = std::get_if<l1::EraStarted>(&event.body)) {
        const auto before = std::exchange(m_eraOperator, era->operatorAddress);
        if (before != Address{} && before != era->operatorAddress)
            emit(api::Severity::info, "takeover",
                 {{"address", who(before)},
                  {"successor", who(era->operatorAddress)},
                  {"era", std::to_string(era->era)}});
    }
}

boost::asio::awaitable<void> Node::refreshOperatorSet() {
    const auto views = co_await m_contracts->operators();
    const auto time = co_await m_contracts->clock();
    const auto who = co_await m_contracts->currentOperator();
    if (!views || !time || !who) co_return;
    const auto epochBefore = m_operatorSet.epoch;
    operators::OperatorSet next{.l1Block = m_l1Head.number,
                                .epoch = time->epoch,
                                .era = time->era,
                                .silentBlocks = time->silentBlocks,
                                .lastActionAt = time->lastActionAt,
                                .current = *who,
                                .operators = {}};
    for (const auto& view : *views)
        next.operators.push_back({.address = view.address,
                                  .status = static_cast<operators::Status>(view.status),
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
    m_operatorSet = std::move(next);
    if (const auto* first = m_operatorSet.find(m_operatorSet.current))
        m_index.setBaseFee(operators::bidInEpoch(*first, m_operatorSet.epoch));
    if (m_operatorSet.epoch != epochBefore && m_synced)
        emit(api::Severity::info, "epoch", {{"epoch", std::to_string(m_operatorSet.epoch)}});
    if (const auto balance = co_await l1::balance(m_rpc, address())) m_l1Balance = *balance;
}

void Node::settleFinality() {
    for (auto& batch : m_batches) {
        if (batch.status != api::BatchStatus::window || batch.finalAtL1Block > m_l1Head.number) continue;
        if (const auto* wrong = m_chain.verifier().disputed(); wrong && batch.number > wrong->header.number)
            continue;
        if (m_demands.overdueBelow(batch.number, m_l1Head.number)) continue;
        batch.status = api::BatchStatus::final;
        m_finalBatch = batch.number;
        m_finalSeenAtMs = nowMs();
        if (batch.lastBlock != 0) {
            m_finalBlock = batch.lastBlock;
            if (const auto* block = m_chain.block(batch.lastBlock)) {
                m_finalHeader = block->header;
                m_finalHash = block->hash;
            }
        }
        emit(api::Severity::good, "batch-final", {{"batch", std::to_string(batch.number)}});
    }
    for (auto& challenge : m_challenges)
        if (challenge.stage == api::ChallengeStage::detected && challenge.deadlineL1Block < m_l1Head.number)
            stamp(challenge, api::ChallengeStage::expired);
    // One batch beyond the final one stays, so that the tip is always known with its state.
    if (m_finalBatch > 1) m_chain.prune(m_finalBatch - 1, ReadIndex::kKeepBlocks);
    m_index.setHeads({m_chain.head().number, m_chain.safeBlock(), m_finalBlock});
}

} // namespace aw::node
