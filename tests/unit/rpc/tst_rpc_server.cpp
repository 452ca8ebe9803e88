#include "base/hex.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

using namespace aw;
using namespace std::chrono_literals;
using test::request;
namespace http = boost::beast::http;
namespace json = boost::json;

/// The server as a whole: envelopes, batches, bounds, hostile input, WebSocket.
class TestRpcServer : public QObject {
    Q_OBJECT

    static json::object answerOf(test::HttpClient& client, const std::string& body) {
        return json::parse(client.post(body).body()).as_object();
    }
    static json::value codeOf(const json::object& response) { return response.at("error").at("code"); }

private slots:
    void idsComeBackAsTheyWere_data() {
        QTest::addColumn<QString>("id");
        for (const auto* id : {"0", "1", "-5", "\"text\"", "\"\"", "null", "9007199254740993", "1.5"})
            QTest::addRow("%s", id) << QString(id);
    }
    void idsComeBackAsTheyWere() {
        QFETCH(QString, id);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto response = answerOf(client, request("eth_chainId", id.toStdString()));
        QCOMPARE(response.at("id"), json::parse(id.toStdString()));
        QCOMPARE(response.at("result"), json::value("0xdbba1"));
        QCOMPARE(response.at("jsonrpc"), json::value("2.0"));
    }

    void absentAndNullParamsAreNone() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        for (const auto* params : {"", "null", "[]", "[null,null]"})
            QVERIFY(answerOf(client, request("eth_chainId", "1", params)).contains("result"));
        QCOMPARE(codeOf(answerOf(client, request("eth_chainId", "1", "{}"))), json::value(-32602));
    }

    void brokenTextIsAParseError_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("not JSON") << QByteArray("hello");
        QTest::newRow("cut off") << QByteArray(R"({"jsonrpc":"2.0")");
        QTest::newRow("trailing text") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"eth_chainId"} x)");
        QTest::newRow("bad UTF-8") << QByteArray("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\xff\xfe\"}");
        QTest::newRow("overlong UTF-8") << QByteArray("{\"method\":\"\xc0\xaf\"}");
        QTest::newRow("deep list") << QByteArray(100000, '[');
        QTest::newRow("just too deep") << (QByteArray(33, '[') + QByteArray(33, ']'));
        QTest::newRow("NUL") << QByteArray("\0\0\0", 3);
    }
    void brokenTextIsAParseError() {
        QFETCH(QByteArray, body);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto response = answerOf(client, body.toStdString());
        QCOMPARE(codeOf(response), json::value(-32700));
        QVERIFY(response.at("id").is_null());
        // The connection serves on.
        QVERIFY(answerOf(client, request("eth_chainId")).contains("result"));
    }

    void whatIsNoRequestIsInvalid_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("number") << QByteArray("1");
        QTest::newRow("null") << QByteArray("null");
        QTest::newRow("empty batch") << QByteArray("[]");
        QTest::newRow("no version") << QByteArray(R"({"id":1,"method":"eth_chainId"})");
        QTest::newRow("old version") << QByteArray(R"({"jsonrpc":"1.0","id":1,"method":"eth_chainId"})");
        QTest::newRow("no method") << QByteArray(R"({"jsonrpc":"2.0","id":1})");
        QTest::newRow("method is a number") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":5})");
        QTest::newRow("id is a list") << QByteArray(R"({"jsonrpc":"2.0","id":[],"method":"eth_chainId"})");
        QTest::newRow("id is true") << QByteArray(R"({"jsonrpc":"2.0","id":true,"method":"eth_chainId"})");
    }
    void whatIsNoRequestIsInvalid() {
        QFETCH(QByteArray, body);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto response = answerOf(client, body.toStdString());
        QCOMPARE(codeOf(response), json::value(-32600));
        QVERIFY(!response.at("error").at("message").as_string().empty());
    }

    void aBatchIsAnsweredInOrderEachForItself() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto send = [&](const std::string& id, std::uint64_t nonce) {
            return request("eth_sendRawTransaction", id,
                           "[\"" + base::toHex(fixture.transfer(nonce)) + "\"]");
        };
        const auto body = "[" + request("eth_chainId", "1") + ",5," + request("eth_chainId", "") + "," +
                          send("\"a\"", 0) + "," + send("\"b\"", 1) + "," + request("nonsense", "2") + "]";
        const auto answers = json::parse(client.post(body).body()).as_array();
        QCOMPARE(answers.size(), std::size_t{5});
        QCOMPARE(answers[0].at("result"), json::value("0xdbba1"));
        QCOMPARE(codeOf(answers[1].as_object()), json::value(-32600));
        QCOMPARE(answers[2].at("id"), json::value("a"));
        QVERIFY(answers[2].as_object().contains("result"));
        QVERIFY(answers[3].as_object().contains("result"));
        QCOMPARE(codeOf(answers[4].as_object()), json::value(-32601));
        QCOMPARE(fixture.backend->pendingNonce(fixture.alice.address()), std::uint64_t{2});
    }

    void notificationsGetNoAnswer() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto one = request("eth_chainId", "");
        for (const auto& body : {one, "[" + one + "," + one + "]"}) {
            const auto response = client.post(body);
            QCOMPARE(response.result(), http::status::no_content);
            QVERIFY(response.body().empty());
        }
    }

    void batchesAreBounded() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        std::string body = "[" + request("eth_chainId");
        for (int i = 1; i < 1000; ++i)
            body += "," + request("eth_chainId");
        QCOMPARE(json::parse(client.post(body + "]").body()).as_array().size(), std::size_t{1000});
        const auto refused = answerOf(client, body + "," + request("eth_chainId") + "]");
        QCOMPARE(codeOf(refused), json::value(-32600));
    }

    void responsesAreBounded() {
        rpc::Limits limits;
        limits.maxResponseBytes = 100;
        test::RpcFixture fixture(limits);
        test::HttpClient client(fixture.server->port());
        std::string body = "[" + request("eth_chainId");
        for (int i = 1; i < 20; ++i)
            body += "," + request("eth_chainId");
        const auto answers = json::parse(client.post(body + "]").body()).as_array();
        QCOMPARE(answers.size(), std::size_t{20});
        QVERIFY(answers[0].as_object().contains("result"));
        QCOMPARE(codeOf(answers[19].as_object()), json::value(-32003));
    }

    void bodiesAreBounded() {
        test::RpcFixture fixture;
        test::HttpClient stated(fixture.server->port());
        const auto refused = stated.raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n");
        QCOMPARE(refused.result(), http::status::payload_too_large);
        stated.end();
        QVERIFY(stated.closed());

        rpc::Limits limits;
        limits.maxBodyBytes = 100;
        test::RpcFixture small(limits);
        test::HttpClient chunked(small.server->port());
        const auto unstated =
            chunked.raw("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" +
                        std::string(255, ' ') + "\r\n0\r\n\r\n");
        QCOMPARE(unstated.result(), http::status::payload_too_large);
    }

    void headersAreBoundedAndMustBeHttp() {
        test::RpcFixture fixture;
        test::HttpClient large(fixture.server->port());
        QCOMPARE(large.raw("GET / HTTP/1.1\r\nX: " + std::string(20000, 'x') + "\r\n\r\n").result(),
                 http::status::request_header_fields_too_large);
        test::HttpClient strange(fixture.server->port());
        QCOMPARE(strange.raw("\x16\x03\x01 this is TLS\r\n\r\n").result(), http::status::bad_request);
    }

    void aSlowRequestIsEnded() {
        rpc::Limits limits;
        limits.sweepInterval = 10ms;
        test::RpcFixture fixture(limits);
        test::HttpClient header(fixture.server->port());
        header.send("POST / HT");
        test::HttpClient body(fixture.server->port());
        body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{");
        QTRY_COMPARE(fixture.server->connections(), std::size_t{2});
        fixture.clock->advance(31'000);
        QVERIFY(header.closed());
        QVERIFY(body.closed());
    }

    void connectionsAreBounded() {
        rpc::Limits limits;
        limits.maxConnections = 2;
        test::RpcFixture fixture(limits);
        test::HttpClient first(fixture.server->port());
        QVERIFY(answerOf(first, request("eth_chainId")).contains("result"));
        {
            test::HttpClient second(fixture.server->port());
            QVERIFY(answerOf(second, request("eth_chainId")).contains("result"));
            test::HttpClient third(fixture.server->port());
            QCOMPARE(third.post(request("eth_chainId")).result(), http::status::service_unavailable);
        }
        QTRY_COMPARE(fixture.server->connections(), std::size_t{1});
        test::HttpClient again(fixture.server->port());
        QVERIFY(answerOf(again, request("eth_chainId")).contains("result"));
    }

    void pagesAndHealth() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto root = client.request(http::verb::get, "/");
        QCOMPARE(root.result(), http::status::ok);
        QVERIFY(root.body().find("JSON-RPC") != std::string::npos);
        const auto health = client.request(http::verb::get, "/health");
        QCOMPARE(health.result(), http::status::ok);
        QVERIFY(json::parse(health.body()).at("ok").as_bool());
        QCOMPARE(json::parse(health.body()).at("role"), json::value("test"));
        QCOMPARE(client.request(http::verb::get, "/other").result(), http::status::not_found);
        QCOMPARE(client.request(http::verb::delete_, "/").result(), http::status::method_not_allowed);
        fixture.backend->healthy = false;
        QCOMPARE(client.request(http::verb::get, "/health").result(), http::status::service_unavailable);
    }

    void anyOriginMayAsk() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto preflight =
            client.raw("OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: https://wallet.example\r\n"
                       "Access-Control-Request-Method: POST\r\n\r\n");
        QCOMPARE(preflight.result(), http::status::no_content);
        QCOMPARE(std::string(preflight[http::field::access_control_allow_origin]), std::string("*"));
        QVERIFY(std::string(preflight[http::field::access_control_allow_headers]).find("Content-Type") !=
                std::string::npos);
        const auto response = client.post(request("eth_chainId"));
        QCOMPARE(std::string(response[http::field::access_control_allow_origin]), std::string("*"));
    }

    void expectContinueIsHonoured() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto body = request("eth_chainId");
        QCOMPARE(client
                     .raw("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " +
                          std::to_string(body.size()) + "\r\n\r\n")
                     .result(),
                 http::status::continue_);
        QVERIFY(json::parse(client.raw(body).body()).as_object().contains("result"));
    }

    void webSocketAnswersAndPushesHeads() {
        test::RpcFixture fixture;
        test::WebSocketClient client(fixture.server->port());
        QCOMPARE(client.call("eth_chainId").at("result"), json::value("0xdbba1"));
        const auto id = client.call("eth_subscribe", json::array{"newHeads"}).at("result");
        QVERIFY(client.call("eth_sendRawTransaction", json::array{base::toHex(fixture.transfer(0))})
                    .contains("result"));
        const auto block = fixture.backend->makeBlock();
        fixture.server->publishBlock(block);
        const auto pushed = client.receive();
        QCOMPARE(pushed.at("method"), json::value("eth_subscription"));
        QCOMPARE(pushed.at("params").at("subscription"), id);
        QCOMPARE(pushed.at("params").at("result").at("number"), json::value("0x1"));
        QCOMPARE(pushed.at("params").at("result").at("hash"), json::value(base::toHex(block->hash.view())));
        QVERIFY(!pushed.at("params").at("result").as_object().contains("transactions"));

        QCOMPARE(client.call("eth_unsubscribe", json::array{id}).at("result"), json::value(true));
        fixture.server->publishBlock(block);
        // The next message is the answer, not a head.
        QVERIFY(client.call("eth_blockNumber").contains("result"));
        QVERIFY(client.call("eth_unsubscribe", json::array{id}).contains("error"));
    }

    void webSocketPushesPendingTransactions() {
        test::RpcFixture fixture;
        test::WebSocketClient client(fixture.server->port());
        const auto hashes = client.call("eth_subscribe", json::array{"newPendingTransactions"}).at("result");
        const auto whole =
            client.call("eth_subscribe", json::array{"newPendingTransactions", true}).at("result");
        const auto decoded = codec::decodeTransaction(fixture.transfer(0));
        QVERIFY(decoded.has_value());
        fixture.server->publishPending(std::make_shared<const codec::SignedTransaction>(*decoded));
        const auto first = client.receive();
        const auto second = client.receive();
        const auto hash = json::value(base::toHex(decoded->hash.view()));
        QCOMPARE(first.at("params").at("subscription"), hashes);
        QCOMPARE(first.at("params").at("result"), hash);
        QCOMPARE(second.at("params").at("subscription"), whole);
        QCOMPARE(second.at("params").at("result").at("hash"), hash);
    }

    void webSocketPushesLogsAndTakesThemBack() {
        test::RpcFixture fixture;
        const auto& token = fixture.backend->tokenAddress;
        fixture.backend->fundToken(fixture.alice.address(), 100);
        test::WebSocketClient client(fixture.server->port());
        const auto all = client.call("eth_subscribe", json::array{"logs"}).at("result");
        const auto other = client.call(
            "eth_subscribe", json::array{"logs", json::object{{"address", base::toHex(fixture.bob.view())}}});
        QVERIFY(other.contains("result"));
        for (const auto& raw : {fixture.transfer(0), fixture.tokenTransfer(1, token, 30)})
            QVERIFY(client.call("eth_sendRawTransaction", json::array{base::toHex(raw)}).contains("result"));
        const auto block = fixture.backend->makeBlock();
        fixture.server->publishBlock(block);
        auto pushed = client.receive().at("params").as_object();
        QCOMPARE(pushed.at("subscription"), all);
        auto log = pushed.at("result").as_object();
        QCOMPARE(log.at("address"), json::value(base::toHex(token.view())));
        QCOMPARE(log.at("transactionIndex"), json::value("0x1"));
        QCOMPARE(log.at("logIndex"), json::value("0x0"));
        QCOMPARE(log.at("removed"), json::value(false));

        fixture.server->publishRemoved(block);
        pushed = client.receive().at("params").as_object();
        QCOMPARE(pushed.at("subscription"), all);
        log.at("removed") = true;
        QCOMPARE(pushed.at("result"), json::value(log));
        // Nothing came for the other address: the next message is the answer.
        QVERIFY(client.call("eth_blockNumber").contains("result"));
        QCOMPARE(codeOf(client.call("eth_subscribe",
                                    json::array{"logs", json::object{{"topics", json::array{"0x12"}}}})),
                 json::value(-32602));
    }

    void otherSubscriptionsAreRefused() {
        test::RpcFixture fixture;
        test::WebSocketClient client(fixture.server->port());
        for (const auto* kind : {"syncing", "everything"}) {
            const auto response = client.call("eth_subscribe", json::array{kind});
            QCOMPARE(codeOf(response), json::value(-32602));
            QVERIFY(response.at("error").at("message").as_string().find("newHeads") != json::string::npos);
        }
        QCOMPARE(codeOf(client.call("eth_subscribe")), json::value(-32602));
        test::HttpClient plain(fixture.server->port());
        QCOMPARE(codeOf(answerOf(plain, request("eth_subscribe"))), json::value(-32601));
    }

    void subscriptionsAreBounded() {
        rpc::Limits limits;
        limits.maxSubscriptions = 2;
        test::RpcFixture fixture(limits);
        test::WebSocketClient client(fixture.server->port());
        QVERIFY(client.call("eth_subscribe", json::array{"newHeads"}).contains("result"));
        QVERIFY(client.call("eth_subscribe", json::array{"newHeads"}).contains("result"));
        QCOMPARE(codeOf(client.call("eth_subscribe", json::array{"newHeads"})), json::value(-32005));
    }

    void webSocketSurvivesNonsense() {
        test::RpcFixture fixture;
        test::WebSocketClient client(fixture.server->port());
        client.send("nonsense");
        QCOMPARE(codeOf(client.receive()), json::value(-32700));
        QVERIFY(client.call("eth_chainId").contains("result"));
    }

    void aWebSocketThatReadsNothingIsClosed() {
        rpc::Limits limits;
        limits.maxQueueBytes = 100000;
        limits.sweepInterval = 10ms;
        test::RpcFixture fixture(limits);
        test::WebSocketClient client(fixture.server->port());
        QVERIFY(client.call("eth_subscribe", json::array{"newHeads"}).contains("result"));
        const auto block = fixture.backend->blockByNumber(0);
        QTRY_VERIFY([&] {
            for (int i = 0; i < 2000; ++i)
                fixture.server->publishBlock(block);
            // The time for a farewell, which it does not read.
            fixture.clock->advance(1000);
            return fixture.server->connections() == 0;
        }());
        QVERIFY(client.ends());
        QCOMPARE(fixture.server->usage().unsentBytes, std::size_t{0});
    }

    void manyClientsAtOnce() {
        test::RpcFixture fixture;
        std::atomic<int> good = 0;
        std::vector<std::thread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&] {
                test::HttpClient client(fixture.server->port());
                test::WebSocketClient socket(fixture.server->port());
                for (int i = 0; i < 100; ++i) {
                    if (client.call("eth_chainId").contains("result")) ++good;
                    if (socket.call("eth_getBlockByNumber", json::array{"latest", true}).contains("result"))
                        ++good;
                }
            });
        for (auto& thread : threads)
            thread.join();
        QCOMPARE(good.load(), 1600);
    }

    void stoppingEndsEveryConnection() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        test::WebSocketClient socket(fixture.server->port());
        QVERIFY(answerOf(client, request("eth_chainId")).contains("result"));
        fixture.server->stop();
        QVERIFY(client.closed());
        QVERIFY(socket.ends());
        QTRY_COMPARE(fixture.server->connections(), std::size_t{0});
    }

    void aTakenPortIsNamed() {
        test::RpcFixture fixture;
        boost::asio::io_context context;
        rpc::Server second(context.get_executor(), fixture.backend);
        const auto failed = second.start("127.0.0.1", fixture.server->port());
        QVERIFY(!failed && failed.error().code == ErrorCode::rpcListen);
        QVERIFY(second.start("nowhere").error().code == ErrorCode::rpcListen);
        QCOMPARE(second.port(), std::uint16_t{0});
    }
};

QTEST_GUILESS_MAIN(TestRpcServer)
#include "tst_rpc_server.moc"
