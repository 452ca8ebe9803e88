#include "node/peers.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "crypto/keccak.hpp"

namespace aw::node {

namespace {

const log::Logger kLog("feed");

/// Blocks of a peer that wait for L1 to confirm its right, at most; more are asked for again.
constexpr std::size_t kMaxWaiting = 10'000;
/// L1 blocks after which a waiting block of somebody who did not become current is void.
constexpr std::uint64_t kWaitingL1Blocks = 8;
/// Blocks that are read at a time to be published.
constexpr std::uint64_t kChunk = 64;

} // namespace

void Peers::refresh() {
    for (const auto& listed : m.l1.operators().operators) {
        if (listed.address == m.runtime.address() || listed.url.empty()) continue;
        auto& peer = m_peers[listed.address];
        if (listed.status == api::OperatorStatus::convicted) {
            // Nothing of it counts any more, and its operator may go on at the same place under a new key.
            if (peer.subscriber) peer.subscriber->stop();
            peer.waiting.clear();
            peer.state = {};
            peer.url.clear();
            continue;
        }
        if (peer.url == listed.url) continue;
        peer.url = listed.url;
        follow(listed.address, peer);
    }
}

void Peers::follow(const Address& who, Peer& peer) {
    if (peer.subscriber) peer.subscriber->stop();
    feed::SubscriberConfig config;
    config.url = peer.url;
    config.publisher = who;
    config.domain = {m.runtime.contracts().rollup, m.runtime.parameters().l2ChainId};
    feed::Subscriber::Callbacks callbacks;
    callbacks.onItems = [this, who](std::vector<feed::Delivery> deliveries) {
        return onDeliveries(who, std::move(deliveries));
    };
    callbacks.onState = [this, who](const feed::SubscriberState& state) {
        m_peers[who].state = state;
        m.runtime.touch();
    };
    callbacks.onFault = [this, who](const Error& error, const std::optional<feed::Equivocation>&) {
        reportFault(who, error.detail);
    };
    peer.subscriber = std::make_unique<feed::Subscriber>(m.runtime.strand(), m.runtime.config().key,
                                                         std::move(config), std::move(callbacks));
    peer.subscriber->setL2Head(m.chain.head().block.number);
    peer.subscriber->start();
}

void Peers::stop() {
    for (auto& [who, peer] : m_peers)
        if (peer.subscriber) peer.subscriber->stop();
}

void Peers::reportFault(const Address& who, const std::string& detail) {
    m.runtime.emit(api::EventCode::feedFault, {{"address", base::toHex(who.view())}, {"detail", detail}});
}

Task<bool> Peers::onDeliveries(Address who, std::vector<feed::Delivery> deliveries) {
    const auto owner = m.runtime.keepAlive(); // the feed does not keep the node while it waits for the disk
    auto& peer = m_peers[who];
    bool arrived = false;
    for (auto& delivery : deliveries) {
        if (delivery.snapshotFirst) peer.waiting.clear();
        if (auto* item = std::get_if<feed::PendingItem>(&delivery.item))
            arrived |= m.ingress.take(item->rawTx);
        else
            peer.waiting.push_back({std::move(delivery.item)});
    }
    pump();
    if (peer.waiting.size() > kMaxWaiting) {
        peer.waiting.clear();
        co_return false;
    }
    // P-6: what is acknowledged is durable. Blocks that were taken are; of those that wait, the transactions
    // are kept.
    for (auto waiting = peer.waiting.rbegin(); waiting != peer.waiting.rend() && !waiting->kept; ++waiting) {
        waiting->kept = true;
        if (const auto* block = std::get_if<feed::BlockItem>(&waiting->item)) arrived |= keepTxsOf(*block);
    }
    if (arrived) {
        const auto durable = co_await m.ingress.flush();
        if (!durable) {
            // All of it is sent again.
            peer.waiting.clear();
            co_return false;
        }
    }
    co_return !m.runtime.isStopped() && !m.disk.error();
}

bool Peers::keepTxsOf(const feed::BlockItem& item) {
    bool arrived = false;
    for (const auto& entry : item.entries)
        if (const auto* raw = std::get_if<Bytes>(&entry)) arrived |= m.ingress.take(*raw);
    return arrived;
}

void Peers::pump() {
    if (!m.l1.isSynced()) return;
    for (auto& [who, peer] : m_peers) {
        while (!peer.waiting.empty()) {
            const auto& item = peer.waiting.front().item;
            const auto* block = std::get_if<feed::BlockItem>(&item);
            const auto taken =
                block ? takeBlock(who, *block) : takeReset(who, std::get<feed::ResetItem>(item));
            if (taken == Taken::later) break;
            peer.waiting.pop_front();
        }
    }
}

Peers::Taken Peers::takeReset(const Address& who, const feed::ResetItem& item) {
    if (item.batch.value > m.chain.lastValidBatch()) return Taken::later;
    if (who != m.l1.operators().current || m.isSequencing())
        return item.era > m.l1.operators().era ? Taken::later : Taken::refused;
    if (!m.chain.unanchored().empty() && !m.disk.note(m.chain.dropUnanchored())) return Taken::later;
    passOn(item.era);
    return Taken::yes;
}

void Peers::passOn(std::uint64_t era) {
    if (m_passedOnEra != era) m_passedOn.clear();
    m_passedOnEra = era;
    for (const auto& tx : m.pool.all()) {
        if (!m_passedOn.insert(tx->hash).second) continue;
        if (const auto appended = m.publisher.append(feed::PendingItem{tx->raw}); !appended)
            kLog.error("a pending transaction could not be passed on", appended.error());
    }
}

Result<std::vector<sequencer::BlockEntry>> Peers::entriesOf(const feed::BlockItem& item) const {
    std::vector<sequencer::BlockEntry> entries;
    for (const auto& entry : item.entries) {
        const auto* raw = std::get_if<Bytes>(&entry);
        if (!raw) {
            entries.emplace_back(std::get<std::uint64_t>(entry));
            continue;
        }
        auto tx = m.pool.find(crypto::keccak256(*raw));
        if (!tx) {
            auto decoded = codec::decodeTransaction(*raw);
            if (!decoded) return decoded.error();
            tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        }
        entries.emplace_back(std::move(tx));
    }
    return entries;
}

Peers::Taken Peers::takeBlock(const Address& who, const feed::BlockItem& item) {
    const auto hash = transition::blockHash(item.header);
    const auto& head = m.chain.head();
    if (item.header.number <= head.block.number && m.chain.isInChain(item.header.number, hash))
        return Taken::yes;
    const auto later = [&] {
        return item.l1.number + kWaitingL1Blocks < m.l1.head().number ? Taken::refused : Taken::later;
    };
    if (who != m.l1.operators().current || m.isSequencing()) return later();
    if (item.anchoredTip > m.chain.lastValidBatch() && !m.chain.disputed()) return later();
    if (item.header.parentHash != head.blockHash && item.header.parentHash == m.chain.safe().blockHash &&
        !m.disk.note(m.chain.dropUnanchored()))
        return Taken::later;
    const auto entries = entriesOf(item);
    if (!entries) {
        reportFault(who, entries.error().detail);
        return Taken::refused;
    }
    const auto appended = m.chain.appendFromFeed(item.header, hash, *entries, item.l1);
    if (appended) return Taken::yes;
    const auto code = appended.error().code;
    if (code == ErrorCode::feedInbox) return later();
    if (code == ErrorCode::feedNotNext)
        return item.header.number > m.chain.head().block.number ? later() : Taken::refused;
    if (isStoreFailure(code)) {
        m.disk.note(appended.error());
        return Taken::later;
    }
    m.runtime.emit(api::EventCode::feedBlockWrong,
                   {{"address", base::toHex(who.view())}, {"detail", appended.error().detail}});
    return Taken::refused;
}

feed::BlockItem Peers::itemOf(const sequencer::SealedBlock& block) const {
    feed::BlockItem item{.header = block.header,
                         .era = m.l1.operators().era,
                         .anchoredTip = m.chain.lastValidBatch(),
                         .l1 = block.l1,
                         .entries = {},
                         .records = sequencer::encodedRecords(block)};
    for (const auto& entry : block.entries) {
        if (const auto* tx = std::get_if<TxPtr>(&entry))
            item.entries.emplace_back((*tx)->raw);
        else
            item.entries.emplace_back(std::get<std::uint64_t>(entry));
    }
    return item;
}

void Peers::publishBlock(const sequencer::SealedBlock& block) {
    if (const auto appended = m.publisher.append(itemOf(block)); !appended)
        kLog.error("a block could not be published", appended.error());
}

void Peers::publishReset() {
    m.publisher.append(feed::ResetItem{m.l1.operators().era, BatchNumber{m.chain.lastValidBatch()},
                                       m.chain.lastValidBatchHash()});
    const auto last = m.chain.head().block.number;
    for (auto first = m.chain.safe().block.number + 1; first <= last; first += kChunk) {
        const auto blocks = m.chain.blocks(first, std::min(last, first + kChunk - 1));
        if (!blocks) {
            kLog.error("blocks could not be read to be published", blocks.error());
            return;
        }
        for (const auto& block : *blocks)
            publishBlock(block);
    }
}

std::vector<feed::Item> Peers::snapshot() const {
    std::vector<feed::Item> items;
    for (const auto& tx : m.pool.all())
        items.emplace_back(feed::PendingItem{tx->raw});
    if (!m.isSequencing()) return items;
    items.emplace_back(feed::ResetItem{m.l1.operators().era, BatchNumber{m.chain.lastValidBatch()},
                                       m.chain.lastValidBatchHash()});
    const auto blocks = m.chain.blocks(m.chain.safe().block.number + 1, m.chain.head().block.number);
    if (!blocks) {
        kLog.error("blocks could not be read for a snapshot", blocks.error());
        return items;
    }
    for (const auto& block : *blocks)
        items.emplace_back(itemOf(block));
    return items;
}

void Peers::setL2Head(std::uint64_t number) {
    m.publisher.setL2Head(number);
    for (auto& [who, peer] : m_peers)
        if (peer.subscriber) peer.subscriber->setL2Head(number);
}

std::uint32_t Peers::connected() const {
    std::uint32_t count = 0;
    for (const auto& [who, peer] : m_peers)
        count += peer.state.connected;
    return count;
}

std::uint64_t Peers::l2HeadOf(const Address& who) const {
    const auto peer = m_peers.find(who);
    return peer == m_peers.end() ? 0 : peer->second.state.peerL2Head;
}

} // namespace aw::node
