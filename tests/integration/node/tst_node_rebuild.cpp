#include "l1_relay.hpp"
#include "node_fleet.hpp"
#include "values.hpp"

#include <QTest>

using namespace aw;
using namespace aw::test;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kQuietBlocks = 600; ///< fewer than a heartbeat; twice are more than one question

std::uint64_t quantity(const boost::json::value& value) {
    return static_cast<std::uint64_t>(*base::quantityFromHex(value.as_string()));
}

} // namespace

/// A node that has nothing but L1.
class TestNodeRebuild : public QObject {
    Q_OBJECT

    std::unique_ptr<NodeFleet> m_fleet;

    /// The rollup's one operator, with a batch every kQuietBlocks.
    NodeFleet::NodePtr liveThrough(unsigned batches) {
        auto node = m_fleet->open(1, NodeFleet::anchorQuickly);
        m_fleet->join(node);
        for (std::uint64_t nonce = 0; nonce < batches; ++nonce) {
            for (std::uint64_t mined = 0; mined < kQuietBlocks; mined += 100) // L1 answers in time
                m_fleet->mine(100);
            if (!m_fleet->wait(node->submit(m_fleet->transfer(nonce)))) return nullptr;
            const bool anchored = m_fleet->until([&] {
                const auto view = node->view();
                return view->totalTxs == nonce + 1 && view->heads.safe.number == view->heads.latest.number;
            });
            if (!anchored) return nullptr;
        }
        return node;
    }

private slots:
    void init() { m_fleet = std::make_unique<NodeFleet>(NodeFleet::patient()); }
    void cleanup() { m_fleet.reset(); }

    void aRebuildSaysHowFarItIsAndGoesOnWhereItWasStopped() {
        const auto first = liveThrough(2);
        QVERIFY(first);
        const auto head = first->view()->heads.safe;
        const auto l1Head = m_fleet->l1Head();
        QVERIFY(l1Head > 2 * kQuietBlocks);

        L1Relay relay(m_fleet->context, m_fleet->anvil->url());
        relay.holdLogsFrom(l1Head / 2);
        const auto adjust = [&](node::NodeConfig& config) {
            config.l1Urls = {relay.url()};
            config.key = NodeFleet::keyOf(1); // as after the loss of a disk
            config.l1Poll = 20ms;
        };
        auto fresh = m_fleet->open(2, adjust);
        QVERIFY(m_fleet->until([&] {
            const auto from = relay.logsAskedFrom();
            return !from.empty() && from.back() >= l1Head / 2;
        }));
        const auto held = relay.logsAskedFrom().back();
        boost::json::value syncing;
        QVERIFY(m_fleet->until([&] {
            syncing = m_fleet->askNode(*fresh, "eth_syncing");
            return syncing.is_object() && quantity(syncing.at("currentBlock")) == held - 1;
        }));
        QCOMPARE(quantity(syncing.at("startingBlock")), m_fleet->deployment.deployedAtBlock);
        QCOMPARE(quantity(syncing.at("highestBlock")), l1Head);
        const auto view = fresh->view();
        QVERIFY(!view->synced);
        QCOMPARE(view->operators.size(), std::size_t(1));
        QVERIFY(view->totalTxs > 0 && view->totalTxs < 2);
        QCOMPARE(view->operators.front().derivedL1Block, held - 1);
        QCOMPARE(view->operators.front().seenL1Block, l1Head);
        QVERIFY(view->operators.front().notReady == api::NotReady::syncing);
        QCOMPARE(codeOf(m_fleet->wait(fresh->submit(m_fleet->transfer(2)))), ErrorCode::nodeSyncing);

        QVERIFY(m_fleet->close(fresh));
        relay.release();
        relay.forget();
        fresh = m_fleet->open(2, adjust);
        QVERIFY(m_fleet->until([&] { return fresh->view()->synced; }));
        for (const auto from : relay.logsAskedFrom())
            QVERIFY2(from >= held, std::to_string(from).c_str());
        QCOMPARE(fresh->view()->heads.safe.hash, head.hash);
        QCOMPARE(fresh->view()->totalTxs, std::uint64_t(2));
        QVERIFY(m_fleet->until(
            [&] { return m_fleet->askNode(*fresh, "eth_syncing") == boost::json::value(false); }));
    }
};

QTEST_GUILESS_MAIN(TestNodeRebuild)
#include "tst_node_rebuild.moc"
