#pragma once

#include "await.hpp"
#include "base/hex.hpp"
#include "base/protocol.hpp"
#include "l1/anvil.hpp"
#include "node/node.hpp"
#include "run_until.hpp"

#include <QTemporaryDir>

#include <boost/asio/detached.hpp>

namespace aw::test {

/// What a node told of itself.
struct NodeEvents {
    std::vector<std::string> codes;
    std::map<std::string, std::string> lastArgs;
    std::map<std::string, std::map<std::string, std::string>, std::less<>> lastOf; ///< by code
    std::size_t count(std::string_view code) const {
        return static_cast<std::size_t>(std::count(codes.begin(), codes.end(), code));
    }
};

/// Operators over a real Ethereum node that makes a block for each transaction, all on the test's thread.
class NodeFleet {
public:
    using NodePtr = std::shared_ptr<node::Node>;

    /// Those of the demo, but an operator may be silent for a thousand blocks.
    static l1::Parameters patient() {
        auto parameters = *l1::parametersOf("demo");
        parameters.heartbeatBlocks = 1'000;
        parameters.epochBlocks = 4'000;
        parameters.inboxDeadlineBlocks = 2'000;
        parameters.escapeBlocks = 100'000;
        return parameters;
    }
    /// For open(): batches at once, and L1 asked often.
    static void anchorQuickly(node::NodeConfig& config) {
        config.anchorInterval = std::chrono::milliseconds(100);
        config.l1Poll = std::chrono::milliseconds(20);
    }

    explicit NodeFleet(const l1::Parameters& parameters = *l1::parametersOf("demo")) {
        l1::AnvilOptions options;
        options.directory = m_directory.path().toStdString();
        options.blockTimeMs = 0;
        anvil = *wait(l1::AnvilProcess::start(context.get_executor(), options));
        rpc = *l1::JsonRpcClient::create(context.get_executor(), anvil->url());
        constexpr std::string_view kAnvilFirstKey =
            "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
        txManager = std::make_unique<l1::TxManager>(
            context.get_executor(), rpc,
            std::make_shared<const crypto::SecretKey>(
                *crypto::SecretKey::fromBytes(*base::fromHex(kAnvilFirstKey))),
            31337, quickly());
        deployment = *wait(l1::deploy(rpc, *txManager, parameters));
        user = crypto::SecretKey::derive("node fleet", 100);
        *wait(txManager->send(deployment.addresses.bridge, l1::calls::deposit(user.address()),
                              kEtherWei * 100, "deposit for the user"));
    }
    ~NodeFleet() {
        for (const auto& node : m_nodes)
            if (const auto running = node.lock()) running->stop();
        context.restart();
        context.run_for(std::chrono::milliseconds(200));
    }

    /// Its L1 answers at once.
    static l1::TxManagerOptions quickly() {
        return {.poll = std::chrono::milliseconds(5), .untilMined = true};
    }

    template<class T>
    T wait(Task<T> task) {
        return await(context, std::move(task));
    }
    template<class Condition>
    bool until(Condition condition, std::chrono::seconds limit = std::chrono::seconds(20)) {
        return runUntil(context, std::move(condition), limit);
    }

    std::filesystem::path directoryOf(unsigned number) const {
        return m_directory.filePath(QString("node%1").arg(number)).toStdString();
    }
    static std::shared_ptr<const crypto::SecretKey> keyOf(unsigned number) {
        return std::make_shared<const crypto::SecretKey>(crypto::SecretKey::derive("node fleet", number));
    }

    /// Opens and starts operator `number` from its directory.
    NodePtr open(unsigned number, const std::function<void(node::NodeConfig&)>& adjust = {},
                 std::shared_ptr<const Clock> clock = std::make_shared<base::SystemClock>()) {
        node::NodeConfig config;
        config.name = "Operator " + std::to_string(number);
        config.directory = directoryOf(number);
        std::filesystem::create_directories(config.directory);
        config.l1Urls = {anvil->url()};
        config.l1SilenceLimit = std::chrono::hours(1); // its L1 makes a block for each transaction only
        config.l1ChainId = 31337;
        config.deployment = deployment;
        config.key = keyOf(number);
        config.blockInterval = std::chrono::milliseconds(40);
        config.anchorInterval = std::chrono::minutes(10);
        if (adjust) adjust(config);
        auto& told = events[number];
        auto opened = node::Node::open(
            context, std::move(config),
            [&told](api::EventCode code, const auto& args) {
                told.codes.push_back(std::string(api::name(code)));
                told.lastArgs = told.lastOf[told.codes.back()] = args;
            },
            std::move(clock));
        if (!opened) throw std::runtime_error(opened.error().detail);
        m_nodes.push_back(*opened);
        (*opened)->start();
        return *opened;
    }

    /// Registers it, gives it an L2 account, and waits until it knows both.
    void join(const NodePtr& node, std::uint64_t bidWei = 1'000'000'000) {
        *wait(txManager->send(node->address(), {}, kEtherWei * 100, "funds"));
        *wait(node->registerOperator(bidWei, deployment.parameters.minBondWei));
        *wait(node->deposit(node->address(), kEtherWei));
        const auto known = [&] {
            const auto view = node->view();
            return view->heads.latest.number > 0 && view->baseFeeWei != 0;
        };
        if (!until(known)) throw std::runtime_error("the operator made no block of its deposit");
    }

    /// Stops a node and waits until nothing of it is left.
    bool close(NodePtr& node) {
        node->stop();
        const std::weak_ptr<node::Node> last = node;
        node.reset();
        return until([&] { return last.expired(); });
    }

    /// Asks L1, or a node's own JSON-RPC where `url` names it.
    boost::json::value ask(std::string method, boost::json::array params = {}, std::string url = {}) {
        const auto client =
            url.empty() ? rpc : l1::RpcPtr(*l1::JsonRpcClient::create(context.get_executor(), url));
        auto answer = wait(client->call(std::move(method), std::move(params)));
        if (!answer) throw std::runtime_error(answer.error().detail);
        return std::move(*answer);
    }
    boost::json::value askNode(const node::Node& node, std::string method, boost::json::array params = {}) {
        return ask(std::move(method), std::move(params),
                   "http://127.0.0.1:" + std::to_string(node.rpcPort()));
    }
    std::uint64_t l1Head() {
        return static_cast<std::uint64_t>(*base::quantityFromHex(ask("eth_blockNumber").as_string()));
    }
    void mine(std::uint64_t blocks) { ask("anvil_mine", {base::toQuantity(blocks)}); }
    /// A block of L1 to which reorg() goes back; once.
    struct Mark {
        std::uint64_t block = 0;
        boost::json::string id;
    };
    Mark mark() { return {l1Head(), ask("evm_snapshot").as_string()}; }
    /// Everything above the mark is replaced by as many other, empty blocks and one more: what was in it is
    /// gone for good.
    void reorg(const Mark& mark) {
        const auto depth = l1Head() - mark.block;
        ask("evm_revert", {mark.id});
        ask("anvil_setCoinbase", {"0x00000000000000000000000000000000000000c0"});
        mine(depth + 1);
    }

    /// A transfer of the user, as a wallet signs it.
    Bytes transfer(std::uint64_t nonce, std::uint64_t maxFeeWei = 2'000'000'000,
                   std::uint64_t tipWei = 0) const {
        const codec::Transaction tx{.chainId = deployment.parameters.l2ChainId,
                                    .nonce = nonce,
                                    .tipWei = tipWei,
                                    .maxFeeWei = maxFeeWei,
                                    .gasLimit = protocol::kTransferGas,
                                    .to = Address{{0x77}},
                                    .value = kEtherWei / 1000};
        return codec::encodeTransaction(tx, user.sign(codec::signingHash(tx)));
    }

    inline static const Wei kEtherWei = Wei(1'000'000'000'000'000'000ULL);
    boost::asio::io_context context;
    std::unique_ptr<l1::AnvilProcess> anvil;
    l1::RpcPtr rpc;
    std::unique_ptr<l1::TxManager> txManager;
    l1::Deployment deployment;
    crypto::SecretKey user = crypto::SecretKey::derive("node fleet", 100);
    std::map<unsigned, NodeEvents> events;

private:
    QTemporaryDir m_directory;
    std::vector<std::weak_ptr<node::Node>> m_nodes;
};

} // namespace aw::test
