#include "node/node.hpp"

#include "base/hex.hpp"
#include "l1/failover.hpp"
#include "node/node_backend.hpp"

namespace aw::node {

namespace {
/// How old what is shown of the L1 account may be while it sends nothing.
constexpr std::chrono::seconds kL1AccountEvery{10};
/// The follower tells of new blocks; in between it is enough to look for the pool now and then.
constexpr std::chrono::milliseconds kL1TxPoll{500};
} // namespace

Node::Node(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
           std::shared_ptr<const Clock> clock, std::unique_ptr<store::Store> store)
    : m_runtime(context, std::move(config), std::move(onEvent), std::move(clock))
    , m_store(std::move(store))
    , m_reader(std::make_shared<ChainReader>(m_store))
    , m_disk(m_runtime, *m_store) {}

Node::~Node() {
    stop();
    // Nobody uses the store any more: another node may open it.
    m_reader->close();
    if (m_l1Journal) m_l1Journal->close();
}

Result<std::shared_ptr<Node>> Node::open(boost::asio::io_context& context, NodeConfig config,
                                         EventSink onEvent, std::shared_ptr<const Clock> clock) {
    auto store = store::Store::open(config.directory / "node.sqlite");
    if (!store) return store.error();
    std::shared_ptr<Node> node(
        new Node(context, std::move(config), std::move(onEvent), std::move(clock), std::move(*store)));
    node->m_runtime.setOwner(node);
    if (const auto done = node->setUp(); !done) return done.error();
    return node;
}

Result<void> Node::setUp() {
    if (const auto done = checkRollup(); !done) return done;
    if (const auto done = connectL1(); !done) return done;
    const feed::Domain domain{m_runtime.contracts().rollup, m_runtime.parameters().l2ChainId};
    feed::Publisher::Callbacks callbacks;
    callbacks.snapshot = [this] { return m_peers->snapshot(); };
    callbacks.admit = [this](const Address& who) { return m_peers->admits(who); };
    callbacks.onAck = [this](const Address& who, std::uint64_t after, std::uint64_t seq, bool kept) {
        if (kept) m_ingress->acknowledgements().onKept(who, after, seq);
    };
    callbacks.onPeers = [this](std::size_t connected) {
        m_ingress->acknowledgements().onPeers(connected);
        m_runtime.touch();
    };
    m_publisher = std::make_unique<feed::Publisher>(m_runtime.strand(), m_runtime.config().key, domain,
                                                    std::move(callbacks));
    m_pool = std::make_unique<PendingPool>(m_runtime, *m_reader);
    if (const auto done = loadChain(); !done) return done;

    auto& chain = *m_chain;
    m_recovery = std::make_unique<SignerRecovery>(std::max(1u, std::thread::hardware_concurrency()));
    m_ingress =
        std::make_unique<Ingress>(Ingress::Parts{m_runtime, *m_store, m_disk, chain, *m_reader, *m_pool,
                                                 *m_l1, *m_publisher, *m_recovery, *m_pendingJournal});
    m_ingress->setOnAccepted([this](std::span<const TxPtr> txs) {
        for (const auto& tx : txs)
            m_server->publishPending(tx);
    });
    m_peers = std::make_unique<Peers>(Peers::Parts{m_runtime, m_disk, chain, *m_reader, *m_pool, *m_l1,
                                                   *m_ingress, *m_recovery, *m_publisher,
                                                   [this] { return m_sequencer->isActive(); }});
    m_sequencer = std::make_unique<Sequencer>(
        Sequencer::Parts{m_runtime, *m_store, *m_pendingJournal, m_disk, chain, *m_pool, *m_l1, *m_peers});
    m_batcher = std::make_unique<Batcher>(
        Batcher::Parts{m_runtime, m_disk, chain, *m_reader, *m_l1, *m_sequencer, *m_txManager});
    m_watchtower =
        std::make_unique<Watchtower>(Watchtower::Parts{m_runtime, *m_store, chain, *m_l1, *m_txManager});
    m_finality = std::make_unique<Finality>(
        Finality::Parts{m_runtime, *m_store, m_disk, chain, *m_reader, *m_l1, *m_watchtower, *m_txManager});
    m_batches = std::make_unique<BatchLog>(*m_store, *m_finality);
    m_tokens = std::make_unique<TokenNames>(m_runtime, *m_store, *m_reader, *m_l1);
    m_acts = std::make_unique<OperatorActs>(
        OperatorActs::Parts{m_runtime, *m_l1, *m_sequencer, *m_batcher, *m_txManager});
    m_derivation =
        std::make_unique<Derivation>(Derivation::Parts{m_runtime, *m_store, m_disk, chain, *m_l1, *this});
    m_views = std::make_unique<Views>(Views::Parts{m_runtime, m_disk, chain, *m_reader, *m_pool, *m_ingress,
                                                   *m_l1, *m_peers, *m_sequencer, *m_batcher, *m_watchtower,
                                                   *m_finality, *m_batches, *m_derivation, *m_txManager});
    if (const auto done = listen(); !done) return done;
    // From here on what becomes of the chain is told.
    chain.setObserver(this);
    if (const auto done = m_derivation->resume(); !done) return done;
    if (const auto done = m_watchtower->load(); !done) return done;
    if (const auto done = m_batches->load(); !done) return done;
    return m_tokens->load();
}

Result<void> Node::checkRollup() {
    // A store of another rollup holds transactions that would be valid here again.
    const auto& config = m_runtime.config();
    const auto rollup = base::toHex(config.deployment.addresses.rollup.view()) + " of L1 block " +
                        base::toHex(config.deployment.deployedAtHash.view());
    const auto stored = m_store->meta("rollup");
    if (!stored) return stored.error();
    if (!*stored) return m_store->setMeta("rollup", rollup);
    if (**stored == rollup) return {};
    return Error{ErrorCode::nodeOtherRollup, "The directory " + config.directory.string() +
                                                 " belongs to an operator of rollup " + **stored +
                                                 ", not of rollup " + rollup + ". Choose another directory."};
}

Result<void> Node::connectL1() {
    const auto& config = m_runtime.config();
    l1::FailoverOptions options;
    options.chainId = config.l1ChainId;
    options.clock = m_runtime.clock();
    options.onSwitch = [this](std::size_t, std::size_t to, const std::string& reason) {
        boost::asio::post(m_runtime.strand(), [this, owner = m_runtime.keepAlive(), to, reason] {
            if (owner)
                m_runtime.emit(api::EventCode::l1Switched, {{"operator", m_runtime.config().name},
                                                            {"endpoint", std::to_string(to + 1)},
                                                            {"detail", reason}});
        });
    };
    auto rpc = l1::FailoverRpc::create(m_runtime.context().get_executor(), config.l1Urls, std::move(options));
    if (!rpc) return rpc.error();
    m_l1 = std::make_unique<L1Watch>(m_runtime, *rpc);
    m_l1Journal = std::make_shared<StoreJournal>(m_store, m_runtime.address(), m_runtime.clock());
    l1::TxManagerOptions sending;
    sending.caps = config.l1Caps;
    sending.poll = kL1TxPoll;
    sending.idlePoll = kL1AccountEvery;
    sending.clock = m_runtime.clock();
    sending.onChange = [self = weak_from_this()] {
        if (const auto node = self.lock()) node->m_runtime.touch();
    };
    // On the node's strand, as everything that writes to the store.
    m_txManager = std::make_unique<l1::TxManager>(m_runtime.strand(), *rpc, config.key, config.l1ChainId,
                                                  std::move(sending), m_l1Journal);
    return m_txManager->resume();
}

Result<void> Node::loadChain() {
    const auto& config = m_runtime.config();
    auto chain =
        Chain::open(*m_store, {.l2ChainId = m_runtime.parameters().l2ChainId,
                               .genesisHash = transition::genesisHash(m_runtime.contracts().rollup,
                                                                      m_runtime.parameters().l2ChainId),
                               .deployedAtMs = static_cast<std::uint64_t>(config.deployment.deployedAtTimeMs),
                               .directory = config.directory});
    if (!chain) return chain.error();
    m_chain = std::move(*chain);
    if (const auto loaded = m_reader->load(*m_chain); !loaded) return loaded;
    return loadPending();
}

Result<void> Node::loadPending() {
    const auto rows = m_store->pending();
    if (!rows) return rows.error();
    auto journal = store::PendingJournal::open(m_runtime.config().directory);
    if (!journal) return journal.error();
    m_pendingJournal = std::move(*journal);
    const auto parse = [](const store::PendingTx& row) -> Result<TxPtr> {
        auto tx = codec::parseTransaction(row.raw);
        if (!tx)
            return Error{ErrorCode::storeCorrupt,
                         "A pending transaction of the disk is damaged: " + tx.error().detail};
        tx->sender = row.sender;
        return std::make_shared<const codec::SignedTransaction>(std::move(*tx));
    };
    // What lost its place in a block goes first.
    std::vector<TxPtr> displaced;
    for (const auto& row : *rows) {
        const auto tx = parse(row);
        if (!tx) return tx.error();
        displaced.push_back(*tx);
    }
    m_pool->putFirst(displaced);
    for (const auto& row : m_pendingJournal->takeFound()) {
        if (m_pool->contains(row.hash)) continue;
        const auto place = m_store->place(row.hash);
        if (!place) return place.error();
        if (*place) continue;
        const auto tx = parse(row);
        if (!tx) return tx.error();
        const auto executed = m_chain->showSignature(**tx);
        if (!executed) return executed.error();
        if (!*executed) m_pool->restore(*tx);
    }
    return {};
}

Result<void> Node::listen() {
    const auto& config = m_runtime.config();
    const auto backend =
        std::make_shared<NodeBackend>(weak_from_this(), m_reader, m_runtime.parameters(), m_runtime.clock());
    m_server = std::make_unique<rpc::Server>(m_runtime.context().get_executor(), backend, config.rpcLimits);
    if (const auto started = m_server->start("127.0.0.1", config.rpcPort); !started) return started;
    const auto port = m_publisher->listen("127.0.0.1", config.feedPort);
    if (!port) return port.error();
    return {};
}

void Node::start() {
    m_runtime.spawn(m_derivation->run());
    m_runtime.spawn(m_sequencer->run());
    m_runtime.spawn(m_ingress->run());
    m_runtime.spawn(m_batcher->run());
    m_runtime.spawn(m_finality->run());
    m_runtime.spawn(m_views->run());
}

void Node::stop() {
    if (!m_runtime.stop()) return;
    if (m_server) m_server->stop();
    if (weak_from_this().expired())
        shut();
    else
        boost::asio::dispatch(m_runtime.strand(), [self = shared_from_this()] { self->shut(); });
}

void Node::shut() {
    if (m_txManager) m_txManager->stop();
    if (m_peers) m_peers->stop();
    if (m_publisher) m_publisher->stop();
    if (m_ingress) m_ingress->stop();
    if (m_recovery) m_recovery->stop();
}

Task<Result<Hash>> Node::submit(Bytes raw) {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto result =
        co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void(Result<Hash>)>(
            [&](auto handler) {
                const auto held = std::make_shared<decltype(handler)>(std::move(handler));
                m_ingress->submit(raw, [held, executor](Result<Hash> accepted) {
                    boost::asio::post(executor, [held, accepted = std::move(accepted)]() mutable {
                        (*held)(std::move(accepted));
                    });
                });
            },
            boost::asio::use_awaitable);
    co_return result;
}

void Node::inject(std::shared_ptr<Faults> faults) {
    boost::asio::post(m_runtime.strand(),
                      [self = shared_from_this(), faults = std::move(faults)] { self->setFaults(faults); });
}

void Node::setFaults(const std::shared_ptr<Faults>& faults) {
    m_sequencer->setFaults(faults);
    m_batcher->setFaults(faults);
}

} // namespace aw::node
