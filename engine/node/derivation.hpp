#pragma once

#include "base/async.hpp"
#include "l1/follower.hpp"
#include "node/chain.hpp"
#include "node/disk.hpp"
#include "node/l1_watch.hpp"

namespace aw::node {

/// Whoever wants to know what L1 says. Called on the node's strand, once it is in the store and in the chain.
class DerivationListener {
public:
    virtual ~DerivationListener() = default;
    virtual void onBatch(const Chain::BatchResult& result, const AnchoredBatch& anchored) = 0;
    virtual void onRolledBack(const l1::RolledBack& rolledBack, const l1::L1Event& event) = 0;
    virtual void onToken(std::uint32_t number, const Address& address) = 0;
    /// Every other event, and those above too.
    virtual void onEvent(const l1::L1Event& event) = 0;
    /// L1 replaced everything above this block; the chain has followed.
    virtual void onL1Rewound(std::uint64_t lastKept) = 0;
    /// A step was taken; `isHead`: L1 is read to its newest block.
    virtual Task<void> onStep(bool isHead) = 0;
    /// Transactions that a batch may hold beside those of unanchored blocks.
    virtual std::vector<TxPtr> candidates() const = 0;
};

/// Derives the L2 chain from L1: follows its blocks and events, keeps them in the store, gives them to the
/// chain; where L1 is reorganised, rewinds to the fork and derives again from there. A restart goes on after
/// the last L1 block that was taken whole. On the node's strand.
class Derivation {
public:
    struct Parts {
        Runtime& runtime;
        store::Store& store;
        Disk& disk;
        Chain& chain;
        L1Watch& l1;
        DerivationListener& listener;
    };
    explicit Derivation(const Parts& parts)
        : m(parts) {}

    /// What L1 said above the last block that was taken whole is taken again: to be called once, before
    /// run().
    Result<void> resume();
    /// Follows L1 until the node stops.
    Task<void> run();

    /// Where reading stands, for eth_syncing: the L1 block it began at, the last one read, and L1's newest.
    struct Progress {
        std::uint64_t from = 0, at = 0, head = 0;
    };
    const Progress& progress() const { return m_progress; }

private:
    std::unique_ptr<l1::Follower> follower() const;
    /// Takes an update; false where something failed and all of it is to be tried again.
    Task<bool> take(const l1::L1Update& update);
    /// L1 has nothing beyond what was taken before this start.
    Task<void> takeNothing();
    Result<void> takeReorg(std::uint64_t lastKept);
    /// Takes the event at m_at and those right after it that go with it.
    Task<Result<void>> takeNext(const l1::L1Update& update);
    /// Takes `count` events from m_at on, of which nothing follows but entries of the inbox.
    Result<void> takeRun(const l1::L1Update& update, std::size_t count);
    Task<Result<void>> takeBatch(const l1::L1Update& update, const store::StoredL1Event& row);
    /// Beside the strand.
    Task<Result<void>> keep(std::function<Result<void>()> write);
    Task<Result<void>> readReceipts(const l1::L1Update& update);
    /// Whether trying the same again may help; else L1 is read again from the last block that was taken.
    bool isTransient(const Error& error);
    /// After an update that could not be taken: back to the last block that was taken whole. Where L1 does
    /// not fit to what it said before, again and again, it had left something out: further back each time.
    Result<void> goBack(std::uint64_t failedAt, std::uint64_t source);

    Parts m;
    Progress m_progress;
    // Of the update that is being taken:
    std::vector<store::StoredL1Event> m_rows;
    std::size_t m_at = 0; ///< the first event that was not taken yet
    bool m_reorgTaken = false;
    std::map<Hash, l1::Receipt> m_receipts; ///< of its batches, by L1 transaction
    std::optional<Error> m_misfit;          ///< what in it does not fit to what L1 said before
    // Of updates that did not fit, until the last of them was taken:
    std::uint64_t m_misfitAt = 0;
    unsigned m_misfits = 0;

    boost::asio::thread_pool m_worker{1}; ///< recomputes batches, and writes
};

} // namespace aw::node
