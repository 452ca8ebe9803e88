#pragma once

#include "feed/publisher.hpp"
#include "node/chain.hpp"
#include "node/disk.hpp"
#include "node/l1_watch.hpp"
#include "node/pending_pool.hpp"

#include <unordered_set>

namespace aw::node {

/// How a transaction gets in: checked, on the disk, and only then in the pool and told to others (P-8). On
/// the node's strand.
class Ingress {
public:
    struct Parts {
        Runtime& runtime;
        store::Store& store;
        Disk& disk;
        Chain& chain;
        ChainReader& reader;
        PendingPool& pool;
        L1Watch& l1;
        feed::Publisher& publisher;
    };
    explicit Ingress(const Parts& parts)
        : m(parts) {}

    /// Called for each transaction that got in.
    void setOnAccepted(std::function<void(const TxPtr&)> onAccepted) { m_onAccepted = std::move(onAccepted); }

    /// Takes a user's transaction: completes once it is durable and held by a backup. Errors: "tx.*",
    /// "mempool.*", "node.not-durable" (the disk refused: it was not accepted), "node.no-backup" (pending,
    /// but no connected backup has confirmed it), "node.l1-silent", "node.stopped", "node.syncing".
    Task<Result<Hash>> submit(Bytes raw);

    /// A transaction that a peer tells of: whether there is something new to be written by flush().
    bool take(ByteView raw);
    /// Writes what take() and submit() brought; one write serves everybody who waits at the moment.
    Task<Result<void>> flush();

    /// Backups that held the last transaction when it was acknowledged.
    std::uint32_t lastHolders() const { return m_lastHolders; }
    /// It is in a block: nobody need confirm it any more.
    void noteExecuted(const Hash& txHash) { m_unheld.erase(txHash); }

private:
    /// A transaction on its way to the disk; nothing is done with it before it is there.
    struct Arrival {
        TxPtr tx;
        bool fromUser = false;
        Result<void> outcome{}; ///< of the pool, once it is on the disk
    };
    /// A write that several wait for.
    struct Flush {
        explicit Flush(const boost::asio::any_io_executor& executor)
            : done(executor, boost::asio::steady_timer::time_point::max()) {}
        boost::asio::steady_timer done;
        Result<void> outcome{};
    };
    sequencer::SenderState senderOf(const codec::SignedTransaction& tx, bool fromUser) const;
    bool holds(const Hash& txHash) const;
    /// Whether it was executed before its signature came, which is kept then.
    bool isExecuted(const codec::SignedTransaction& tx);
    Result<std::shared_ptr<Arrival>> arrive(const TxPtr& tx, bool fromUser);
    Result<void> write(const std::vector<std::shared_ptr<Arrival>>& arrivals);
    void settle(const std::vector<std::shared_ptr<Arrival>>& arrivals);
    Result<void> checkReady() const;
    Task<Result<Hash>> acknowledge(TxPtr tx, std::uint64_t seq);

    Parts m;
    std::function<void(const TxPtr&)> m_onAccepted;
    std::vector<std::shared_ptr<Arrival>> m_arrivals;
    std::unordered_set<Hash, FixedBytesHasher> m_arriving; ///< those of m_arrivals
    std::shared_ptr<Flush> m_flush;                        ///< under way
    /// Pending here and answered with "node.no-backup": the number in the own feed.
    std::unordered_map<Hash, std::uint64_t, FixedBytesHasher> m_unheld;
    std::uint32_t m_lastHolders = 0;
};

} // namespace aw::node
