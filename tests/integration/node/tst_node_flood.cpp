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

/// An honest client: it asks one thing after another at its pace, and notes what it sees.
class Honest {
public:
    Honest(const node::Node& node, std::chrono::milliseconds interval)
        : m_client(node.rpcPort(), "127.0.0.2")
        , m_interval(interval)
        , m_pace(m_context, std::chrono::steady_clock::now()) {}

    void call(const std::string& method, json::array params) {
        const auto begin = std::chrono::steady_clock::now();
        const auto answer = m_client.call(method, std::move(params));
        const auto end = std::chrono::steady_clock::now();
        ms.push_back(std::chrono::duration<double, std::milli>(end - begin).count());
        if (!answer.contains("result")) refused.push_back(json::serialize(answer));
        m_pace.expires_at(m_pace.expiry() + m_interval);
        m_pace.wait();
    }

    std::vector<double> ms; ///< by request
    std::vector<std::string> refused;

private:
    HttpClient m_client;
    const std::chrono::milliseconds m_interval;
    boost::asio::io_context m_context;
    boost::asio::steady_timer m_pace;
};

/// What honest clients saw together.
struct Seen {
    std::vector<double> ms; ///< ascending
    std::vector<std::string> refused;
    std::uint64_t blocks = 0;
    double seconds = 0;

    void add(const Honest& client) {
        ms.insert(ms.end(), client.ms.begin(), client.ms.end());
        std::ranges::sort(ms);
        refused.insert(refused.end(), client.refused.begin(), client.refused.end());
    }
    double percentile(double share) const {
        return ms.empty() ? 0 : ms[static_cast<std::size_t>(share * static_cast<double>(ms.size() - 1))];
    }
    QString text() const {
        return QString("p50 %1 ms, p99 %2 ms, %3 blocks/s")
            .arg(percentile(0.5), 0, 'f', 1)
            .arg(percentile(0.99), 0, 'f', 1)
            .arg(static_cast<double>(blocks) / seconds, 0, 'f', 1);
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

    /// One sends these transfers, another one reads meanwhile.
    Seen behave(const node::Node& node, const std::vector<std::string>& txs) {
        constexpr auto kInterval = 25ms;
        Honest sender(node, kInterval), reader(node, kInterval);
        const auto user = json::string(base::toHex(m_fleet->user.address().view()));
        const auto first = node.view()->heads.latest.number;
        const auto begin = std::chrono::steady_clock::now();
        std::atomic<bool> done = false;
        std::thread reading([&] {
            while (!done) {
                reader.call("eth_getTransactionCount", {user, "pending"});
                reader.call("eth_getBlockByNumber", {"latest", false});
            }
        });
        for (const auto& tx : txs)
            sender.call("eth_sendRawTransaction", {json::string(tx)});
        done = true;
        reading.join();
        Seen seen{.blocks = node.view()->heads.latest.number - first,
                  .seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()};
        seen.add(sender);
        seen.add(reader);
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
        const auto count = static_cast<std::size_t>(seconds > 0 ? seconds * 40 : 50);
        const auto quietTxs = transfers(count), floodTxs = transfers(count);
        const auto far = farNonces();

        const Threads threads(m_fleet->context);
        const auto quiet = behave(*node, quietTxs);
        QCOMPARE(quiet.refused, std::vector<std::string>());
        RpcFlood flood(node->rpcPort(), "127.0.0.1", m_fleet->deployment.parameters.l2ChainId, far);
        QTRY_VERIFY(flood.refusals() > 0);
        const auto flooded = behave(*node, floodTxs);

        qInfo("quiet: %s; flooded: %s; the flood got %zu responses, %zu of them refusals",
              qUtf8Printable(quiet.text()), qUtf8Printable(flooded.text()), flood.responses(),
              flood.refusals());

        // Everything honest was answered and taken, in many blocks; the flood was refused, and bounded.
        QCOMPARE(flooded.refused, std::vector<std::string>());
        QVERIFY(flooded.ms.size() > count);
        QVERIFY2(flooded.blocks >= count / 5, std::to_string(flooded.blocks).c_str());
        HttpClient monitor(node->rpcPort(), "127.0.0.3");
        const auto health = json::parse(monitor.request(http::verb::get, "/health").body());
        const auto& used = health.at("rpc");
        const rpc::Limits limits;
        QVERIFY(used.at("requestBytes").to_number<std::size_t>() <= limits.remote.heldBytes);
        QVERIFY(used.at("unsentBytes").to_number<std::size_t>() <= limits.remote.heldBytes);
        QVERIFY(used.at("waitingReads").to_number<std::size_t>() <= limits.remote.waitingReads + 1);
        QVERIFY(used.at("waitingSearches").to_number<std::size_t>() <= limits.remote.waitingReads + 1);
        const auto executed = [&] {
            return monitor
                       .call("eth_getTransactionCount",
                             {json::string(base::toHex(m_fleet->user.address().view())), "latest"})
                       .at("result") == json::value(base::toQuantity(std::uint64_t{2 * count}));
        };
        QTRY_VERIFY(executed());
    }
};

QTEST_GUILESS_MAIN(TestNodeFlood)
#include "tst_node_flood.moc"
