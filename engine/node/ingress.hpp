#pragma once

#include "feed/publisher.hpp"
#include "node/acknowledgements.hpp"
#include "node/chain.hpp"
#include "node/disk.hpp"
#include "node/l1_watch.hpp"
#include "node/pending_pool.hpp"
#include "node/signer_recovery.hpp"
#include "store/pending_journal.hpp"

#include <deque>
#include <mutex>

namespace aw::node {

/// How transactions get in, in groups: their signers recovered, checked, on the disk, and only then in the
/// pool and told to others (P-8). Groups are as large as what comes while the disk is busy with those before.
///
/// Thread rule: submit() from any thread, the rest on the node's strand.
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
        SignerRecovery& recovery;
        store::PendingJournal& journal;
    };
    explicit Ingress(const Parts& parts);

    /// Called for the transactions that got in.
    using OnAccepted = std::function<void(std::span<const TxPtr>)>;
    void setOnAccepted(OnAccepted onAccepted) { m_onAccepted = std::move(onAccepted); }

    /// Takes a user's transaction; `done` is called, on any thread, once it is durable and held by a backup.
    /// Errors: "tx.*", "mempool.*", "node.busy", "node.not-durable" (the disk refused: it was not accepted),
    /// "node.no-backup" (pending, but no connected backup has confirmed it), "node.l1-silent",
    /// "node.stopped", "node.syncing".
    using Done = Acknowledgements::Done;
    void submit(ByteView raw, Done done);

    /// Keeps what a peer told of, signers known; ends once it is durable. Whether all of it is kept: where
    /// the pool, or the peer's share of it, is full, it is not. The current operator has no share and its
    /// choice between two for one nonce counts. Errors: those of the journal, "node.stopped".
    Task<Result<bool>> keep(const Address& peer, std::vector<TxPtr> txs);
    /// Whether a transaction is known already: pending, in a recent block, or on its way in.
    bool holds(const Hash& txHash) const;

    Acknowledgements& acknowledgements() { return m_acknowledgements; }
    /// Drops what expires, and begins the journal anew where it has grown, until the node stops.
    Task<void> run();
    /// Everybody who waits is told that the node stops.
    void stop();

private:
    /// What waits for a group to be on the disk.
    struct Wait {
        explicit Wait(const boost::asio::any_io_executor& executor)
            : over(executor, boost::asio::steady_timer::time_point::max()) {}
        boost::asio::steady_timer over;
        Result<void> written{};
        bool kept = true;
    };
    /// A transaction on its way to the disk; nothing is done with it before it is there.
    struct Arrival {
        TxPtr tx;
        Done done;                   ///< of a user
        std::optional<Address> peer; ///< who told of it, else
        std::shared_ptr<Wait> wait;  ///< of a peer
    };
    using Group = std::vector<Arrival>;
    /// A user's transaction whose signer is known.
    struct Submission {
        TxPtr tx;
        Done done;
    };

    /// Whether the strand has much to take already. Whoever brings a transaction recovers its signer, on a
    /// thread that the strand needs too, unless it is: then the threads for signers do, beside it.
    bool isBehind();
    void onRecovered(SignerRecovery::Recovered recovered, Done done);
    void admit();
    void admit(Submission submission);
    using Peer = std::optional<Address>;
    Result<void> check(const TxPtr& tx, const Peer& peer) const;
    sequencer::SenderState senderOf(const codec::SignedTransaction& tx, const Peer& peer) const;
    /// Whether it is the current operator as L1 says, or may be: while L1 is being read, that is not known.
    bool mayBeCurrent(const Peer& peer) const;
    /// Whether it was executed before its signature came, which is kept then.
    bool isExecuted(const codec::SignedTransaction& tx);
    void arrive(Arrival arrival);
    /// Has written what has arrived.
    void write();
    /// Takes the groups that the disk has, or refused.
    void takeWritten();
    /// Those of a user are told to others in as few entries of the feed as it takes.
    void accept(std::vector<Arrival>& arrivals);
    void refuse(Group& group, const Error& error);
    /// Whoever is waited for learns what became of it.
    static void end(const Group& group);
    void publish(std::span<const TxPtr> txs, std::vector<Acknowledgements::Waiting> waiting);
    /// Into the pool; false where it is not kept after all.
    Result<void> settle(const Arrival& arrival);
    Result<void> checkReady() const;
    void expire();
    void tidy();

    Parts m;
    OnAccepted m_onAccepted;
    Acknowledgements m_acknowledgements;
    Group m_arrivals;
    base::FlatSet<Hash> m_arriving;               ///< those of m_arrivals and of m_writing
    std::deque<std::shared_ptr<Group>> m_writing; ///< on their way to the disk, in their order

    std::mutex m_mutex;
    // Guarded by m_mutex:
    std::vector<Submission> m_submissions;
    std::vector<Result<void>> m_written; ///< what became of the first of m_writing
};

} // namespace aw::node
