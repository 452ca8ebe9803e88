#pragma once

#include "base/async.hpp"
#include "feed/publisher.hpp"
#include "feed/subscriber.hpp"
#include "node/ingress.hpp"

#include <map>
#include <unordered_set>

namespace aw::node {

/// What the other operators say, and what they are told: the feed (PROTOCOL.md section 11). What one of them
/// can make this node keep and work on is bounded; one that goes beyond, or lies, is left alone for a while
/// and named. On the node's strand, but for the work: blocks are executed and written on a thread of their
/// own.
class Peers {
public:
    struct Parts {
        Runtime& runtime;
        Disk& disk;
        Chain& chain;
        ChainReader& reader;
        PendingPool& pool;
        L1Watch& l1;
        Ingress& ingress;
        SignerRecovery& recovery;
        feed::Publisher& publisher;
        std::function<bool()> isSequencing; ///< then nobody else's blocks are taken
    };
    explicit Peers(Parts parts)
        : m(std::move(parts)) {}

    /// Follows everyone whom L1 lists, and nobody whom it convicted.
    void refresh();
    /// Whether it may listen to the own feed, and counts there: it is in the running on L1.
    bool admits(const Address& who) const;
    /// Takes what waits and may be taken now, in order; soon.
    void pump();
    void stop();

    /// Gathers what a new subscriber gets (P-5).
    feed::SnapshotJob snapshot() const;
    void publishBlock(const sequencer::SealedBlock& block);
    /// This operator's blocks above the last valid batch begin anew, with these that stand there.
    void publishReset();
    void setL2Head(std::uint64_t number);

    std::uint32_t connected() const;
    /// The last L2 block that a peer says it has; 0 where it says nothing.
    std::uint64_t l2HeadOf(const Address& peer) const;

private:
    /// A block or a reset that was not taken yet: L1 has not confirmed it, or its turn has not come.
    struct Waiting {
        feed::Item item;
        std::vector<sequencer::BlockEntry> entries; ///< of a block, signers known
        std::size_t bytes = 0;
        bool kept = false; ///< its transactions are on the disk, or on their way
    };
    struct Peer {
        std::string url;
        std::unique_ptr<feed::Subscriber> subscriber;
        std::deque<std::shared_ptr<Waiting>> waiting;
        std::size_t waitingBytes = 0;
        bool lacking = false; ///< there was no room for something of it
        feed::SubscriberState state;
    };
    enum class Outcome { taken, later, refused };
    using TxsByHash = base::FlatMap<Hash, TxPtr>;

    void follow(const Address& who, Peer& peer);
    static void forget(Peer& peer);
    Task<feed::Taken> onDeliveries(Address who, std::vector<feed::Delivery> deliveries);
    /// The transactions that these items hold and that are not known here, signers recovered. Error
    /// "feed.malformed-item" where one is none, "node.stopped".
    Task<Result<TxsByHash>> newTxsOf(const std::vector<feed::Delivery>& deliveries) const;
    /// A transaction that `fresh` holds, or that was known already.
    TxPtr knownTx(ByteView raw, const TxsByHash& fresh) const;
    /// Waits for L1, with the transactions of its entries.
    void wait(Peer& peer, feed::Item item, const TxsByHash& fresh);
    /// Of what waits: the transactions that are not kept yet.
    static std::vector<TxPtr> unkept(Peer& peer);
    /// Takes what waits until nothing more can be taken.
    Task<void> takeWaiting();
    Task<void> takeWaitingOf(Address who);
    /// Whether a block may be appended as things are; nothing where it may.
    std::optional<Outcome> whyNot(const Address& who, const feed::BlockItem& item) const;
    Task<Outcome> takeBlock(Address who, std::shared_ptr<const Waiting> waiting);
    Task<Result<void>> append(FeedBlock block);
    Outcome takeReset(const Address& who, const feed::ResetItem& item);
    /// P-10: tells the others of everything pending here, each once in an era.
    void passOn(std::uint64_t era);
    /// Asks anew for what there was no room for, once there is.
    void fillUp();
    void reportFault(const Address& who, const std::string& detail);
    /// Names it, and does not listen to it for a while.
    void leaveAlone(const Address& who, const Error& why);

    Parts m;
    std::map<Address, Peer> m_peers;
    bool m_taking = false;       ///< takeWaiting() runs
    bool m_takeAgain = false;    ///< something has come since it began
    bool m_inTheRunning = false; ///< this operator, as L1 said last
    std::uint64_t m_passedOnEra = 0;
    base::FlatSet<Hash> m_passedOn; ///< to the operator of that era
    boost::asio::thread_pool m_executor{1};
};

} // namespace aw::node
