#pragma once

#include "node/store_journal.hpp"
#include "node/token_names.hpp"
#include "node/views.hpp"
#include "rpc/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace aw::node {

class NodeBackend;

/// One operator: follows L1, recomputes every batch, keeps the pending and processed transactions of the
/// others, and sequences and anchors while it is the current one. It puts the roles together and passes on
/// what one has for the others; each role is a class of its own.
///
/// Thread rule: start(), stop(), view() and the commands may be called from any thread; everything else
/// happens on the node's strand. Order of start: store, chain, servers, L1 derivation, sequencer, batcher;
/// stop is the reverse.
class Node : public std::enable_shared_from_this<Node>, ChainObserver, DerivationListener {
public:
    /// Opens the store, goes on from what is in it, and opens the two ports. Errors: "store.*",
    /// "chain.damaged", "node.other-rollup", "l1.bad-url", "rpc.listen", "feed.listen".
    static Result<std::shared_ptr<Node>>
    open(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
         std::shared_ptr<const Clock> clock = std::make_shared<base::SystemClock>());
    ~Node() override;

    void start();
    /// Ends everything at once; what was acknowledged is on disk already.
    void stop();

    const std::string& name() const { return m_runtime.config().name; }
    const Address& address() const { return m_runtime.address(); }
    std::uint16_t rpcPort() const { return m_server->port(); }
    std::uint16_t feedPort() const { return m_publisher->port(); }
    std::string feedUrl() const { return "ws://127.0.0.1:" + std::to_string(feedPort()); }
    std::shared_ptr<const NodeView> view() const { return m_views->view(); }

    /// Takes a user's transaction; see Ingress::submit(). From any executor.
    Task<Result<Hash>> submit(Bytes raw);
    std::uint64_t pendingNonce(const Address& owner) const { return m_reader->pendingNonce(owner); }

    // Acts on L1 with the operator's key; see OperatorActs, Watchtower and Finality.
    Task<Result<void>> registerOperator(std::uint64_t bidWei, Wei bondWei) {
        return onStrand(m_acts->registerOperator(bidWei, std::move(bondWei), feedUrl()));
    }
    Task<Result<void>> setBid(std::uint64_t bidWei) { return onStrand(m_acts->setBid(bidWei)); }
    Task<Result<void>> stepDown() { return onStrand(m_acts->stepDown()); }
    Task<Result<api::DryRun>> dryRunStepDown() { return onStrand(m_acts->dryRunStepDown()); }
    Task<Result<void>> deposit(Address to, Wei amount) {
        return onStrand(m_acts->deposit(to, std::move(amount)));
    }
    Task<Result<api::DryRun>> dryRunChallenge(std::uint64_t batch) {
        return onStrand(m_watchtower->dryRunChallenge(batch));
    }
    Task<Result<void>> challenge(std::uint64_t batch) { return onStrand(m_watchtower->challenge(batch)); }
    Task<Result<WithdrawalProof>> proveWithdrawal(Address owner, Address token) {
        return onStrand(m_finality->proveWithdrawal(owner, token));
    }
    Task<Result<PaidWithdrawal>> claimWithdrawal(Address owner, Address token) {
        return onStrand(m_finality->claimWithdrawal(owner, token));
    }

    // Its L1 transactions; see l1::TxManager.
    Task<Result<api::DryRun>> dryRunSpeedUp(std::uint64_t id) { return onStrand(m_acts->dryRunSpeedUp(id)); }
    Task<Result<void>> speedUp(std::uint64_t id) { return onStrand(m_acts->speedUp(id)); }
    Task<Result<api::DryRun>> dryRunCancel(std::uint64_t id) { return onStrand(m_acts->dryRunCancel(id)); }
    Task<Result<void>> cancel(std::uint64_t id) { return onStrand(m_acts->cancel(id)); }

    /// Has this operator do wrong on purpose, until the chain is rolled back: the Lab's.
    void inject(std::shared_ptr<Faults> faults);

private:
    Node(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
         std::shared_ptr<const Clock> clock, std::unique_ptr<store::Store> store);

    Result<void> setUp();
    Result<void> checkRollup();
    Result<void> connectL1();
    Result<void> loadChain();
    Result<void> loadPending();
    Result<void> listen();
    void shut();
    void setFaults(const std::shared_ptr<Faults>& faults);

    // ChainObserver
    void onAppended(std::span<const Appended> blocks, const state::State& head) override;
    void onRewound(std::uint64_t lastKept, const std::vector<TxPtr>& displaced,
                   const state::State& head) override;
    void onAnchored(std::uint64_t firstBlock, std::uint64_t lastBlock, std::uint64_t batch) override;

    // DerivationListener
    void onBatch(const Chain::BatchResult& result, const AnchoredBatch& anchored) override;
    void onRolledBack(const l1::RolledBack& rolledBack, const l1::L1Event& event) override;
    void onToken(std::uint32_t number, const Address& address) override;
    void onEvent(const l1::L1Event& event) override;
    void onL1Rewound(std::uint64_t lastKept) override;
    Task<void> onStep(bool isHead) override;
    std::vector<TxPtr> candidates() const override { return m_pool->all(); }

    /// Runs it on the strand, whoever awaits it, to its end, even where nobody waits for it any more. To post
    /// to the strand and go on is not enough: a coroutine goes on where it was spawned.
    template<class T>
    Task<Result<T>> onStrand(Task<Result<T>> work) {
        auto body = []([[maybe_unused]] std::shared_ptr<Node> self,
                       Task<Result<T>> inner) -> Task<Result<T>> {
            co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
            auto result = co_await std::move(inner);
            co_return result;
        };
        auto spawned = boost::asio::co_spawn(m_runtime.strand(), body(shared_from_this(), std::move(work)),
                                             boost::asio::use_awaitable);
        auto result = co_await std::move(spawned);
        co_return result;
    }

    Runtime m_runtime;
    std::shared_ptr<store::Store> m_store;
    std::shared_ptr<ChainReader> m_reader;
    Disk m_disk;
    std::unique_ptr<Chain> m_chain;
    std::unique_ptr<L1Watch> m_l1;
    std::shared_ptr<StoreJournal> m_l1Journal;
    std::unique_ptr<l1::TxManager> m_txManager;
    std::unique_ptr<feed::Publisher> m_publisher;
    std::unique_ptr<PendingPool> m_pool;
    std::unique_ptr<Ingress> m_ingress;
    // Their threads call what stands above; they end first.
    std::unique_ptr<store::PendingJournal> m_pendingJournal;
    std::unique_ptr<SignerRecovery> m_recovery;
    std::unique_ptr<Peers> m_peers;
    std::unique_ptr<Sequencer> m_sequencer;
    std::unique_ptr<Batcher> m_batcher;
    std::unique_ptr<Watchtower> m_watchtower;
    std::unique_ptr<Finality> m_finality;
    std::unique_ptr<BatchLog> m_batches;
    std::unique_ptr<TokenNames> m_tokens;
    std::unique_ptr<OperatorActs> m_acts;
    std::unique_ptr<Derivation> m_derivation;
    std::unique_ptr<Views> m_views;
    std::unique_ptr<rpc::Server> m_server;
};

} // namespace aw::node
