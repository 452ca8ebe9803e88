#pragma once

#include "feed/publisher.hpp"
#include "node/runtime.hpp"

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <functional>
#include <unordered_map>
#include <vector>

namespace aw::node {

/// Users' transactions that are durable here and wait for a backup (P-8), by the groups in which the feed
/// told of them. On the node's strand.
class Acknowledgements {
public:
    using Done = std::function<void(Result<Hash>)>;
    struct Waiting {
        Hash txHash;
        Done done;
    };

    Acknowledgements(Runtime& runtime, feed::Publisher& publisher);

    /// They are entry `seq` of the own feed: each is acknowledged once a backup keeps it, at once where none
    /// is connected, and told "node.no-backup" when the time is over.
    void expect(std::uint64_t seq, std::vector<Waiting> group);
    /// Sent again after "node.no-backup": waits once more, and true; false of any other.
    bool expectAgain(const Hash& txHash, Done done);

    /// A backup keeps all that is numbered above `after` up to `seq`.
    void onKept(const Address& backup, std::uint64_t after, std::uint64_t seq);
    /// So many backups are connected.
    void onPeers(std::size_t connected);
    /// It is in a block: nobody need confirm it any more.
    void noteExecuted(const Hash& txHash) { m_unheld.erase(txHash); }
    /// Everybody is told that the node stops.
    void stop();

    /// Backups that held the last transaction that was acknowledged.
    std::uint32_t lastHolders() const { return m_lastHolders; }

private:
    struct Group {
        std::uint64_t seq = 0;
        std::uint64_t deadlineMs = 0; ///< steady
        std::vector<Waiting> waiting;
    };
    void acknowledge(Group& group, std::uint32_t holders);
    void giveUp(Group& group);
    void arm();

    Runtime& m_runtime;
    feed::Publisher& m_publisher;
    boost::asio::steady_timer m_timer; ///< until the first of m_groups is over
    std::deque<Group> m_groups;        ///< by deadline
    /// Answered with "node.no-backup" and pending here.
    struct Unheld {
        std::uint64_t seq = 0; ///< in the own feed
        bool kept = false;     ///< by a backup, since then
    };
    base::FlatMap<Hash, Unheld> m_unheld;
    std::uint32_t m_lastHolders = 0;
};

} // namespace aw::node
