#include "node/node.hpp"

#include "base/clock.hpp"
#include "crypto/keccak.hpp"

#include "base/log.hpp"

/// What the other operators say, and what they are told.
namespace aw::node {

namespace {

const log::Logger kLog("feed");

/// Blocks of a peer that wait for L1 to confirm its right, at most; more are asked for again.
constexpr std::size_t kMaxWaiting = 10'000;
/// L1 blocks after which a waiting block of somebody who did not become current is void.
constexpr std::uint64_t kWaitingL1Blocks = 8;

} // namespace

void Node::refreshPeers() {
    for (const auto& candidate : m_operatorSet.operators) {
        if (candidate.address == address() || candidate.url.empty()) continue;
        auto& peer = m_peers[candidate.address];
        if (candidate.status == api::OperatorStatus::convicted) {
            // Nothing of it counts any more, and its operator may go on at the same place under a new key.
            if (peer.subscriber) peer.subscriber->stop();
            peer.waiting.clear();
            peer.state = {};
            peer.url.clear();
            continue;
        }
        if (peer.url == candidate.url) continue;
        peer.url = candidate.url;
        if (peer.subscriber) peer.subscriber->stop();
        const auto who = candidate.address;
        feed::SubscriberConfig config;
        config.url = candidate.url;
        config.publisher = who;
        config.domain = {m_config.deployment.addresses.rollup, m_config.deployment.parameters.l2ChainId};
        feed::Subscriber::Callbacks callbacks;
        callbacks.onItems = [this, who](std::vector<feed::Delivery> deliveries) {
            return onDeliveries(who, std::move(deliveries));
        };
        callbacks.onState = [this, who](const feed::SubscriberState& state) {
            m_peers[who].state = state;
            m_viewChanged = true;
        };
        callbacks.onFault = [this, who](const Error& error, const std::optional<feed::Equivocation>&) {
            emit(api::EventCode::feedFault, {{"address", base::toHex(who.view())}, {"detail", error.detail}});
        };
        peer.subscriber = std::make_unique<feed::Subscriber>(m_strand, m_config.key, std::move(config),
                                                             std::move(callbacks));
        peer.subscriber->setL2Head(m_chain.head().number);
        peer.subscriber->start();
    }
}

boost::asio::awaitable<bool> Node::onDeliveries(Address who, std::vector<feed::Delivery> deliveries) {
    const auto self = shared_from_this(); // the feed does not keep the node while it waits for the disk
    auto& peer = m_peers[who];
    bool arrived = false;
    for (auto& delivery : deliveries) {
        if (delivery.snapshotFirst) peer.waiting.clear();
        if (auto* item = std::get_if<feed::PendingItem>(&delivery.item)) {
            // Passed on by others (P-10), mostly: its signature is not recovered again.
            if (holds(crypto::keccak256(item->rawTx))) continue;
            auto decoded = codec::decodeTransaction(item->rawTx);
            if (!decoded) {
                kLog.warn("a pending transaction of a peer is not valid", decoded.error());
                continue;
            }
            arrived |= arrive(std::make_shared<const codec::SignedTransaction>(std::move(*decoded)), false)
                           .has_value();
        } else {
            peer.waiting.push_back({std::move(delivery.item)});
        }
    }
    pumpFeeds();
    if (peer.waiting.size() > kMaxWaiting) {
        peer.waiting.clear();
        co_return false;
    }
    // P-6: what is acknowledged is durable. Blocks that were taken are, unless the disk refused them; of
    // those that wait, the transactions are kept.
    for (auto waiting = peer.waiting.rbegin(); waiting != peer.waiting.rend() && !waiting->kept; ++waiting) {
        waiting->kept = true;
        if (const auto* block = std::get_if<feed::BlockItem>(&waiting->item)) arrived |= keepTxsOf(*block);
    }
    if (arrived) {
        const auto durable = co_await flushArrivals();
        if (!durable) {
            // All of it is sent again.
            peer.waiting.clear();
            co_return false;
        }
    }
    co_return !m_stopped && storeBlocks(nullptr);
}

bool Node::keepTxsOf(const feed::BlockItem& item) {
    bool arrived = false;
    for (const auto& entry : item.entries) {
        const auto* raw = std::get_if<Bytes>(&entry);
        if (!raw || holds(crypto::keccak256(*raw))) continue;
        auto decoded = codec::decodeTransaction(*raw);
        if (!decoded) continue; // told when the block's turn comes
        arrived |=
            arrive(std::make_shared<const codec::SignedTransaction>(std::move(*decoded)), false).has_value();
    }
    return arrived;
}

void Node::pumpFeeds() {
    if (!m_synced) return;
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

Node::Taken Node::takeReset(const Address& who, const feed::ResetItem& item) {
    if (item.batch.value > m_chain.verifier().lastValidBatch()) return Taken::later;
    if (who != m_operatorSet.current || m_sequencing)
        return item.era > m_operatorSet.era ? Taken::later : Taken::refused;
    if (!m_chain.unanchored().empty()) reset(m_chain.dropUnanchored());
    passOn(item.era);
    return Taken::yes;
}

void Node::passOn(std::uint64_t era) {
    if (m_passedOnEra != era) m_passedOn.clear();
    m_passedOnEra = era;
    for (auto& item : pendingItems()) {
        if (!m_passedOn.insert(crypto::keccak256(std::get<feed::PendingItem>(item).rawTx)).second) continue;
        if (const auto appended = m_publisher->append(item); !appended)
            kLog.error("a pending transaction could not be passed on", appended.error());
    }
}

Node::Taken Node::takeBlock(const Address& who, const feed::BlockItem& item) {
    const auto hash = transition::blockHash(item.header);
    if (const auto* known = m_chain.block(item.header.number); known && known->hash == hash)
        return Taken::yes;
    const auto later = [&] {
        return item.l1.number + kWaitingL1Blocks < m_l1Head.number ? Taken::refused : Taken::later;
    };
    if (who != m_operatorSet.current || m_sequencing) return later();
    if (item.anchoredTip > m_chain.verifier().lastValidBatch() && !m_chain.verifier().disputed())
        return later();
    if (item.header.parentHash != m_chain.headHash() &&
        item.header.parentHash == m_chain.verifier().blockHash())
        reset(m_chain.dropUnanchored());

    std::vector<sequencer::BlockEntry> entries;
    for (const auto& entry : item.entries) {
        const auto* raw = std::get_if<Bytes>(&entry);
        if (!raw) {
            entries.emplace_back(std::get<std::uint64_t>(entry));
            continue;
        }
        auto tx = m_chain.known(crypto::keccak256(*raw));
        if (!tx) {
            auto decoded = codec::decodeTransaction(*raw);
            if (!decoded) {
                emit(api::EventCode::feedFault,
                     {{"address", base::toHex(who.view())}, {"detail", decoded.error().detail}});
                return Taken::refused;
            }
            tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        }
        entries.emplace_back(std::move(tx));
    }
    const auto appended = m_chain.appendFromFeed(item.header, hash, entries, item.l1);
    if (appended) {
        onAppended();
        return Taken::yes;
    }
    if (appended.error().code == "feed.inbox") return later();
    if (appended.error().code == "feed.not-next")
        return item.header.number > m_chain.head().number ? later() : Taken::refused;
    emit(api::EventCode::feedBlockWrong,
         {{"address", base::toHex(who.view())}, {"detail", appended.error().detail}});
    return Taken::refused;
}

void Node::onAppended() {
    const auto& block = m_chain.unanchored().back();
    const auto* served = m_chain.block(block.header.number);
    auto view = std::make_shared<rpc::BlockView>();
    view->header = block.header;
    view->hash = block.hash;
    view->txs = served->txs;
    if (const auto account = m_chain.headState().account(block.header.feeAccount))
        view->feeRecipient = account->owner;
    const auto now = nowMs();
    for (const auto& tx : served->txs) {
        m_pool.remove(tx->hash);
        m_index.removePending(tx->hash);
        m_unheld.erase(tx->hash);
        if (const auto accepted = m_acceptedAt.find(tx->hash); accepted != m_acceptedAt.end()) {
            m_confirmations.emplace_back(now, static_cast<double>(now - accepted->second));
            m_acceptedAt.erase(accepted);
        }
    }
    m_displaced.removeIf([&](const auto& tx) { return m_chain.place(tx->hash).has_value(); });
    m_index.addBlock(view, std::make_shared<const state::State>(m_chain.headState()));
    storeBlocks(nullptr);
    m_latestSeenAtMs = now;
    m_server->publishBlock(view);
    m_publisher->setL2Head(block.header.number);
    for (auto& [who, peer] : m_peers)
        if (peer.subscriber) peer.subscriber->setL2Head(block.header.number);
    m_viewChanged = true;
}

std::vector<feed::Item> Node::pendingItems() const {
    std::vector<feed::Item> items;
    for (const auto& tx : m_displaced)
        items.emplace_back(feed::PendingItem{tx->raw});
    for (const auto& tx : m_pool.all())
        items.emplace_back(feed::PendingItem{tx->raw});
    return items;
}

std::vector<feed::Item> Node::feedSnapshot() const {
    auto items = pendingItems();
    if (!m_sequencing) return items;
    items.emplace_back(feed::ResetItem{m_operatorSet.era, BatchNumber{m_chain.verifier().lastValidBatch()},
                                       m_chain.verifier().tipHash()});
    for (const auto& block : m_chain.unanchored()) {
        feed::BlockItem item{.header = block.header,
                             .era = m_operatorSet.era,
                             .anchoredTip = m_chain.verifier().lastValidBatch(),
                             .l1 = block.l1,
                             .entries = {},
                             .records = {}};
        for (const auto& entry : block.entries) {
            if (const auto* tx = std::get_if<sequencer::TxPtr>(&entry))
                item.entries.emplace_back((*tx)->raw);
            else
                item.entries.emplace_back(std::get<std::uint64_t>(entry));
        }
        items.emplace_back(std::move(item));
    }
    return items;
}

} // namespace aw::node
