// "emit" is not only a word of Qt here.
#define QT_NO_KEYWORDS
#include "await.hpp"
#include "l1/log_reader.hpp"
#include "l1/refusals.hpp"
#include "l1_double.hpp"
#include "scripted_node.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::l1;
using aw::test::ChainDouble;
using aw::test::codeOf;
using aw::test::Reply;
using aw::test::ScriptedNode;
namespace json = boost::json;

namespace {

json::object answerTo(const json::value& request) {
    return {{"jsonrpc", "2.0"},
            {"id", request.as_object().at("id")},
            {"result", request.as_object().at("method")}};
}
json::object refusalTo(const json::value& request, int code, const char* message) {
    return {{"jsonrpc", "2.0"},
            {"id", request.as_object().at("id")},
            {"error", {{"code", code}, {"message", message}}}};
}
Reply refuse(int code, const char* message) {
    return {json::serialize(json::object{
        {"jsonrpc", "2.0"}, {"id", nullptr}, {"error", {{"code", code}, {"message", message}}}})};
}
Reply answerAll(const json::value& request) {
    if (request.is_object()) return {json::serialize(answerTo(request))};
    json::array answers;
    for (const auto& each : request.as_array())
        answers.push_back(answerTo(each));
    return {json::serialize(answers)};
}
std::size_t sizeOf(const json::value& request) { return request.is_array() ? request.as_array().size() : 1; }

std::vector<RpcRequest> requests(std::size_t count) {
    std::vector<RpcRequest> all;
    for (std::size_t i = 0; i < count; ++i)
        all.push_back({"m" + std::to_string(i), {}});
    return all;
}
bool inOrder(const std::vector<RpcAnswer>& answers, std::size_t count) {
    if (answers.size() != count) return false;
    for (std::size_t i = 0; i < count; ++i)
        if (answers[i].error || answers[i].result != json::value("m" + std::to_string(i))) return false;
    return true;
}

} // namespace

/// The limits of endpoints: what they say, and how much is asked for then.
class TestL1Limits : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    RpcPtr clientOf(const ScriptedNode& node) {
        return *JsonRpcClient::create(m_context.get_executor(), "http://" + node.address());
    }

private Q_SLOTS:
    void understandsWhatEndpointsSay_data() {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("message");
        QTest::addColumn<int>("expected");
        const auto row = [](int code, const char* message, Refusal expected) {
            QTest::newRow(message) << code << QString(message) << static_cast<int>(expected);
        };
        row(-32005, "query returned more than 10000 results", Refusal::tooMuch);
        row(-32602, "range 1000000 exceeds limit of 10000", Refusal::tooMuch);
        row(-32600, "You can make eth_getLogs requests with up to a 500 block range.", Refusal::tooMuch);
        row(-32602,
            "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range",
            Refusal::tooMuch);
        row(-32614, "eth_getLogs is limited to a 10,000 range", Refusal::tooMuch);
        row(-32000, "block range is larger than max block range, block range = 5120", Refusal::tooMuch);
        row(-32000, "exceed maximum block range: 50000", Refusal::tooMuch);
        row(-32005, "block range is too large", Refusal::tooMuch);
        row(-32602, "query exceeds max results 20000", Refusal::tooMuch);
        row(-32000, "query timeout exceeded", Refusal::tooMuch);
        row(-32005, "limit exceeded", Refusal::tooMuch);
        row(-32005, "daily request count exceeded, request rate limited", Refusal::rateLimited);
        row(429, "Your app has exceeded its compute units per second capacity.", Refusal::rateLimited);
        row(-32007, "50/second request limit reached", Refusal::rateLimited);
        row(-32000, "Too Many Requests", Refusal::rateLimited);
        row(-32000, "batch limit 100 exceeded: 142 requests given", Refusal::batchTooBig);
        row(-32600, "batch too large", Refusal::batchTooBig);
        row(31, "Batch of more than 3 requests are not allowed on free tier", Refusal::batchTooBig);
        row(-32003, "response too large", Refusal::batchTooBig);
        row(-32601, "the method eth_getBlockReceipts does not exist", Refusal::noMethod);
        row(-32000, "unknown block", Refusal::other);
        row(3, "execution reverted", Refusal::other);
    }
    void understandsWhatEndpointsSay() {
        QFETCH(int, code);
        QFETCH(QString, message);
        QFETCH(int, expected);
        QCOMPARE(static_cast<int>(refusalOf("eth_getLogs", {code, message.toStdString(), {}})), expected);
    }
    void aBareLimitIsTheRateElsewhere() {
        QCOMPARE(refusalOf("eth_call", {-32005, "limit exceeded", {}}), Refusal::rateLimited);
        QCOMPARE(codeOf(Result<int>(rpcError("eth_call", {-32005, "limit exceeded", {}}))),
                 ErrorCode::l1RateLimited);
    }

    void batchesShrinkToWhatTheEndpointTakes_data() {
        QTest::addColumn<int>("most");
        QTest::addColumn<QString>("message");
        QTest::newRow("known words") << 10 << "batch limit 10 exceeded";
        QTest::newRow("unknown words") << 10 << "please be modest";
        QTest::newRow("no batches") << 1 << "Batch requests are not supported";
    }
    void batchesShrinkToWhatTheEndpointTakes() {
        QFETCH(int, most);
        QFETCH(QString, message);
        const auto text = message.toStdString();
        ScriptedNode node([&](const json::value& request) {
            return sizeOf(request) > static_cast<std::size_t>(most) ? refuse(-32000, text.c_str())
                                                                    : answerAll(request);
        });
        const auto client = clientOf(node);
        const auto answers = wait(client->batch(requests(150)));
        QVERIFY(answers && inOrder(*answers, 150));
        const auto before = node.requests();
        const auto again = wait(client->batch(requests(10)));
        QVERIFY(again && inOrder(*again, 10));
        // What it takes is remembered where its words are known.
        if (text != "please be modest") QVERIFY(node.requests() - before <= (most == 1 ? 10 : 2));
    }

    void largeBatchesAreSplitUnasked() {
        std::size_t largest = 0;
        ScriptedNode node([&](const json::value& request) {
            largest = std::max(largest, sizeOf(request));
            return answerAll(request);
        });
        const auto answers = wait(clientOf(node)->batch(requests(250)));
        QVERIFY(answers && inOrder(*answers, 250));
        QCOMPARE(largest, std::size_t{100});
        QCOMPARE(node.requests(), 3);
    }

    void whatHadNoRoomInTheAnswerIsAskedAgain() {
        ScriptedNode node([&](const json::value& request) {
            if (request.is_object()) return answerAll(request);
            json::array answers;
            for (const auto& each : request.as_array())
                answers.push_back(answers.size() < 7 ? answerTo(each)
                                                     : refusalTo(each, -32003, "response too large"));
            return Reply{json::serialize(answers)};
        });
        const auto answers = wait(clientOf(node)->batch(requests(20)));
        QVERIFY(answers && inOrder(*answers, 20));
        QCOMPARE(node.requests(), 3);
    }

    void aRefusalThatIsNotForTheSizeEndsSoon() {
        ScriptedNode node([](const json::value&) { return refuse(-32000, "no such project"); });
        const auto answers = wait(clientOf(node)->batch(requests(100)));
        QVERIFY(answers.has_value());
        QCOMPARE(answers->size(), std::size_t{100});
        QCOMPARE(answers->back().error->message, std::string("no such project"));
        QVERIFY(node.requests() <= 5);
    }

    void aRateLimitIsNotAnsweredWithMoreMessages() {
        ScriptedNode node([](const json::value&) { return refuse(-32005, "request rate limited"); });
        const auto answers = wait(clientOf(node)->batch(requests(100)));
        QCOMPARE(answers->at(99).error->code, -32005);
        QCOMPARE(node.requests(), 1);
    }

    void theRangeOfLogsShrinksAndGrowsAgain() {
        const auto chain = std::make_shared<ChainDouble>();
        for (int i = 0; i < 999; ++i)
            chain->mine(0, i % 10 == 0 ? 1 : 0);
        LogReader reader(chain, test::doubleAddresses(), 400);
        chain->maxLogRange = 90;
        const auto all = wait(reader.read(0, 999));
        QVERIFY(all.has_value());
        QCOMPARE(all->size(), std::size_t{100});
        QVERIFY(std::ranges::is_sorted(*all, {}, &L1Log::blockNumber));
        QVERIFY(reader.chunk() <= 102);
        chain->maxLogRange = 1000;
        for (int i = 0; i < 4; ++i)
            QVERIFY(wait(reader.read(0, 999)).has_value());
        QCOMPARE(reader.chunk(), std::uint64_t{400});
    }

    void aRateLimitOrATimeoutIsTheCallersToWaitFor() {
        const auto chain = std::make_shared<ChainDouble>();
        LogReader reader(chain, test::doubleAddresses(), 400);
        chain->failure = Error{ErrorCode::l1RateLimited, "Wait."};
        QCOMPARE(codeOf(wait(reader.read(0, 999))), ErrorCode::l1RateLimited);
        QCOMPARE(reader.chunk(), std::uint64_t{400});
        chain->failure = Error{ErrorCode::l1Timeout, "No answer."};
        QCOMPARE(codeOf(wait(reader.read(0, 999))), ErrorCode::l1Timeout);
        QCOMPARE(reader.chunk(), std::uint64_t{200});
        QCOMPARE(chain->messages, 2);
    }

    void receiptsOfABlockComeWithoutTheMethodToo() {
        const auto hash = base::toHex(Hash{{5}}.view());
        const auto txHash = base::toHex(Hash{{6}}.view());
        const json::object receipt{{"transactionHash", txHash},  {"blockNumber", "0x9"},
                                   {"blockHash", hash},          {"status", "0x1"},
                                   {"gasUsed", "0x5208"},        {"effectiveGasPrice", "0x1"},
                                   {"contractAddress", nullptr}, {"logs", json::array{}}};
        for (const bool knows : {true, false}) {
            ScriptedNode node([&](const json::value& request) {
                const auto method = std::string(request.as_object().at("method").as_string());
                if (method == "eth_getBlockReceipts")
                    return knows ? test::resultReply(request, json::array{receipt})
                                 : Reply{json::serialize(refusalTo(request, -32601, "no such method"))};
                if (method == "eth_getBlockByHash")
                    return test::resultReply(request, {{"transactions", json::array{txHash}}});
                return test::resultReply(request, receipt);
            });
            L1Block block;
            block.number = 9;
            block.hash = Hash{{5}};
            const auto all = wait(blockReceipts(clientOf(node), block));
            QCOMPARE(codeOf(all), QString("ok"));
            QCOMPARE(all->size(), std::size_t{1});
            QCOMPARE(all->front().txHash, (Hash{{6}}));
            QCOMPARE(node.requests(), knows ? 1 : 3);
        }
    }
};

QTEST_GUILESS_MAIN(TestL1Limits)
#include "tst_l1_limits.moc"
