#pragma once

#include "feed/publisher.hpp"
#include "feed/subscriber.hpp"
#include "node/ingress.hpp"

#include <map>
#include <unordered_set>

namespace aw::node {

/// What the other operators say, and what they are told: the feed (PROTOCOL.md section 11). On the node's
/// strand.
class Peers {
public:
    struct Parts {
        Runtime& runtime;
        Disk& disk;
        Chain& chain;
        PendingPool& pool;
        L1Watch& l1;
        Ingress& ingress;
        feed::Publisher& publisher;
        std::function<bool()> isSequencing; ///< then nobody else's blocks are taken
    };
    explicit Peers(Parts parts)
        : m(std::move(parts)) {}

    /// Follows everyone whom L1 lists, and nobody whom it convicted.
    void refresh();
    /// Takes what was waiting for L1, in order.
    void pump();
    void stop();

    /// What a new subscriber gets (P-5).
    std::vector<feed::Item> snapshot() const;
    void publishBlock(const sequencer::SealedBlock& block);
    /// This operator's blocks above the last valid batch begin anew, with these that stand there.
    void publishReset();
    void setL2Head(std::uint64_t number);

    std::uint32_t connected() const;
    /// The last L2 block that a peer says it has; 0 where it says nothing.
    std::uint64_t l2HeadOf(const Address& peer) const;

private:
    struct Waiting {
        feed::Item item;
        bool kept = false; ///< its transactions are on the disk, or on their way
    };
    struct Peer {
        std::string url;
        std::unique_ptr<feed::Subscriber> subscriber;
        std::deque<Waiting> waiting; ///< blocks and resets that cannot be taken yet
        feed::SubscriberState state;
    };
    enum class Taken { yes, later, refused };

    void follow(const Address& who, Peer& peer);
    Task<bool> onDeliveries(Address who, std::vector<feed::Delivery> deliveries);
    Taken takeBlock(const Address& who, const feed::BlockItem& item);
    Taken takeReset(const Address& who, const feed::ResetItem& item);
    bool keepTxsOf(const feed::BlockItem& item);
    Result<std::vector<sequencer::BlockEntry>> entriesOf(const feed::BlockItem& item) const;
    feed::BlockItem itemOf(const sequencer::SealedBlock& block) const;
    /// P-10: tells the others of everything pending here, each once in an era.
    void passOn(std::uint64_t era);
    void reportFault(const Address& who, const std::string& detail);

    Parts m;
    std::map<Address, Peer> m_peers;
    std::uint64_t m_passedOnEra = 0;
    std::unordered_set<Hash, FixedBytesHasher> m_passedOn; ///< to the operator of that era
};

} // namespace aw::node
