#include "node/peers.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "crypto/keccak.hpp"

#include <algorithm>

namespace aw::node {

namespace {

const log::Logger kLog("feed");

/// Blocks of a peer that wait for L1 to confirm its right, at most, and their bytes.
constexpr std::size_t kMaxWaiting = 10'000;
constexpr std::size_t kMaxWaitingBytes = std::size_t{128} << 20;
/// L1 blocks after which a waiting block of somebody who did not become current is void.
constexpr std::uint64_t kWaitingL1Blocks = 8;
/// Blocks that are read at a time to be published.
constexpr std::uint64_t kChunk = 64;
/// Signers that are recovered at a time, so that users' transactions come in between.
constexpr std::size_t kRecoveredAtATime = 512;
/// How long a peer that went beyond its bounds, or lied, is not listened to.
constexpr std::chrono::milliseconds kLeftAlone{60'000};
/// Pending transactions in an item: far below what a frame takes.
constexpr std::size_t kGroup = 512;

feed::BlockItem itemOf(const sequencer::SealedBlock& block, std::uint64_t era, std::uint64_t anchoredTip) {
    feed::BlockItem item{.header = block.header,
                         .era = era,
                         .anchoredTip = anchoredTip,
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

std::vector<feed::Item> pendingItems(std::span<const TxPtr> txs) {
    std::vector<feed::Item> items;
    for (; !txs.empty(); txs = txs.subspan(std::min(kGroup, txs.size()))) {
        feed::PendingItem item;
        for (const auto& tx : txs.first(std::min(kGroup, txs.size())))
            item.rawTxs.push_back(tx->raw);
        items.emplace_back(std::move(item));
    }
    return items;
}

} // namespace

bool Peers::admits(const Address& who) const {
    const auto& all = m.l1.operators().operators;
    return std::ranges::any_of(all, [&](const auto& listed) {
        return listed.address == who && listed.status == api::OperatorStatus::registered;
    });
}

void Peers::refresh() {
    m.publisher.checkAdmitted();
    const bool joined = !std::exchange(m_inTheRunning, admits(m.runtime.address())) && m_inTheRunning;
    for (const auto& listed : m.l1.operators().operators) {
        if (listed.address == m.runtime.address() || listed.url.empty()) continue;
        auto& peer = m_peers[listed.address];
        if (listed.status == api::OperatorStatus::convicted) {
            // Nothing of it counts any more, and its operator may go on at the same place under a new key.
            if (peer.subscriber) peer.subscriber->stop();
            forget(peer);
            peer.state = {};
            peer.url.clear();
            continue;
        }
        // Whoever refused this operator before will not now.
        if (joined && peer.subscriber) peer.subscriber->retry();
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

Task<feed::Taken> Peers::onDeliveries(Address who, std::vector<feed::Delivery> deliveries) {
    const auto owner = m.runtime.keepAlive(); // the feed does not keep the node while it waits for the disk
    auto& peer = m_peers[who];
    const auto fresh = co_await newTxsOf(deliveries);
    if (!fresh) {
        if (fresh.error().code == ErrorCode::feedMalformedItem) leaveAlone(who, fresh.error());
        co_return feed::Taken::no;
    }
    std::vector<TxPtr> pending;
    for (auto& delivery : deliveries) {
        if (delivery.snapshotFirst) forget(peer);
        const auto* item = std::get_if<feed::PendingItem>(&delivery.item);
        if (!item) {
            wait(peer, std::move(delivery.item), *fresh);
            continue;
        }
        for (const auto& raw : item->rawTxs)
            if (const auto tx = fresh->find(crypto::keccak256(raw)); tx != fresh->end())
                pending.push_back(tx->second);
    }
    // P-6: what is acknowledged is durable and kept. Of blocks, the transactions are; they are executed soon,
    // or when L1 has confirmed them.
    bool kept = true;
    for (const bool ofBlocks : {false, true}) {
        if (ofBlocks) {
            pump();
            if (peer.waiting.size() > kMaxWaiting || peer.waitingBytes > kMaxWaitingBytes) {
                leaveAlone(who, {ErrorCode::feedCrowded,
                                 "it sent more blocks than are kept until L1 says whether they count"});
                co_return feed::Taken::no;
            }
            pending = unkept(peer);
        }
        if (pending.empty()) continue;
        auto txs = std::exchange(pending, {});
        const auto keeping = co_await m.ingress.keep(who, std::move(txs));
        if (!keeping) {
            // All of it is sent again.
            forget(peer);
            co_return feed::Taken::no;
        }
        kept &= *keeping;
    }
    if (m.runtime.isStopped() || m.disk.error()) co_return feed::Taken::no;
    if (!kept && m.pool.hasFullShare(who)) {
        leaveAlone(who, {ErrorCode::feedFlooded,
                         "it passed on more pending transactions than are kept of one operator"});
        co_return feed::Taken::no;
    }
    if (!kept) peer.lacking = true;
    co_return kept ? feed::Taken::kept : feed::Taken::partly;
}

void Peers::fillUp() {
    if (m.pool.size() * 2 > m.runtime.config().maxPending) return;
    for (auto& [who, peer] : m_peers)
        if (std::exchange(peer.lacking, false) && peer.subscriber) peer.subscriber->startAnew({});
}

Task<Result<Peers::TxsByHash>> Peers::newTxsOf(const std::vector<feed::Delivery>& deliveries) const {
    std::vector<codec::SignedTransaction> unknown;
    base::FlatSet<Hash> seen;
    std::optional<Error> wrong;
    const auto look = [&](const Bytes& raw, bool isPending) {
        const auto hash = crypto::keccak256(raw);
        // Passed on by others (P-10), mostly: its signature is not recovered again.
        if (isPending ? m.ingress.holds(hash) : m.pool.contains(hash)) return;
        if (!seen.insert(hash).second) return;
        auto tx = codec::parseTransaction(raw);
        if (tx)
            unknown.push_back(std::move(*tx));
        else
            wrong = tx.error();
    };
    for (const auto& delivery : deliveries) {
        if (const auto* item = std::get_if<feed::PendingItem>(&delivery.item))
            for (const auto& raw : item->rawTxs)
                look(raw, true);
        else if (const auto* block = std::get_if<feed::BlockItem>(&delivery.item))
            for (const auto& entry : block->entries)
                if (const auto* raw = std::get_if<Bytes>(&entry)) look(*raw, false);
    }
    TxsByHash txs;
    for (std::size_t first = 0; first < unknown.size() && !wrong; first += kRecoveredAtATime) {
        const auto begin = unknown.begin() + static_cast<std::ptrdiff_t>(first);
        const auto count = std::min(kRecoveredAtATime, unknown.size() - first);
        std::vector<codec::SignedTransaction> group(
            std::make_move_iterator(begin),
            std::make_move_iterator(begin + static_cast<std::ptrdiff_t>(count)));
        auto recovered = co_await m.recovery.recover(std::move(group));
        if (recovered.empty() || m.runtime.isStopped())
            co_return Error{ErrorCode::nodeStopped, "This operator is stopped."};
        for (auto& tx : recovered) {
            if (!tx) {
                wrong = tx.error();
                continue;
            }
            auto shared = std::make_shared<const codec::SignedTransaction>(std::move(*tx));
            txs.emplace(shared->hash, std::move(shared));
        }
    }
    if (wrong)
        co_return Error{ErrorCode::feedMalformedItem,
                        "it sent what is no transaction of a user: " + wrong->detail};
    co_return txs;
}

TxPtr Peers::knownTx(ByteView raw, const TxsByHash& fresh) const {
    const auto hash = crypto::keccak256(raw);
    if (const auto known = fresh.find(hash); known != fresh.end()) return known->second;
    if (auto pending = m.pool.find(hash)) return pending;
    // It was pending here when the others' signers began to be recovered, and was executed meanwhile.
    if (const auto executed = m.reader.transaction(hash)) return executed->tx;
    return std::make_shared<const codec::SignedTransaction>(*codec::decodeTransaction(raw));
}

void Peers::wait(Peer& peer, feed::Item item, const TxsByHash& fresh) {
    Waiting waiting{.item = std::move(item), .entries = {}, .bytes = sizeof(Waiting)};
    if (auto* block = std::get_if<feed::BlockItem>(&waiting.item)) {
        waiting.bytes += block->records.size();
        for (const auto& entry : std::exchange(block->entries, {})) {
            const auto* raw = std::get_if<Bytes>(&entry);
            if (!raw) {
                waiting.entries.emplace_back(std::get<std::uint64_t>(entry));
                continue;
            }
            waiting.bytes += sizeof(codec::SignedTransaction) + raw->size();
            waiting.entries.emplace_back(knownTx(*raw, fresh));
        }
    }
    peer.waitingBytes += waiting.bytes;
    peer.waiting.push_back(std::make_shared<Waiting>(std::move(waiting)));
}

std::vector<TxPtr> Peers::unkept(Peer& peer) {
    std::vector<TxPtr> txs;
    for (auto last = peer.waiting.rbegin(); last != peer.waiting.rend() && !(*last)->kept; ++last) {
        (*last)->kept = true;
        for (const auto& entry : (*last)->entries)
            if (const auto* tx = std::get_if<TxPtr>(&entry)) txs.push_back(*tx);
    }
    return txs;
}

void Peers::forget(Peer& peer) {
    peer.waiting.clear();
    peer.waitingBytes = 0;
}

void Peers::leaveAlone(const Address& who, const Error& why) {
    auto& peer = m_peers[who];
    forget(peer);
    if (peer.subscriber) peer.subscriber->startAnew(kLeftAlone);
    reportFault(who, std::string(base::name(why.code)) + ": " + why.detail + ". It is not listened to for " +
                         std::to_string(kLeftAlone.count() / 1000) + " s.");
}

void Peers::pump() {
    m_takeAgain = true;
    if (!std::exchange(m_taking, true)) m.runtime.spawn(takeWaiting());
}

Task<void> Peers::takeWaiting() {
    while (std::exchange(m_takeAgain, false) && m.l1.isSynced() && !m.runtime.isStopped()) {
        std::vector<Address> all;
        for (const auto& [who, peer] : m_peers)
            all.push_back(who);
        for (const auto& who : all) {
            auto taking = takeWaitingOf(who);
            co_await std::move(taking);
        }
    }
    m_taking = false;
}

Task<void> Peers::takeWaitingOf(Address who) {
    auto& peer = m_peers[who];
    while (!peer.waiting.empty() && !m.runtime.isStopped()) {
        const auto first = peer.waiting.front();
        auto outcome = Outcome::later;
        if (const auto* reset = std::get_if<feed::ResetItem>(&first->item)) {
            outcome = takeReset(who, *reset);
        } else {
            auto taking = takeBlock(who, first);
            outcome = co_await std::move(taking);
        }
        if (outcome == Outcome::later) co_return;
        if (peer.waiting.empty() || peer.waiting.front() != first) continue; // forgotten meanwhile
        peer.waitingBytes -= first->bytes;
        peer.waiting.pop_front();
    }
}

Peers::Outcome Peers::takeReset(const Address& who, const feed::ResetItem& item) {
    if (item.batch.value > m.chain.lastValidBatch()) return Outcome::later;
    if (who != m.l1.operators().current || m.isSequencing())
        return item.era > m.l1.operators().era ? Outcome::later : Outcome::refused;
    if (!m.chain.unanchored().empty() && !m.disk.note(m.chain.dropUnanchored())) return Outcome::later;
    passOn(item.era);
    return Outcome::taken;
}

void Peers::passOn(std::uint64_t era) {
    if (m_passedOnEra != era) m_passedOn.clear();
    m_passedOnEra = era;
    auto txs = m.pool.all();
    std::erase_if(txs, [&](const TxPtr& tx) { return !m_passedOn.insert(tx->hash).second; });
    for (const auto& item : pendingItems(txs))
        if (const auto appended = m.publisher.append(item); !appended)
            kLog.error("pending transactions could not be passed on", appended.error());
}

std::optional<Peers::Outcome> Peers::whyNot(const Address& who, const feed::BlockItem& item) const {
    const bool isCurrent = who == m.l1.operators().current && !m.isSequencing();
    if (isCurrent && (item.anchoredTip <= m.chain.lastValidBatch() || m.chain.disputed())) return {};
    return item.l1.number + kWaitingL1Blocks < m.l1.head().number ? Outcome::refused : Outcome::later;
}

Task<Peers::Outcome> Peers::takeBlock(Address who, std::shared_ptr<const Waiting> waiting) {
    const auto& item = std::get<feed::BlockItem>(waiting->item);
    FeedBlock block{item.header, transition::blockHash(item.header), waiting->entries, item.l1};
    const auto hash = block.hash;
    const auto& head = m.chain.head();
    if (item.header.number <= head.block.number && m.chain.isInChain(item.header.number, hash))
        co_return Outcome::taken;
    if (const auto why = whyNot(who, item)) co_return *why;
    if (item.header.parentHash != head.blockHash && item.header.parentHash == m.chain.safe().blockHash &&
        !m.disk.note(m.chain.dropUnanchored()))
        co_return Outcome::later;
    auto appending = append(std::move(block));
    const auto appended = co_await std::move(appending);
    if (appended) co_return Outcome::taken;
    if (m.runtime.isStopped()) co_return Outcome::later;
    // L1 may have said something else meanwhile.
    if (const auto why = whyNot(who, item)) co_return *why;
    const auto code = appended.error().code;
    const bool isOld = item.l1.number + kWaitingL1Blocks < m.l1.head().number;
    if (code == ErrorCode::feedInbox) co_return isOld ? Outcome::refused : Outcome::later;
    if (code == ErrorCode::feedNotNext) {
        const bool isAhead = item.header.number > m.chain.head().block.number;
        co_return isAhead && !isOld ? Outcome::later : Outcome::refused;
    }
    if (isStoreFailure(code)) {
        m.disk.note(appended.error());
        co_return Outcome::later;
    }
    m.runtime.emit(api::EventCode::feedBlockWrong,
                   {{"address", base::toHex(who.view())}, {"detail", appended.error().detail}});
    co_return Outcome::refused;
}

Task<Result<void>> Peers::append(FeedBlock block) {
    auto execution = m.chain.executionOf(std::move(block));
    if (!execution) co_return execution.error();
    const auto parent = execution->before.blockHash;
    std::function<Result<FeedExecution::Executed>()> executing = [&] { return execution->run(); };
    auto running = base::runOnPool(m_executor, std::move(executing));
    auto executed = co_await std::move(running);
    if (!executed) co_return executed.error();
    if (m.runtime.isStopped() || m.isSequencing() || m.chain.head().blockHash != parent)
        co_return Error{ErrorCode::feedNotNext, "The chain has changed while the block was executed."};
    const auto write = m.chain.beginAppend(std::move(executed->block), std::move(executed->after));
    std::function<void()> writing = [write] { write->write(); };
    auto written = base::runOnPool(m_executor, std::move(writing));
    co_await std::move(written);
    co_return m.chain.endAppend(*write);
}

void Peers::publishBlock(const sequencer::SealedBlock& block) {
    const feed::MakeItem make = [&]() -> feed::Item {
        return itemOf(block, m.l1.operators().era, m.chain.lastValidBatch());
    };
    if (const auto appended = m.publisher.append(make); !appended)
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

feed::SnapshotJob Peers::snapshot() const {
    const auto txs = m.pool.all();
    if (!m.isSequencing()) return [txs] { return pendingItems(txs); };
    const feed::ResetItem reset{m.l1.operators().era, BatchNumber{m.chain.lastValidBatch()},
                                m.chain.lastValidBatchHash()};
    return [txs, reset, first = m.chain.safe().block.number + 1, last = m.chain.head().block.number,
            state = m.chain.head().state, reader = m.reader.shared_from_this()] {
        auto gathered = pendingItems(txs);
        gathered.emplace_back(reset);
        for (auto from = first; from <= last; from += kChunk) {
            const auto blocks = reader->sealedBlocks(from, std::min(last, from + kChunk - 1), state);
            if (!blocks) {
                kLog.error("blocks could not be read for a snapshot", blocks.error());
                break;
            }
            for (const auto& block : *blocks)
                gathered.emplace_back(itemOf(block, reset.era, reset.batch.value));
        }
        return gathered;
    };
}

void Peers::setL2Head(std::uint64_t number) {
    fillUp();
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
