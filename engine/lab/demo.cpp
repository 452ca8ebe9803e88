#include "lab/demo_impl.hpp"

#include "base/hex.hpp"
#include "base/log.hpp"
#include "l1/contracts.hpp"
#include "lab/demo_token.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <array>
#include <random>

namespace aw::lab {

namespace {

const log::Logger kLog("lab");
const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
constexpr unsigned kThreads = 2;
/// Of the second and third account of anvil's mnemonic, which is public; the node funds them on L1, the demo
/// on L2.
constexpr std::array<std::string_view, 2> kWalletKeys{
    "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d",
    "5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a"};
const Wei kWalletDepositWei = kEther * 1000;

std::filesystem::path temporaryWorkspace() {
    std::random_device random;
    // Short: it is shown.
    constexpr unsigned kNames = 1'000'000;
    std::filesystem::path folder;
    std::error_code ignored;
    do
        folder =
            std::filesystem::temp_directory_path() / ("anchorwatch-" + std::to_string(random() % kNames));
    while (std::filesystem::exists(folder, ignored));
    return folder;
}

/// The options with a workspace.
DemoOptions withWorkspace(DemoOptions options) {
    if (options.workspace.empty()) options.workspace = temporaryWorkspace();
    return options;
}

} // namespace

std::unique_ptr<api::Engine> createDemo(DemoOptions options) {
    return std::make_unique<Demo>(std::move(options));
}

Demo::Demo(DemoOptions options)
    : m_options(withWorkspace(options))
    , m_ownsWorkspace(options.workspace.empty())
    , m_pace(m_context)
    , m_l1(m_context)
    , m_fleet(m_context, m_pace, m_l1, m_options.workspace,
              [this](const Address& from, api::EventCode code, std::map<std::string, std::string> args) {
                  onNodeEvent(from, code, std::move(args));
              })
    , m_load(m_pace, m_fleet, m_options.tps, m_options.recordLoad) {}

Demo::~Demo() { stop(); }

void Demo::start() {
    if (!m_threads.empty()) return;
    m_work.emplace(m_context.get_executor());
    for (unsigned i = 0; i < kThreads; ++i)
        m_threads.emplace_back([this] { m_context.run(); });
    boost::asio::co_spawn(m_pace.strand(), run(),
                          boost::asio::bind_cancellation_slot(m_cancelRun.slot(), boost::asio::detached));
    boost::asio::co_spawn(m_pace.strand(), snapshotLoop(), boost::asio::detached);
}

void Demo::stop() {
    if (m_threads.empty() || !m_pace.stop()) return;
    boost::asio::post(m_pace.strand(), [this] {
        m_phase = api::Phase::stopping;
        publish();
        m_fleet.stop();
        // What is still starting lets go: an anvil that is not up yet would outlive its workspace.
        m_cancelRun.emit(boost::asio::cancellation_type::terminal);
    });
    m_work.reset();
    // Nodes end by themselves; what still waits for L1 is cut off with the context.
    boost::asio::steady_timer limit(m_context, std::chrono::seconds(2));
    limit.async_wait([this](const auto&) { m_context.stop(); });
    for (auto& thread : m_threads)
        thread.join();
    m_threads.clear();
    m_fleet.forget();
    m_l1.stop();
    std::error_code ignored;
    if (m_ownsWorkspace) std::filesystem::remove_all(m_options.workspace, ignored);
    // What was seen last stays on show.
    auto last = *m_board.snapshot();
    last.phase = m_phase = api::Phase::stopped;
    m_board.publish(std::move(last));
}

void Demo::step(std::string id, std::string detail) {
    m_steps.push_back({std::move(id), std::move(detail), false});
    m_changed = true;
}

void Demo::stepDone() {
    if (!m_steps.empty()) m_steps.back().done = true;
    m_changed = true;
}

void Demo::fail(Error error) {
    kLog.info("the demo failed", {{"detail", error.detail}});
    m_failure = std::move(error);
    m_phase = api::Phase::failed;
    m_changed = true;
}

Task<void> Demo::run() {
    try {
        const auto up = co_await bringUp();
        if (m_pace.stopping() || m_phase == api::Phase::failed) co_return;
        if (!up) {
            fail(up.error());
            co_return;
        }
        m_phase = api::Phase::running;
        m_changed = true;
        co_await m_load.run();
    } catch (const std::exception& error) {
        // Also what was cut off by stop().
        if (!m_pace.stopping())
            fail(Error{ErrorCode::labFailed, std::string("The demo failed: ") + error.what()});
    }
}

Task<Result<void>> Demo::bringUp() {
    if (Fleet::hasMembers(m_options.workspace))
        co_return Error{ErrorCode::labWorkspaceUsed,
                        "The workspace " + m_options.workspace.string() +
                            " holds an earlier demo, whose L1 ended with it. Choose an empty directory, or "
                            "remove this one."};
    std::error_code failed;
    std::filesystem::create_directories(m_options.workspace, failed);
    if (failed)
        co_return Error{ErrorCode::labWorkspace, "The workspace " + m_options.workspace.string() +
                                                     " cannot be created: " + failed.message() +
                                                     ". Choose another directory."};
    step("l1", "Starting anvil, a real Ethereum node, with one block a second");
    if (auto done = co_await m_l1.start(m_pace.strand(), m_options.workspace); !done) co_return done;
    stepDone();
    step("contracts", "Deploying the rollup's contracts");
    if (auto done = co_await m_l1.deployContracts(); !done) co_return done;
    stepDone();
    step("operators",
         "Starting " + std::to_string(m_options.operators) + " operators, each with a bond on L1");
    if (auto done = co_await m_fleet.launch(m_options.operators, m_options.rpcPort); !done) co_return done;
    stepDone();
    co_return co_await fund();
}

Task<Result<void>> Demo::fund() {
    step("funding",
         "Depositing ETH for the operators, the users of the load and two wallets, and a token for these");
    const auto& deployment = m_l1.deployment();
    const auto bridge = deployment.addresses.bridge;
    m_load.setAccounts(
        std::make_unique<LoadAccounts>("anchorwatch demo " + base::toHex(deployment.addresses.rollup.view()),
                                       std::max(2u, m_options.accounts), deployment.parameters.l2ChainId));
    if (auto done = co_await m_fleet.deposit(); !done) co_return done;
    const auto& users = m_load.accounts();
    const auto sent = co_await m_l1.bank().send(bridge, l1::calls::deposit(users.faucet()),
                                                faucetDepositWei(users.size()), "deposit for the load");
    if (!sent) co_return sent.error();
    std::vector<Address> owners;
    for (const auto secret : kWalletKeys) {
        const auto key = crypto::SecretKey::fromBytes(*base::fromHex(secret));
        const auto deposited = co_await m_l1.bank().send(bridge, l1::calls::deposit(key->address()),
                                                         kWalletDepositWei, "deposit for a wallet");
        if (!deposited) co_return deposited.error();
        m_labState.wallets.push_back({key->address(), "0x" + std::string(secret)});
        owners.push_back(key->address());
    }
    const auto token = co_await bringDemoToken(m_l1.bank(), bridge, owners);
    if (!token) co_return token.error();
    m_labState.token = *token;
    const bool arrived =
        co_await m_pace.waitUntil([this] { return m_fleet.allHaveSafeBlock(); }, std::chrono::seconds(40));
    if (!arrived && !m_pace.stopping())
        co_return Error{ErrorCode::labFunding,
                        "The deposits were not anchored within 40 s; the log says why. Is the machine "
                        "overloaded?"};
    stepDone();
    co_return Result<void>();
}

} // namespace aw::lab
