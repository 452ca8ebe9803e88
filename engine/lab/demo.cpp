#include "base/hex.hpp"
#include "base/log.hpp"
#include "lab/demo_impl.hpp"

#include "lab/demo_token.hpp"
#include "lab/listeners.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_future.hpp>

#include <random>

namespace aw::lab {

namespace {

const log::Logger kLog("lab");
constexpr std::array kNames{"Aurora", "Borealis", "Cygnus", "Draco", "Eridanus", "Fornax", "Grus", "Hydra"};
const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
constexpr std::uint64_t kFirstBidWei = 310'000'000, kBidStepWei = 20'000'000;
constexpr unsigned kThreads = 2;
/// Of the first account of the test mnemonic that every development node funds; it is public.
constexpr std::string_view kAnvilFirstKey =
    "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
/// Of the second and third account of the same mnemonic; the node funds them on L1, the demo on L2.
constexpr std::array<std::string_view, 2> kWalletKeys{
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
    "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a"};
const Wei kWalletDepositWei = kEther * 1000;

std::filesystem::path temporaryWorkspace() {
    std::random_device random;
    return std::filesystem::temp_directory_path() /
           ("anchorwatch-" + std::to_string(random()) + std::to_string(random()));
}

} // namespace

std::unique_ptr<api::Engine> createDemo(DemoOptions options) {
    return std::make_unique<Demo>(std::move(options));
}

Demo::Demo(DemoOptions options)
    : m_options(std::move(options))
    , m_strand(boost::asio::make_strand(m_context))
    , m_snapshot(std::make_shared<api::Snapshot>())
    , m_listeners(std::make_shared<Listeners>()) {
    if (m_options.workspace.empty()) {
        m_options.workspace = temporaryWorkspace();
        m_ownsWorkspace = true;
    }
    m_tps = m_options.tps;
    m_loadRunning = m_options.tps > 0;
}

Demo::~Demo() { stop(); }

std::shared_ptr<const api::Snapshot> Demo::snapshot() const {
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
}

std::unique_ptr<api::Subscription> Demo::subscribe(std::function<void()> onChange) {
    return m_listeners->add(m_listeners, std::move(onChange));
}

void Demo::start() {
    if (!m_threads.empty()) return;
    m_work.emplace(m_context.get_executor());
    for (unsigned i = 0; i < kThreads; ++i)
        m_threads.emplace_back([this] { m_context.run(); });
    boost::asio::co_spawn(m_strand, run(), boost::asio::detached);
    boost::asio::co_spawn(m_strand, snapshotLoop(), boost::asio::detached);
}

void Demo::stop() {
    if (m_threads.empty() || m_stopping.exchange(true)) return;
    boost::asio::post(m_strand, [this] {
        m_phase = api::Phase::stopping;
        publish();
        for (auto& member : m_members)
            if (member.node) member.node->stop();
    });
    m_work.reset();
    // Nodes end by themselves; what still waits for L1 is cut off with the context.
    boost::asio::steady_timer limit(m_context, std::chrono::seconds(2));
    limit.async_wait([this](const auto&) { m_context.stop(); });
    for (auto& thread : m_threads)
        thread.join();
    m_threads.clear();
    for (auto& member : m_members)
        member.node.reset();
    m_anvil.reset();
    std::error_code ignored;
    if (m_ownsWorkspace) std::filesystem::remove_all(m_options.workspace, ignored);
    // What was seen last stays on show.
    auto last = std::make_shared<api::Snapshot>(*snapshot());
    ++last->version;
    last->phase = m_phase = api::Phase::stopped;
    {
        const std::scoped_lock lock(m_mutex);
        m_snapshot = std::move(last);
    }
    m_listeners->notify();
}

Task<bool> Demo::sleep(std::chrono::milliseconds duration) {
    boost::asio::steady_timer timer(m_strand, duration);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return !m_stopping;
}

Task<bool> Demo::waitUntil(std::function<bool()> condition, std::chrono::seconds timeout) {
    const auto deadline = m_clock.steadyMs() + static_cast<std::uint64_t>(timeout.count()) * 1000;
    while (!condition()) {
        if (m_clock.steadyMs() >= deadline || !co_await sleep(std::chrono::milliseconds(50))) co_return false;
    }
    co_return true;
}

void Demo::step(std::string id, std::string detail) {
    m_steps.push_back({std::move(id), std::move(detail), false});
    m_changed = true;
}

void Demo::stepDone() {
    if (!m_steps.empty()) m_steps.back().done = true;
    m_changed = true;
}

Task<void> Demo::run() {
    Result<void> up = Error{"lab.failed", ""};
    try {
        up = co_await bringUp();
    } catch (const std::exception& error) {
        up = Error{"lab.failed", std::string("The demo could not start: ") + error.what()};
    }
    if (m_stopping) co_return;
    if (!up) {
        kLog.info("the demo could not start", {{"detail", up.error().detail}});
        m_failure = up.error();
        m_phase = api::Phase::failed;
        m_changed = true;
        co_return;
    }
    m_phase = api::Phase::running;
    m_changed = true;
    co_await loadLoop();
}

Task<Result<void>> Demo::bringUp() {
    std::error_code failed;
    for (const char* name : kNames)
        if (std::filesystem::exists(m_options.workspace / name, failed))
            co_return Error{
                "lab.workspace-used",
                "The workspace " + m_options.workspace.string() +
                    " holds an earlier demo, whose L1 ended with it. Choose an empty directory, or "
                    "remove this one."};
    std::filesystem::create_directories(m_options.workspace, failed);
    if (failed)
        co_return Error{"lab.workspace", "The workspace " + m_options.workspace.string() +
                                             " cannot be created: " + failed.message() +
                                             ". Choose another directory."};
    if (auto done = co_await startL1(); !done) co_return done;
    if (auto done = co_await deployContracts(); !done) co_return done;
    if (auto done = co_await startOperators(); !done) co_return done;
    co_return co_await fund();
}

Task<Result<void>> Demo::startL1() {
    step("l1", "Starting anvil, a real Ethereum node, with one block a second");
    l1::AnvilOptions options;
    options.directory = m_options.workspace;
    auto anvil = co_await l1::AnvilProcess::start(m_strand, options);
    if (!anvil) co_return anvil.error();
    m_anvil = std::move(*anvil);
    auto rpc = l1::JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
    if (!rpc) co_return rpc.error();
    m_rpc = std::move(*rpc);
    const auto client = co_await m_rpc->call("web3_clientVersion", {});
    if (!client) co_return client.error();
    if (client->is_string()) m_l1Client = std::string(client->get_string());
    const auto chainId = co_await l1::chainId(m_rpc);
    if (!chainId) co_return chainId.error();
    m_l1ChainId = *chainId;
    m_bank =
        std::make_unique<l1::TxManager>(m_context.get_executor(), m_rpc,
                                        std::make_shared<const crypto::SecretKey>(
                                            *crypto::SecretKey::fromBytes(*base::fromHex(kAnvilFirstKey))),
                                        m_l1ChainId);
    stepDone();
    co_return Result<void>();
}

Task<Result<void>> Demo::deployContracts() {
    step("contracts", "Deploying the rollup's contracts");
    const auto parameters = l1::parametersOf("demo");
    if (!parameters) co_return parameters.error();
    auto deployment = co_await l1::deploy(m_rpc, *m_bank, *parameters);
    if (!deployment) co_return deployment.error();
    m_deployment = std::move(*deployment);
    stepDone();
    co_return Result<void>();
}

Result<void> Demo::openNode(Member& member) {
    std::error_code failed;
    std::filesystem::create_directories(member.directory, failed);
    node::NodeConfig config;
    config.name = member.name;
    config.directory = member.directory;
    config.l1Urls = {m_anvil->url()};
    config.l1ChainId = m_l1ChainId;
    config.deployment = m_deployment;
    config.key = member.key;
    config.rpcPort = member.rpcPort;
    config.feedPort = member.feedPort;
    const auto address = member.key->address();
    auto opened =
        node::Node::open(m_context, std::move(config),
                         [this, address](api::EventCode code, std::map<std::string, std::string> args) {
                             boost::asio::post(m_strand, [this, address, code, args = std::move(args)] {
                                 onNodeEvent(address, code, args);
                             });
                         });
    if (!opened) return opened.error();
    member.node = std::move(*opened);
    member.lastNode = member.node;
    member.rpcPort = member.node->rpcPort();
    member.feedPort = member.node->feedPort();
    member.node->start();
    return {};
}

Task<Result<void>> Demo::startOperators() {
    step("operators",
         "Starting " + std::to_string(m_options.operators) + " operators, each with a bond on L1");
    for (unsigned i = 0; i < m_options.operators; ++i) {
        Member member;
        member.name = kNames[i % kNames.size()];
        member.key = std::make_shared<const crypto::SecretKey>(crypto::SecretKey::generate());
        member.directory = m_options.workspace / member.name;
        member.rpcPort =
            m_options.rpcPort == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(m_options.rpcPort + i);
        member.bidWei = kFirstBidWei + i * kBidStepWei;
        const auto funded =
            co_await m_bank->send(member.key->address(), {}, kOperatorFundsWei, "fund " + member.name);
        if (!funded) co_return funded.error();
        m_members.push_back(std::move(member));
        if (const auto opened = openNode(m_members.back()); !opened) co_return opened;
    }
    for (auto& member : m_members)
        if (const auto joined =
                co_await member.node->registerOperator(member.bidWei, m_deployment.parameters.minBondWei);
            !joined)
            co_return joined;
    m_viewpoint = m_members[1].key->address();
    stepDone();
    co_return Result<void>();
}

Task<Result<void>> Demo::fund() {
    step("funding",
         "Depositing ETH for the operators, the users of the load and two wallets, and a token for these");
    m_accounts = std::make_unique<LoadAccounts>(
        "anchorwatch demo " + base::toHex(m_deployment.addresses.rollup.view()),
        std::max(2u, m_options.accounts), m_deployment.parameters.l2ChainId);
    for (auto& member : m_members)
        if (const auto sent = co_await member.node->deposit(member.key->address(), kOperatorDepositWei);
            !sent)
            co_return sent;
    const auto sent =
        co_await m_bank->send(m_deployment.addresses.bridge, l1::calls::deposit(m_accounts->faucet()),
                              faucetDepositWei(m_accounts->size()), "deposit for the load");
    if (!sent) co_return sent.error();
    std::vector<Address> owners;
    for (const auto secret : kWalletKeys) {
        const auto key = crypto::SecretKey::fromBytes(*base::fromHex(secret));
        const auto deposited =
            co_await m_bank->send(m_deployment.addresses.bridge, l1::calls::deposit(key->address()),
                                  kWalletDepositWei, "deposit for a wallet");
        if (!deposited) co_return deposited.error();
        m_wallets.push_back({key->address(), "0x" + std::string(secret)});
        owners.push_back(key->address());
    }
    const auto token = co_await bringDemoToken(*m_bank, m_deployment.addresses.bridge, owners);
    if (!token) co_return token.error();
    m_token = *token;
    const bool arrived = co_await waitUntil(
        [&] {
            for (const auto& member : m_members)
                if (!member.node || member.node->view()->heads.safe.number == 0) return false;
            return true;
        },
        std::chrono::seconds(40));
    if (!arrived && !m_stopping)
        co_return Error{"lab.funding",
                        "The deposits were not anchored within 40 s; the log says why. Is the machine "
                        "overloaded?"};
    stepDone();
    co_return Result<void>();
}

} // namespace aw::lab
