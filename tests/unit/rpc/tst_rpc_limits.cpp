#include "base/hex.hpp"
#include "rpc/byte_budget.hpp"
#include "rpc_fixture.hpp"

#include <boost/asio/steady_timer.hpp>

#include <QTest>

#include <condition_variable>

using namespace aw;
using namespace std::chrono_literals;
using test::request;
namespace http = boost::beast::http;
namespace json = boost::json;

namespace {

/// Holds whoever comes until it is opened.
class Barrier {
public:
    void pass() {
        std::unique_lock lock(m_mutex);
        ++m_come;
        m_changed.notify_all();
        m_changed.wait(lock, [this] { return m_open; });
    }
    void open() {
        const std::lock_guard lock(m_mutex);
        m_open = true;
        m_changed.notify_all();
    }
    /// Waits until somebody is held.
    void awaitSomebody() {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_come > 0; });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_come = 0;
    bool m_open = false;
};

} // namespace

/// What one client, or all together, may use of the server; each address of this machine is a client here.
class TestRpcLimits : public QObject {
    Q_OBJECT

    static rpc::Limits limitsOf(const rpc::Allowance& allowance) {
        rpc::Limits limits;
        limits.loopback = allowance;
        limits.sweepInterval = 10ms;
        limits.refusalDelay = 1ms;
        return limits;
    }
    static json::value codeOf(const json::value& response) { return response.at("error").at("code"); }
    static std::string messageOf(const json::value& response) {
        return std::string(response.at("error").at("message").as_string());
    }
    static std::string posted(const std::string& body) {
        return "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body;
    }
    static constexpr auto kLogs = R"([{"fromBlock":"0x0","toBlock":"latest"}])";

private slots:
    void tooManyRequestsAreToldSo() {
        test::RpcFixture fixture(limitsOf({.requestsPerSecond = 10, .requestBurst = 3}));
        test::HttpClient client(fixture.server->port());
        for (int i = 0; i < 3; ++i)
            QCOMPARE(client.post(request("eth_chainId")).result(), http::status::ok);
        const auto refused = client.post(request("eth_chainId"));
        QCOMPARE(refused.result(), http::status::too_many_requests);
        QCOMPARE(std::string(refused[http::field::retry_after]), std::string("1"));
        const auto answer = json::parse(refused.body());
        QCOMPARE(codeOf(answer), json::value(-32005));
        QVERIFY(messageOf(answer).starts_with("limit exceeded"));
        QVERIFY(messageOf(answer).find("try again in 100 ms") != std::string::npos);
        // Whatever was to be read of it was read: the connection serves on, once the time has come.
        QCOMPARE(client.request(http::verb::get, "/").result(), http::status::too_many_requests);
        fixture.clock->advance(100);
        QCOMPARE(client.post(request("eth_chainId")).result(), http::status::ok);
    }

    void oneAddressDoesNotTakeFromAnother() {
        test::RpcFixture fixture(limitsOf({.requestsPerSecond = 10, .requestBurst = 1}));
        test::HttpClient greedy(fixture.server->port()), modest(fixture.server->port(), "127.0.0.2");
        QCOMPARE(greedy.post(request("eth_chainId")).result(), http::status::ok);
        QCOMPARE(greedy.post(request("eth_chainId")).result(), http::status::too_many_requests);
        QCOMPARE(modest.post(request("eth_chainId")).result(), http::status::ok);
    }

    void behindATrustedProxyEachClientIsItsOwn() {
        auto limits = limitsOf({.requestsPerSecond = 10, .requestBurst = 1});
        limits.remote = limits.loopback;
        limits.trustedProxies = {"127.0.0.1"};
        test::RpcFixture fixture(limits);
        test::HttpClient proxy(fixture.server->port());
        const auto ask = [&](const std::string& forwarded) {
            return proxy.post(request("eth_chainId"), "X-Forwarded-For", forwarded).result();
        };
        QCOMPARE(ask("198.51.100.1"), http::status::ok);
        QCOMPARE(ask("198.51.100.1"), http::status::too_many_requests);
        QCOMPARE(ask("10.9.9.9, 198.51.100.1"), http::status::too_many_requests);
        QCOMPARE(ask("198.51.100.2"), http::status::ok);
        // Who is no proxy cannot name another client.
        test::HttpClient liar(fixture.server->port(), "127.0.0.2");
        QCOMPARE(liar.post(request("eth_chainId"), "X-Forwarded-For", "198.51.100.3").result(),
                 http::status::ok);
        QCOMPARE(liar.post(request("eth_chainId"), "X-Forwarded-For", "198.51.100.4").result(),
                 http::status::too_many_requests);
    }

    void aTrustedProxyMustBeAnAddress() {
        rpc::Limits limits;
        limits.trustedProxies = {"proxy.example"};
        test::RpcFixture fixture(limits);
        QVERIFY(!fixture.started && fixture.started.error().code == ErrorCode::rpcListen);
        QVERIFY(fixture.started.error().detail.find("\"proxy.example\"") != std::string::npos);
    }

    void theRequestsOfABatchAreChargedOneByOne() {
        // Three transactions, at ten units each; the last one may be paid for afterwards.
        test::RpcFixture fixture(limitsOf({.costPerSecond = 10, .costBurst = 25}));
        test::HttpClient client(fixture.server->port());
        std::string body = "[";
        for (unsigned i = 0; i < 6; ++i)
            body += (i ? "," : "") + request("eth_sendRawTransaction", std::to_string(i),
                                             "[\"" + base::toHex(fixture.transfer(i)) + "\"]");
        const auto response = client.post(body + "]");
        QCOMPARE(response.result(), http::status::ok);
        const auto answers = json::parse(response.body()).as_array();
        QCOMPARE(answers.size(), std::size_t{6});
        for (std::size_t i = 0; i < 6; ++i) {
            QCOMPARE(answers[i].at("id"), json::value(i));
            if (i < 3)
                QVERIFY(answers[i].as_object().contains("result"));
            else
                QCOMPARE(codeOf(answers[i]), json::value(-32005));
        }
        QCOMPARE(fixture.backend->pendingNonce(fixture.alice.address()), std::uint64_t{3});
        // All of a further one is refused, before it is read.
        QCOMPARE(client.post(body + "]").result(), http::status::too_many_requests);
    }

    void whatAnAnswerCostIsPaidBefore() {
        auto limits = limitsOf({.costPerSecond = 10, .costBurst = 100});
        test::RpcFixture fixture(limits);
        for (unsigned i = 0; i < 100; ++i) {
            QVERIFY(fixture.backend->accept(fixture.transfer(i)).has_value());
            QVERIFY(fixture.backend->makeBlock());
        }
        test::HttpClient client(fixture.server->port());
        // Ten for itself, one for the range, two for each of a hundred blocks.
        QVERIFY(client.call("eth_getLogs", json::parse(kLogs)).contains("result"));
        QCOMPARE(client.post(request("eth_chainId")).result(), http::status::too_many_requests);
        fixture.clock->advance(12'000);
        QCOMPARE(client.post(request("eth_chainId")).result(), http::status::ok);
    }

    void connectionsOfOneAddressAreBounded() {
        test::RpcFixture fixture(limitsOf({.connections = 2}));
        test::HttpClient first(fixture.server->port()), second(fixture.server->port());
        QVERIFY(first.call("eth_chainId").contains("result"));
        QVERIFY(second.call("eth_chainId").contains("result"));
        test::HttpClient third(fixture.server->port());
        const auto refused = third.post(request("eth_chainId"));
        QCOMPARE(refused.result(), http::status::service_unavailable);
        QVERIFY(refused.body().starts_with("Too many connections"));
        third.end();
        QVERIFY(third.closed());
        test::HttpClient other(fixture.server->port(), "127.0.0.2");
        QVERIFY(other.call("eth_chainId").contains("result"));
        // A WebSocket takes the place of the connection that it was; its end gives it back.
        first.drop();
        QTRY_COMPARE(fixture.server->connections(), std::size_t{2});
        {
            test::WebSocketClient socket(fixture.server->port());
            QVERIFY(socket.call("eth_chainId").contains("result"));
            QCOMPARE(fixture.server->connections(), std::size_t{3});
        }
        QTRY_COMPARE(fixture.server->connections(), std::size_t{2});
        test::HttpClient again(fixture.server->port());
        QVERIFY(again.call("eth_chainId").contains("result"));
    }

    void healthIsToldWhereNothingElseIs() {
        auto limits = limitsOf({.connections = 1, .requestsPerSecond = 1, .requestBurst = 1});
        test::RpcFixture fixture(limits);
        test::HttpClient client(fixture.server->port());
        QVERIFY(client.call("eth_chainId").contains("result"));
        QCOMPARE(client.post(request("eth_chainId")).result(), http::status::too_many_requests);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(client.request(http::verb::get, "/health").result(), http::status::ok);
        // Also on a connection that there is no place for.
        test::HttpClient monitor(fixture.server->port());
        const auto health = monitor.request(http::verb::get, "/health");
        QCOMPARE(health.result(), http::status::ok);
        QCOMPARE(json::parse(health.body()).at("rpc").at("connections"), json::value(1));
    }

    /// A byte every second keeps nobody waiting for longer than the ten seconds that any message has.
    void aTrickleIsEnded() {
        rpc::Limits limits;
        limits.sweepInterval = 10ms;
        test::RpcFixture fixture(limits);
        test::HttpClient client(fixture.server->port());
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + std::string(5000, ' '));
        QTRY_VERIFY(fixture.server->usage().requestBytes > 0); // it has begun
        for (int second = 0; second < 9; ++second) {
            client.send(" ");
            fixture.clock->advance(1000);
        }
        QCOMPARE(fixture.server->connections(), std::size_t{1});
        fixture.clock->advance(2000);
        QTRY_COMPARE(fixture.server->connections(), std::size_t{0});
    }

    /// 2,000 bytes a second are twice the least: thirty seconds, three times the time of a small message.
    void aSteadyBodyHasItsTime() {
        rpc::Limits limits;
        limits.sweepInterval = 10ms;
        limits.minBytesPerSecond = 1000;
        test::RpcFixture fixture(limits);
        test::HttpClient client(fixture.server->port());
        auto body = request("eth_chainId");
        body += std::string(60'000 - body.size(), ' ');
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
        for (std::size_t sent = 2000; sent < body.size(); sent += 2000) {
            client.send(body.substr(sent - 2000, 2000));
            QTRY_VERIFY(fixture.server->usage().requestBytes + rpc::HeldBytes::kFree >= sent);
            fixture.clock->advance(1000);
        }
        client.send(body.substr(body.size() - 2000));
        QCOMPARE(client.receive().result(), http::status::ok);
    }

    void requestsThatAreReadAreBoundedTogether() {
        auto limits = limitsOf({.heldBytes = std::size_t{2} << 20});
        limits.maxRequestBytes = std::size_t{3} << 20;
        test::RpcFixture fixture(limits);
        const std::string head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n";
        std::list<test::HttpClient> clients;
        const auto begin = [&](const std::string& address) {
            clients.emplace_back(fixture.server->port(), address);
            clients.back().send(head + std::string(900'000, ' '));
        };
        begin("127.0.0.1");
        begin("127.0.0.1");
        QTRY_VERIFY(fixture.server->usage().requestBytes > 1'700'000);
        // The third of this address is too much for it, and that of another is not.
        begin("127.0.0.1");
        QCOMPARE(clients.back().receive().result(), http::status::service_unavailable);
        begin("127.0.0.2");
        QTRY_VERIFY(fixture.server->usage().requestBytes > 2'600'000);
        // One more is too much for all, whoever sends it; small requests are always taken.
        begin("127.0.0.3");
        const auto refused = clients.back().receive();
        QCOMPARE(refused.result(), http::status::service_unavailable);
        QCOMPARE(std::string(refused[http::field::retry_after]), std::string("1"));
        QVERIFY(fixture.server->usage().requestBytes <= std::size_t{3} << 20);
        test::HttpClient small(fixture.server->port(), "127.0.0.1");
        QVERIFY(small.call("eth_chainId").contains("result"));
        clients.clear();
        QTRY_COMPARE(fixture.server->usage().requestBytes, std::size_t{0});
    }

    void whatAMessageBecomesInMemoryIsBounded() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        std::string body = "[0";
        while (body.size() < 4'000'000)
            body += ",0";
        const auto answer = json::parse(client.post(body + "]").body());
        QCOMPARE(codeOf(answer), json::value(-32005));
        QVERIFY(client.call("eth_chainId").contains("result"));
    }

    void answersThatNobodyReadsAreBounded() {
        auto limits = limitsOf({.heldBytes = std::size_t{64} << 20});
        limits.maxUnsentBytes = std::size_t{24} << 20;
        test::RpcFixture fixture(limits);
        fixture.backend->fundToken(fixture.alice.address(), 1'000'000);
        for (unsigned i = 0; i < 200; ++i)
            QVERIFY(fixture.backend->accept(fixture.tokenTransfer(i, fixture.backend->tokenAddress, 1))
                        .has_value());
        QVERIFY(fixture.backend->makeBlock());
        // Each answer has some ten megabytes, more than the socket takes.
        std::string body = "[";
        for (int i = 0; i < 100; ++i)
            body += (i ? "," : "") + request("eth_getLogs", std::to_string(i), kLogs);
        body += "]";
        const auto message = posted(body);
        std::list<test::HttpClient> clients;
        for (int i = 0; i < 6; ++i) {
            clients.emplace_back(fixture.server->port());
            clients.back().send(message);
        }
        QTRY_VERIFY(fixture.server->usage().unsentBytes > std::size_t{16} << 20);
        // Those for whom there is no room are told so, in words that they can read.
        int refusals = 0;
        for (auto& client : clients) {
            QVERIFY(fixture.server->usage().unsentBytes <= std::size_t{24} << 20);
            const auto answers = json::parse(client.receive().body()).as_array();
            for (const auto& answer : answers)
                if (answer.as_object().contains("error")) {
                    QCOMPARE(codeOf(answer), json::value(-32005));
                    ++refusals;
                }
        }
        QVERIFY(refusals > 0);
        QTRY_COMPARE(fixture.server->usage().unsentBytes, std::size_t{0});
    }

    void aWebSocketThatIsTooSlowIsToldWhy() {
        rpc::Limits limits;
        limits.maxQueueBytes = 100'000;
        test::RpcFixture fixture(limits);
        test::WebSocketClient client(fixture.server->port());
        QVERIFY(client.call("eth_subscribe", json::array{"newHeads"}).contains("result"));
        const auto block = fixture.backend->blockByNumber(0);
        for (int i = 0; i < 5000; ++i)
            fixture.server->publishBlock(block);
        QVERIFY(client.endsFor().find("too slowly") != std::string::npos);
        QTRY_COMPARE(fixture.server->connections(), std::size_t{0});
    }

    void aWebSocketThatAsksOnAndOnIsToldWhy() {
        test::RpcFixture fixture(limitsOf({.requestsPerSecond = 1, .requestBurst = 2}));
        test::WebSocketClient client(fixture.server->port());
        QVERIFY(client.call("eth_chainId").contains("result")); // the upgrade was the first
        for (int i = 0; i < 10; ++i) {
            client.send(request("eth_chainId", std::to_string(i)));
            const auto refused = client.receive();
            QCOMPARE(refused.at("id"), json::value(i));
            QCOMPARE(codeOf(refused), json::value(-32005));
        }
        std::thread flood([&] {
            try {
                for (int i = 0; i < 200; ++i)
                    client.send(request("eth_chainId"));
            } catch (const boost::system::system_error&) {
            }
        });
        const auto reason = client.endsFor();
        flood.join();
        QVERIFY2(reason.starts_with("limit exceeded"), reason.c_str());
    }

    void expensiveReadsHoldUpNothingElse() {
        auto limits = limitsOf({.waitingReads = 3});
        limits.searchThreads = 1;
        test::RpcFixture fixture(limits);
        Barrier barrier;
        fixture.backend->onSearch = [&] { barrier.pass(); };
        std::list<test::HttpClient> searches;
        for (int i = 0; i < 4; ++i) {
            searches.emplace_back(fixture.server->port());
            searches.back().send(posted(request("eth_getLogs", "1", kLogs)));
            if (i == 0) barrier.awaitSomebody();
        }
        test::HttpClient client(fixture.server->port());
        QTRY_COMPARE(
            json::parse(client.request(http::verb::get, "/health").body()).at("rpc").at("waitingSearches"),
            json::value(3));
        for (unsigned i = 0; i < 20; ++i)
            QVERIFY(client.call("eth_sendRawTransaction", json::array{base::toHex(fixture.transfer(i))})
                        .contains("result"));
        // One more of this address does not wait; of another one it does.
        QCOMPARE(codeOf(client.call("eth_getLogs", json::parse(kLogs))), json::value(-32005));
        searches.emplace_back(fixture.server->port(), "127.0.0.2");
        searches.back().send(posted(request("eth_getLogs", "1", kLogs)));
        QTRY_COMPARE(
            json::parse(client.request(http::verb::get, "/health").body()).at("rpc").at("waitingSearches"),
            json::value(4));
        barrier.open();
        for (auto& search : searches)
            QVERIFY(json::parse(search.receive().body()).as_object().contains("result"));
    }

    void aServerThatIsSaturatedSaysSo() {
        rpc::Limits limits;
        limits.searchThreads = 1;
        limits.maxWaitingReads = 1;
        test::RpcFixture fixture(limits);
        Barrier barrier;
        fixture.backend->onSearch = [&] { barrier.pass(); };
        test::HttpClient held(fixture.server->port()), waiting(fixture.server->port()),
            client(fixture.server->port());
        held.send(posted(request("eth_getLogs", "1", kLogs)));
        barrier.awaitSomebody();
        QCOMPARE(client.request(http::verb::get, "/health").result(), http::status::ok);
        waiting.send(posted(request("eth_getLogs", "1", kLogs)));
        QTRY_COMPARE(client.request(http::verb::get, "/health").result(), http::status::service_unavailable);
        const auto health = json::parse(client.request(http::verb::get, "/health").body());
        QVERIFY(health.at("reasons").at(0).as_string().starts_with("rpc-saturated: "));
        barrier.open();
        QTRY_COMPARE(client.request(http::verb::get, "/health").result(), http::status::ok);
    }

    void aSearchEndsWithItsClient() {
        test::RpcFixture fixture(limitsOf({}));
        for (unsigned i = 0; i < 3000; ++i) {
            QVERIFY(fixture.backend->accept(fixture.transfer(i)).has_value());
            QVERIFY(fixture.backend->makeBlock());
        }
        std::atomic<int> searched = 0;
        fixture.backend->onSearch = [&] {
            ++searched;
            boost::asio::io_context disk;
            boost::asio::steady_timer(disk, 1ms).wait();
        };
        {
            test::HttpClient client(fixture.server->port());
            client.send(posted(request("eth_getLogs", "1", kLogs)));
            QTRY_VERIFY(searched > 0);
        }
        fixture.clock->advance(1000); // it has waited for long, and is looked after
        QTRY_COMPARE(fixture.server->connections(), std::size_t{0});
        QVERIFY2(searched < 2000, std::to_string(searched).c_str());
    }

    void aSearchIsBoundedInBlocksAndResults() {
        auto limits = limitsOf({});
        limits.maxLogBlocks = 20;
        limits.maxLogResults = 5;
        test::RpcFixture fixture(limits);
        fixture.backend->fundToken(fixture.alice.address(), 1'000'000);
        for (unsigned i = 0; i < 30; ++i) {
            QVERIFY(fixture.backend->accept(fixture.tokenTransfer(i, fixture.backend->tokenAddress, 1))
                        .has_value());
            QVERIFY(fixture.backend->makeBlock());
        }
        test::HttpClient client(fixture.server->port());
        const auto ask = [&](int from, int to) {
            return client.call("eth_getLogs",
                               json::array{json::object{{"fromBlock", base::toQuantity(std::uint64_t(from))},
                                                        {"toBlock", base::toQuantity(std::uint64_t(to))}}});
        };
        auto refused = ask(1, 21);
        QCOMPARE(codeOf(refused), json::value(-32005));
        QVERIFY(messageOf(refused).starts_with("block range too large"));
        refused = ask(1, 20);
        QCOMPARE(codeOf(refused), json::value(-32005));
        // The range that it names is one that can be had.
        QCOMPARE(messageOf(refused), std::string("query returned more than 5 results. Try with this block "
                                                 "range [0x1, 0x5]."));
        QCOMPARE(ask(1, 5).at("result").as_array().size(), std::size_t{5});
    }

    void aSearchIsBoundedInWork() {
        auto limits = limitsOf({});
        limits.maxReadUnits = 6; // two for each block that is read
        test::RpcFixture fixture(limits);
        for (unsigned i = 0; i < 10; ++i) {
            QVERIFY(fixture.backend->accept(fixture.transfer(i)).has_value());
            QVERIFY(fixture.backend->makeBlock());
        }
        test::HttpClient client(fixture.server->port());
        const auto refused =
            client.call("eth_getLogs", json::array{json::object{{"fromBlock", "0x1"}, {"toBlock", "0xa"}}});
        QCOMPARE(codeOf(refused), json::value(-32005));
        QCOMPARE(messageOf(refused),
                 std::string("query searches too many transactions at once. Try with this "
                             "block range [0x1, 0x4]."));
        QVERIFY(
            client.call("eth_getLogs", json::array{json::object{{"fromBlock", "0x1"}, {"toBlock", "0x4"}}})
                .contains("result"));
        // A history ends earlier, as it may.
        const auto history = client.call("eth_feeHistory", json::array{"0xa", "latest", json::array()});
        QCOMPARE(history.at("result").at("oldestBlock"), json::value("0x7"));
    }
};

QTEST_GUILESS_MAIN(TestRpcLimits)
#include "tst_rpc_limits.moc"
