#include "await.hpp"
#include "l1/endpoint.hpp"
#include "l1/failover.hpp"
#include "l1/queries.hpp"
#include "l1_double.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::l1;
using namespace std::chrono_literals;
using aw::test::ChainDouble;
using aw::test::codeOf;
using aw::test::nameOf;

namespace {

Error unavailable() { return {ErrorCode::l1Unavailable, "It cannot be reached."}; }

/// A chain whose connections can be counted up.
class FakeEndpoint final : public Rpc {
public:
    ChainDouble chain;
    std::uint64_t opened = 1;
    std::string address = "http://user:pass@a.example:8545/v3/KEY?token=KEY";

    Task<Result<RpcAnswer>> ask(std::string method, boost::json::array params,
                                std::chrono::milliseconds timeout) override {
        co_return co_await chain.ask(std::move(method), std::move(params), timeout);
    }
    Task<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcRequest> requests,
                                               std::chrono::milliseconds timeout) override {
        co_return co_await chain.batch(std::move(requests), timeout);
    }
    const std::string& url() const override { return address; }
    std::uint64_t connections() const override { return opened; }
};

} // namespace

/// Several endpoints as one.
class TestL1Failover : public QObject {
    Q_OBJECT

    boost::asio::io_context m_context;
    std::shared_ptr<base::ManualClock> m_clock;
    std::vector<std::shared_ptr<FakeEndpoint>> m_endpoints;
    std::shared_ptr<FailoverRpc> m_rpc;
    QStringList m_switches;
    QString m_reason;

    template<class T>
    T wait(Task<T> task) {
        return test::await(m_context, std::move(task));
    }
    void start(int count) {
        m_endpoints.clear();
        std::vector<RpcPtr> all;
        for (int i = 0; i < count; ++i) {
            m_endpoints.push_back(std::make_shared<FakeEndpoint>());
            all.push_back(m_endpoints.back());
        }
        FailoverOptions options;
        options.chainId = 31337;
        options.clock = m_clock;
        options.onSwitch = [this](std::size_t from, std::size_t to, const std::string& reason) {
            m_switches << QString("%1>%2").arg(from).arg(to);
            m_reason = QString::fromStdString(reason);
        };
        m_rpc = FailoverRpc::over(m_context.get_executor(), std::move(all), options);
    }
    ChainDouble& chain(std::size_t place) { return m_endpoints[place]->chain; }
    void mine(std::size_t place, int blocks) {
        for (int i = 0; i < blocks; ++i)
            chain(place).mine();
    }
    QString ask(const std::string& method = "eth_getBlockByNumber") {
        boost::json::array params;
        params.emplace_back("latest");
        return codeOf(wait(m_rpc->call(method, std::move(params))));
    }
    void compare() {
        auto run = [](std::shared_ptr<FailoverRpc> rpc) -> Task<bool> {
            co_await rpc->compare();
            co_return true;
        };
        QVERIFY(wait(run(m_rpc)));
    }
    std::size_t inUse() const {
        const auto all = m_rpc->status();
        return static_cast<std::size_t>(std::ranges::find(all, true, &FailoverRpc::Status::inUse) -
                                        all.begin());
    }

private slots:
    void init() {
        m_clock = std::make_shared<base::ManualClock>(1);
        m_switches.clear();
        m_reason.clear();
    }

    void anOutageGoesToTheNextAtOnce_data() {
        QTest::addColumn<ErrorCode>("code");
        for (const auto code : {ErrorCode::l1Unavailable, ErrorCode::l1Timeout, ErrorCode::l1BadAnswer,
                                ErrorCode::l1RateLimited})
            QTest::newRow(qPrintable(nameOf(code))) << code;
    }
    void anOutageGoesToTheNextAtOnce() {
        QFETCH(ErrorCode, code);
        start(3);
        QCOMPARE(ask(), QString("ok"));
        chain(0).failure = Error{code, "It is out."};
        const auto before = m_rpc->source();
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(m_switches, QStringList{"0>1"});
        QCOMPARE(m_reason, QString("It is out."));
        QVERIFY(m_rpc->source() != before);
        const auto calls = chain(0).messages;
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(chain(0).messages, calls);
        QCOMPARE(chain(2).messages, 0);
    }

    void theNodesOwnRateLimitIsAnOutageAndOtherRefusalsAreNot() {
        start(2);
        QCOMPARE(ask("eth_unheardOf"), ErrorCode::l1RpcError);
        QCOMPARE(m_switches, QStringList{});
        chain(0).twist = [](const std::string&, const boost::json::array&, RpcAnswer& answer) {
            answer.error = RpcError{-32005, "daily request count exceeded, request rate limited", {}};
        };
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(m_switches, QStringList{"0>1"});
        const auto several = wait(m_rpc->batch({{"eth_chainId", {}}, {"eth_chainId", {}}}));
        QVERIFY(several && !several->front().error);
    }

    void theChainIdIsAskedForFirst() {
        start(2);
        chain(0).chainId = 1;
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(chain(0).asked["eth_getBlockByNumber"], 0);
        QCOMPARE(m_switches, QStringList{"0>1"});
        QVERIFY2(m_reason.contains("chain id 1, not 31337"), qPrintable(m_reason));
        chain(1).chainId = 2;
        m_endpoints[1]->opened = 2;
        m_clock->advance(5'000);
        // A new connection may lead to another node: what it answered is not believed.
        QCOMPARE(ask(), ErrorCode::l1WrongChain);
    }

    void everyEndpointIsTriedThoughAllRest() {
        start(2);
        chain(0).failure = unavailable();
        chain(1).failure = unavailable();
        QCOMPARE(ask(), ErrorCode::l1Unavailable);
        const auto calls = chain(0).messages + chain(1).messages;
        QCOMPARE(ask(), ErrorCode::l1Unavailable);
        QCOMPARE(chain(0).messages + chain(1).messages, calls + 2);
        chain(1).failure.reset();
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(inUse(), std::size_t{1});
        start(1);
        chain(0).failure = unavailable();
        QCOMPARE(ask(), ErrorCode::l1Unavailable);
        chain(0).failure.reset();
        QCOMPARE(ask(), QString("ok"));
    }

    void aPreferredEndpointIsTakenAgainOnceItWasGoodForAWhile() {
        start(2);
        for (const std::uint64_t needed : {60'000U, 120'000U}) {
            chain(0).failure = unavailable();
            QCOMPARE(ask(), QString("ok"));
            QCOMPARE(inUse(), std::size_t{1});
            chain(0).failure.reset();
            m_clock->advance(10'000);
            compare(); // good from now on
            m_clock->advance(needed - 1);
            compare();
            QCOMPARE(inUse(), std::size_t{1});
            m_clock->advance(1);
            compare();
            QCOMPARE(inUse(), std::size_t{0});
        }
        QCOMPARE(m_switches, (QStringList{"0>1", "1>0", "0>1", "1>0"}));
    }

    void oneThatFailsNowAndThenIsNotTakenAgain() {
        start(2);
        chain(0).failure = unavailable();
        QCOMPARE(ask(), QString("ok"));
        for (int i = 0; i < 20; ++i) {
            m_clock->advance(130'000);
            chain(0).failure.reset();
            compare();
            m_clock->advance(30'000);
            chain(0).failure = unavailable();
            compare();
        }
        QCOMPARE(m_switches, QStringList{"0>1"});
    }

    void aLaggingHeadIsLeft() {
        start(2);
        mine(0, 10);
        mine(1, 13);
        compare();
        QCOMPARE(m_switches, QStringList{});
        mine(1, 1);
        compare();
        QCOMPARE(m_switches, QStringList{"0>1"});
        QVERIFY2(m_reason.contains("4 blocks behind"), qPrintable(m_reason));
        // While it lags it is not taken again, however long it answers.
        for (int i = 0; i < 20; ++i) {
            m_clock->advance(60'000);
            mine(1, 1);
            compare();
        }
        QCOMPARE(inUse(), std::size_t{1});
    }

    void aHigherHeadOfAnotherChainDrawsNobody() {
        start(2);
        mine(0, 10);
        for (int i = 0; i < 100; ++i)
            chain(1).mine(7);
        compare();
        QCOMPARE(m_switches, QStringList{});
    }

    void aFrozenHeadIsLeftThoughTheOtherIsOfAnotherFork() {
        start(2);
        mine(0, 10);
        for (int i = 0; i < 10; ++i)
            chain(1).mine(7);
        for (int i = 0; i < 4; ++i) {
            compare();
            QCOMPARE(m_switches, QStringList{});
            m_clock->advance(15'000);
            chain(1).mine(7);
        }
        compare();
        QCOMPARE(m_switches, QStringList{"0>1"});
        QVERIFY2(m_reason.contains("stands still at block 10"), qPrintable(m_reason));
    }

    void headsThatStandStillEverywhereChangeNothing() {
        start(2);
        mine(0, 10);
        mine(1, 10);
        for (int i = 0; i < 20; ++i) {
            m_clock->advance(15'000);
            compare();
        }
        QCOMPARE(m_switches, QStringList{});
    }

    void callsStartTheComparisonWhenItIsTime() {
        start(2);
        mine(1, 50);
        QCOMPARE(ask(), QString("ok"));
        QCOMPARE(chain(1).messages, 0);
        m_clock->advance(15'000);
        QCOMPARE(ask(), QString("ok"));
        m_context.restart();
        m_context.poll();
        QCOMPARE(m_switches, QStringList{"0>1"});
    }

    void whoIsDistrustedIsLeftForLong() {
        start(2);
        QCOMPARE(ask(), QString("ok"));
        const auto source = m_rpc->source();
        QVERIFY(m_rpc->distrust(source, {ErrorCode::l1Contradiction, "It lies."}));
        QCOMPARE(m_reason, QString("It lies."));
        // Who read the old one learns that another is in use, and nothing changes.
        QVERIFY(m_rpc->distrust(source, {ErrorCode::l1Contradiction, "It lies."}));
        QCOMPARE(m_switches, QStringList{"0>1"});
        for (int i = 0; i < 39; ++i) {
            m_clock->advance(15'000);
            compare();
        }
        QCOMPARE(inUse(), std::size_t{1});
        // The last one that is left stays in use.
        QVERIFY(!m_rpc->distrust(m_rpc->source(), {ErrorCode::l1Contradiction, "It lies too."}));
        QCOMPARE(ask(), QString("ok"));
    }

    void aTransactionGoesToASecondOnlyWithoutAnAnswer() {
        start(2);
        QCOMPARE(ask(), QString("ok"));
        // A refusal is an answer.
        QCOMPARE(ask("eth_sendRawTransaction"), ErrorCode::l1RpcError);
        QCOMPARE(chain(1).asked["eth_sendRawTransaction"], 0);
        chain(0).failure = Error{ErrorCode::l1Timeout, "No answer."};
        QCOMPARE(ask("eth_sendRawTransaction"), ErrorCode::l1RpcError);
        QCOMPARE(chain(0).asked["eth_sendRawTransaction"], 2);
        QCOMPARE(chain(1).asked["eth_sendRawTransaction"], 1);
        QCOMPARE(inUse(), std::size_t{1});
    }

    void whatMayChangeTheNodeIsNotRepeated() {
        start(2);
        QCOMPARE(ask(), QString("ok"));
        chain(0).failure = Error{ErrorCode::l1Timeout, "No answer."};
        QCOMPARE(ask("anvil_mine"), ErrorCode::l1Timeout);
        QCOMPARE(chain(1).messages, 0);
    }

    void aRangeOfLogsThatTakesTooLongIsTheCallersToShrink() {
        start(2);
        QCOMPARE(ask(), QString("ok"));
        chain(0).failure = Error{ErrorCode::l1Timeout, "No answer."};
        const auto logs = wait(l1::logs(m_rpc, test::doubleAddresses(), 0, 1));
        QCOMPARE(codeOf(logs), ErrorCode::l1Timeout);
        QCOMPARE(m_switches, QStringList{});
    }

    void keysStayOutOfNames() {
        start(2);
        m_endpoints[1]->address = "wss://b.example/v3/KEY";
        const auto all = m_rpc->status();
        QCOMPARE(all[0].name, std::string("http://a.example:8545 (1)"));
        QCOMPARE(maskedUrl("https://user:pass@a.example/v3/KEY?k=KEY"), std::string("https://a.example:443"));
        QCOMPARE(maskedUrl("KEY"), std::string("invalid URL"));
    }

    void whatIsNoEndpointIsRefused() {
        const auto executor = m_context.get_executor();
        QCOMPARE(codeOf(FailoverRpc::create(executor, {}, {})), ErrorCode::l1NoEndpoint);
        QCOMPARE(codeOf(FailoverRpc::create(executor, {"http://a:1", "ftp://b"}, {})), ErrorCode::l1BadUrl);
        QCOMPARE(codeOf(FailoverRpc::create(executor, {"http://a:1", "ws://b:2"}, {})), QString("ok"));
    }
};

QTEST_GUILESS_MAIN(TestL1Failover)
#include "tst_l1_failover.moc"
