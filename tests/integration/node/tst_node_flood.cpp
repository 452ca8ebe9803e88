#include "node_fleet.hpp"
#include "rpc_client.hpp"
#include "rpc_flood.hpp"

#include <QTest>

#include <boost/asio/executor_work_guard.hpp>

#include <algorithm>
#include <thread>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;
namespace json = boost::json;
namespace http = boost::beast::http;

namespace {

/// A fleet's context on two threads, as in the demo.
class Threads {
public:
    explicit Threads(boost::asio::io_context& context)
        : m_context(context)
        , m_work(context.get_executor()) {
        m_context.restart();
        for (auto& thread : m_threads)
            thread = std::thread([this] { m_context.run(); });
    }
    ~Threads() {
        m_work.reset();
        m_context.stop();
        for (auto& thread : m_threads)
            thread.join();
    }

private:
    boost::asio::io_context& m_context;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work;
    std::array<std::thread, 2> m_threads;
};

/// What an honest client saw.
struct Seen {
    std::vector<double> ms; ///< by request
    std::size_t refused = 0;
    std::uint64_t blocks = 0;
    double seconds = 0;

    double blocksPerSecond() const { return static_cast<double>(blocks) / seconds; }
    double percentile(double share) {
        std::ranges::sort(ms);
        return ms.empty() ? 0 : ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
    }
};

} // namespace

/// A node whose public RPC is flooded from one address, and somebody honest at another.
class TestNodeFlood : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;
    std::uint64_t m_nonce = 0;

    /// Signed before: an honest client's own work is not what is measured.
    std::vector<std::string> transfers(std::size_t count) {
        std::vector<std::string> result;
        for (std::size_t i = 0; i < count; ++i)
            result.push_back(base::toHex(m_fleet->transfer(m_nonce++, 2'000'000'000, 0)));
        return result;
    }

    /// A transfer and two reads, again and again, as often as `interval` says.
    Seen behave(const node::Node& node, const std::vector<std::string>& txs,
                std::chrono::milliseconds interval) {
        HttpClient client(node.rpcPort(), "127.0.0.2");
        Seen seen;
        const auto call = [&](const std::string& method, json::array params) {
            const auto begin = std::chrono::steady_clock::now();
            const auto answer = client.call(method, std::move(params));
            seen.ms.push_back(
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
            if (answer.contains("result")) return;
            ++seen.refused;
            qWarning("%s", json::serialize(answer).c_str());
        };
        const auto first = node.view()->heads.latest.number;
        const auto begin = std::chrono::steady_clock::now();
        auto next = begin;
        const auto user = base::toHex(m_fleet->user.address().view());
        for (const auto& tx : txs) {
            call("eth_sendRawTransaction", {json::string(tx)});
            call("eth_getTransactionCount", {json::string(user), "pending"});
            call("eth_getBlockByNumber", {"latest", false});
            std::this_thread::sleep_until(next += interval);
        }
        seen.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        seen.blocks = node.view()->heads.latest.number - first;
        return seen;
    }

    std::vector<Bytes> farNonces() {
        std::vector<Bytes> txs;
        for (std::uint64_t i = 0; i < 1000; ++i)
            txs.push_back(m_fleet->transfer(1'000'000 + i));
        return txs;
    }

private slots:
    void init() {
        m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient());
        m_nonce = 0;
    }
    void cleanup() { m_fleet.reset(); }

    void anHonestClientIsServedDuringAFlood() {
        // As clients of other machines are: those of this one may use more.
        const auto node = m_fleet->open(1, [](auto& config) {
            config.rpcLimits.loopback = rpc::Allowance{};
            config.requireBackup = false;
        });
        m_fleet->join(node);
        const auto depositKnown = [&] {
            return m_fleet->askNode(*node, "eth_getBalance",
                                    {json::string(base::toHex(m_fleet->user.address().view())), "latest"}) !=
                   json::value("0x0");
        };
        QVERIFY(m_fleet->until(depositKnown));
        // So many seconds by itself, and so many with the flood; a short run counts only.
        const auto seconds = qEnvironmentVariableIntValue("AW_FLOOD_SECONDS");
        constexpr auto kInterval = 25ms;
        const auto count = static_cast<std::size_t>(seconds > 0 ? seconds * 40 : 50);
        const auto quietTxs = transfers(count), floodTxs = transfers(count);
        const auto far = farNonces();

        const Threads threads(m_fleet->context);
        auto quiet = behave(*node, quietTxs, kInterval);
        QCOMPARE(quiet.refused, std::size_t{0});
        RpcFlood flood(node->rpcPort(), "127.0.0.1", m_fleet->deployment.parameters.l2ChainId, far);
        QTRY_VERIFY(flood.refusals() > 0);
        auto flooded = behave(*node, floodTxs, kInterval);

        // Everything honest was answered and taken, in many blocks; the flood was refused, and bounded.
        QCOMPARE(flooded.refused, std::size_t{0});
        QCOMPARE(flooded.ms.size(), 3 * count);
        QVERIFY2(flooded.blocks >= count / 5, std::to_string(flooded.blocks).c_str());
        HttpClient monitor(node->rpcPort(), "127.0.0.3");
        const auto health = json::parse(monitor.request(http::verb::get, "/health").body());
        const auto& used = health.at("rpc");
        const rpc::Limits limits;
        QVERIFY(used.at("requestBytes").to_number<std::size_t>() <= limits.remote.heldBytes);
        QVERIFY(used.at("unsentBytes").to_number<std::size_t>() <= limits.remote.heldBytes);
        QVERIFY(used.at("waitingReads").to_number<std::size_t>() <= limits.remote.waitingReads + 1);
        const auto executed = [&] {
            return monitor
                       .call("eth_getTransactionCount",
                             {json::string(base::toHex(m_fleet->user.address().view())), "latest"})
                       .at("result") == json::value(base::toQuantity(std::uint64_t{2 * count}));
        };
        QTRY_VERIFY(executed());
        qInfo("quiet: p50 %.1f ms, p99 %.1f ms, %.1f blocks/s; flooded: p50 %.1f ms, p99 %.1f ms, %.1f "
              "blocks/s; the flood got %zu responses, %zu of them refusals",
              quiet.percentile(0.5), quiet.percentile(0.99), quiet.blocksPerSecond(), flooded.percentile(0.5),
              flooded.percentile(0.99), flooded.blocksPerSecond(), flood.responses(), flood.refusals());
    }
};

QTEST_GUILESS_MAIN(TestNodeFlood)
#include "tst_node_flood.moc"
