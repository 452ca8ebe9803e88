// "emit" is not only a word of Qt here.
#define QT_NO_KEYWORDS
#include "await.hpp"
#include "l1/json_rpc.hpp"
#include "scripted_node.hpp"
#include "values.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/detached.hpp>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <QTemporaryDir>
#include <QTest>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::codeOf;
using aw::test::nameOf;
using aw::test::Reply;
using aw::test::ScriptedNode;
namespace json = boost::json;

namespace {

RpcPtr clientOf(boost::asio::io_context& context, const std::string& url) {
    auto client = JsonRpcClient::create(context.get_executor(), url);
    if (!client) throw std::runtime_error(client.error().detail);
    return *client;
}

/// A certificate for "localhost" that vouches for itself, and its key.
struct SelfSigned {
    SelfSigned() {
        EVP_PKEY* key = EVP_RSA_gen(2048);
        X509* certificate = X509_new();
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
        X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
        X509_set_version(certificate, X509_VERSION_3);
        X509_set_pubkey(certificate, key);
        auto* name = X509_get_subject_name(certificate);
        const unsigned char host[] = "localhost";
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host, -1, -1, 0);
        X509_set_issuer_name(certificate, name);
        auto* alternative = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
        X509_add_ext(certificate, alternative, -1);
        X509_EXTENSION_free(alternative);
        X509_sign(certificate, key, EVP_sha256());
        pem = textOf([&](BIO* out) { PEM_write_bio_X509(out, certificate); });
        keyPem = textOf(
            [&](BIO* out) { PEM_write_bio_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
        X509_free(certificate);
        EVP_PKEY_free(key);
    }
    template<class Write>
    static std::string textOf(Write write) {
        BIO* out = BIO_new(BIO_s_mem());
        write(out);
        char* data = nullptr;
        const auto size = BIO_get_mem_data(out, &data);
        std::string text(data, static_cast<std::size_t>(size));
        BIO_free(out);
        return text;
    }
    std::string pem, keyPem;
};

} // namespace

/// JSON-RPC over HTTP: good answers, bad ones, none, and lost connections.
class TestL1Http : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    Result<json::value> callOnce(const Reply& reply, std::chrono::milliseconds timeout = 2s) {
        ScriptedNode node([&](const json::value&) { return reply; });
        return wait(clientOf(m_context, "http://" + node.address())->call("eth_x", {}, timeout));
    }

private Q_SLOTS:
    void answersAndKeepsTheConnection() {
        ScriptedNode node([](const json::value& request) {
            return test::resultReply(request, request.as_object().at("params"));
        });
        const auto client = clientOf(m_context, "http://" + node.address() + "/path?key=1");
        for (int i = 0; i < 5; ++i) {
            const auto answer = wait(client->call("eth_x", {i, "two"}));
            QVERIFY(answer.has_value());
            QCOMPARE(answer->as_array()[0].as_int64(), std::int64_t{i});
        }
        QCOMPARE(node.connections(), 1);
    }

    void hasManyCallsInFlightOverFewConnections() {
        ScriptedNode node([](const json::value& request) {
            return test::resultReply(request, request.as_object().at("params").as_array()[0]);
        });
        const auto client = clientOf(m_context, "http://" + node.address());
        int right = 0, ended = 0;
        for (int i = 0; i < 40; ++i)
            boost::asio::co_spawn(m_context, client->call("eth_x", {i}),
                                  [&, i](std::exception_ptr, const Result<json::value>& answer) {
                                      ++ended;
                                      if (answer && answer->as_int64() == i) ++right;
                                  });
        m_context.restart();
        while (ended < 40 && m_context.run_one() > 0) {
        }
        QCOMPARE(right, 40);
        QVERIFY(node.connections() <= 4);
    }

    void sortsABatchByItsIds() {
        ScriptedNode node([](const json::value& request) {
            json::array answers;
            for (const auto& each : request.as_array())
                answers.insert(answers.begin(), json::object{{"id", each.as_object().at("id")},
                                                             {"result", each.as_object().at("method")}});
            answers.front() = json::object{{"id", answers.front().as_object().at("id")},
                                           {"error", {{"code", -32601}, {"message", "no"}}}};
            return Reply{json::serialize(answers)};
        });
        const auto client = clientOf(m_context, "http://" + node.address());
        const auto answers = wait(client->batch({{"a", {}}, {"b", {}}, {"c", {}}}));
        QVERIFY(answers.has_value());
        QCOMPARE(answers->size(), std::size_t{3});
        QCOMPARE((*answers)[0].result, json::value("a"));
        QCOMPARE((*answers)[1].result, json::value("b"));
        QCOMPARE((*answers)[2].error->code, -32601);
        QVERIFY(wait(client->batch({}))->empty());
    }

    void refusesABadBatch_data() {
        QTest::addColumn<QString>("body");
        QTest::newRow("too few") << R"([{"id":1,"result":1}])";
        QTest::newRow("twice") << R"([{"id":1,"result":1},{"id":1,"result":1}])";
        QTest::newRow("foreign id") << R"([{"id":1,"result":1},{"id":9,"result":1}])";
        QTest::newRow("no id") << R"([{"id":1,"result":1},{"result":1}])";
        QTest::newRow("single") << R"({"id":1,"result":1})";
        QTest::newRow("not objects") << R"([1,2])";
    }
    void refusesABadBatch() {
        QFETCH(QString, body);
        ScriptedNode node([&](const json::value&) { return Reply{body.toStdString()}; });
        const auto client = clientOf(m_context, "http://" + node.address());
        QCOMPARE(codeOf(wait(client->batch({{"a", {}}, {"b", {}}}))), ErrorCode::l1BadAnswer);
    }

    void passesARefusalOfAWholeBatchOn() {
        ScriptedNode node([&](const json::value&) {
            return Reply{R"({"id":null,"jsonrpc":"2.0","error":{"code":-32005,"message":"too many"}})"};
        });
        const auto client = clientOf(m_context, "http://" + node.address());
        const auto answers = wait(client->batch({{"a", {}}, {"b", {}}}));
        QVERIFY(answers.has_value());
        QCOMPARE((*answers)[1].error->message, std::string("too many"));
    }

    void namesWhatIsWrong_data() {
        using Kind = Reply::Kind;
        QTest::addColumn<Reply>("reply");
        QTest::addColumn<QString>("code");
        QTest::newRow("not JSON") << Reply{"<html>"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("empty") << Reply{""} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("a list") << Reply{"[]"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("no result") << Reply{R"({"id":1})"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("another id") << Reply{R"({"id":2,"result":1})"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("a text as id") << Reply{R"({"id":"1","result":1})"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("bad error") << Reply{R"({"id":1,"error":"no"})"} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("deep nesting") << Reply{std::string(100'000, '[')} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("error") << Reply{R"({"id":1,"error":{"code":3,"message":"no"}})"}
                               << nameOf(ErrorCode::l1RpcError);
        QTest::newRow("error, status 400")
            << Reply{R"({"jsonrpc":"2.0","id":1,"error":{"code":3,"message":"no"}})", 400}
            << nameOf(ErrorCode::l1RpcError);
        QTest::newRow("wrong key") << Reply{"who are you", 401} << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("rate limit") << Reply{"slow down", 429} << nameOf(ErrorCode::l1RateLimited);
        QTest::newRow("rate limit in JSON")
            << Reply{R"({"jsonrpc":"2.0","id":1,"error":{"code":1,"message":"no"}})", 429}
            << nameOf(ErrorCode::l1RateLimited);
        QTest::newRow("overloaded") << Reply{"", 503} << nameOf(ErrorCode::l1Unavailable);
        QTest::newRow("closed") << Reply{"", 200, Kind::close} << nameOf(ErrorCode::l1Unavailable);
        QTest::newRow("half an answer")
            << Reply{R"({"id":1,"result":1})", 200, Kind::half} << nameOf(ErrorCode::l1Unavailable);
        QTest::newRow("not HTTP") << Reply{"SSH-2.0-OpenSSH_9.2\r\n\r\n", 200, Kind::raw}
                                  << nameOf(ErrorCode::l1BadAnswer);
        QTest::newRow("too large") << Reply{"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", 200,
                                            Kind::raw}
                                   << nameOf(ErrorCode::l1TooLarge);
        QTest::newRow("silence") << Reply{"", 200, Kind::hang} << nameOf(ErrorCode::l1Timeout);
    }
    void namesWhatIsWrong() {
        QFETCH(Reply, reply);
        QFETCH(QString, code);
        const auto timeout = reply.kind == Reply::Kind::hang ? 100ms : 5000ms;
        QCOMPARE(codeOf(callOnce(reply, timeout)), code);
    }

    void keepsRevertData() {
        for (const char* data : {R"("0x08c379a0")", R"({"data":"0x08c379a0"})"}) {
            const std::string error =
                std::string(R"({"id":1,"error":{"code":3,"message":"reverted","data":)") + data;
            ScriptedNode node([&](const json::value&) { return Reply{error + "}}"}; });
            const auto answer = wait(clientOf(m_context, "http://" + node.address())->ask("eth_call", {}));
            QVERIFY(answer.has_value());
            QCOMPARE(answer->error->data, test::bytesOf("0x08c379a0"));
        }
    }

    void repeatsOnceWhatAClosedConnectionSwallowed() {
        ScriptedNode node([](const json::value& request) {
            auto reply = test::resultReply(request, 1);
            reply.kind = Reply::Kind::closeAfter;
            return reply;
        });
        const auto client = clientOf(m_context, "http://" + node.address());
        for (int i = 0; i < 4; ++i)
            QVERIFY(wait(client->call("eth_x", {})).has_value());
        QCOMPARE(node.requests(), 4);
    }

    void comesBackAfterALoss() {
        auto node =
            std::make_unique<ScriptedNode>([](const json::value& r) { return test::resultReply(r, 1); });
        const auto client = clientOf(m_context, "http://" + node->address());
        QVERIFY(wait(client->call("eth_x", {})).has_value());
        node->dropConnections();
        QVERIFY(wait(client->call("eth_x", {})).has_value());
        node.reset();
        QCOMPARE(codeOf(wait(client->call("eth_x", {}))), ErrorCode::l1Unavailable);
    }

    void isCancelled() {
        ScriptedNode node([](const json::value&) { return Reply{"", 200, Reply::Kind::hang}; });
        const auto client = clientOf(m_context, "http://" + node.address());
        bool aborted = false, ended = false;
        // The fifth waits for a connection, the others for an answer.
        int left = 5;
        std::vector<std::unique_ptr<boost::asio::cancellation_signal>> stops;
        for (int i = 0; i < 5; ++i) {
            stops.push_back(std::make_unique<boost::asio::cancellation_signal>());
            boost::asio::co_spawn(m_context, client->call("eth_x", {}, 60s),
                                  boost::asio::bind_cancellation_slot(
                                      stops.back()->slot(), [&](std::exception_ptr error, const auto&) {
                                          try {
                                              if (error) std::rethrow_exception(error);
                                          } catch (const boost::system::system_error& failure) {
                                              aborted =
                                                  failure.code() == boost::asio::error::operation_aborted;
                                          }
                                          ended = --left == 0;
                                      }));
        }
        m_context.restart();
        while (node.requests() < 4)
            m_context.run_one_for(20ms);
        for (auto& stop : stops)
            stop->emit(boost::asio::cancellation_type::terminal);
        while (!ended)
            m_context.run_one();
        QVERIFY(aborted);
    }

    void endsItsCallsWhenDestroyed() {
        ScriptedNode node([](const json::value&) { return Reply{"", 200, Reply::Kind::hang}; });
        auto client = clientOf(m_context, "http://" + node.address());
        QString code;
        boost::asio::co_spawn(m_context, client->ask("eth_x", {}, 60s),
                              [&](std::exception_ptr, const auto& answer) { code = codeOf(answer); });
        m_context.restart();
        while (node.requests() < 1)
            m_context.run_one_for(20ms);
        client.reset();
        while (code.isEmpty())
            m_context.run_one();
        QCOMPARE(code, ErrorCode::l1Unavailable);
    }

    void verifiesCertificates() {
        const SelfSigned identity;
        auto tls = std::make_shared<boost::asio::ssl::context>(boost::asio::ssl::context::tls_server);
        tls->use_certificate_chain(boost::asio::buffer(identity.pem));
        tls->use_private_key(boost::asio::buffer(identity.keyPem), boost::asio::ssl::context::pem);
        ScriptedNode node([](const json::value& r) { return test::resultReply(r, 1); }, tls);
        const auto port = std::to_string(node.port());

        const auto stranger = wait(clientOf(m_context, "https://localhost:" + port)->call("eth_x", {}));
        QCOMPARE(codeOf(stranger), ErrorCode::l1Unavailable);
        QVERIFY2(QString::fromStdString(stranger.error().detail).contains("certificate"),
                 stranger.error().detail.c_str());

        QTemporaryDir directory;
        QFile file(directory.filePath("ca.pem"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(identity.pem.c_str());
        file.close();
        qputenv("SSL_CERT_FILE", file.fileName().toUtf8());
        const auto trusted = wait(clientOf(m_context, "https://localhost:" + port)->call("eth_x", {}));
        // The same certificate, under a name that it is not for.
        const auto other = wait(clientOf(m_context, "https://127.0.0.1:" + port)->call("eth_x", {}));
        qunsetenv("SSL_CERT_FILE");
        QCOMPARE(codeOf(trusted), QString("ok"));
        QCOMPARE(codeOf(other), ErrorCode::l1Unavailable);
    }

    void refusesBadAddresses_data() {
        QTest::addColumn<QString>("url");
        for (const char* url :
             {"", "127.0.0.1:8545", "ftp://a", "http://", "http://a:99999", "http://a:0", "http//a"})
            QTest::newRow(*url ? url : "empty") << QString(url);
    }
    void refusesBadAddresses() {
        QFETCH(QString, url);
        QCOMPARE(codeOf(JsonRpcClient::create(m_context.get_executor(), url.toStdString())),
                 ErrorCode::l1BadUrl);
    }

    void keepsAccessKeysOutOfErrors() {
        // Port 1 of loopback: nobody listens there.
        const auto client = clientOf(m_context, "http://user:pass@127.0.0.1:1/v3/secret?key=hidden");
        const auto failed = wait(client->call("eth_x", {}));
        QCOMPARE(codeOf(failed), ErrorCode::l1Unavailable);
        for (const char* secret : {"user", "pass", "secret", "hidden"})
            QVERIFY(failed.error().detail.find(secret) == std::string::npos);
        QVERIFY(failed.error().detail.find("http://127.0.0.1:1") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestL1Http)
#include "tst_l1_http.moc"
