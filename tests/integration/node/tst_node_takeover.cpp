#include "crypto/keccak.hpp"
#include "feed/publisher.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

/// Whoever takes over goes on with all there is.
class TestNodeTakeover : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(); }
    void cleanup() { m_fleet.reset(); }

    void whatOneBackupHoldsTheNextOperatorGets() {
        // The current operator is the test's: it serves one backup and refuses the one that will succeed it.
        const auto key = NodeFleet::keyOf(1), backupKey = NodeFleet::keyOf(3);
        const auto bond = m_fleet->deployment.parameters.minBondWei;
        feed::Publisher publisher(
            m_fleet->context.get_executor(), key,
            {m_fleet->deployment.addresses.rollup, m_fleet->deployment.parameters.l2ChainId},
            {.snapshot = [] { return [] { return std::vector<feed::Item>{}; }; },
             .admit = [&](const Address& who) { return who == backupKey->address(); }});
        const auto url = "ws://127.0.0.1:" + std::to_string(*publisher.listen("127.0.0.1", 0));
        *m_fleet->wait(m_fleet->txManager->send(key->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
        l1::TxManager txManager(m_fleet->context.get_executor(), m_fleet->rpc, key, 31337);
        *m_fleet->wait(txManager.send(m_fleet->deployment.addresses.operators,
                                      l1::calls::registerOperator(900'000'000, url), bond, "register"));
        const auto successor = m_fleet->open(2);
        const auto backup = m_fleet->open(3);
        for (const auto& [node, bidWei] : {std::pair(successor, 1'000'000'000), {backup, 1'100'000'000}}) {
            *m_fleet->wait(
                m_fleet->txManager->send(node->address(), {}, NodeFleet::kEtherWei * 100, "funds"));
            *m_fleet->wait(node->registerOperator(static_cast<std::uint64_t>(bidWei), bond));
            *m_fleet->wait(node->deposit(node->address(), NodeFleet::kEtherWei));
        }
        QVERIFY(m_fleet->until([&] {
            return publisher.peers().size() == 1 && successor->view()->feedPeers == 1 &&
                   backup->view()->feedPeers == 2;
        }));

        const auto seq = *publisher.append(feed::PendingItem{{m_fleet->transfer(0)}});
        QVERIFY(m_fleet->until([&] { return publisher.holders(seq) == 1 && backup->view()->pending == 1; }));
        QCOMPARE(successor->view()->pending, std::uint64_t(0));
        publisher.stop();
        *m_fleet->wait(
            txManager.send(m_fleet->deployment.addresses.operators, l1::calls::stepDown(), 0, "step down"));

        QVERIFY(m_fleet->until([&] { return successor->view()->totalTxs == 1; }));
        QVERIFY(m_fleet->until([&] { return backup->view()->totalTxs == 1; }));
        QVERIFY(successor->view()->current);
        QCOMPARE(backup->view()->pending, std::uint64_t(0));
        QCOMPARE(backup->view()->heads.latest.hash, successor->view()->heads.latest.hash);
    }
};

QTEST_GUILESS_MAIN(TestNodeTakeover)
#include "tst_node_takeover.moc"
