#pragma once

#include "anchor/batch_builder.hpp"
#include "base/clock.hpp"
#include "base/hex.hpp"
#include "base/log.hpp"
#include "feed/publisher.hpp"
#include "feed/subscriber.hpp"
#include "l1/contracts.hpp"
#include "l1/deployment.hpp"
#include "l1/follower.hpp"
#include "l1/tx_manager.hpp"
#include "node/l2_chain.hpp"
#include "node/node_view.hpp"
#include "node/read_index.hpp"
#include "operators/operator_set.hpp"
#include "rpc/server.hpp"
#include "sequencer/displaced.hpp"
#include "store/store.hpp"
#include "verifier/open_demands.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <deque>
#include <filesystem>
#include <unordered_set>

namespace aw::node {

/// What an operator needs to run.
struct NodeConfig {
    std::string name;
    std::filesystem::path directory;
    std::string l1Url;
    std::uint64_t l1ChainId = 0;
    l1::Deployment deployment;
    std::shared_ptr<const crypto::SecretKey> key;
    std::uint16_t rpcPort = 0;  ///< 0: any free one
    std::uint16_t feedPort = 0; ///< 0: any free one
    std::chrono::milliseconds blockInterval{200};
    std::chrono::milliseconds anchorInterval{4000}; ///< from a block's making to its batch, at most
    std::chrono::milliseconds backupTimeout{5000};  ///< how long an acknowledgement waits for a backup
    /// Whether a transaction is acknowledged only once a connected backup holds it (P-8).
    bool requireBackup = true;
    std::size_t maxBlockEntries = 4000;
    anchor::BatchLimits batchLimits;
};

/// A transaction's row.
store::StoredTx storedTx(const sequencer::TxPtr& tx);

/// Something that happened, for whoever watches; codes and arguments as in api::Event.
using EventSink = std::function<void(api::EventCode code, std::map<std::string, std::string> args)>;

/// One operator: follows L1, recomputes every batch, keeps the pending and processed transactions of the
/// others, and sequences and anchors while it is the current one.
///
/// Thread rule: start(), stop(), view() and the commands may be called from any thread; everything else
/// happens on the node's strand. Order of start: store, servers, L1 follower, block and anchor loops; stop is
/// the reverse.
class Node : public std::enable_shared_from_this<Node> {
public:
    /// Opens the store and the two ports. Errors: "store.*", "node.other-rollup", "rpc.listen",
    /// "feed.listen".
    static Result<std::shared_ptr<Node>> open(boost::asio::io_context& context, NodeConfig config,
                                              EventSink onEvent);
    ~Node();

    void start();
    /// Ends everything at once; what was acknowledged is on disk already.
    void stop();

    const std::string& name() const { return m_config.name; }
    const Address& address() const { return m_config.key->address(); }
    std::uint16_t rpcPort() const { return m_rpcPort; }
    std::uint16_t feedPort() const { return m_feedPort; }
    std::string feedUrl() const { return "ws://127.0.0.1:" + std::to_string(m_feedPort); }
    std::shared_ptr<const NodeView> view() const;

    /// Takes a user's transaction; see rpc::Backend::submit. Errors also: "node.not-durable" (the disk
    /// refused: it was not accepted), "node.no-backup" (pending, but no connected backup has confirmed it),
    /// "node.stopped", "node.syncing".
    boost::asio::awaitable<Result<Hash>> submit(Bytes raw) { return onStrand(submitNow(std::move(raw))); }
    std::uint64_t pendingNonce(const Address& owner) const { return m_index.account(owner).pendingNonce; }

    // Acts on L1 with the operator's key. Errors: "l1.*", and what each says.
    boost::asio::awaitable<Result<void>> registerOperator(std::uint64_t bidWei, Wei bondWei) {
        return onStrand(registerOperatorNow(bidWei, std::move(bondWei)));
    }
    boost::asio::awaitable<Result<void>> setBid(std::uint64_t bidWei) { return onStrand(setBidNow(bidWei)); }
    /// Anchors what was promised, then hands over (O-7). Error "failover.not-current".
    boost::asio::awaitable<Result<void>> stepDown() { return onStrand(stepDownNow()); }
    boost::asio::awaitable<Result<api::DryRun>> dryRunStepDown() { return onStrand(dryRunStepDownNow()); }
    boost::asio::awaitable<Result<api::DryRun>> dryRunChallenge(std::uint64_t batch) {
        return onStrand(dryRunChallengeNow(batch));
    }
    boost::asio::awaitable<Result<void>> challenge(std::uint64_t batch) {
        return onStrand(challengeNow(batch));
    }
    boost::asio::awaitable<Result<void>> deposit(Address to, Wei amount) {
        return onStrand(depositNow(to, std::move(amount)));
    }

    /// What an account withdrew and was not paid yet, ready to be shown to L1 (D-2).
    struct WithdrawalProof {
        transition::BatchHeader header; ///< the newest final batch
        l1::AccountProof account;
        Wei due; ///< wei, or the token's units
    };
    /// `token`: its address on L1; zero for ETH. Errors: "withdraw.no-final-batch", "withdraw.no-token",
    /// "withdraw.no-account", "withdraw.nothing" (nothing was withdrawn, or all of it is paid),
    /// "withdraw.not-final" (detail: which L1 block), "l1.*".
    boost::asio::awaitable<Result<WithdrawalProof>> proveWithdrawal(Address owner, Address token) {
        return onStrand(proveWithdrawalNow(owner, token));
    }
    struct PaidWithdrawal {
        Wei amount; ///< wei, or the token's units
        Hash l1TxHash;
        std::uint64_t gasUsed = 0;
    };
    /// Has L1 pay the owner; this operator pays the gas. Errors: those of proveWithdrawal().
    boost::asio::awaitable<Result<PaidWithdrawal>> claimWithdrawal(Address owner, Address token) {
        return onStrand(claimWithdrawalNow(owner, token));
    }

    /// The Lab's fault: the next batch claims a state in which this operator gave itself `amount`.
    void armBadRoot(Wei amount);

private:
    friend class NodeBackend;
    Node(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
         std::unique_ptr<store::Store> store);

    // What the public functions of these names do, on the strand.
    boost::asio::awaitable<Result<void>> registerOperatorNow(std::uint64_t bidWei, Wei bondWei);
    boost::asio::awaitable<Result<void>> setBidNow(std::uint64_t bidWei);
    boost::asio::awaitable<Result<void>> stepDownNow();
    boost::asio::awaitable<Result<api::DryRun>> dryRunStepDownNow();
    boost::asio::awaitable<Result<api::DryRun>> dryRunChallengeNow(std::uint64_t batch);
    boost::asio::awaitable<Result<void>> challengeNow(std::uint64_t batch);
    boost::asio::awaitable<Result<void>> depositNow(Address to, Wei amount);
    boost::asio::awaitable<Result<WithdrawalProof>> proveWithdrawalNow(Address owner, Address token);
    boost::asio::awaitable<Result<PaidWithdrawal>> claimWithdrawalNow(Address owner, Address token);
    boost::asio::awaitable<Result<Hash>> submitNow(Bytes raw);

    /// Runs it on the strand, whoever awaits it, to its end, even where nobody waits for it any more. To post
    /// to the strand and go on is not enough: a coroutine goes on where it was spawned.
    template<class T>
    boost::asio::awaitable<Result<T>> onStrand(boost::asio::awaitable<Result<T>> work) {
        auto body = []([[maybe_unused]] std::shared_ptr<Node> self,
                       boost::asio::awaitable<Result<T>> inner) -> boost::asio::awaitable<Result<T>> {
            co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
            auto result = co_await std::move(inner);
            co_return result;
        };
        auto spawned = boost::asio::co_spawn(m_strand, body(shared_from_this(), std::move(work)),
                                             boost::asio::use_awaitable);
        auto result = co_await std::move(spawned);
        co_return result;
    }

    // node.cpp
    std::int64_t nowMs() const;
    void spawn(boost::asio::awaitable<void> task);
    boost::asio::awaitable<bool> sleep(std::chrono::milliseconds duration);
    void emit(api::EventCode code, std::map<std::string, std::string> args = {});
    Result<void> loadStore();

    // node_demands.cpp
    void onDemandEvent(const l1::L1Event& event);
    void answerDemands();
    boost::asio::awaitable<void> answerDemand(std::uint64_t id, sequencer::TxPtr tx);

    // node_tokens.cpp
    void onTokenRegistered(const l1::TokenRegistered& registered);
    boost::asio::awaitable<void> readTokens();

    // node_l1.cpp: what L1 says
    boost::asio::awaitable<void> followL1();
    boost::asio::awaitable<bool> onL1Update(const l1::L1Update& update);
    boost::asio::awaitable<bool> onBatch(const l1::L1Event& event, const l1::BatchSubmitted& submitted,
                                         std::uint64_t timeMs);
    void setL1Connected(bool connected, const std::string& detail);
    void placeRecovered();
    /// Tells subscribers what became of the blocks they were told of before the chain was read again.
    void announceRebuilt();
    bool onRolledBack(const l1::L1Event& event, const l1::RolledBack& rolledBack);
    void onChallengeEvent(const l1::L1Event& event);
    void onCompetitionEvent(const l1::L1Event& event);
    boost::asio::awaitable<void> refreshOperatorSet();
    void settleFinality();
    void rebuildFromL1();

    // node_sequence.cpp: what the current operator does
    bool mayBuild() const;
    void evaluateRole();
    /// Subscribers are told of the blocks that go.
    void truncateIndex(std::uint64_t lastKept);
    void reset(std::vector<sequencer::TxPtr> displaced);
    std::uint64_t myBidNow() const;
    bool handOverNear() const;
    /// whether L1 still takes a batch that binds this L1 block.
    bool isBindable(std::uint64_t l1Block) const;
    boost::asio::awaitable<void> blockLoop();
    void makeBlock();
    boost::asio::awaitable<void> anchorLoop();
    boost::asio::awaitable<void> anchorOnce();
    boost::asio::awaitable<void> heartbeatOnce();
    std::vector<sequencer::SealedBlock> blocksToAnchor() const;

    // node_feed.cpp: what the others say, and what they are told
    void refreshPeers();
    boost::asio::awaitable<bool> onDeliveries(Address peer, std::vector<feed::Delivery> deliveries);
    void pumpFeeds();
    enum class Taken { yes, later, refused };
    Taken takeBlock(const Address& peer, const feed::BlockItem& item);
    Taken takeReset(const Address& peer, const feed::ResetItem& item);
    std::vector<feed::Item> pendingItems() const;
    std::vector<feed::Item> feedSnapshot() const;
    /// P-10: tells the others of everything pending here, each once in an era.
    void passOn(std::uint64_t era);
    void publishBlock(const sequencer::SealedBlock& block);
    void onAppended();
    bool keepTxsOf(const feed::BlockItem& item);

    // node_submit.cpp: how a transaction gets in
    /// A transaction on its way to the disk; nothing is done with it before it is there.
    struct Arrival {
        sequencer::TxPtr tx;
        bool fromUser = false;
        Result<void> outcome; ///< of the pool, once it is on the disk
    };
    /// A write that several wait for.
    struct Flush {
        explicit Flush(const boost::asio::any_io_executor& executor)
            : done(executor, boost::asio::steady_timer::time_point::max()) {}
        boost::asio::steady_timer done;
        Result<void> outcome;
    };
    sequencer::SenderState senderOf(const codec::SignedTransaction& tx, bool fromUser) const;
    /// Whether it is here already: executed, pending, or on its way to the disk.
    bool holds(const Hash& txHash) const;
    Result<std::shared_ptr<Arrival>> arrive(const sequencer::TxPtr& tx, bool fromUser);
    boost::asio::awaitable<Result<void>> flushArrivals();
    void settle(const std::vector<std::shared_ptr<Arrival>>& arrivals);
    boost::asio::awaitable<Result<Hash>> acknowledge(sequencer::TxPtr tx, std::uint64_t seq);

    // node_disk.cpp: what is written, and what happens where it cannot be
    /// Remembers and tells where a write failed; whether it succeeded.
    bool noteDisk(const Result<void>& written);
    /// Writes the blocks that are not on the disk yet, and `next`, which is to follow the head, after them.
    bool storeBlocks(const sequencer::SealedBlock* next);
    void cutStoredBlocks();
    /// False while the disk refuses; tries it anew once a second.
    bool diskWorks();
    Result<void> writeArrivals(const std::vector<std::shared_ptr<Arrival>>& arrivals);

    // node_challenge.cpp
    api::Challenge* challengeOf(std::uint64_t batch);
    void stamp(api::Challenge& challenge, api::ChallengeStage stage, Hash l1TxHash = {});
    boost::asio::awaitable<Wei> costOf(std::uint64_t gas);

    // node_view.cpp
    void publishView();
    boost::asio::awaitable<void> viewLoop();
    void publishDocuments(const NodeView& view);
    void countRolledBack(api::DryRun& dryRun, std::uint64_t batch) const;

    boost::asio::io_context& m_context;
    boost::asio::strand<boost::asio::io_context::executor_type> m_strand;
    NodeConfig m_config;
    EventSink m_onEvent;
    std::uint16_t m_rpcPort = 0, m_feedPort = 0;
    ReadIndex m_index;
    std::atomic<bool> m_stopped = false;
    base::SystemClock m_clock;

    // Everything below belongs to the strand.
    std::unique_ptr<store::Store> m_store;
    l1::RpcPtr m_rpc;
    std::optional<l1::Contracts> m_contracts;
    std::unique_ptr<l1::Follower> m_follower;
    std::unique_ptr<l1::TxManager> m_txManager;
    L2Chain m_chain;
    sequencer::Mempool m_pool;
    sequencer::Displaced m_displaced;
    std::shared_ptr<rpc::Backend> m_backend;
    std::unique_ptr<rpc::Server> m_server;
    std::unique_ptr<feed::Publisher> m_publisher;
    struct Peer {
        std::string url;
        std::unique_ptr<feed::Subscriber> subscriber;
        struct Waiting {
            feed::Item item;
            bool kept = false; ///< its transactions are on the disk, or on their way
        };
        std::deque<Waiting> waiting; ///< blocks and resets that cannot be taken yet
        feed::SubscriberState state;
    };
    std::map<Address, Peer> m_peers;
    std::uint64_t m_passedOnEra = 0;
    std::unordered_set<Hash, FixedBytesHasher> m_passedOn; ///< to the operator of that era

    operators::Timing m_timing;
    operators::OperatorSet m_operatorSet;
    Address m_eraOperator; ///< whose era it is, by L1's events; zero before the first
    l1::L1Block m_l1Head;
    std::int64_t m_l1SeenAtMs = 0, m_latestSeenAtMs = 0, m_safeSeenAtMs = 0, m_finalSeenAtMs = 0;
    std::uint64_t m_l1BlockTimeMs = 0;
    std::uint64_t m_lastEventBlock = 0;
    std::vector<rpc::BlockPtr> m_beforeRebuild; ///< what was served, the newest first, until L1 is read
    struct UnreadToken {
        Address address;
        unsigned attempts = 0;
    };
    std::deque<UnreadToken> m_unreadTokens;    ///< whose names are still to be asked of L1
    std::vector<sequencer::TxPtr> m_recovered; ///< read from disk, until L1 says where they stand
    bool m_l1Connected = false;
    bool m_synced = false;
    Wei m_l1Balance;

    bool m_sequencing = false;
    bool m_handingOver = false;
    bool m_submitting = false;
    std::uint64_t m_heartbeatAtL1 = 0;
    std::int64_t m_oldestUnanchoredMs = 0;
    /// A wrong root that this operator claims, on purpose.
    struct Lie {
        Wei amount;
        bool told = false;
        state::State claimed;
        std::size_t blocks = 0; ///< unanchored blocks that went into the claims
    };
    std::optional<Lie> m_lie;

    std::vector<std::shared_ptr<Arrival>> m_arrivals;
    std::unordered_set<Hash, FixedBytesHasher> m_arriving; ///< those of m_arrivals
    std::shared_ptr<Flush> m_flush;                        ///< under way
    /// Pending here and answered with "node.no-backup": the number in the own feed.
    std::unordered_map<Hash, std::uint64_t, FixedBytesHasher> m_unheld;

    std::optional<Error> m_diskError; ///< while the disk refuses: no blocks and no heartbeats
    std::int64_t m_diskRetryAtMs = 0;
    std::uint64_t m_storedBlock = 0; ///< blocks of the chain up to this one need not be written

    std::deque<api::Batch> m_batches;
    std::deque<api::Challenge> m_challenges;
    verifier::OpenDemands m_demands;
    std::uint64_t m_finalBatch = 0, m_finalBlock = 0;
    transition::BlockHeader m_finalHeader;
    Hash m_finalHash;
    std::unordered_map<Hash, std::int64_t, FixedBytesHasher> m_acceptedAt;
    std::deque<std::pair<std::int64_t, double>> m_confirmations; ///< (when, ms)
    std::uint32_t m_lastHolders = 0;
    bool m_viewChanged = true;
    std::uint64_t m_viewVersion = 0;
    std::shared_ptr<const NodeView> m_view; ///< by std::atomic_load and std::atomic_store
};

} // namespace aw::node
