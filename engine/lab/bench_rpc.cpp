#include "lab/bench_rpc.hpp"

#include "base/hex.hpp"
#include "crypto/recovery_pool.hpp"
#include "l1/contracts.hpp"
#include "lab/bench_backup.hpp"
#include "lab/blocking.hpp"
#include "lab/demo_l1.hpp"
#include "lab/rpc_load.hpp"
#include "node/node.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/use_future.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <random>
#include <thread>

namespace aw::lab {

namespace {

using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

const Wei kEther = Wei(1'000'000'000'000'000'000ULL);
constexpr std::uint64_t kBidWei = 310'000'000;
constexpr std::size_t kBatch = 100;
/// Transactions of a sender that may be pending at a time.
constexpr std::size_t kPerSender = 1000;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// The value that so many of the samples are not above; samples ascending.
double percentile(const std::vector<double>& samples, double share) {
    return samples.empty()
               ? 0
               : samples[static_cast<std::size_t>(static_cast<double>(samples.size() - 1) * share)];
}

/// Transfers between a benchmark's accounts, signed in the order of each one's nonces.
class Senders {
public:
    Senders(std::uint32_t count, std::uint64_t chainId)
        : m_chainId(chainId) {
        for (std::uint32_t i = 0; i <= count; ++i)
            m_accounts.push_back({crypto::SecretKey::derive("anchorwatch bench rpc", i), 0});
    }
    std::size_t count() const { return m_accounts.size() - 1; }
    /// It funds the others.
    const Address& faucet() const { return m_accounts.back().key.address(); }
    const Address& address(std::size_t sender) const { return m_accounts[sender].key.address(); }
    Bytes fund(std::size_t sender) { return sign(m_accounts.back(), address(sender), kEther * 100); }
    Bytes next(std::size_t sender) {
        return sign(m_accounts[sender], address((sender + 1) % count()), Wei(1'000'000'000'000ULL));
    }

private:
    struct Account {
        crypto::SecretKey key;
        std::uint64_t nonce = 0;
    };
    Bytes sign(Account& account, const Address& to, const Wei& value) const {
        const codec::Transaction tx{.chainId = m_chainId,
                                    .nonce = account.nonce++,
                                    .tipWei = 0,
                                    .maxFeeWei = 10'000'000'000,
                                    .gasLimit = 21'000,
                                    .to = to,
                                    .value = value};
        return codec::encodeTransaction(tx, account.key.sign(codec::signingHash(tx)));
    }
    std::uint64_t m_chainId;
    std::vector<Account> m_accounts; ///< the faucet last
};

class Bench {
public:
    Bench(const RpcBenchOptions& options, std::function<void(const std::string&)> progress, fs::path folder)
        : m_options(options)
        , m_progress(std::move(progress))
        , m_folder(std::move(folder))
        , m_pace(m_context)
        , m_l1(m_context) {}
    ~Bench() {
        if (m_node) m_node->stop();
        // What its threads have under way comes back to the context.
        const std::weak_ptr<node::Node> last = std::exchange(m_node, nullptr);
        for (int i = 0; i < 500 && !last.expired(); ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        m_backups.clear();
        m_context.stop();
        m_threads.clear();
        m_anvil.reset();
        m_l1.stop();
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }

    Result<std::vector<BenchValue>> run() {
        if (const auto done = bringUp(); !done) return done.error();
        if (const auto done = measure(); !done) return done.error();
        return values();
    }

private:
    void say(const std::string& what) const {
        if (m_progress) m_progress(what);
    }
    void note(const std::string& key, double value) { m_samples[key].push_back(value); }

    node::NodeConfig configOf(unsigned number) const {
        node::NodeConfig config;
        config.name = "Operator " + std::to_string(number);
        config.directory = m_folder / std::to_string(number);
        config.l1Urls = {m_l1.info().l1Endpoint};
        config.l1ChainId = m_l1.info().l1ChainId;
        config.deployment = m_l1.deployment();
        config.key = std::make_shared<const crypto::SecretKey>(
            crypto::SecretKey::derive("anchorwatch bench operator", number));
        return config;
    }

    Task<Result<void>> bringUpL1() {
        if (auto done = co_await m_l1.start(m_pace.strand(), m_folder / "l1"); !done) co_return done;
        if (auto done = co_await m_l1.deployContracts(); !done) co_return done;
        for (unsigned number = 0; number < 3; ++number) {
            const auto key = configOf(number).key;
            const auto sent = co_await m_l1.bank().send(key->address(), {}, kEther * 500, "funds");
            if (!sent) co_return sent.error();
        }
        co_return Result<void>();
    }

    Task<Result<void>> registerAndFund() {
        const auto& deployment = m_l1.deployment();
        auto joined = co_await m_node->registerOperator(kBidWei, deployment.parameters.minBondWei);
        if (!joined) co_return joined;
        auto deposited = co_await m_node->deposit(m_node->address(), kEther);
        if (!deposited) co_return deposited;
        auto call = l1::calls::deposit(m_senders->faucet());
        const auto funds = kEther * (110 * m_senders->count() + 100);
        const auto sent =
            co_await m_l1.bank().send(deployment.addresses.bridge, std::move(call), funds, "deposit");
        if (!sent) co_return sent.error();
        const auto node = m_node;
        const bool arrived = co_await m_pace.waitUntil([node] { return node->view()->heads.safe.number > 0; },
                                                       std::chrono::seconds(40));
        if (!arrived) co_return Error{ErrorCode::labFunding, "The deposits were not anchored within 40 s."};
        for (std::size_t sender = 0; sender < m_senders->count(); ++sender) {
            auto raw = m_senders->fund(sender);
            const auto accepted = co_await m_node->submit(std::move(raw));
            if (!accepted) co_return accepted.error();
        }
        const auto funded = m_senders->count();
        const bool executed = co_await m_pace.waitUntil(
            [node, funded] { return node->view()->totalTxs >= funded; }, std::chrono::seconds(20));
        if (!executed) co_return Error{ErrorCode::labFunding, "The accounts were not funded within 20 s."};
        co_return Result<void>();
    }

    Result<void> bringUp() {
        say("anvil, contracts and an operator");
        if (const auto done = runBlocking(m_context, bringUpL1()); !done) return done;
        // Forked before there are threads.
        for (unsigned number = 1; number <= m_options.backups; ++number)
            m_backups.push_back(
                std::make_unique<BenchBackup>(configOf(number), kBidWei + number * 20'000'000));
        m_senders = std::make_unique<Senders>(m_options.connections, m_l1.deployment().parameters.l2ChainId);
        m_context.restart();
        const auto work = m_context.get_executor();
        m_work.emplace(work);
        for (unsigned i = 0; i < std::max(2u, std::thread::hardware_concurrency()); ++i)
            m_threads.emplace_back([this] { m_context.run(); });
        std::error_code failed;
        const auto config = configOf(0);
        fs::create_directories(config.directory, failed);
        auto node = node::Node::open(m_context, config, {});
        if (!node) return node.error();
        m_node = *node;
        m_node->start();
        if (const auto done = wait(registerAndFund()); !done) return done;
        return startAnvil();
    }

    /// Another one with the chain id of the rollup, that executes the same transfers.
    Result<void> startAnvil() {
        l1::AnvilOptions options;
        options.directory = m_folder / "anvil";
        options.chainId = m_l1.deployment().parameters.l2ChainId;
        options.accounts = 1;
        auto started = wait(l1::AnvilProcess::start(m_pace.strand(), options));
        if (!started) return started.error();
        m_anvil = std::move(*started);
        auto rpc = l1::JsonRpcClient::create(m_context.get_executor(), m_anvil->url());
        if (!rpc) return rpc.error();
        for (std::size_t sender = 0; sender < m_senders->count(); ++sender) {
            boost::json::array params;
            params.emplace_back(base::toHex(m_senders->address(sender).view()));
            params.emplace_back(base::toQuantity(U256(kEther) * 1'000'000));
            const auto set = wait((*rpc)->call("anvil_setBalance", std::move(params)));
            if (!set) return set.error();
        }
        return {};
    }

    template<class T>
    Result<T> wait(Task<Result<T>> task) {
        return boost::asio::co_spawn(m_context, std::move(task), boost::asio::use_future).get();
    }

    /// The transfers of a measurement, of each connection, in its order.
    std::vector<std::vector<Bytes>> sign(std::size_t count) {
        std::vector<std::vector<Bytes>> raws(m_senders->count());
        const auto each = count / raws.size();
        std::vector<std::jthread> threads;
        const auto cores = coreCount();
        for (unsigned core = 0; core < cores; ++core)
            threads.emplace_back([&, core] {
                for (auto sender = std::size_t{core}; sender < raws.size(); sender += cores)
                    for (std::size_t i = 0; i < each; ++i)
                        raws[sender].push_back(m_senders->next(sender));
            });
        threads.clear();
        return raws;
    }
    static std::vector<RpcScript> singles(const std::vector<std::vector<Bytes>>& raws) {
        std::vector<RpcScript> scripts;
        for (const auto& own : raws) {
            RpcScript script;
            for (const auto& raw : own)
                script.push_back(sendRequest(raw));
            scripts.push_back(std::move(script));
        }
        return scripts;
    }
    static std::vector<RpcScript> batches(const std::vector<std::vector<Bytes>>& raws) {
        std::vector<RpcScript> scripts;
        for (const auto& own : raws) {
            RpcScript script;
            for (std::size_t first = 0; first < own.size(); first += kBatch) {
                const auto begin = own.begin() + static_cast<std::ptrdiff_t>(first);
                const auto count = std::min(kBatch, own.size() - first);
                script.push_back(
                    sendRequest(std::vector<Bytes>(begin, begin + static_cast<std::ptrdiff_t>(count))));
            }
            scripts.push_back(std::move(script));
        }
        return scripts;
    }

    /// Plays them at the operator, and waits until it has executed everything.
    Result<RpcPlay> play(const std::vector<RpcScript>& scripts, double perSecond = 0) {
        const auto before = m_node->view()->totalTxs;
        auto played = playRpc(m_node->rpcPort(), scripts, perSecond);
        if (!played) return played.error();
        if (played->refused > 0)
            return Error{ErrorCode::benchNotExecutable, "A transfer was refused: " + played->firstRefusal};
        const auto want = before + played->accepted;
        for (int i = 0; i < 600 && m_node->view()->totalTxs < want; ++i)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        return played;
    }

    double recoverOnAllCores(const std::vector<std::vector<Bytes>>& raws) const {
        std::vector<crypto::RecoveryJob> jobs;
        for (const auto& own : raws)
            for (const auto& raw : own) {
                const auto tx = codec::parseTransaction(raw);
                jobs.push_back({tx->signingHash, tx->signature});
            }
        crypto::RecoveryPool pool(coreCount());
        const auto begin = Clock::now();
        const auto recovered = pool.recover(jobs);
        return recovered ? static_cast<double>(jobs.size()) / secondsSince(begin) : 0;
    }

    Result<void> measureOne(const std::string& prefix, bool withAnvil) {
        const auto count = std::min<std::size_t>(m_options.transactions, m_senders->count() * kPerSender);
        const auto raws = sign(count);
        const auto recovery = recoverOnAllCores(raws);
        const auto scripts = singles(raws);
        const auto single = play(scripts);
        if (!single) return single.error();
        const auto perSecond = static_cast<double>(single->accepted) / single->seconds;
        note("recover_per_s", recovery);
        note(prefix + "rpc_per_s", perSecond);
        note(prefix + "rpc_over_recovery", perSecond / recovery);
        if (withAnvil) {
            const auto port = std::stoul(m_anvil->url().substr(m_anvil->url().rfind(':') + 1));
            const auto other = playRpc(static_cast<std::uint16_t>(port), scripts);
            if (!other) return other.error();
            if (other->refused > 0)
                return Error{ErrorCode::benchNotExecutable,
                             "anvil refused a transfer: " + other->firstRefusal};
            const auto anvil = static_cast<double>(other->accepted) / other->seconds;
            note("anvil_per_s", anvil);
            note("rpc_over_anvil", perSecond / anvil);
        }
        const auto paced =
            play(singles(sign(std::min<std::size_t>(count, static_cast<std::size_t>(perSecond * 4)))),
                 perSecond * 0.8);
        if (!paced) return paced.error();
        note(prefix + "ack_p50_ms", percentile(paced->latencyMs, 0.50));
        note(prefix + "ack_p99_ms", percentile(paced->latencyMs, 0.99));
        return {};
    }

    Result<void> measure() {
        for (std::uint32_t i = 0; i < m_options.runs; ++i) {
            say("one operator, run " + std::to_string(i + 1) + " of " + std::to_string(m_options.runs));
            // The same transfers have the nonces that anvil expects only while nothing else used them.
            if (const auto done = measureOne("", i == 0); !done) return done;
            const auto raws = sign(m_options.transactions);
            const auto recovery = recoverOnAllCores(raws);
            const auto batch = play(batches(raws));
            if (!batch) return batch.error();
            const auto perSecond = static_cast<double>(batch->accepted) / batch->seconds;
            note("batch_per_s", perSecond);
            note("batch_over_recovery", perSecond / recovery);
        }
        if (m_backups.empty()) return {};
        say("the backups join");
        for (const auto& backup : m_backups)
            backup->join();
        const auto node = m_node;
        auto joined = [](Pace& pace, std::shared_ptr<node::Node> own,
                         std::size_t count) -> Task<Result<void>> {
            const bool done = co_await pace.waitUntil(
                [own, count] { return own->view()->feedPeers >= count; }, std::chrono::seconds(60));
            if (!done) co_return Error{ErrorCode::labSlow, "The backups did not join within a minute."};
            co_return Result<void>();
        };
        if (const auto done = wait(joined(m_pace, node, m_backups.size())); !done) return done;
        std::this_thread::sleep_for(std::chrono::seconds(5)); // until they are admitted to this one's feed
        for (std::uint32_t i = 0; i < m_options.runs; ++i) {
            say("with backups, run " + std::to_string(i + 1) + " of " + std::to_string(m_options.runs));
            if (const auto done = measureOne("replicated_", false); !done) return done;
        }
        return {};
    }

    std::vector<BenchValue> values() {
        std::vector<BenchValue> all;
        using Bar = BenchValue::Bar;
        const auto add = [&](const char* key, const char* text, const char* unit, Bar bar = Bar::none,
                             double limit = 0) {
            all.push_back(benchValue(key, text, unit, m_samples[key], bar, limit));
        };
        add("recover_per_s", "Signers recovered, all cores", "1/s");
        add("rpc_per_s", "One operator, durable: a call at a time", "1/s");
        add("rpc_over_recovery", "  over recovery alone", "", Bar::atLeast, 0.45);
        add("batch_per_s", "  JSON batches of 100", "1/s");
        add("batch_over_recovery", "  over recovery alone", "", Bar::atLeast, 0.60);
        add("anvil_per_s", "anvil, the same calls", "1/s");
        add("rpc_over_anvil", "  one operator over anvil", "", Bar::atLeast, 2.5);
        add("ack_p50_ms", "Acknowledged at 80 %, half of them", "ms", Bar::atMost, 10);
        add("ack_p99_ms", "  99 of 100", "ms", Bar::atMost, 40);
        if (m_backups.empty()) return all;
        add("replicated_rpc_per_s", m_backups.size() == 1 ? "With a backup" : "With two backups, held by one",
            "1/s");
        add("replicated_rpc_over_recovery", "  over recovery alone", "", Bar::atLeast, 0.17);
        add("replicated_ack_p50_ms", "Acknowledged at 80 %, half of them", "ms", Bar::atMost, 10);
        add("replicated_ack_p99_ms", "  99 of 100", "ms", Bar::atMost, 40);
        return all;
    }

    RpcBenchOptions m_options;
    std::function<void(const std::string&)> m_progress;
    fs::path m_folder;
    boost::asio::io_context m_context;
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> m_work;
    Pace m_pace;
    DemoL1 m_l1;
    std::vector<std::unique_ptr<BenchBackup>> m_backups;
    std::unique_ptr<Senders> m_senders;
    std::shared_ptr<node::Node> m_node;
    std::unique_ptr<l1::AnvilProcess> m_anvil;
    std::vector<std::jthread> m_threads;
    std::map<std::string, std::vector<double>> m_samples;
};

Result<fs::path> makeFolder(const std::string& directory) {
    std::random_device random;
    std::error_code failed;
    const auto base = directory.empty() ? fs::temp_directory_path() : fs::path(directory);
    const auto folder = base / ("anchorwatch-bench-" + std::to_string(random()));
    fs::create_directory(folder, failed);
    if (failed)
        return Error{ErrorCode::benchDisk, "The directory " + folder.string() + " cannot be made: " +
                                               failed.message() + ". Choose another one with --directory."};
    return folder;
}

} // namespace

Result<RpcBenchReport> runRpcBench(const RpcBenchOptions& options,
                                   const std::function<void(const std::string&)>& progress) {
    auto folder = makeFolder(options.directory);
    if (!folder) return folder.error();
    auto values = Bench(options, progress, std::move(*folder)).run();
    if (!values) return values.error();
    return RpcBenchReport{
        .options = options, .processor = processorName(), .cores = coreCount(), .values = std::move(*values)};
}

boost::json::object toJson(const RpcBenchReport& report) {
    auto out = toJson(report.values);
    out["machine"] = boost::json::object{{"processor", report.processor}, {"cores", report.cores}};
    out["options"] = boost::json::object{{"transactions", report.options.transactions},
                                         {"connections", report.options.connections},
                                         {"backups", report.options.backups},
                                         {"runs", report.options.runs}};
    return out;
}

} // namespace aw::lab
