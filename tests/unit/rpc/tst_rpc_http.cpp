#include "base/hex.hpp"
#include "rpc/wallet_errors.hpp"
#include "rpc_fixture.hpp"

#include <QTest>

#include <set>

using namespace aw;
using test::request;
namespace http = boost::beast::http;
namespace json = boost::json;

/// What browsers, monitors and HTTP libraries expect of a server.
class TestRpcHttp : public QObject {
    Q_OBJECT

    static std::string preflight(const std::string& more) {
        return "OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: https://wallet.example\r\n"
               "Access-Control-Request-Method: POST\r\n" +
               more + "\r\n";
    }

private slots:
    void aPreflightAllowsWhateverIsAskedFor_data() {
        QTest::addColumn<QByteArray>("headers");
        for (const auto* headers : {"content-type,x-metamask-origin", "Content-Type, X-Requested-With",
                                    "authorization", "traceparent,sentry-trace"})
            QTest::addRow("%s", headers) << QByteArray(headers);
    }
    void aPreflightAllowsWhateverIsAskedFor() {
        QFETCH(QByteArray, headers);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto answer =
            client.raw(preflight("Access-Control-Request-Headers: " + headers.toStdString() + "\r\n"));
        QCOMPARE(answer.result(), http::status::no_content);
        QCOMPARE(std::string(answer[http::field::access_control_allow_origin]), std::string("*"));
        QCOMPARE(std::string(answer[http::field::access_control_allow_headers]), headers.toStdString());
        QCOMPARE(std::string(answer[http::field::access_control_allow_methods]),
                 std::string("POST, GET, HEAD, OPTIONS"));
        QVERIFY(answer.find("Access-Control-Allow-Private-Network") == answer.end());
    }

    /// Chrome asks so before a page of the internet reaches this machine.
    void aPreflightAllowsThePrivateNetwork() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto answer = client.raw(preflight("Access-Control-Request-Private-Network: true\r\n"));
        QCOMPARE(std::string(answer["Access-Control-Allow-Private-Network"]), std::string("true"));
        QCOMPARE(std::string(answer[http::field::access_control_allow_headers]), std::string("Content-Type"));
    }

    void headIsGetWithoutABody_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("root") << "/" << 200;
        QTest::newRow("health") << "/health" << 200;
        QTest::newRow("nothing") << "/other" << 404;
    }
    void headIsGetWithoutABody() {
        QFETCH(QString, path);
        QFETCH(int, status);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto whole = client.request(http::verb::get, path.toStdString());
        const auto head = client.head(path.toStdString());
        QCOMPARE(static_cast<int>(head.result_int()), status);
        QCOMPARE(head[http::field::content_length], whole[http::field::content_length]);
        // The next answer is that of the next request: no body lies between.
        QVERIFY(client.call("eth_chainId").contains("result"));
    }

    void otherMethodsAreToldWhichThereAre() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        for (const auto verb : {http::verb::put, http::verb::delete_, http::verb::patch}) {
            const auto answer = client.request(verb, "/");
            QCOMPARE(answer.result(), http::status::method_not_allowed);
            QCOMPARE(std::string(answer[http::field::allow]), std::string("POST, GET, HEAD, OPTIONS"));
        }
    }

    /// As a client that sends everything before it looks for an answer; with a reset it would find none.
    void aTooLargeBodyIsReadBeforeItIsRefused() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const std::size_t size = std::size_t{6} << 20;
        const auto answer =
            client.raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
                       std::string(size, ' '));
        QCOMPARE(answer.result(), http::status::payload_too_large);
        QVERIFY(!answer.keep_alive());
        client.end();
        QVERIFY(client.closed());
    }

    void aTooLargeBodyOfUnknownSizeIsReadToo() {
        rpc::Limits limits;
        limits.maxBodyBytes = std::size_t{1} << 20;
        test::RpcFixture fixture(limits);
        test::HttpClient client(fixture.server->port());
        std::string body = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (int i = 0; i < 6; ++i)
            body += "100000\r\n" + std::string(std::size_t{1} << 20, ' ') + "\r\n";
        QCOMPARE(client.raw(body + "0\r\n\r\n").result(), http::status::payload_too_large);
        client.end();
        QVERIFY(client.closed());
    }

    /// Who asks first has sent no body, and is not waited for.
    void aTooLargeBodyThatIsAskedForIsRefusedAtOnce() {
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto answer = client.raw("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                       "Content-Length: 6000000\r\n\r\n");
        QCOMPARE(answer.result(), http::status::payload_too_large);
    }

    /// Whatever was sent after it: a reset would take the answer away.
    void everyRefusalCanBeRead_data() {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        QTest::newRow("PUT with a body")
            << QByteArray("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n") << 405;
        QTest::newRow("GET with a body")
            << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n") << 200;
        QTest::newRow("large header") << QByteArray("GET / HTTP/1.1\r\nX: ") << 431;
        QTest::newRow("not HTTP") << QByteArray("\x16\x03\x01 this is TLS\r\n\r\n") << 400;
    }
    void everyRefusalCanBeRead() {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        test::RpcFixture fixture;
        test::HttpClient client(fixture.server->port());
        const auto answer = client.raw(head.toStdString() + std::string(4'000'000, 'x'));
        QCOMPARE(static_cast<int>(answer.result_int()), status);
        client.end();
        QVERIFY(client.closed());
    }

    void nothingOfTheMachineIsTold() {
        test::RpcFixture fixture;
        fixture.backend->healthy = false;
        fixture.backend->healthDetail = {
            {"disk", "The database /disk/Aurora/node.sqlite cannot grow: the disk is full."},
            {"more", json::array{"https://l1.example/key/123", 5, nullptr}}};
        test::HttpClient client(fixture.server->port());
        const auto health = json::parse(client.request(http::verb::get, "/health").body());
        QCOMPARE(health.at("disk"), json::value("The database … cannot grow: the disk is full."));
        QCOMPARE(health.at("more"), (json::value{"…", 5, nullptr}));

        const auto refusal = [&](Error error) {
            fixture.backend->refusal = std::move(error);
            const auto answer =
                client.call("eth_sendRawTransaction", json::array{base::toHex(fixture.transfer(0))});
            return std::string(answer.at("error").at("message").as_string());
        };
        const std::string full =
            "the operator could not store the transaction and did not accept it: send it "
            "again later, or to another operator";
        QCOMPARE(refusal({ErrorCode::storeFull, "The database /a/node.sqlite cannot grow."}), full);
        QCOMPARE(refusal({ErrorCode::nodeNotDurable, "Aurora could not write to /a/node.sqlite."}), full);
        QCOMPARE(refusal({ErrorCode::l1Unavailable, "http://127.0.0.1:8545/key gives no answer."}),
                 std::string("… gives no answer."));
        QCOMPARE(refusal({ErrorCode::nodeL1Silent, "Aurora has not heard of L1 for 12 s."}),
                 std::string("the operator takes no transactions at the moment: Aurora has not heard of L1 "
                             "for 12 s."));
    }

    // Wallets look for geth's words: a code without any would be told in ours alone.
    void everyRefusalOfATransactionHasTheWordsOfGeth() {
        // Of transactions that the rollup does not take anyway: decodeAnyTransaction() and the command line.
        const std::set<ErrorCode> elsewhere{ErrorCode::txBadV, ErrorCode::txChainIdTooLarge,
                                            ErrorCode::txTooLarge, ErrorCode::txWrongChain};
        for (const auto code : base::everyErrorCode()) {
            const std::string text(name(code));
            if (!text.starts_with("mempool.") && !text.starts_with("tx.")) continue;
            const auto words = rpc::walletError({code, "Why."}).message;
            QVERIFY2(words.ends_with("Why."), text.c_str());
            QVERIFY2((words == "Why.") == elsewhere.contains(code), text.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestRpcHttp)
#include "tst_rpc_http.moc"
