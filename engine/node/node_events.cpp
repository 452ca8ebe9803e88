#include "node/node.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"

/// What one role has for the others.
namespace aw::node {

namespace {

const log::Logger kLog("node");

std::string who(const Address& address) { return base::toHex(address.view()); }

} // namespace

void Node::onAppended(std::span<const Appended> blocks, const state::State& head) {
    m_reader->append(blocks, head);
    for (const auto& appended : blocks) {
        m_pool->noteExecuted(appended.block->txs);
        for (const auto& tx : appended.block->txs)
            m_ingress->acknowledgements().noteExecuted(tx->hash);
        if (m_l1->isSynced()) m_server->publishBlock(appended.block);
    }
    m_peers->setL2Head(blocks.back().block->header.number);
    m_views->noteLatest();
    m_runtime.touch();
}

void Node::onRewound(std::uint64_t lastKept, const std::vector<TxPtr>& displaced, const state::State& head) {
    const auto removed = m_reader->rewind(lastKept, head);
    m_pool->putFirst(displaced);
    if (m_l1->isSynced())
        for (const auto& block : removed)
            m_server->publishRemoved(block);
    m_runtime.touch();
}

void Node::onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) {
    m_reader->setBatchOf(firstBlock, lastBlock, batch);
    m_runtime.touch();
}

void Node::onBatch(const Chain::BatchResult& result, const AnchoredBatch& anchored) {
    const auto& batch = result.batch;
    m_batches->add(batch.hash);
    m_reader->setSafe(m_chain->safe().block.number);
    if (batch.recomputed && !batch.fraud) m_views->noteSafe();
    m_runtime.emit(api::EventCode::batchAnchored, {{"batch", std::to_string(batch.header.number)},
                                                   {"address", who(batch.header.operatorAddress)},
                                                   {"txs", std::to_string(batch.txCount)}});
    if (batch.fraud) m_watchtower->onFraud(batch, anchored);
}

void Node::onRolledBack(const l1::RolledBack& rolledBack, const l1::L1Event& event) {
    std::uint64_t batches = 0, txs = 0;
    for (const auto& batch : m_batches->batches()) {
        if (batch.number < rolledBack.number || batch.status == api::BatchStatus::rolledBack) continue;
        ++batches;
        txs += batch.txs;
    }
    if (const auto loaded = m_batches->load(); !loaded)
        kLog.warn("batches could not be read", loaded.error());
    m_watchtower->onRolledBack(rolledBack, batches, txs, event);
    m_reader->setSafe(m_chain->safe().block.number);
    m_sequencer->pause();
    setFaults(nullptr);
    m_runtime.emit(api::EventCode::rolledBack,
                   {{"batch", std::to_string(rolledBack.number)}, {"batches", std::to_string(batches)}});
}

void Node::onToken(std::uint32_t number, const Address& address) { m_tokens->add(number, address); }

void Node::onL1Rewound(std::uint64_t lastKept) {
    m_watchtower->rewindL1(lastKept);
    m_tokens->forgetAbove(m_chain->tokens().count());
    if (const auto loaded = m_batches->load(); !loaded)
        kLog.warn("batches could not be read", loaded.error());
    m_reader->setSafe(m_chain->safe().block.number);
    // Whoever is current begins anew on what stands; what L1 lost is sent again before anybody could say that
    // its operator does nothing.
    m_txManager->noteReorg(lastKept);
    m_sequencer->pause();
    m_batcher->hurry();
}

Task<void> Node::onStep(bool isHead) {
    // Once while it derives: so that it can be shown among the operators.
    if (isHead || m_l1->operators().operators.empty()) {
        co_await m_l1->refresh();
        if (m_runtime.isStopped()) co_return;
        m_reader->setBaseFee(m_l1->currentBaseFeeWei());
    }
    if (const auto settled = m_finality->settle(); !m_disk.note(settled)) co_return;
    m_batches->refresh();
    if (!isHead) co_return;
    if (!m_l1->isSynced()) {
        m_l1->setSynced(true);
        kLog.info("L1 is read", {{"operator", m_runtime.config().name}, {"block", m_l1->head().number}});
    }
    m_txManager->noteHead();
    m_watchtower->work();
    m_peers->refresh();
    m_peers->pump();
    m_sequencer->evaluate();
    m_runtime.touch();
}

void Node::onEvent(const l1::L1Event& event) {
    m_watchtower->onEvent(event);
    using api::EventCode;
    if (const auto* e = std::get_if<l1::OperatorRegistered>(&event.body))
        m_runtime.emit(EventCode::operatorRegistered, {{"address", who(e->operatorAddress)}});
    else if (const auto* bid = std::get_if<l1::BidChanged>(&event.body))
        m_runtime.emit(EventCode::bidChanged, {{"address", who(bid->operatorAddress)},
                                               {"bid", std::to_string(bid->bidWei)},
                                               {"epoch", std::to_string(bid->fromEpoch)}});
    else if (const auto* down = std::get_if<l1::SteppedDown>(&event.body))
        m_runtime.emit(EventCode::steppedDown,
                       {{"address", who(down->operatorAddress)}, {"successor", who(down->successor)}});
    else if (const auto* ejected = std::get_if<l1::OperatorEjected>(&event.body))
        m_runtime.emit(EventCode::operatorEjected, {{"address", who(ejected->operatorAddress)},
                                                    {"successor", who(ejected->successor)},
                                                    {"penalty", ejected->penaltyWei.str()},
                                                    {"silent", std::to_string(ejected->silentBlocks)}});
    else if (const auto* broken = std::get_if<l1::PromiseBroken>(&event.body))
        m_runtime.emit(EventCode::promiseBroken, {{"address", who(broken->operatorAddress)}});
    else if (const auto* era = std::get_if<l1::EraStarted>(&event.body)) {
        const auto before = m_l1->startEra(era->operatorAddress);
        if (before != Address{} && before != era->operatorAddress)
            m_runtime.emit(EventCode::takeover, {{"address", who(before)},
                                                 {"successor", who(era->operatorAddress)},
                                                 {"era", std::to_string(era->era)}});
    }
}

} // namespace aw::node
