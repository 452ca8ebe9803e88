#include "lying_endpoint.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

Q_DECLARE_METATYPE(EndpointLie)

/// A node whose endpoint of L1 lies for a while, beside an operator whose endpoint is honest.
class TestNodeLies : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;
    std::unique_ptr<Gate> m_gate;
    std::shared_ptr<LyingEndpoint> m_endpoint;

    std::uint16_t anvilPort() const {
        const auto url = m_fleet->anvil->url();
        return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
    }
    std::string gateUrl() const { return "http://127.0.0.1:" + std::to_string(m_gate->port()); }
    void tell(EndpointLie lie) {
        m_endpoint->setLie(lie);
        m_gate->setTarget(anvilPort()); // as another machine would take over
    }
    bool anchorTransfer(const NodeFleet::NodePtr& node, std::uint64_t nonce) {
        return m_fleet->wait(node->submit(m_fleet->transfer(nonce))) && m_fleet->until([&] {
            const auto view = node->view();
            return view->totalTxs > nonce && view->heads.safe.number == view->heads.latest.number;
        });
    }
    bool agree(const NodeFleet::NodePtr& one, const NodeFleet::NodePtr& other) {
        return m_fleet->until([&] { return one->view()->heads.safe.hash == other->view()->heads.safe.hash; },
                              30s);
    }

private slots:
    void init() {
        m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient());
        m_gate = std::make_unique<Gate>(m_fleet->context);
        m_endpoint = std::make_shared<LyingEndpoint>();
        m_gate->setEdits({[lies = m_endpoint](std::string body) { return lies->request(std::move(body)); },
                          [lies = m_endpoint](const std::string& request, std::string body) {
                              return lies->answer(request, std::move(body));
                          }});
        m_gate->setTarget(anvilPort());
    }
    void cleanup() {
        m_gate.reset(); // it lives in the fleet's context
        m_fleet.reset();
    }

    /// What it leaves out is noticed by what comes after it, however much was read meanwhile.
    void whatWasLeftOutIsReadOnceItIsTold_data() {
        QTest::addColumn<EndpointLie>("lie");
        QTest::newRow("all logs") << EndpointLie::noLogs;
        QTest::newRow("those of every other block") << EndpointLie::halfTheLogs;
    }
    void whatWasLeftOutIsReadOnceItIsTold() {
        QFETCH(const EndpointLie, lie);
        const auto honest = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(honest);
        const auto misled = m_fleet->open(2, [&](auto& config) {
            NodeFleet::anchorQuickly(config);
            config.l1Urls = {gateUrl()};
        });
        QVERIFY(anchorTransfer(honest, 0));
        QVERIFY(agree(honest, misled));
        const auto known = misled->view()->heads.safe;

        tell(lie);
        for (std::uint64_t nonce = 1; nonce < 4; ++nonce) {
            QVERIFY(m_fleet->wait(honest->deposit(honest->address(), NodeFleet::kEtherWei)));
            QVERIFY(anchorTransfer(honest, nonce));
        }
        m_fleet->mine(30);
        QVERIFY(m_fleet->until([&] { return misled->view()->heads.l1.number > known.number; }));
        tell(EndpointLie::none);
        QVERIFY(anchorTransfer(honest, 4));
        QVERIFY(agree(honest, misled));
        QVERIFY(!misled->view()->disputed);
        QCOMPARE(misled->view()->totalTxs, std::uint64_t(5));
    }

    void aTokenThatWasLeftOutIsReadOnceTheNextIsTold() {
        const auto misled = m_fleet->open(1, [&](auto& config) {
            NodeFleet::anchorQuickly(config);
            config.l1Urls = {gateUrl()};
        });
        m_fleet->join(misled);
        // Any contracts will do.
        const auto& addresses = m_fleet->deployment.addresses;
        const auto add = [&](const Address& token) {
            return codeOf(m_fleet->wait(m_fleet->txManager->send(
                addresses.bridge, l1::calls::registerToken(token), 0, "register a token")));
        };
        const auto knows = [&](const Address& token) {
            return m_fleet->askNode(*misled, "eth_getCode", {base::toHex(token.view()), "latest"}) !=
                   boost::json::value("0x");
        };
        tell(EndpointLie::noLogs);
        QCOMPARE(add(addresses.inbox), QString("ok"));
        m_fleet->mine(3);
        const auto told = m_fleet->l1Head();
        QVERIFY(m_fleet->until([&] { return misled->view()->heads.l1.number >= told; }));
        QVERIFY(!knows(addresses.inbox));
        tell(EndpointLie::none);
        QCOMPARE(add(addresses.fraud), QString("ok"));
        QVERIFY(m_fleet->until([&] { return knows(addresses.inbox) && knows(addresses.fraud); }, 30s));
    }

    /// Where there is another endpoint, it is taken.
    void aLieLeavesTheEndpoint_data() {
        QTest::addColumn<EndpointLie>("lie");
        QTest::newRow("of another chain") << EndpointLie::otherChain;
        QTest::newRow("wrong parents") << EndpointLie::wrongParent;
        QTest::newRow("no logs") << EndpointLie::noLogs;
    }
    void aLieLeavesTheEndpoint() {
        QFETCH(const EndpointLie, lie);
        const auto honest = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(honest);
        const auto misled = m_fleet->open(2, [&](auto& config) {
            NodeFleet::anchorQuickly(config);
            config.l1Urls = {gateUrl(), m_fleet->anvil->url()};
        });
        QVERIFY(anchorTransfer(honest, 0));
        QVERIFY(agree(honest, misled));
        tell(lie);
        QVERIFY(anchorTransfer(honest, 1));
        QVERIFY(m_fleet->until([&] {
            return misled->view()->heads.l1.number == m_fleet->l1Head() ||
                   m_fleet->events[2].count("l1-switched") != 0;
        }));
        // What leaves something out shows it with the next log that it does not leave out.
        if (lie == EndpointLie::noLogs) tell(EndpointLie::halfTheLogs);
        for (std::uint64_t nonce = 2; nonce < 8 && m_fleet->events[2].count("l1-switched") == 0; ++nonce)
            QVERIFY(anchorTransfer(honest, nonce));
        QVERIFY(m_fleet->until([&] { return m_fleet->events[2].count("l1-switched") == 1; }));
        QVERIFY(agree(honest, misled));
    }
};

QTEST_GUILESS_MAIN(TestNodeLies)
#include "tst_node_lies.moc"
