#include "crypto/keccak.hpp"
#include "feed/publisher.hpp"
#include "feed/subscriber.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

namespace {

/// An operator of the test's own that listens to another's feed.
struct Listener {
    struct Ways {
        feed::Taken answer = feed::Taken::kept;
        bool takes = true; ///< until then it says nothing
    };
    std::shared_ptr<Ways> ways = std::make_shared<Ways>();
    std::unique_ptr<feed::Subscriber> subscriber;

    Listener(NodeFleet& fleet, const node::Node& node, unsigned key) {
        feed::SubscriberConfig config;
        config.url = node.feedUrl();
        config.publisher = node.address();
        config.domain = {fleet.deployment.addresses.rollup, fleet.deployment.parameters.l2ChainId};
        config.backoffMax = 200ms;
        feed::Subscriber::Callbacks callbacks;
        callbacks.onItems = [&context = fleet.context,
                             held = ways](std::vector<feed::Delivery>) -> Task<feed::Taken> {
            const auto own = held;
            boost::asio::steady_timer timer(context);
            while (!own->takes) {
                timer.expires_after(20ms);
                co_await timer.async_wait(boost::asio::use_awaitable);
            }
            co_return own->answer;
        };
        subscriber = std::make_unique<feed::Subscriber>(fleet.context.get_executor(), NodeFleet::keyOf(key),
                                                        config, callbacks);
        subscriber->start();
    }
    ~Listener() {
        ways->takes = true;
        subscriber->stop();
    }
    bool isConnected() const { return subscriber->state().connected; }
};

} // namespace

/// What other operators, and strangers, can make of a node: who counts as a holder, and what is kept of whom.
class TestNodePeers : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    /// Has L1 know a key as an operator in the running that runs no node.
    std::unique_ptr<l1::TxManager> registerOperator(unsigned number, const std::string& url = {}) {
        const auto key = NodeFleet::keyOf(number);
        *m_fleet->wait(m_fleet->txManager->send(key->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        auto txManager =
            std::make_unique<l1::TxManager>(m_fleet->context.get_executor(), m_fleet->rpc, key, 31337);
        *m_fleet->wait(txManager->send(m_fleet->deployment.addresses.operators,
                                       l1::calls::registerOperator(3'000'000'000, url),
                                       m_fleet->deployment.parameters.minBondWei, "register"));
        return txManager;
    }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(); }
    void cleanup() { m_fleet.reset(); }

    void aSilentBackupIsNoHolder() {
        const auto node = m_fleet->open(1, [](auto& config) { config.backupTimeout = 300ms; });
        m_fleet->join(node);
        // Nobody is connected: the own disk is enough.
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));

        registerOperator(3);
        Listener backup(*m_fleet, *node, 3);
        backup.ways->takes = false;
        QVERIFY(m_fleet->until([&] { return backup.isConnected(); }));

        const auto raw = m_fleet->transfer(1);
        const auto unheld = m_fleet->wait(node->submit(raw));
        QCOMPARE(codeOf(unheld), ErrorCode::nodeNoBackup);
        const auto hash = base::toHex(crypto::keccak256(raw).view());
        QVERIFY(unheld.error().detail.find(hash) != std::string::npos);
        QVERIFY(unheld.error().detail.find("is safe") != std::string::npos);
        // It is pending or executed all the same, once.
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 2; }));
        backup.ways->takes = true;
        QVERIFY(m_fleet->until([&] { return backup.subscriber->state().lagItems == 0; }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(2)))), QString("ok"));
    }

    void whoAsksAgainWaitsAgain() {
        const auto node = m_fleet->open(1, [](auto& config) {
            config.backupTimeout = 200ms;
            config.blockInterval = 3s;
        });
        m_fleet->join(node);
        registerOperator(3);
        Listener backup(*m_fleet, *node, 3);
        backup.ways->takes = false;
        QVERIFY(m_fleet->until([&] { return backup.isConnected(); }));
        const auto raw = m_fleet->transfer(0);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(raw))), ErrorCode::nodeNoBackup);
        backup.ways->takes = true;
        const auto held = m_fleet->wait(node->submit(raw));
        QCOMPARE(codeOf(held), QString("ok"));
        QCOMPARE(*held, crypto::keccak256(raw));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(raw))), ErrorCode::mempoolKnown);
    }

    void aStrangerNeitherHoldsNorHinders() {
        const auto node = m_fleet->open(1, [](auto& config) { config.backupTimeout = 10min; });
        m_fleet->join(node);
        // It has a key that L1 does not know, and says nothing: were it let in, nothing would be
        // acknowledged.
        Listener mute(*m_fleet, *node, 9);
        mute.ways->takes = false;
        QVERIFY(m_fleet->until([&] {
            const auto state = mute.subscriber->state();
            return state.lastError && state.lastError->code == ErrorCode::feedRefused;
        }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        QVERIFY(!mute.isConnected());

        // More connections that never say who they are than there is room for keep nobody out.
        boost::asio::ip::tcp::endpoint door(boost::asio::ip::make_address("127.0.0.1"), node->feedPort());
        std::vector<boost::asio::ip::tcp::socket> strangers;
        for (int i = 0; i < 100; ++i)
            strangers.emplace_back(m_fleet->context).connect(door);
        registerOperator(3);
        Listener backup(*m_fleet, *node, 3);
        QVERIFY(m_fleet->until([&] { return backup.isConnected(); }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(1)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->pendingHolders == 1; }));
    }

    void aBackupThatDroppedSomethingIsNoHolder() {
        const auto node = m_fleet->open(1, [](auto& config) { config.backupTimeout = 200ms; });
        m_fleet->join(node);
        registerOperator(3);
        Listener backup(*m_fleet, *node, 3);
        QVERIFY(m_fleet->until([&] { return backup.isConnected(); }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        backup.ways->answer = feed::Taken::partly;
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(1)))), ErrorCode::nodeNoBackup);
        backup.ways->answer = feed::Taken::kept;
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(2)))), QString("ok"));
    }

    void aPeerThatLiesOrFloodsIsNamedAndLeftAlone() {
        const auto node = m_fleet->open(1, [](auto& config) { config.maxPending = 80; });
        m_fleet->join(node);
        const auto speaks = [&](unsigned number) {
            return std::make_unique<feed::Publisher>(
                m_fleet->context.get_executor(), NodeFleet::keyOf(number),
                feed::Domain{m_fleet->deployment.addresses.rollup, m_fleet->deployment.parameters.l2ChainId},
                feed::Publisher::Callbacks{
                    .snapshot = [] { return [] { return std::vector<feed::Item>{}; }; }});
        };
        const auto urlOf = [](feed::Publisher& publisher) {
            return "ws://127.0.0.1:" + std::to_string(*publisher.listen("127.0.0.1", 0));
        };
        const auto faults = [&] { return m_fleet->events[1].count("feed-fault"); };
        const auto lastFault = [&] { return m_fleet->events[1].lastOf["feed-fault"]["detail"]; };
        auto liar = speaks(3), flooder = speaks(4);
        registerOperator(3, urlOf(*liar));
        QVERIFY(m_fleet->until([&] { return liar->peers().size() == 1; }));
        QVERIFY(liar->append(feed::PendingItem{{Bytes(100, 0x02)}}).has_value());
        QVERIFY(m_fleet->until([&] { return faults() == 1 && liar->peers().empty(); }));
        QVERIFY(lastFault().find("feed.malformed-item") != std::string::npos);

        registerOperator(4, urlOf(*flooder));
        QVERIFY(m_fleet->until([&] { return flooder->peers().size() == 1; }));
        feed::PendingItem flood;
        for (std::uint64_t nonce = 1; nonce <= 40; ++nonce)
            flood.rawTxs.push_back(m_fleet->transfer(nonce));
        const auto seq = *flooder->append(flood);
        QVERIFY(m_fleet->until([&] { return faults() == 2 && flooder->peers().empty(); }));
        QVERIFY(lastFault().find("feed.flooded") != std::string::npos);
        QCOMPARE(flooder->holders(seq), 0u);
        // Its share of the pool, and no more: there is room for whoever pays.
        QVERIFY(m_fleet->until([&] { return node->view()->pending == 10; }));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        liar->stop();
        flooder->stop();
    }

    void aFullPoolStaysHonest() {
        const auto node = m_fleet->open(1, [](auto& config) { config.backupTimeout = 500ms; });
        m_fleet->join(node);
        const auto backup = m_fleet->open(2, [](auto& config) { config.maxPending = 3; });
        m_fleet->join(backup, 2'000'000'000);
        QVERIFY(m_fleet->until([&] { return node->view()->feedPeers > 0 && backup->view()->feedPeers > 0; }));
        // Their nonces are not the next: they stay.
        std::vector<Bytes> raws;
        for (std::uint64_t nonce = 10; nonce < 14; ++nonce)
            raws.push_back(m_fleet->transfer(nonce));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(codeOf(m_fleet->wait(node->submit(raws[i]))), QString("ok"));
        // The backup has no room: it does not claim to hold what it dropped, and drops nothing that it said
        // it holds.
        QCOMPARE(codeOf(m_fleet->wait(node->submit(raws[3]))), ErrorCode::nodeNoBackup);
        QCOMPARE(node->view()->pending, std::uint64_t{4});
        QCOMPARE(backup->view()->pending, std::uint64_t{3});
        QCOMPARE(codeOf(m_fleet->wait(backup->submit(m_fleet->transfer(0)))), ErrorCode::mempoolFull);
        // What can be executed has its place at the operator that serves.
        m_fleet->wait(node->submit(m_fleet->transfer(0)));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 1 && backup->view()->totalTxs == 1; }));
        QCOMPARE(backup->view()->pending, std::uint64_t{3});
    }

    void whatCannotBeExecutedExpires() {
        auto node = m_fleet->open(1, [](auto& config) { config.pendingLifetime = 1ms; });
        m_fleet->join(node);
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(0)))), QString("ok"));
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(7)))), QString("ok"));
        QVERIFY(m_fleet->until([&] { return node->view()->totalTxs == 1 && node->view()->pending == 0; }));
        // It stays away after a restart, and may be sent again.
        QVERIFY(m_fleet->close(node));
        node = m_fleet->open(1);
        QVERIFY(m_fleet->until([&] { return node->view()->synced; }));
        QCOMPARE(node->view()->pending, std::uint64_t{0});
        QCOMPARE(codeOf(m_fleet->wait(node->submit(m_fleet->transfer(7)))), QString("ok"));
    }

    void whoLeftTheCompetitionDoesNotCount() {
        const auto node = m_fleet->open(1);
        m_fleet->join(node);
        const auto leaver = registerOperator(3);
        Listener backup(*m_fleet, *node, 3);
        QVERIFY(m_fleet->until([&] { return backup.isConnected(); }));
        *m_fleet->wait(leaver->send(m_fleet->deployment.addresses.operators, l1::calls::leave(), 0, "leave"));
        // It leaves at the end of an epoch.
        QVERIFY(m_fleet->until(
            [&] {
                m_fleet->mine(1);
                return !backup.isConnected();
            },
            60s));
        QVERIFY(m_fleet->until([&] {
            const auto state = backup.subscriber->state();
            return state.lastError && state.lastError->code == ErrorCode::feedRefused;
        }));
    }
};

QTEST_GUILESS_MAIN(TestNodePeers)
#include "tst_node_peers.moc"
