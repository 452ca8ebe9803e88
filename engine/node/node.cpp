#include "node/node.hpp"

#include "base/clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace aw::node {

namespace {

const log::Logger kLog("node");

} // namespace

/// The public RPC's view of a node. Reads come from the index; what changes anything goes to the strand.
class NodeBackend final : public rpc::Backend {
public:
    explicit NodeBackend(std::weak_ptr<Node> node, const ReadIndex& index, std::uint64_t l2ChainId)
        : m_node(std::move(node))
        , m_index(index)
        , m_l2ChainId(l2ChainId) {}

    std::string clientVersion() const override { return "anchorwatch/v0.1.0"; }
    std::uint64_t chainId() const override { return m_l2ChainId; }
    rpc::HeadNumbers heads() const override { return m_index.heads(); }
    rpc::BlockPtr blockByNumber(std::uint64_t number) const override { return m_index.block(number); }
    rpc::BlockPtr blockByHash(const Hash& hash) const override { return m_index.block(hash); }
    std::optional<rpc::TxView> transaction(const Hash& hash) const override {
        return m_index.transaction(hash);
    }
    rpc::AccountView account(const Address& owner) const override { return m_index.account(owner); }
    std::optional<rpc::TokenView> token(const Address& address) const override {
        return m_index.token(address);
    }
    Wei tokenBalance(const Address& owner, std::uint32_t token) const override {
        return m_index.tokenBalance(owner, token);
    }
    std::uint64_t baseFeeWei() const override { return m_index.baseFeeWei(); }
    std::uint64_t suggestedTipWei() const override { return 0; }
    boost::asio::awaitable<Result<Hash>> submit(Bytes rawTx) override {
        const auto node = m_node.lock();
        if (!node) co_return Error{"node.stopped", "This operator is stopped."};
        co_return co_await node->submit(std::move(rawTx));
    }
    boost::json::value status() const override { return m_index.documents()->status; }
    boost::json::value batch(BatchNumber number) const override {
        const auto documents = m_index.documents();
        const auto found = documents->batches.find(number.value);
        return found == documents->batches.end() ? boost::json::value(nullptr) : found->second;
    }
    boost::json::value operators() const override { return m_index.documents()->operators; }
    Health health() const override { return m_index.documents()->health; }

private:
    std::weak_ptr<Node> m_node;
    const ReadIndex& m_index; ///< the node's; its server is stopped before it goes
    std::uint64_t m_l2ChainId;
};

Node::Node(boost::asio::io_context& context, NodeConfig config, EventSink onEvent,
           std::unique_ptr<store::Store> store)
    : m_context(context)
    , m_strand(boost::asio::make_strand(context))
    , m_config(std::move(config))
    , m_onEvent(std::move(onEvent))
    , m_store(std::move(store))
    , m_chain(m_config.deployment.parameters.l2ChainId,
              transition::genesisHash(m_config.deployment.addresses.rollup,
                                      m_config.deployment.parameters.l2ChainId),
              static_cast<std::uint64_t>(m_config.deployment.deployedAtTimeMs))
    , m_pool(m_config.deployment.parameters.l2ChainId)
    , m_timing{m_config.deployment.deployedAtBlock, m_config.deployment.parameters.epochBlocks,
               m_config.deployment.parameters.heartbeatBlocks}
    , m_view(std::make_shared<NodeView>()) {}

Node::~Node() { stop(); }

Result<std::shared_ptr<Node>> Node::open(boost::asio::io_context& context, NodeConfig config,
                                         EventSink onEvent) {
    auto store = store::Store::open(config.directory / "node.sqlite");
    if (!store) return store.error();
    std::shared_ptr<Node> node(new Node(context, std::move(config), std::move(onEvent), std::move(*store)));

    auto rpc = l1::JsonRpcClient::create(context.get_executor(), node->m_config.l1Url);
    if (!rpc) return rpc.error();
    node->m_rpc = std::move(*rpc);
    node->m_contracts.emplace(node->m_rpc, node->m_config.deployment.addresses);
    node->m_txManager = std::make_unique<l1::TxManager>(context.get_executor(), node->m_rpc,
                                                        node->m_config.key, node->m_config.l1ChainId);
    if (const auto loaded = node->loadStore(); !loaded) return loaded.error();

    node->m_backend = std::make_shared<NodeBackend>(node->weak_from_this(), node->m_index,
                                                    node->m_config.deployment.parameters.l2ChainId);
    node->m_server = std::make_unique<rpc::Server>(context.get_executor(), node->m_backend);
    if (const auto started = node->m_server->start("127.0.0.1", node->m_config.rpcPort); !started)
        return started.error();
    node->m_rpcPort = node->m_server->port();

    feed::Publisher::Callbacks callbacks;
    callbacks.snapshot = [raw = node.get()] { return raw->feedSnapshot(); };
    node->m_publisher =
        std::make_unique<feed::Publisher>(node->m_strand, node->m_config.key,
                                          feed::Domain{node->m_config.deployment.addresses.rollup,
                                                       node->m_config.deployment.parameters.l2ChainId},
                                          std::move(callbacks));
    const auto port = node->m_publisher->listen("127.0.0.1", node->m_config.feedPort);
    if (!port) return port.error();
    node->m_feedPort = *port;
    return node;
}

Result<void> Node::loadStore() {
    // What was acknowledged and is not on L1 waits again; what is on L1 comes from there.
    const auto load = [this](ByteView raw) -> Result<sequencer::TxPtr> {
        auto decoded = codec::decodeTransaction(raw);
        if (!decoded)
            return Error{"store.corrupt", "A stored transaction does not decode: " + decoded.error().detail};
        auto tx = std::make_shared<const codec::SignedTransaction>(std::move(*decoded));
        m_chain.remember(tx);
        m_recovered.push_back(tx);
        return tx;
    };
    // A store of another rollup holds transactions that would be valid here again.
    const auto& deployment = m_config.deployment;
    const auto rollup = base::toHex(deployment.addresses.rollup.view()) + " of L1 block " +
                        base::toHex(deployment.deployedAtHash.view());
    const auto stored = m_store->meta("rollup");
    if (!stored) return stored.error();
    if (*stored && **stored != rollup)
        return Error{"node.other-rollup", "The directory " + m_config.directory.string() +
                                              " belongs to an operator of rollup " + **stored +
                                              ", not of rollup " + rollup + ". Choose another directory."};
    if (!*stored)
        if (const auto set = m_store->setMeta("rollup", rollup); !set) return set.error();
    const auto last = m_store->lastBlock();
    if (!last) return last.error();
    if (*last) {
        m_storedBlock = **last;
        const auto first = **last > ReadIndex::kKeepBlocks ? **last - ReadIndex::kKeepBlocks : 1;
        const auto blocks = m_store->blocks(first, **last);
        if (!blocks) return blocks.error();
        for (const auto& block : *blocks)
            for (const auto& entry : block.entries)
                if (const auto* hash = std::get_if<Hash>(&entry)) {
                    const auto row = m_store->tx(*hash);
                    if (!row) return row.error();
                    if (!*row) continue;
                    if (const auto tx = load((*row)->raw); !tx) return tx.error();
                }
    }
    const auto pending = m_store->pending();
    if (!pending) return pending.error();
    for (const auto& row : *pending)
        if (const auto tx = load(row.raw); !tx) return tx.error();
    return {};
}

void Node::spawn(boost::asio::awaitable<void> task) {
    // The node lives as long as what runs on its strand.
    boost::asio::co_spawn(
        m_strand,
        [self = shared_from_this(), task = std::move(task)]() mutable -> boost::asio::awaitable<void> {
            co_await std::move(task);
        },
        [](const std::exception_ptr& failure) {
            if (!failure) return;
            try {
                std::rethrow_exception(failure);
            } catch (const std::exception& error) {
                kLog.error("a task of the node ended", {{"detail", std::string(error.what())}});
            }
        });
}

void Node::start() {
    spawn(followL1());
    spawn(blockLoop());
    spawn(anchorLoop());
    spawn(viewLoop());
}

void Node::stop() {
    if (m_stopped.exchange(true)) return;
    if (m_server) m_server->stop();
    const auto shut = [this] {
        for (auto& [who, peer] : m_peers)
            if (peer.subscriber) peer.subscriber->stop();
        if (m_publisher) m_publisher->stop();
        m_store.reset();
    };
    if (weak_from_this().expired())
        shut();
    else
        boost::asio::dispatch(m_strand, [self = shared_from_this(), shut] { shut(); });
}

boost::asio::awaitable<bool> Node::sleep(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer(m_strand, duration);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return !m_stopped;
}

std::int64_t Node::nowMs() const { return static_cast<std::int64_t>(m_clock.nowMs()); }

void Node::emit(api::EventCode code, std::map<std::string, std::string> args) {
    kLog.info(api::name(code), {{"operator", m_config.name}});
    if (m_synced && m_onEvent) m_onEvent(code, std::move(args));
}

boost::asio::awaitable<Result<void>> Node::registerOperatorNow(std::uint64_t bidWei, Wei bondWei) {
    const auto sent =
        co_await m_txManager->send(m_config.deployment.addresses.operators,
                                   l1::calls::registerOperator(bidWei, feedUrl()), bondWei, "register");
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

boost::asio::awaitable<Result<void>> Node::setBidNow(std::uint64_t bidWei) {
    const auto& parameters = m_config.deployment.parameters;
    if (bidWei < parameters.minBidWei || bidWei > parameters.maxBidWei)
        co_return Error{"bid.out-of-bounds", "A bid is between " + std::to_string(parameters.minBidWei) +
                                                 " and " + std::to_string(parameters.maxBidWei) +
                                                 " wei per L2 gas, not " + std::to_string(bidWei) + "."};
    const auto sent = co_await m_txManager->send(m_config.deployment.addresses.operators,
                                                 l1::calls::setBid(bidWei), 0, "set bid");
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

boost::asio::awaitable<Result<void>> Node::depositNow(Address to, Wei amount) {
    const auto sent = co_await m_txManager->send(m_config.deployment.addresses.bridge, l1::calls::deposit(to),
                                                 amount, "deposit");
    if (!sent) co_return sent.error();
    co_return Result<void>();
}

void Node::armBadRoot(Wei amount) {
    boost::asio::post(m_strand, [self = shared_from_this(), amount] {
        if (!self->m_lie) self->m_lie = Lie{.amount = amount, .told = false, .claimed = {}, .blocks = 0};
    });
}

} // namespace aw::node
